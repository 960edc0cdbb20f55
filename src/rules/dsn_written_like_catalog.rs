//! # `dsn-written-like-catalog`
//!
//! The chart's values have two DSN blocks, and their shapes differ: `catalog.dsn` takes `SecretName` and
//! `SecretKey`, `admin.dsn` takes what Kubernetes takes, `valueFrom.secretKeyRef` with `name` and `key`. In the
//! wrong place either shape is as good as nothing: Helm stops with `missing catalog.dsn.SecretName`, or deploys
//! `admin.dsn` with a blank reference.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//! # ^^^ the shape of `catalog.dsn`
//!     SecretName: influxdb-catalog
//!     SecretKey: dsn
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom: {secretKeyRef: {name: influxdb-catalog, key: dsn}}
//! ```
//!
//! The other way round:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! catalog:
//!   dsn:
//! # ^^^ the shape of `admin.dsn`
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! catalog:
//!   dsn:
//!     SecretName: influxdb-catalog
//!     SecretKey: dsn
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//! catalog:
//!   dsn:
//!     SecretName: influxdb-catalog
//!     SecretKey: dsn
//! ```
//!
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::{flow_text, rewrite_map};
use crate::model::dsn::Swapped;

pub(super) static RULE: Rule = Rule {
    id: "dsn-written-like-catalog",
    summary: "`admin.dsn` and `catalog.dsn` of the chart have each other's shape",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("dsn_written_like_catalog.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for swapped in document.swapped_dsns() {
        let Swapped { setting, like, .. } = &swapped;
        let shape = match *like {
            "catalog.dsn" => "`valueFrom: {secretKeyRef: {name: …, key: …}}`",
            _ => "`SecretName: …` and `SecretKey: …`",
        };
        findings
            .report(setting.key.place(), &setting.path, format!("`{}` is written like `{like}`", setting.path))
            .label(format!("the shape of `{like}`"))
            .used_at(setting.node)
            .help(format!("write {shape}"))
            .fix(repair(&swapped));
    }
}

fn repair(swapped: &Swapped<'_>) -> Option<Fix> {
    let (name, key) = swapped.texts()?;
    let (name, key) = (flow_text(name), flow_text(key));
    let entries = match swapped.like {
        "catalog.dsn" => vec![format!("valueFrom: {{secretKeyRef: {{name: {name}, key: {key}}}}}")],
        _ => vec![format!("SecretName: {name}"), format!("SecretKey: {key}")],
    };
    let edit = rewrite_map(swapped.setting.node, &entries)?;
    Some(Fix { title: format!("write `{}`", entries.join("`, `")), safety: Safety::Safe, edits: vec![edit] })
}
