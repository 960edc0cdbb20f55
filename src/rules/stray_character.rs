//! # `stray-character`
//!
//! A value that is compared as it is holds a character that nobody sees, or stands in a second pair of
//! quotes. Both come with text copied from a web page, a chat or a text processor. To the cluster it is
//! another value.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: “8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e”
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ quotes inside the value
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: "keycloak\u200b"
//! #                   ^^^^^^^^^^^^^^^^ nobody sees it
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "“influxctl”"
//! #            ^^^^^^^^^^^ quotes inside the value
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! Letters of every script are letters, and names may hold such characters:
//!
//! ```yaml good
//! admin:
//!   identityProvider: anmeldung-für-alle
//!   jwksEndpoint: https://sso.acme.io/schlüssel
//!   users:
//!     - id: ユーザー1
//!       firstName: "Jean\u00a0Luc"
//!       lastName: O'Brien
//!       email: jl@acme.io
//! ```
//!
//! - [Unicode Technical Report 36, invisible characters](https://www.unicode.org/reports/tr36/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, part_place, value_place};
use crate::model::setting::Setting;
use crate::model::influxctl::Profile;
use crate::model::shape::Shape;
use crate::model::stray::{self, Stray};

pub(super) static RULE: Rule = Rule {
    id: "stray-character",
    summary: "a value holds a character that nobody sees, or a second pair of quotes",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("stray_character.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (key, setting) in context.profiles().flat_map(Profile::compared) {
        if let Some((text, stray)) = setting.exact_text().and_then(|text| Some((text, stray::find(text)?))) {
            report(key, &setting, text, stray, findings);
        }
    }
    let Some(admin) = context.admin() else { return };
    let unquoted_by_chart = admin.shape == Shape::HelmValues;
    let own = [("identityProvider", &admin.identity_provider), ("jwksEndpoint", &admin.jwks_endpoint)];
    let own = own.into_iter().filter_map(|(key, setting)| Some((key, setting.as_ref()?, unquoted_by_chart)));
    let ids = admin.written_entries().filter_map(|user| Some(("id", user.id()?, false)));
    for (key, setting, is_unquoted) in own.chain(ids) {
        let Some(text) = setting.exact_text() else { continue };
        match stray::find(text) {
            // The chart prints these two without quotes: YAML then takes the second pair away.
            Some(Stray::Wrapped { open: '"' | '\'', .. }) if is_unquoted => {}
            Some(stray) => report(key, setting, text, stray, findings),
            None => {}
        }
    }
}

fn report(key: &str, setting: &Setting<'_>, text: &str, stray: Stray<'_>, findings: &mut Findings<'_>) {
    let node = setting.node;
    let Some(meant) = setting.text() else { return };
    // What is cut off at the ends cannot be a part of the value.
    let safety = if text.contains(meant) { Safety::Safe } else { Safety::Unsafe };
    let (place, message, label) = match stray {
        Stray::Invisible { at, name } => {
            let code = at.chars().next().map_or(0, u32::from);
            (part_place(node, at), format!("`{key}` contains U+{code:04X}, {name}"), "nobody sees it")
        }
        Stray::Wrapped { open, close } => {
            let message = format!("`{key}` stands inside a second pair of quotes: {open}…{close}");
            (value_place(node), message, "quotes inside the value")
        }
    };
    findings
        .report(place, &setting.path, message)
        .label(label)
        .used_at(node)
        .help(format!("write `{meant}`"))
        .fix(fix_text(node, meant, safety));
}
