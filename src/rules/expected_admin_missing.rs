//! # `expected-admin-missing`
//!
//! The project file lists who administers a cluster, `[[admins]]`, and one of them is not in `admin.users`:
//! InfluxDB does not know that person, who cannot log in.
//!
//! ```toml project
//! [[admins]]
//! ids = ["8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e", "0b9f1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e"]
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//! # ^^^^^ one administrator is not in this list
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! A layer without users may be completed by another one, and what is templated nobody knows:
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
//!     - id: "{{ .oncall }}"
//!       firstName: Olga
//!       lastName: Call
//!       email: oncall@acme.io
//! ```
//!
//! - [InfluxData: add a user](https://docs.influxdata.com/influxdb3/clustered/admin/users/add/): who is not in `users` has no access
//! - [The project file](https://github.com/idplint/idplint/blob/main/README.md#project-file)

use super::{Context, Findings, Fixes, Needs, Rule, Subject};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;

pub(super) static RULE: Rule = Rule {
    id: "expected-admin-missing",
    summary: "`admin.users` lacks somebody whom the project file lists",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("expected_admin_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Subject::Roster(roster) = context.subject else { return };
    for member in &roster.missing {
        let (path, id) = (&roster.users.path, &member.id);
        findings
            .report(
                value_place(roster.users.key),
                format!("{path}[{id}]"),
                format!("`{id}` is not in `{path}`: that person cannot log in"),
            )
            .label("one administrator is not in this list")
            .related(member.place.clone(), "expected here")
            .help("add an entry with this id, or take it out of `[[admins]]`");
    }
}
