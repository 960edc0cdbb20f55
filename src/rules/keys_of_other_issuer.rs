//! # `keys-of-other-issuer`
//!
//! The provider was asked: its discovery document names other keys than `jwksEndpoint` serves, and the two sets have
//! no key in common. Tokens are signed with keys that the cluster never sees, and nobody can log in. Keys are
//! compared by their RFC 7638 thumbprints, so that another spelling of one key is no other key.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/.well-known/jwks.json": {"body": {"keys": [{"kty": "RSA", "kid": "old-1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://login.acme.io/oauth/v2/keys": {"body": {"keys": [{"kty": "RSA", "kid": "new-1", "use": "sig", "n": "<2048 bits: new>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://login.acme.io/.well-known/jwks.json": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/oauth/v2/keys"},
//!       "confirms_keys": false
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/.well-known/jwks.json
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ keys of another issuer
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/oauth/v2/keys
//! ```
//!
//! One key in both sets is an alias, whatever the key ids are:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/.well-known/jwks.json": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://login.acme.io/oauth/v2/keys": {"body": {"keys": [{"kty": "RSA", "kid": "2", "use": "sig", "n": "<2048 bits: new>", "e": "AQAB"}, {"kty": "RSA", "kid": "a", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://login.acme.io/.well-known/jwks.json": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/oauth/v2/keys"},
//!       "confirms_keys": false
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/.well-known/jwks.json
//! ```
//!
//! A document that only a guess has met may be that of another server:
//!
//! ```json answers
//! {
//!   "https://sso.acme.io/team/certs": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://sso.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "2", "use": "sig", "n": "<2048 bits: new>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://sso.acme.io/team/certs": {
//!       "url": "https://sso.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io", "jwks_uri": "https://sso.acme.io/keys"},
//!       "confirms_keys": false
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/team/certs
//! ```
//!
//! Keys that could not be fetched are not compared, nor are those of Microsoft's `common` tenant:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/.well-known/jwks.json": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://login.acme.io/.well-known/jwks.json": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/oauth/v2/keys"},
//!       "confirms_keys": false
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/.well-known/jwks.json
//! ```
//!
//! ```json answers
//! {
//!   "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/discovery/v2.0/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://login.microsoftonline.com/common/discovery/keys": {"body": {"keys": [{"kty": "RSA", "kid": "2", "use": "sig", "n": "<2048 bits: new>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/discovery/v2.0/keys": {
//!       "url": "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0", "jwks_uri": "https://login.microsoftonline.com/common/discovery/keys"},
//!       "confirms_keys": false
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/discovery/v2.0/keys
//! ```
//!
//! - [OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)
//! - [RFC 7638](https://www.rfc-editor.org/rfc/rfc7638)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [strimzi/strimzi-kafka-oauth#162](https://github.com/strimzi/strimzi-kafka-oauth/issues/162)
//! - [okta/okta-spring-boot#134](https://github.com/okta/okta-spring-boot/issues/134)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::{Answer, Key};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::provider::{Tenant, tenant_of};
use url::Url;

pub(super) static RULE: Rule = Rule {
    id: "keys-of-other-issuer",
    summary: "`jwksEndpoint` serves other keys than its issuer signs with",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("keys_of_other_issuer.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, ours)) = context.endpoint_keys() else { return };
    let Some((_, _, found)) = context.endpoint_discovery().filter(|(.., found)| !found.confirms_keys) else { return };
    let Some(named) = found.document.jwks_uri.as_deref().and_then(|named| Url::parse(named).ok()) else { return };
    let Some(theirs) = context.facts.answer(named.as_str()).and_then(Answer::keys) else { return };
    // A query may choose the keys (Entra's `appid`), and the document was asked without it.
    if url.url.query().is_some() || is_shared(&url.url) || is_shared(&named) || !have_nothing_in_common(ours, theirs) {
        return;
    }
    let issuer = found.document.issuer.replace('`', "'");
    let is_step_back = named.scheme() != "https" && url.url.scheme() == "https";
    let fix = (!is_step_back).then(|| fix_text(setting.node, named.as_str(), Safety::Unsafe));
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`jwksEndpoint` serves other keys than `{issuer}` signs with"),
        )
        .label("keys of another issuer")
        .used_at(setting.node)
        .help(format!("write `{named}`, the `jwks_uri` of `{}`", found.url))
        .note(format!("`{}` serves {}; `{named}` serves {}", url.shown, Key::names(ours), Key::names(theirs)))
        .fix(fix);
}

/// Entra's shared tenants serve the keys of many issuers.
fn is_shared(url: &Url) -> bool {
    matches!(tenant_of(url.as_str(), url), Some(Tenant::Shared(_)))
}

/// No key is in both sets, and every signing key of both could be compared.
fn have_nothing_in_common(ours: &[Key], theirs: &[Key]) -> bool {
    let are_comparable = |keys: &[Key]| {
        let mut signing = keys.iter().filter(|key| key.unusable.is_none()).peekable();
        signing.peek().is_some() && signing.all(|key| key.thumbprint.is_some())
    };
    let is_theirs =
        |key: &Key| key.thumbprint.is_some() && theirs.iter().any(|other| other.thumbprint == key.thumbprint);
    are_comparable(ours) && are_comparable(theirs) && !ours.iter().any(is_theirs)
}
