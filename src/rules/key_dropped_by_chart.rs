//! # `key-dropped-by-chart`
//!
//! The Helm chart prints four keys of `admin`: `users`, `dsn`, `identityProvider` and `jwksEndpoint`. Every
//! other one vanishes without a word, and what was meant by it never reaches the cluster.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   issuer: https://sso.acme.io/realms/ops
//! # ^^^^^^ the template does not print it
//!   internalSigningKey:
//! # ^^^^^^^^^^^^^^^^^^ the template does not print it
//!     id: a
//! ```
//!
//! In single-namespace mode the namespace is dropped too: the template asks for `NamspaceOverride`.
//!
//! ```yaml bad
//! kubitSingleNamespace: true
//! namespaceOverride: influxdb
//! #^^^^^^^^^^^^^^^^ the template does not read it in this mode
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! namespaceOverride: influxdb
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   x-ada: &ada
//!     id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!     firstName: Ada
//!     lastName: Lovelace
//!     email: ada@acme.io
//!   users:
//!     - *ada
//! ```
//!
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)
//! - [Release notes, 20230922-650371](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/#20230922-650371): the signing key is generated

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::helm;
use crate::model::schema::Fault;
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "key-dropped-by-chart",
    summary: "the chart does not print a key, so it never reaches the cluster",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("key_dropped_by_chart.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document().filter(|document| document.shape == Shape::HelmValues) else { return };
    for violation in document.violations().iter().filter(|violation| violation.fault == Fault::Dropped) {
        let key = document.node(violation.at);
        findings
            .report(value_place(key), &violation.path, format!("the chart drops `{}`", violation.path))
            .label("the template does not print it")
            .used_at(document.node(violation.within))
            .help(help(&key.name()));
    }
    let is_on = document.root.get("kubitSingleNamespace").is_some_and(helm::counts_as_true);
    let Some(entry) = document.root.entry("namespaceOverride").filter(|_| is_on) else { return };
    if entry.value.is_unknown() || entry.value.text().is_none_or(|text| text.is_empty()) {
        return;
    }
    findings
        .report(entry.key.place(), "namespaceOverride", "the chart drops `namespaceOverride` in single-namespace mode")
        .label("the template does not read it in this mode")
        .used_at(entry.value)
        .help("remove it, and install the release into that namespace: `helm install --namespace`");
}

fn help(key: &str) -> String {
    match key {
        "internalSigningKey" => "remove it: InfluxDB generates the key itself".to_owned(),
        "userGroups" => "write it in the entries of `admin.users`".to_owned(),
        _ => {
            let printed = helm::ADMIN_KEYS.map(|key| format!("`{key}`")).join(", ");
            format!("remove it, InfluxDB has no such setting; of `admin` only {printed} reach the cluster")
        }
    }
}
