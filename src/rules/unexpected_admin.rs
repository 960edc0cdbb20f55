//! # `unexpected-admin`
//!
//! Somebody is in `admin.users` whom the project file does not list in `[[admins]]`: a person who left, one who was
//! added in passing, or an id with a slip in it. Everybody in the list can log in.
//!
//! ```toml project
//! [[admins]]
//! ids = ["8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e"]
//! ```
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
//!     - id: 0b9f1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not in `[[admins]]`
//!       firstName: Cleo
//!       lastName: Code
//!       email: cleo@acme.io
//! ```
//!
//! A slip away from somebody who is missing, it is meant to be that person:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9f
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not in `[[admins]]`
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
//!       email: ada@acme.io
//! ```
//!
//! - [InfluxData: remove a user](https://docs.influxdata.com/influxdb3/clustered/admin/users/remove/)
//! - [The project file](https://github.com/idplint/idplint/blob/main/README.md#project-file)

use super::{Context, Findings, Fixes, Needs, Rule, Subject};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};

pub(super) static RULE: Rule = Rule {
    id: "unexpected-admin",
    summary: "somebody is in `admin.users` whom the project file does not list",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("unexpected_admin.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Subject::Roster(roster) = context.subject else { return };
    for stranger in &roster.unexpected {
        let id = stranger.id;
        let says = format!("`{}` is not among the `[[admins]]` of the project file", id.text().unwrap_or_default());
        let told = match &stranger.meant {
            Some(member) => findings
                .report(value_place(id.node), &id.path, format!("{says}: did you mean `{}`?", member.id))
                .related(member.place.clone(), "expected, and missing")
                .help(format!("write `{}`", member.id))
                .fix(fix_text(id.node, &member.id, Safety::Unsafe)),
            None => findings
                .report(value_place(id.node), &id.path, says)
                .related(roster.list.clone(), "these are expected")
                .help("remove this user, or add the id to `[[admins]]`"),
        };
        told.label("not in `[[admins]]`").used_at(id.node);
    }
}
