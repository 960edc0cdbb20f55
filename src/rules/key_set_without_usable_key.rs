//! # `key-set-without-usable-key`
//!
//! The provider was asked: `jwksEndpoint` serves a JWK Set, but no key in it can verify a signature. Every
//! login fails until the provider publishes one.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": []}},
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"body": {"keys": [{"kty": "RSA", "kid": "2", "use": "enc", "n": "u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u", "e": "AQAB"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "2", "use": "enc", "n": "u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u", "e": "AQAB"}, {"kty": "oct", "kid": "3"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ publishes no signing key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ publishes no signing key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ publishes no signing key
//! ```
//!
//! One usable key is enough; Keycloak publishes an encryption key beside it, Microsoft leaves out `alg`:
//!
//! ```json answers
//! {
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"body": {"keys": [{"kty": "RSA", "kid": "2", "use": "enc", "n": "u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u", "e": "AQAB"}, {"kty": "RSA", "kid": "1", "use": "sig", "n": "u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [RFC 7517, sections 4.2 and 5](https://www.rfc-editor.org/rfc/rfc7517#section-4.2)
//! - [MarcelCoding/jitsi-openid#193](https://github.com/MarcelCoding/jitsi-openid/issues/193)
//! - [jpadilla/pyjwt#722](https://github.com/jpadilla/pyjwt/issues/722)

use super::{Context, Findings, Fixes, Needs, Reply, Rule};
use crate::facts::Key;
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::admin::Admin;
use crate::provider::Family;

pub(super) static RULE: Rule = Rule {
    id: "key-set-without-usable-key",
    summary: "the key set holds no key that can verify a signature",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("key_set_without_usable_key.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Reply::Keys(keys)) = context.endpoint_reply() else { return };
    let Some((setting, url)) = context.endpoint_url() else { return };
    let Some(why) = why_none_counts(keys) else { return };
    findings
        .report(value_place(setting.node), &setting.path, format!("`{}` publishes no signing key: {why}", url.shown))
        .label("publishes no signing key")
        .used_at(setting.node)
        .help(help(context.admin().and_then(Admin::family)));
}

/// `None` when a key counts.
fn why_none_counts(keys: &[Key]) -> Option<String> {
    let reasons = keys.iter().map(|key| key.unusable.as_deref()).collect::<Option<Vec<_>>>()?;
    Some(match reasons.as_slice() {
        [] => "the list `keys` is empty".to_owned(),
        [only] => format!("its one key {only}"),
        [first, rest @ ..] if rest.iter().all(|other| other == first) => {
            format!("each of its {} keys {first}", reasons.len())
        }
        [first, second, ..] => format!("{} keys, none of them usable: the first {first}, the second {second}", reasons.len()),
    })
}

fn help(family: Option<Family>) -> &'static str {
    match family {
        Some(Family::Keycloak) => "activate an RSA signing key in Keycloak: Realm settings, Keys",
        _ => "select an RSA signing key in the provider's settings",
    }
}
