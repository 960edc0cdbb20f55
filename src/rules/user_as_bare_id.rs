//! # `user-as-bare-id`
//!
//! An entry of `admin.users` is a scalar where a map belongs. InfluxData's documentation showed bare ids
//! from February to October 2024; the cluster reads `id`, `firstName`, `lastName` and `email` of a map.
//! No published schema sees it: the vendor's writes `item` for `items`, which validators ignore.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//! #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a map belongs here
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! - [influxdata/docs-v2#5639](https://github.com/influxdata/docs-v2/issues/5639)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::model::admin::{Form, User};

pub(super) static RULE: Rule = Rule {
    id: "user-as-bare-id",
    summary: "an entry of `admin.users` is a bare id instead of a map",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_as_bare_id.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.entries.iter().filter(|user| matches!(user.form, Form::Bare)) {
        let raw = user.node.raw();
        findings
            .report(user.node.place(), &user.path, format!("{} entry of `admin.users` is a bare id: `{raw}`", user.ordinal()))
            .label("a map belongs here")
            .help("write a map with `id`, `firstName`, `lastName` and `email`")
            .fix(wrap(user));
    }
}

/// `- X` becomes `- id: X`, in a flow list `{id: X}`.
fn wrap(user: &User<'_>) -> Fix {
    let raw = user.node.raw();
    let place = user.node.place();
    let before = place.source.text().get(..place.span.start as usize).unwrap_or_default();
    let in_block_list = before.trim_end_matches(' ').ends_with('-');
    let map = if in_block_list { format!("id: {raw}") } else { format!("{{id: {raw}}}") };
    Fix::replace(place, map.clone(), format!("write `{map}`"), Safety::Unsafe)
}
