//! # `users-empty`
//!
//! The list of administrators is empty: nobody can log in. The Helm chart does not even get there, it
//! renders an empty list as broken YAML; in single-namespace mode the broken text is deployed.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users: []
//! #        ^^ helm stops with a YAML parse error
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users: []
//! #              ^^ no administrator
//! ```
//!
//! One of several values files may leave the list to another:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users: []
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "users-empty",
    summary: "`admin.users` is an empty list: nobody can log in",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("users_empty.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    let Some(users) = &admin.users else { return };
    let is_empty = users.node.is_seq() && users.node.items().next().is_none();
    if !is_empty || !context.is_whole() {
        return;
    }
    let label = match admin.shape {
        Shape::HelmValues => "helm stops with a YAML parse error",
        Shape::AppInstance | Shape::Influxctl | Shape::Config => "no administrator",
    };
    findings
        .report(users.node.place(), &users.path, "`admin.users` is empty: nobody can log in")
        .label(label)
        .used_at(users.node)
        .help("list the administrators, each with `id`, `firstName`, `lastName` and `email`");
}
