//! # `user-id-is-client-id`
//!
//! The id of an administrator is the `client_id` of a profile. That names the application through which people log in,
//! never a person, so nobody is that administrator. InfluxData's page for Microsoft Entra ID has both ids copied one
//! after the other.
//!
//! A cluster and a profile are a pair when `--influxctl` names the profile's file or when the profile's `host` is among
//! the cluster's `ingress.hosts`. A comment `# idplint: ignore[…]` at the id hides the finding.
//!
//! ```toml beside
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "3fd3a9b4-6a0a-4b4e-9f43-6a3b8a1c7d10"
//! device_url = "https://login.microsoftonline.com/8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e/oauth2/v2.0/token"
//! scopes = ["3fd3a9b4-6a0a-4b4e-9f43-6a3b8a1c7d10/.default"]
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e/discovery/v2.0/keys
//!   users:
//!     - id: 3FD3A9B4-6A0A-4B4E-9F43-6A3B8A1C7D10
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ an application, not a person
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e/discovery/v2.0/keys
//!   users:
//!     - id: 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): object id and application id on one page
//! - [Microsoft: ID token claims](https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference): `oid` names the person, `azp` the application

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::{part_place, value_place};
use crate::model::admin::Admin;
use crate::model::user_id::where_to_find;

pub(super) static RULE: Rule = Rule {
    id: "user-id-is-client-id",
    summary: "the id of an administrator is the `client_id` of a profile",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("user_id_is_client_id.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(pair) = context.pair() else { return };
    for (id, client_id) in pair.ids_of_client() {
        let text = id.text().unwrap_or_default();
        let name = pair.profile.shown_name();
        findings
            .report(
                part_place(id.node, text),
                &id.path,
                format!("`{text}` is the client id of profile `{name}`, not a person"),
            )
            .label("an application, not a person")
            .related(value_place(client_id.node), "the client id")
            .used_at(id.node)
            .help(format!("write {}", where_to_find(pair.cluster.admin.as_ref().and_then(Admin::family))));
    }
}
