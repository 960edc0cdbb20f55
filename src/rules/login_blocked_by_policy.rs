//! # `login-blocked-by-policy`
//!
//! The provider knows the client and its grant, and a policy refuses the login all the same: Microsoft's security
//! defaults or Conditional Access, an access policy of Okta, a demand for PKCE.
//!
//! It is learnt only on request: `idplint check --probe-device CLIENT_ID` sends one device authorization request, and
//! no secret.
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode", "jwks_endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys", "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e", "scopes": ["6731de76-14a6-49ae-97bc-6eba6914391e/.default"],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_grant", "description": "AADSTS530035: Access has been blocked by security defaults."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocked
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode", "jwks_endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys", "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e", "scopes": ["6731de76-14a6-49ae-97bc-6eba6914391e/.default"],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_grant", "description": "AADSTS53003: Access has been blocked by Conditional Access policies."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocked
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://acme.okta.com/oauth2/aus1ops/v1/device/authorize", "jwks_endpoint": "https://acme.okta.com/oauth2/aus1ops/v1/keys", "client_id": "influxctl", "scopes": ["openid"],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "access_denied", "description": "Policy evaluation failed for this request, please check the policy configurations."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/aus1ops/v1/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocked
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device", "jwks_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_request", "description": "Missing parameter: code_challenge_method"}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocked
//! ```
//!
//! A person who says no is no policy, and a longer number is another error:
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device", "jwks_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "access_denied", "description": "The end user denied the authorization request"}}}}
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
//!   {"endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode", "jwks_endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys", "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e", "scopes": ["6731de76-14a6-49ae-97bc-6eba6914391e/.default"],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_grant", "description": "AADSTS530039: Something else."}}}}
//! ]}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! - [Microsoft: Authentication flows as a condition](https://learn.microsoft.com/en-us/entra/identity/conditional-access/concept-authentication-flows)
//! - [Microsoft: AADSTS error codes](https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes), 53003, 530035 and 530036
//! - [int128/kubelogin#1470](https://github.com/int128/kubelogin/issues/1470)
//! - [wso2/product-is#16079](https://github.com/wso2/product-is/issues/16079): PKCE

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::provider::DeviceFault;

pub(super) static RULE: Rule = Rule {
    id: "login-blocked-by-policy",
    summary: "a policy of the provider blocks the device flow",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Probe,
    since: "0.1.0",
    page: include_str!("login_blocked_by_policy.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for refusal in context.refused_for(DeviceFault::Policy) {
        let number = refusal.error.description.split_once(':').map(|(number, _)| number);
        let number = number.filter(|number| number.starts_with("AADSTS"));
        let number = number.map_or_else(String::new, |number| format!(": {number}"));
        let message = format!("a policy of {} blocks the device flow of client {}{number}", refusal.provider(), refusal.client());
        refusal.tell(message, "blocked", findings);
    }
}
