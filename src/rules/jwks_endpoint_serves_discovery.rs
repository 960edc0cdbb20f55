//! # `jwks-endpoint-serves-discovery`
//!
//! The provider was asked: `jwksEndpoint` answers with a discovery document, which tells where the keys are,
//! and not with the keys. A JWK Set has a member `keys`; without it the cluster has nothing to verify a token
//! with.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/.well-known/openid-configuration": {"body": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/oauth/jwks"}},
//!   "https://login.acme.io/oauth/jwks": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/.well-known/openid-configuration
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ answers with a discovery document
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/oauth/jwks
//! ```
//!
//! Keys of another site are not written without a person's eye on them:
//!
//! ```json answers
//! {
//!   "https://id.acme.io/login": {"body": {"issuer": "https://id.acme.io", "jwks_uri": "https://keys.acme.example/jwks"}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/login
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^ answers with a discovery document
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://keys.acme.example/jwks
//! ```
//!
//! A document with `keys` is a JWK Set, whatever else it holds:
//!
//! ```json answers
//! {
//!   "https://id.acme.io/all": {"body": {"issuer": "https://id.acme.io", "jwks_uri": "https://id.acme.io/all", "keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/all
//! ```
//!
//! What a redirect leads to is another fault: [`jwks-endpoint-redirects`](jwks-endpoint-redirects.md).
//!
//! - [RFC 7517, section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)
//! - [OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Reply, Rule};
use crate::facts::{Answer, Facts};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::endpoint::{VENDOR_CONTRADICTION, WrittenUrl};

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-serves-discovery",
    summary: "`jwksEndpoint` answers with a discovery document, not with keys",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_serves_discovery.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Reply::Discovery(_, keys)) = context.endpoint_reply() else { return };
    let Some((setting, url, answer)) = context.endpoint_answer() else { return };
    if answer.redirected_to.is_some() {
        return;
    }
    let fix = trusted(keys, url, context.facts).map(|safety| fix_text(setting.node, keys, safety));
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`jwksEndpoint` answers with a discovery document, not with keys: `{}`", url.shown),
        )
        .label("answers with a discovery document")
        .used_at(setting.node)
        .help(format!("write its `jwks_uri`: `{keys}`"))
        .note(VENDOR_CONTRADICTION)
        .fix(fix);
}

/// How far a URL that a server names may be written: safe on its own host, when keys were seen there.
fn trusted(keys: &str, asked: &WrittenUrl, facts: &Facts) -> Option<Safety> {
    let keys = asked.replaceable_by(keys)?;
    let seen = facts.answer(keys.as_str()).is_some_and(Answer::serves_keys);
    Some(if seen && keys.host() == asked.url.host() { Safety::Safe } else { Safety::Unsafe })
}
