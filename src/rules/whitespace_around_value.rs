//! # `whitespace-around-value`
//!
//! A value that is compared as it is begins or ends with blanks or a line break. Block scalars are the
//! usual cause: `|` and `>` keep the line break at the end of the text, `|-` and `>-` do not.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! metadata: {name: influxdb}
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: |
//! #                     ^ keeps the newline
//!           https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! ```yaml fixed
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! metadata: {name: influxdb}
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: |-
//!           https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e  "
//! #                                              ^^ part of the value
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
//!     - id: "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e"
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io "
//! #                       ^ part of the value
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! In values for Helm only `id` is at risk: the chart prints the other two without quotes, which takes the
//! blanks away.
//!
//! ```yaml good
//! admin:
//!   identityProvider: "keycloak "
//!   jwksEndpoint: |
//!     https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: |-
//!         8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! - [YAML 1.2.2, block chomping](https://yaml.org/spec/1.2.2/#8112-block-chomping-indicator)
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::scalar::Typed;
use crate::input::splice::{blank_places, trim};
use crate::model::setting::Setting;
use crate::model::influxctl::Profile;
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "whitespace-around-value",
    summary: "a value that is compared as it is begins or ends with blanks",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("whitespace_around_value.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (key, setting) in context.profiles().flat_map(Profile::compared) {
        judge(key, &setting, findings);
    }
    let Some(admin) = context.admin() else { return };
    let of_resource = [("identityProvider", &admin.identity_provider), ("jwksEndpoint", &admin.jwks_endpoint)];
    let of_resource = of_resource.into_iter().filter(|_| admin.shape == Shape::AppInstance);
    let ids = admin.written_entries().filter_map(|user| Some(("id", user.id()?)));
    for (key, setting) in of_resource.filter_map(|(key, setting)| Some((key, setting.as_ref()?))).chain(ids) {
        judge(key, setting, findings);
    }
}

fn judge(key: &str, setting: &Setting<'_>, findings: &mut Findings<'_>) {
    let node = setting.node;
    let Some(text) = setting.exact_text().filter(|_| node.typed() == Some(Typed::Text)) else { return };
    // Nothing but blanks is no value: others say that it is missing.
    if text.trim().is_empty() {
        return;
    }
    let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let (front, behind) =
        (&text[..text.len() - text.trim_start_matches(blank).len()], &text[text.trim_end_matches(blank).len()..]);
    let (starts, ends) = blank_places(node);
    let ends = ends.map(|place| (place, format!("ends with {}", in_words(behind))));
    let starts = starts.map(|place| (place, format!("starts with {}", in_words(front))));
    let (Some((place, what)), other) = (if ends.is_some() { (ends, starts) } else { (starts, None) }) else { return };
    let keeps = place.text().starts_with(['|', '>']);
    let fix = trim(node, Safety::Safe);
    let help = match &fix {
        Some(fix) if keeps => fix.title.clone(),
        _ => "remove it".to_owned(),
    };
    let building = findings
        .report(place, &setting.path, format!("`{key}` {what}"))
        .label(if keeps { "keeps the newline" } else { "part of the value" })
        .used_at(node)
        .help(help)
        .fix(fix);
    if let Some((place, what)) = other {
        building.related(place, what);
    }
}

/// " \n" is "a blank and a newline".
fn in_words(blanks: &str) -> String {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for c in blanks.chars() {
        match runs.last_mut() {
            Some((last, count)) if *last == c => *count += 1,
            _ => runs.push((c, 1)),
        }
    }
    let words = runs.iter().map(|&(c, count)| {
        let name = match c {
            ' ' => "blank",
            '\t' => "tab",
            '\n' => "newline",
            _ => "carriage return",
        };
        if count == 1 { format!("a {name}") } else { format!("{count} {name}s") }
    });
    words.collect::<Vec<_>>().join(" and ")
}
