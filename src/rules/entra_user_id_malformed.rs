//! # `entra-user-id-malformed`
//!
//! With `identityProvider: azure` InfluxDB recognises people by their Object ID, a GUID. Anything else in
//! `id` equals nobody's: the `sub` of a token (it differs per application), a user name, the GUID of the
//! tenant, or the right GUID in braces.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/1c2f5f0a-7c1d-4b5e-9a57-0a5f3f1b2c3d/discovery/v2.0/keys
//!   users:
//!     - id: "{8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e}"
//! #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ more than a GUID
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/1c2f5f0a-7c1d-4b5e-9a57-0a5f3f1b2c3d/discovery/v2.0/keys
//!   users:
//!     - id: "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e"
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
//!     - {id: alovelace, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//! #          ^^^^^^^^^ not a GUID
//!     - {id: 1c2f5f0a-7c1d-4b5e-9a57-0a5f3f1b2c3d, firstName: Grace, lastName: Hopper, email: grace@acme.io}
//! #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the tenant of `jwksEndpoint`
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/1c2f5f0a-7c1d-4b5e-9a57-0a5f3f1b2c3d/discovery/v2.0/keys
//!   users:
//!     - {id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//!     - {id: 1B9D6BCD-BBFD-4B2D-9B5D-AB8DFBBD4BED, firstName: Grace, lastName: Hopper, email: grace@acme.io}
//! ```
//!
//! - [InfluxData: Set up authentication, "the unique user ID is the Microsoft ObjectId (OID)"](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [hashicorp/vault-plugin-auth-azure#34](https://github.com/hashicorp/vault-plugin-auth-azure/issues/34)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, part_place};
use crate::model::user_id::IdFault;

pub(super) static RULE: Rule = Rule {
    id: "entra-user-id-malformed",
    summary: "`id` is not an Object ID of Microsoft Entra ID",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("entra_user_id_malformed.rs"),
    check,
};

const NOTE: &str = "InfluxData: \"the unique user ID is the Microsoft ObjectId (OID)\" \
    (docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries() {
        let Some(IdFault::Entra { meant, is_tenant }) = &user.id_fault else { continue };
        let Some((id, text)) = user.id().and_then(|id| Some((id, id.text()?))) else { continue };
        let label = match meant {
            Some(_) => "more than a GUID",
            None if *is_tenant => "the tenant of `jwksEndpoint`",
            None => "not a GUID",
        };
        let help = match meant {
            Some(meant) => format!("write the GUID alone: `{meant}`"),
            None => "copy the user's Object ID (Entra admin center, Users)".to_owned(),
        };
        findings
            .report(part_place(id.node, text), &id.path, format!("`{text}` is not an Entra object id"))
            .label(label)
            .used_at(id.node)
            .help(help)
            .note(NOTE)
            .fix(meant.as_ref().map(|meant| fix_text(id.node, meant, Safety::Safe)));
    }
}
