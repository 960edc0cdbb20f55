//! # `keycloak-user-id-malformed`
//!
//! Keycloak identifies people by UUIDs in lower case, federated ones by `f:<component>:<name>`. A user name
//! or another spelling of the UUID equals no `sub` in a token. Only likely, because an imported realm may
//! carry ids of any shape.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8F6C1C7E-2F0A-4E53-9D0E-5F3C2B1A0D9E
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a UUID, but not as Keycloak writes it
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
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - {id: alovelace, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//! #          ^^^^^^^^^ not a UUID
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - {id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//!     - {id: "f:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed:grace", firstName: Grace, lastName: Hopper, email: grace@acme.io}
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [Keycloak: Admin REST API, users](https://www.keycloak.org/docs-api/latest/rest-api/index.html#_users)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, part_place};
use crate::model::user_id::IdFault;

pub(super) static RULE: Rule = Rule {
    id: "keycloak-user-id-malformed",
    summary: "`id` does not look like a user id of Keycloak",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("keycloak_user_id_malformed.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries() {
        let Some(IdFault::Keycloak { meant }) = &user.id_fault else { continue };
        let Some((id, text)) = user.id().and_then(|id| Some((id, id.text()?))) else { continue };
        let (label, help) = match meant {
            Some(meant) => ("a UUID, but not as Keycloak writes it", format!("write `{meant}`")),
            None => ("not a UUID", "copy the ID from Users, Details, not the user name".to_owned()),
        };
        findings
            .report(part_place(id.node, text), &id.path, format!("`{text}` does not look like a Keycloak user id"))
            .label(label)
            .used_at(id.node)
            .help(help)
            .fix(meant.as_ref().map(|meant| fix_text(id.node, meant, Safety::Unsafe)));
    }
}
