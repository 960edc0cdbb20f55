//! # `egress-switched-off`
//!
//! The values name a CA bundle for outgoing connections, but the chart renders `egress` only while
//! `useCustomEgress` is on, and it is off by default. The block is dropped without a word, and the cluster does
//! not trust the identity provider's certificate.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! egress:
//! #^^^^^ dropped by the chart
//!   customCertificates:
//!     valueFrom:
//!       configMapKeyRef: {name: custom-ca, key: ca.pem}
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! useCustomEgress: true
//! egress:
//!   customCertificates:
//!     valueFrom:
//!       configMapKeyRef: {name: custom-ca, key: ca.pem}
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! One of several values files may leave the switch to another:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! egress:
//!   customCertificates:
//!     valueFrom:
//!       configMapKeyRef: {name: custom-ca, key: ca.pem}
//! ```
//!
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml): `if .Values.useCustomEgress`
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::{add_before, value_place};
use crate::model::egress::Egress;

pub(super) static RULE: Rule = Rule {
    id: "egress-switched-off",
    summary: "the chart drops `egress`, because `useCustomEgress` is off",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("egress_switched_off.rs"),
    check,
};

const ON: &str = "useCustomEgress: true";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let Egress::SwitchedOff { egress, switch } = document.egress() else { return };
    if document.is_elsewhere("useCustomEgress") || !context.is_whole() {
        return;
    }
    let written = switch.as_ref().filter(|switch| !switch.node.span().is_empty());
    let fix = match written {
        Some(switch) => Some(Fix::replace(switch.node.place(), "true", format!("write `{ON}`"), Safety::Unsafe)),
        None if switch.is_some() => None,
        None => add_before(document.root, egress.key, &[ON])
            .map(|edit| Fix { title: format!("add `{ON}`"), safety: Safety::Unsafe, edits: vec![edit] }),
    };
    let state = Egress::switch_in_words(switch.as_ref());
    let place = written.map_or_else(|| egress.key.place(), |switch| value_place(switch.node));
    let finding = findings
        .report(place, &egress.path, format!("`egress` is dropped: `useCustomEgress` is {state}"))
        .label(if written.is_some() { "switched off" } else { "dropped by the chart" })
        .help(format!("set `{ON}`"))
        .fix(fix);
    if written.is_some() {
        finding.related(egress.key.place(), "dropped by the chart");
    }
}
