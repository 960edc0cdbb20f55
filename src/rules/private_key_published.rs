//! # `private-key-published`
//!
//! The provider was asked: what it publishes as public keys holds a private one. Everyone can sign tokens with it,
//! for any person, and log in to the cluster. A shared secret (`oct`) in the set is as bad, and where it is alone no
//! token can be verified either.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "2024-a", "use": "sig", "n": "<2048 bits>", "e": "AQAB", "d": "c2VjcmV0"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "RSA", "kid": "2", "use": "sig", "n": "<2048 bits: b>", "e": "AQAB", "d": "c2VjcmV0"}, {"kty": "oct", "kid": "hmac", "alg": "HS256", "k": "c2VjcmV0"}]}},
//!   "https://sso.acme.io/keys": {"body": {"keys": [{"kty": "oct", "kid": "hmac", "alg": "HS256", "k": "c2VjcmV0"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ publishes a private key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ publishes a private key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^ publishes a private key
//! ```
//!
//! Public members only, and a vendor's own members:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB", "k": "of a vendor", "status": "ACTIVE"}]}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! - [OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata): the JWK Set must hold no private or symmetric key
//! - [RFC 7517, section 9.2](https://www.rfc-editor.org/rfc/rfc7517#section-9.2)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::Key;
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;

pub(super) static RULE: Rule = Rule {
    id: "private-key-published",
    summary: "the key set publishes a private key or a shared secret",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("private_key_published.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, keys)) = context.endpoint_keys() else { return };
    let private: Vec<&Key> = keys.iter().filter(|key| key.has_private_part).collect();
    let what = match private.len() {
        0 => return,
        1 => "a private key".to_owned(),
        several => format!("{several} private keys"),
    };
    let names = Key::names(private.iter().copied());
    let building = findings
        .report(value_place(setting.node), &setting.path, format!("`{}` publishes {what}: {names}", url.shown))
        .label("publishes a private key")
        .used_at(setting.node)
        .help("rotate it now: everyone can sign tokens; then publish the public part alone");
    // Said here, because `key-set-without-usable-key` rests.
    if keys.iter().all(Key::is_published_secret) {
        building.note("nothing else in the set verifies a token: select an RSA signing key at the provider");
    }
}
