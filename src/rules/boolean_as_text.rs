//! # `boolean-as-text`
//!
//! A quoted "no" counts as yes: the chart's templates only ask whether the value is empty, and a text that
//! says `false` is not. Where `egress` is filled in, the text has switched it on, and only a person knows which of
//! the two was meant.
//!
//! ```yaml bad
//! useCustomEgress: "false"
//! #                ^^^^^^^ a text, and no text but "" is false
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! useCustomEgress: false
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! useCustomEgress: no
//! kubitSingleNamespace: "true"
//! skipOperator: ""
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [Go, package text/template](https://pkg.go.dev/text/template#hdr-Actions): the empty values are false, 0, nil and what has length zero
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::node::{Node, Style};
use crate::model::egress::Egress;
use crate::model::helm::says_no;
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "boolean-as-text",
    summary: "a quoted `false` counts as true in the chart",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("boolean_as_text.rs"),
    check,
};

/// What the templates ask with `if`.
const SWITCHES: [&str; 3] = ["useCustomEgress", "kubitSingleNamespace", "skipOperator"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document().filter(|document| document.shape == Shape::HelmValues) else { return };
    for key in SWITCHES {
        let Some(node) = document.root.get(key) else { continue };
        let Some(text) = node.text().filter(|_| says_no(node)) else { continue };
        findings
            .report(node.place(), key, format!("`{key}: \"{text}\"` counts as true"))
            .label("a text, and no text but \"\" is false")
            .used_at(node)
            .help("remove the quotes")
            .fix(unquoted(node, key == "useCustomEgress" && matches!(document.egress(), Egress::InForce(_))));
    }
}

/// Where the text has switched on what is filled in, a person must say which of the two is meant.
fn unquoted(node: Node<'_>, is_at_work: bool) -> Option<Fix> {
    let is_quoted = matches!(node.scalar()?.style, Style::Single | Style::Double);
    let safety = if is_at_work || node.used_at().is_some() { Safety::Unsafe } else { Safety::Safe };
    is_quoted.then(|| Fix::replace(node.place(), "false", "write `false`", safety))
}
