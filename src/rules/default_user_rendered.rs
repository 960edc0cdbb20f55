//! # `default-user-rendered`
//!
//! The Helm chart's default for `admin.users` is one user with four empty strings. Values that never set
//! the list deploy that user: Helm says nothing, and nobody can log in.
//!
//! ```yaml bad
//! admin:
//! #^^^^ no `users` here
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! The default, copied:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users:
//!     - id: ""
//! #         ^^ the chart's default
//!       firstName: ""
//!       lastName: ""
//!       email: ""
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! ```yaml good
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
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml)

use super::{Building, Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::node::Node;
use crate::model::admin::{Admin, Form, User};
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "default-user-rendered",
    summary: "the chart's blank default user is deployed",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("default_user_rendered.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let Some(admin) = context.admin().filter(|admin| admin.shape == Shape::HelmValues) else { return };
    let users = format!("{}.users", admin.path);
    let is_absent = admin.users.is_none() && !document.is_elsewhere(&users);
    if !is_absent && !admin.entries.iter().any(User::is_blank) || !context.is_whole() {
        return;
    }
    if is_absent {
        let message = "`admin.users` is not set: the chart deploys one user with an empty `id`";
        help(findings.report(admin.key.place(), users, message).label("no `users` here"));
    }
    blank_entries(admin, findings);
}

fn blank_entries(admin: &Admin<'_>, findings: &mut Findings<'_>) {
    for user in admin.entries.iter().filter(|user| user.is_blank()) {
        let message = format!("{} user of `admin.users` is the chart's default: all four fields are empty", user.ordinal());
        let place = id_of(&user.form).unwrap_or(user.node).place();
        help(findings.report(place, &user.path, message).label("the chart's default").used_at(user.node));
    }
}

fn help(finding: Building<'_>) {
    finding.help("list the administrators under `admin.users`, each with `id`, `firstName`, `lastName` and `email`");
}

/// What stands at `id`; its key when nothing stands there.
fn id_of<'t>(form: &Form<'t>) -> Option<Node<'t>> {
    let Form::Map { id: Some(id), .. } = form else { return None };
    Some(if id.node.span().is_empty() { id.key } else { id.node })
}
