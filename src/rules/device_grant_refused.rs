//! # `device-grant-refused`
//!
//! `influxctl` logs people in with the device authorization grant (RFC 8628). The provider knows the client, and says
//! that this client may not use the grant: nobody can log in with it.
//!
//! It is learnt only on request: `idplint check --probe-device CLIENT_ID` sends one device authorization request, and
//! no secret.
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device", "jwks_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "unauthorized_client", "description": "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ refuses the grant
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://acme.us.auth0.com/oauth/device/code", "jwks_endpoint": "https://acme.us.auth0.com/.well-known/jwks.json", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 403, "error": {"code": "unauthorized_client", "description": "Grant type 'urn:ietf:params:oauth:grant-type:device_code' not allowed for the client."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ refuses the grant
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/device/auth", "jwks_endpoint": "https://login.acme.io/keys", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_request", "description": "urn:ietf:params:oauth:grant-type:device_code is not allowed for this client"}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ refuses the grant
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/device/auth", "jwks_endpoint": "https://login.acme.io/keys", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "unsupported_grant_type", "description": ""}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ refuses the grant
//! ```
//!
//! Auth0 has one answer for a client without the grant and for one that it does not know. What has several causes is an
//! incomplete entry with the words of the provider:
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://acme.us.auth0.com/oauth/device/code", "jwks_endpoint": "https://acme.us.auth0.com/.well-known/jwks.json", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 403, "error": {"code": "unauthorized_client", "description": "Unauthorized or unknown client"}}}}
//! ]}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/device/auth", "jwks_endpoint": "https://login.acme.io/keys", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 401, "error": {"code": "unauthorized_client", "description": ""}}}}
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
//! - [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)
//! - [RFC 8628, section 3.2](https://www.rfc-editor.org/rfc/rfc8628#section-3.2)
//! - [epam/edp-keycloak-operator#359](https://github.com/epam/edp-keycloak-operator/issues/359): where Keycloak has the switch
//! - [auth0-lab/auth0-unity#13](https://github.com/auth0-lab/auth0-unity/issues/13)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::provider::DeviceFault;

pub(super) static RULE: Rule = Rule {
    id: "device-grant-refused",
    summary: "the provider refuses the device authorization grant to the client of influxctl",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Probe,
    since: "0.1.0",
    page: include_str!("device_grant_refused.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for refusal in context.refused_for(DeviceFault::GrantRefused) {
        let message = format!("client {} may not use the device flow", refusal.client());
        refusal.tell(message, "refuses the grant", findings);
    }
}
