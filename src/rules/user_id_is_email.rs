//! # `user-id-is-email`
//!
//! `id` is an e-mail address (or a UPN, or `DOMAIN\name`), but Keycloak, Auth0 and Microsoft Entra ID
//! identify people by ids of their own. The id in the token then equals no entry, and this person cannot
//! log in.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: ada@acme.io
//! #         ^^^^^^^^^^^ no id of Keycloak
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/1c2f5f0a-7c1d-4b5e-9a57-0a5f3f1b2c3d/discovery/v2.0/keys
//!   users:
//!     - id: ACME\ada
//! #         ^^^^^^^^ no id of Microsoft Entra ID
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! Some ids hold an address and are right: those of Auth0's connections, those of Keycloak's federated
//! users, and those of providers that identify people by e-mail.
//!
//! ```yaml good
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//!   users:
//!     - id: samlp|corp|ada@acme.io
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
//!     - id: f:8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e:ada@acme.io
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [Auth0: Identify Users](https://auth0.com/docs/manage-users/user-accounts/identify-users)
//! - [Azure/azure-content#5771](https://github.com/Azure/azure-content/pull/5771)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::part_place;
use crate::model::user_id::{IdFault, where_to_find};

pub(super) static RULE: Rule = Rule {
    id: "user-id-is-email",
    summary: "`id` is an e-mail address where the provider has ids of its own",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_id_is_email.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries() {
        let Some(IdFault::LoginName { is_email, family }) = user.id_fault else { continue };
        let Some((id, text)) = user.id().and_then(|id| Some((id, id.text()?))) else { continue };
        let what = if is_email { "an e-mail address" } else { "a Windows account name" };
        findings
            .report(part_place(id.node, text), &id.path, format!("`id` is {what}: `{text}`"))
            .label(format!("no id of {}", family.display()))
            .used_at(id.node)
            .help(format!("write {}", where_to_find(Some(family))));
    }
}
