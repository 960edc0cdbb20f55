//! # `wrong-type`
//!
//! A value of another type than the cluster reads: a string where a list belongs, a list where a string
//! belongs, a map of one user where the list of users belongs. What arrives is not what was written:
//! Helm renders a list as the text `[azure]` and a map of users as keys of `admin`.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: [azure]
//! #                   ^^^^^^^ a string belongs here
//!   jwksEndpoint: https://login.microsoftonline.com/6f1c9a52-8e7d-4a3b-9c2f-0d5e4b7a8c91/discovery/v2.0/keys
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//!       userGroups: Admin
//! #                 ^^^^^ a list belongs here
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
//!       userGroups: [Admin]
//! ```
//!
//! A type that YAML finds where none was meant:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: yes
//! #         ^^^ a string belongs here
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/6f1c9a52-8e7d-4a3b-9c2f-0d5e4b7a8c91/discovery/v2.0/keys
//!   users: "{{ .users }}"
//! ```
//!
//! - [The package's schema, 20260421-2022186](https://docs.influxdata.com/downloads/clustered-release-artifacts/20260421-2022186/app-instance-schema.json)
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::node::{Node, Style};
use crate::input::splice::flow_text;
use crate::model::schema::Fault;

pub(super) static RULE: Rule = Rule {
    id: "wrong-type",
    summary: "a value of another type than the cluster reads",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("wrong_type.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for violation in document.violations() {
        let Fault::Type { expected, what, becomes, is_member } = &violation.fault else { continue };
        let node = document.node(violation.at);
        let path = &violation.path;
        let what = if what.is_empty() { String::new() } else { format!(": {what}") };
        let finding = findings
            .report(node.place(), path, format!("`{path}` must be {expected}, not {}", node.type_words()))
            .label(format!("{expected} belongs here"))
            .used_at(node)
            .help(format!("write {expected}{what}"))
            .fix(is_member.then(|| wrap(node)).flatten());
        if let Some(becomes) = becomes {
            finding.note(becomes);
        }
    }
}

/// `X` becomes `[X]`, where it stands on one line.
fn wrap(node: Node<'_>) -> Option<Fix> {
    let is_block = node.scalar().is_some_and(|scalar| matches!(scalar.style, Style::Literal | Style::Folded));
    let in_flow = node.scalar().is_some() || node.raw().starts_with('{');
    if is_block || !in_flow || node.raw().contains('\n') {
        return None;
    }
    // A comma or a bracket ends a text in a list that ended none outside.
    let plain = node.scalar().filter(|scalar| scalar.style == Style::Plain && scalar.text.contains([',', '[', ']', '{', '}']));
    let list = plain.map_or_else(|| format!("[{}]", node.raw()), |scalar| format!("[{}]", flow_text(&scalar.text)));
    Some(Fix::replace(node.place(), list.clone(), format!("write `{list}`"), Safety::Unsafe))
}
