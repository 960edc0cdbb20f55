//! # `scope-refused`
//!
//! The provider knows the client and refuses its scopes: they do not exist there, the client may not use them, or an
//! administrator has to consent first.
//!
//! It is learnt only on request: `idplint check --probe-device CLIENT_ID` sends one device authorization request, and
//! no secret. The scopes are those that the provider demands of every request: `CLIENT_ID/.default` at Microsoft,
//! `openid` at Okta, GitLab and Google, none elsewhere.
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode", "jwks_endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys", "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e", "scopes": ["6731de76-14a6-49ae-97bc-6eba6914391e/.default"],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_grant", "description": "AADSTS65001: The user or administrator has not consented to use the application with ID '6731de76-14a6-49ae-97bc-6eba6914391e' named 'influxctl'."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ refuses the scopes
//! ```
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://acme.okta.com/oauth2/aus1ops/v1/device/authorize", "jwks_endpoint": "https://acme.okta.com/oauth2/aus1ops/v1/keys", "client_id": "influxctl", "scopes": ["openid"],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_scope", "description": "One or more scopes are not configured for the authorization server resource."}}}}
//! ]}
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/aus1ops/v1/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ refuses the scopes
//! ```
//!
//! Where nobody named scopes, nothing is wrong with them:
//!
//! ```json answers
//! {"probes": [
//!   {"endpoint": "https://login.acme.io/device/auth", "jwks_endpoint": "https://login.acme.io/keys", "client_id": "influxctl", "scopes": [],
//!    "outcome": {"refused": {"status": 400, "error": {"code": "invalid_scope", "description": "scope is required"}}}}
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
//!   {"endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode", "jwks_endpoint": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys", "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e", "scopes": ["6731de76-14a6-49ae-97bc-6eba6914391e/.default"],
//!    "outcome": "granted"}
//! ]}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! - [RFC 6749, section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)
//! - [Microsoft: AADSTS error codes](https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes), 65001, 90014 and 90094

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::provider::DeviceFault;

pub(super) static RULE: Rule = Rule {
    id: "scope-refused",
    summary: "the provider refuses the scopes that the client of influxctl asks for",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Probe,
    since: "0.1.0",
    page: include_str!("scope_refused.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for refusal in context.refused_for(DeviceFault::ScopeRefused) {
        let scopes: Vec<String> = refusal.probe.scopes.iter().map(|s| format!("`{}`", s.replace('`', "'"))).collect();
        let message = format!("{} refuses client {} the scopes {}", refusal.provider(), refusal.client(), scopes.join(", "));
        refusal.tell(message, "refuses the scopes", findings);
    }
}
