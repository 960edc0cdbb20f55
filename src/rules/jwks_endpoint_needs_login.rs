//! # `jwks-endpoint-needs-login`
//!
//! The provider was asked: it, or a proxy before it, wants a login before it serves the keys. InfluxDB asks without
//! credentials, gets no keys, and nobody can log in. The keys of a provider are public.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"status": 401, "login": "Basic", "body": "Unauthorized"},
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"status": 403, "login": "Bearer", "body": ""},
//!   "https://sso.acme.io/keys": {"status": 401, "body": ""}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ wants a login
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wants a login
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^ wants a login
//! ```
//!
//! A bare 403 may be a firewall that refuses only this machine:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"status": 403, "type": "text/html", "body": "<html>Request blocked</html>"}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! - [RFC 9110, sections 11.6.1 and 15.5.2](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2)
//! - [kubernetes/kubernetes#130781](https://github.com/kubernetes/kubernetes/issues/130781)
//! - [minio/minio#17212](https://github.com/minio/minio/issues/17212): a firewall is not this

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::Answer;
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-needs-login",
    summary: "`jwksEndpoint` wants a login before it serves keys",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_needs_login.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, answer)) = context.endpoint_answer() else { return };
    let Some(status) = wanted(answer) else { return };
    // That a user-info endpoint wants a login is not its fault: the rule on the URL speaks.
    if url.classified.kind != UrlKind::Keys {
        return;
    }
    let scheme = answer.login_scheme.as_deref().map(|scheme| format!(" (`{}`)", scheme.replace('`', "'")));
    let building = findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`{}` wants a login: {status}{}", url.shown, scheme.unwrap_or_default()),
        )
        .label("wants a login")
        .used_at(setting.node)
        .help("open this path at the provider, or at the proxy before it: InfluxDB asks without credentials");
    if let Some(end) = &answer.redirected_to {
        building.note(format!("after a redirect to `{end}`"));
    }
}

/// The statuses that ask for credentials: 403 only where the server says how to give them (RFC 9110 section 11.6.1).
fn wanted(answer: &Answer) -> Option<&'static str> {
    match answer.status {
        401 => Some("401 Unauthorized"),
        403 => answer.login_scheme.is_some().then_some("403 Forbidden"),
        _ => None,
    }
}
