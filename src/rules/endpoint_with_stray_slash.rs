//! # `endpoint-with-stray-slash`
//!
//! An empty segment is a segment: `//realms` and `/realms` are two paths, and so are `certs/` and `certs`.
//! Most providers answer the longer one with 404.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io//realms/ops/protocol/openid-connect/certs
//! #                                  ^^ stray
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs/
//! #                                                                           ^ stray
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device/"
//! #                                                                               ^ stray
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! Some providers end in a slash:
//!
//! ```yaml good
//! admin:
//!   identityProvider: authentik
//!   jwksEndpoint: https://ak.acme.io/application/o/influxdb/jwks/
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys/
//! ```
//!
//! - [RFC 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)
//! - [ghostfolio/ghostfolio#6413](https://github.com/ghostfolio/ghostfolio/issues/6413)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::fix_text;
use crate::model::setting::Setting;
use crate::model::endpoint::{Parts, WrittenUrl, place_of};
use crate::model::influxctl::LoginUrlFault;
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-with-stray-slash",
    summary: "`//` in the path, or a slash after its last word",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("endpoint_with_stray_slash.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if let Some((setting, url)) = context.endpoint_guess()
        && let (UrlKind::StraySlash, Some(keys)) = (&url.classified.kind, &url.classified.keys)
    {
        report(setting, url, &keys.url, findings);
    }
    for login in context.logins().flat_map(|(_, login)| login.urls()) {
        if let (Some(LoginUrlFault::StraySlash(meant)), Some(url)) = (&login.fault, login.url()) {
            report(&login.setting, url, meant, findings);
        }
    }
}

fn report(setting: &Setting<'_>, url: &WrittenUrl, meant: &str, findings: &mut Findings<'_>) {
    findings
        .report(place_of(setting, stray), &setting.path, format!("stray `/` in `{}`", url.shown))
        .label("stray")
        .used_at(setting.node)
        .help(format!("write `{meant}`"))
        .fix(fix_text(setting.node, meant, Safety::Unsafe));
}

/// The doubled slash, else the last one.
fn stray(parts: Parts<'_>) -> Option<&str> {
    let path = parts.path.split(['?', '#']).next().unwrap_or_default();
    match path.find("//") {
        Some(at) => path.get(at..at + 2),
        None => path.get(path.len().checked_sub(1)?..),
    }
}
