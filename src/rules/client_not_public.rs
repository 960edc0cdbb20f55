//! # `client-not-public`
//!
//! The provider asks the client for a secret. The clients of command-line tools cannot keep one, so `influxctl` sends
//! none to the device authorization endpoint, whatever `client_secret` stands in its profile: the client must be a
//! public one.
//!
//! It is learnt only on request: `idplint check --probe-device CLIENT_ID` sends one device authorization request, and
//! no secret.
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device", "jwks_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "unauthorized_client", "description": "Invalid client or Invalid client credentials"}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ asks for a secret
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode", "jwks_endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys", "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e", "scopes": ["6731de76-14a6-49ae-97bc-6eba6914391e/.default"],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "invalid_client", "description": "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ asks for a secret
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/oauth2/device/auth", "jwks_endpoint": "https://login.acme.io/.well-known/jwks.json", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "invalid_client", "description": "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method 'none'\u2026"}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: hydra
//!   jwksEndpoint: https://login.acme.io/.well-known/jwks.json
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ asks for a secret
//! ```
//!
//! A device code is none, and `invalid_client` alone has several causes:
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device", "jwks_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "client_id": "influxctl", "scopes": [],
//!    "outcome": "granted"}
//! ]}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
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
//! - [RFC 8628, section 5.6](https://www.rfc-editor.org/rfc/rfc8628#section-5.6)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [MicrosoftDocs/azure-docs#31986](https://github.com/MicrosoftDocs/azure-docs/issues/31986)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::provider::DeviceFault;

pub(super) static RULE: Rule = Rule {
    id: "client-not-public",
    summary: "the client of influxctl is confidential, and influxctl sends no secret",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Probe,
    since: "0.1.0",
    page: include_str!("client_not_public.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for refusal in context.refused_for(DeviceFault::NotPublic) {
        let message = format!("client {} has to show a secret; clients of the device flow are public", refusal.client());
        refusal.tell(message, "asks for a secret", findings);
    }
}
