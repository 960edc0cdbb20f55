//! # `client-unknown-to-provider`
//!
//! The provider was asked for a device code, and says that it knows no client of that id: the client lives in another
//! realm or tenant, or its id is misspelt. To Keycloak a client that is switched off is unknown, too.
//!
//! It is learnt only on request: `idplint check --probe-device CLIENT_ID` sends one device authorization request, and
//! no secret.
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device", "jwks_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "invalid_client", "description": "Invalid client or Invalid client credentials"}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ knows no such client
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode", "jwks_endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys", "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e", "scopes": ["6731de76-14a6-49ae-97bc-6eba6914391e/.default"],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "unauthorized_client", "description": "AADSTS700016: Application with identifier '6731de76-14a6-49ae-97bc-6eba6914391e' was not found in the directory 'Acme'."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ knows no such client
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/oauth2/device/auth", "jwks_endpoint": "https://login.acme.io/.well-known/jwks.json", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "invalid_client", "description": "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The requested OAuth 2.0 Client does not exist."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: hydra
//!   jwksEndpoint: https://login.acme.io/.well-known/jwks.json
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ knows no such client
//! ```
//!
//! A wrong or missing secret is another fault, and what `invalid_client` alone means nobody knows:
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/device/auth", "jwks_endpoint": "https://login.acme.io/keys", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "invalid_client", "description": "client authentication failed"}}}}
//! ]}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/device/auth", "jwks_endpoint": "https://login.acme.io/keys", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "invalid_client", "description": "Client not found or secret mismatch"}}}}
//! ]}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://acme.okta.com/oauth2/aus1ops/v1/device/authorize", "jwks_endpoint": "https://acme.okta.com/oauth2/aus1ops/v1/keys", "client_id": "influxctl", "scopes": ["openid"],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "invalid_client", "description": "Client authentication failed. Either the client or the client credentials are invalid."}}}}
//! ]}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/aus1ops/v1/keys
//! ```
//!
//! - [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)
//! - [Keycloak: DeviceEndpoint](https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/grants/device/endpoints/DeviceEndpoint.java)
//! - [Microsoft: AADSTS error codes](https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes), 700016

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::provider::{self, DeviceFault, Family};

pub(super) static RULE: Rule = Rule {
    id: "client-unknown-to-provider",
    summary: "the provider knows no such client",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Probe,
    since: "0.1.0",
    page: include_str!("client_unknown_to_provider.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for refusal in context.refused_for(DeviceFault::UnknownClient) {
        // Keycloak does not tell a client that is switched off from one that it does not have.
        let which = if refusal.family == Some(Family::Keycloak) { "enabled client" } else { "client" };
        let tenant = provider::tenant_in(&refusal.url.shown, &refusal.url.url);
        let place = tenant.map_or_else(String::new, |(word, name)| format!(" in {word} `{name}`"));
        let message = format!("{} knows no {which} {}{place}", refusal.provider(), refusal.client());
        refusal.tell(message, "knows no such client", findings);
    }
}
