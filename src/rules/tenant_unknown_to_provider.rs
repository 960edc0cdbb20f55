//! # `tenant-unknown-to-provider`
//!
//! The provider was asked, and it says itself that the realm, tenant or authorization server in `jwksEndpoint`
//! does not exist. The cluster gets no keys that verify the people's tokens, and nobody can log in. Keycloak
//! distinguishes `Ops` from `ops`.
//!
//! ```json answers
//! {
//!   "https://sso.acme.io/realms/Ops/protocol/openid-connect/certs": {"status": 404, "body": {"error": "Realm does not exist"}},
//!   "https://acme.okta.com/oauth2/aus1ops/v1/keys": {"status": 404, "body": {"errorCode": "E0000007", "errorSummary": "Not found: Resource not found: aus1ops (AuthorizationServer)", "errorCauses": []}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/Ops/protocol/openid-connect/certs
//! #                                          ^^^ no such realm
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/aus1ops/v1/keys
//! #                                            ^^^^^^^ no such authorization server
//! ```
//!
//! Microsoft may serve keys below any name; what it knows, its discovery document tells:
//!
//! ```json answers
//! {
//!   "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/v2.0/.well-known/openid-configuration": {"status": 400, "body": {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant '9a95fd9e-005d-487a-9a01-d08c1eab2757' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! #                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no such tenant
//! ```
//!
//! The walk to a discovery document may meet paths that are no realm of yours, and Keycloak says so:
//!
//! ```json answers
//! {
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://sso.acme.io/realms/.well-known/openid-configuration": {"status": 404, "body": {"error": "Realm does not exist"}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [Microsoft: AADSTS error codes](https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes), 90002 and 900023
//! - [Okta: error codes](https://developer.okta.com/docs/reference/error-codes/), E0000007 and E0000022
//! - [Azure/azure-cli#22145](https://github.com/Azure/azure-cli/issues/22145)

use super::{Context, Findings, Fixes, Needs, Reply, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;

pub(super) static RULE: Rule = Rule {
    id: "tenant-unknown-to-provider",
    summary: "the provider says that the realm, tenant or authorization server does not exist",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("tenant_unknown_to_provider.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Reply::UnknownTenant(tenant, error)) = context.endpoint_reply() else { return };
    let Some((setting, _)) = context.endpoint_url() else { return };
    findings
        .report(
            place_of(setting, |parts| parts.segments().nth(tenant.at)),
            &setting.path,
            format!("{} knows no {} `{}`", tenant.family.display(), tenant.word, tenant.name),
        )
        .label(format!("no such {}", tenant.word))
        .used_at(setting.node)
        .help(tenant.help)
        .note(format!("the server says {error}"));
}
