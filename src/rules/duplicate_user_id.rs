//! # `duplicate-user-id`
//!
//! Two entries of `admin.users` have the same `id`. An id stands for one person of the provider, so one of
//! the entries is superfluous, or it carries the id of somebody else.
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
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ again here
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
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
//!       email: team@acme.io
//!     - id: 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed
//!       firstName: Grace
//!       lastName: Hopper
//!       email: team@acme.io
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::{part_place, remove_item};
use crate::model::admin::User;
use crate::model::setting::Setting;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-user-id",
    summary: "two entries of `admin.users` have the same `id`",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("duplicate_user_id.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for (at, user) in admin.entries.iter().enumerate() {
        let (earlier, _) = admin.entries.split_at(at);
        let Some((id, text)) = user.real_id() else { continue };
        let first = earlier.iter().find_map(|first| Some((first, first.real_id()?.0)).filter(|_| first.is_same_person(user)));
        let (Some((first, first_id)), Some(before)) = (first, earlier.last()) else { continue };
        let fix = first.says_the_same(user).then(|| remove_item(before.node, user.node)).flatten();
        let title = format!("remove the {} entry", user.ordinal());
        findings
            .report(place_of(user, id), &id.path, format!("`{text}` is listed twice in `admin.users`"))
            .label("again here")
            .related(place_of(first, first_id), "first here")
            .help("remove one of the two, or write the id of the person who is meant")
            .fix(fix.map(|edit| Fix { title, safety: Safety::Unsafe, edits: vec![edit] }));
    }
}

/// Here the use is the fault: of an alias the place where it is used.
fn place_of(user: &User<'_>, id: &Setting<'_>) -> Place {
    let used = user.node.used_at().or_else(|| id.node.used_at());
    used.unwrap_or_else(|| part_place(id.node, id.text().unwrap_or_default()))
}
