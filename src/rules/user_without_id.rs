//! # `user-without-id`
//!
//! An entry of `admin.users` has no `id`. The id is how InfluxDB recognises the person in a token: without
//! one the entry stands for nobody. Helm renders it and the package's schema lets it pass, so the rollout
//! succeeds and the login fails.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - firstName: Ada
//! #     ^^^^^^^^^ this entry
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/1c2f5f0a-7c1d-4b5e-9a57-0a5f3f1b2c3d/discovery/v2.0/keys
//!   users:
//!     - id: ""
//! #         ^^ nothing here
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! A value that is filled in later counts as present:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: ${ADA_ID}
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::shape::Shape;
use crate::model::user_id::where_to_find;

pub(super) static RULE: Rule = Rule {
    id: "user-without-id",
    summary: "an entry of `admin.users` has no `id`",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_without_id.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    for user in admin.written_entries().filter(|user| user.lacks_id()) {
        let is_chart_default = admin.shape == Shape::HelmValues && user.is_blank();
        if is_chart_default || document.is_misspelled(user.node, "id") {
            continue;
        }
        let label = if user.id().is_some() { "nothing here" } else { "this entry" };
        findings
            .report(user.gap(user.id()), format!("{}.id", user.path), format!("{} user of `admin.users` has no `id`", user.ordinal()))
            .label(label)
            .used_at(user.node)
            .help(format!("add {}", where_to_find(admin.family())));
    }
}
