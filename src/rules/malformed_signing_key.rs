//! # `malformed-signing-key`
//!
//! The provider was asked: one of its signing keys is written so that some verifiers skip it, refuse the whole set or
//! take the wrong key. Logins then fail for tokens that this key signed, often only after the next rotation.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>==", "e": "AQAB"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "RSA", "kid": "2", "use": "sig", "e": "AQAB"}]}},
//!   "https://sso.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits: b>", "e": "AQAB"}]}},
//!   "https://auth.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "RSA", "use": "sig", "n": "<2048 bits: b>", "e": "AQAB"}]}},
//!   "https://oidc.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "EC", "crv": "P-256", "kid": "2", "use": "sig", "alg": "ES256", "x": "<256 bits>", "y": "<248 bits>"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ malformed signing key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ malformed signing key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^ malformed signing key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://auth.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^ malformed signing key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://oidc.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^ malformed signing key
//! ```
//!
//! Verifiers pass over kinds, members and purposes that they do not know; one key needs no `kid`; one `kid` may name
//! one key twice, or two kinds of key:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "AKP", "alg": "ML-DSA-44"}, {"kty": "RSA", "use": "enc", "e": "AQAB"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://sso.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "RSA", "kid": "1", "use": "sig", "alg": "PS256", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "alg": "ES256", "x": "<256 bits>", "y": "<256 bits>"}]}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/keys
//! ```
//!
//! - [RFC 7515, section 2](https://www.rfc-editor.org/rfc/rfc7515#section-2): base64url without padding
//! - [RFC 7517, sections 4.5 and 5](https://www.rfc-editor.org/rfc/rfc7517#section-4.5)
//! - [RFC 7518, section 6](https://www.rfc-editor.org/rfc/rfc7518#section-6)
//! - [panva/openid-client#552](https://github.com/panva/openid-client/issues/552)
//! - [istio/istio#41729](https://github.com/istio/istio/issues/41729)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::Key;
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;

pub(super) static RULE: Rule = Rule {
    id: "malformed-signing-key",
    summary: "a signing key that verifiers skip or confuse",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("malformed_signing_key.rs"),
    check,
};

/// Faults told in the note.
const MOST: usize = 8;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, keys)) = context.endpoint_keys() else { return };
    let faults = faults(keys);
    let Some(((what, fault), others)) = faults.split_first() else { return };
    let building = findings
        .report(value_place(setting.node), &setting.path, format!("{what} of `{}` {fault}", url.shown))
        .label("malformed signing key")
        .used_at(setting.node)
        .help("correct it at the provider: verifiers skip or confuse such a key");
    if !others.is_empty() {
        let others: Vec<String> = others.iter().take(MOST).map(|(what, fault)| format!("{what} {fault}")).collect();
        building.note(format!("and {}", others.join("; ")));
    }
}

/// Each with what it is about; none where no key is usable, which is another cause.
fn faults(keys: &[Key]) -> Vec<(String, String)> {
    let signing: Vec<&Key> = keys.iter().filter(|key| key.unusable.is_none()).collect();
    if signing.is_empty() {
        return Vec::new();
    }
    let flawed = keys.iter().filter_map(|key| Some((format!("key {}", key.name()), key.flaw.clone()?)));
    let mut faults: Vec<(String, String)> = flawed.collect();
    let namesakes = signing.iter().enumerate().filter(|(at, key)| signing[..*at].iter().any(|other| confused(key, other)));
    for (_, key) in namesakes {
        let fault = ("two different keys".to_owned(), format!("have one `kid`: {}", key.name()));
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    let nameless = signing.iter().filter(|key| key.kid.as_deref().unwrap_or_default().is_empty()).count();
    if nameless > 0 && signing.len() > 1 {
        let verb = if nameless == 1 { "has" } else { "have" };
        faults.push((format!("{nameless} of the {} signing keys", signing.len()), format!("{verb} no `kid`")));
    }
    faults
}

/// Two keys of one name and kind; kinds may share a name (RFC 7517 section 4.5).
fn confused(key: &Key, other: &Key) -> bool {
    let differ = key.thumbprint.is_some() && other.thumbprint.is_some() && key.thumbprint != other.thumbprint;
    differ && key.kty == other.kty && key.kid == other.kid && key.kid.as_deref().is_some_and(|kid| !kid.is_empty())
}
