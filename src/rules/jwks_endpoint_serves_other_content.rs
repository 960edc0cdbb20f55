//! # `jwks-endpoint-serves-other-content`
//!
//! The provider was asked: `jwksEndpoint` answers, but not with a JWK Set. A login page, a console or the
//! wrong path are usual. The cluster finds no key in it, and nobody can log in.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"type": "text/html", "body": "<!doctype html><title>Sign in</title>"},
//!   "https://id.acme.io/jwk": {"body": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}},
//!   "https://sso.acme.io/certs": {"body": {"1": "-----BEGIN CERTIFICATE-----"}},
//!   "https://auth.acme.io/keys": {"body": {"keys": null}},
//!   "https://a.acme.io/keys": {"body": {"issuer": "https://a.acme.io", "token_endpoint": "https://a.acme.io/token"}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ answers with an HTML page
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/jwk
//! #               ^^^^^^^^^^^^^^^^^^^^^^ answers with one JWK without its set
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^ answers with certificates
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://auth.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^ answers with other JSON
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://a.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^ answers with a discovery document without `jwks_uri`
//! ```
//!
//! Content types lie, content counts:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"type": "text/html", "body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! - [RFC 7517, section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)
//! - [MarcelCoding/jitsi-openid#193](https://github.com/MarcelCoding/jitsi-openid/issues/193)
//! - [greenpau/caddy-security#176](https://github.com/greenpau/caddy-security/issues/176)

use super::{Context, Findings, Fixes, Needs, Reply, Rule};
use crate::facts::Body;
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-serves-other-content",
    summary: "`jwksEndpoint` answers with something that is no JWK Set",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_serves_other_content.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Reply::OtherContent(body)) = context.endpoint_reply() else { return };
    let Some((setting, url, answer)) = context.endpoint_answer() else { return };
    let Some((what, excerpt, help)) = named(body) else { return };
    let shown = if excerpt.is_empty() { format!("`{}`", url.shown) } else { format!("`{}`", excerpt.replace('`', "'")) };
    let building = findings
        .report(value_place(setting.node), &setting.path, format!("`jwksEndpoint` answers with {what}: {shown}"))
        .label(format!("answers with {what}"))
        .used_at(setting.node)
        .help(help);
    if let Some(end) = &answer.redirected_to {
        building.note(format!("after a redirect to `{end}`"));
    }
}

/// What the body is, how it begins, what to do; `None` for keys.
fn named(body: &Body) -> Option<(&'static str, &str, &'static str)> {
    const COPY: &str = "write the `jwks_uri` of the provider's discovery document";
    Some(match body {
        Body::KeySet(_) => return None,
        Body::Discovery(_) => ("a discovery document without `jwks_uri`", "", "ask the provider where it publishes its keys"),
        Body::SingleKey => ("one JWK without its set", "", "the cluster needs a JWK Set: a map with the list `keys`"),
        Body::Html { excerpt } => {
            ("an HTML page", excerpt, "a login page, a console or a wrong path; write the provider's `jwks_uri`")
        }
        Body::Certificates => ("certificates", "", "the cluster needs a JWK Set; write the provider's `jwks_uri`"),
        Body::Error(error) => ("an error", &error.code, COPY),
        Body::OtherJson { excerpt } => ("other JSON", excerpt, COPY),
        Body::Other { excerpt } => ("something that is not JSON", excerpt, COPY),
        Body::Empty => ("nothing", "", COPY),
    })
}
