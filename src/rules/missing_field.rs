//! # `missing-field`
//!
//! A setting that the cluster cannot do without is absent, null or empty. The Helm chart stops at four
//! such settings; an AppInstance from 20240819 on is accepted with an empty `admin` block and then cannot
//! know anybody. A document that other layers complete is never blamed for what it lacks.
//!
//! ```yaml bad
//! admin:
//! #^^^^ helm stops with `missing admin.jwksEndpoint`
//!   identityProvider: keycloak
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! A key without a value is as good as none:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: ""
//! #                   ^^ helm stops with `missing admin.identityProvider`
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! In an AppInstance of a release before 20240819, `admin` and all four of its settings are required:
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20240717-1117630
//!     spec:
//!       admin:
//! #     ^^^^^ no `dsn` here
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! A fragment, such as one of several values files, may leave the rest to another layer:
//!
//! ```yaml good
//! admin:
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml) with its `required` guards
//! - [The package's schema, 20240717-1117630](https://docs.influxdata.com/downloads/clustered-release-artifacts/20240717-1117630/app-instance-schema.json)
//! - [Release notes, 20240819-1176644](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/#20240819-1176644): `admin` is no longer required

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::schema::Fault;

pub(super) static RULE: Rule = Rule {
    id: "missing-field",
    summary: "a required setting is absent, null or empty",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("missing_field.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for violation in document.violations() {
        let Fault::Missing { key, what, stops } = &violation.fault else { continue };
        // Asked last: the answer may need a look at the whole repository.
        if !context.is_whole() {
            return;
        }
        let path = &violation.path;
        findings
            .report(value_place(document.node(violation.at)), path, format!("`{path}` is missing"))
            .label(stops.clone().unwrap_or_else(|| format!("no `{key}` here")))
            .used_at(document.node(violation.within))
            .help(format!("add `{key}`: {what}"));
    }
}
