//! # `signing-key-too-short`
//!
//! The provider was asked: it signs with an RSA key of less than 2048 bits. RS256 demands 2048, verifiers may refuse
//! less, and 1024 bits are within reach of those who can pay.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "2014", "use": "sig", "n": "<1024 bits>", "e": "AQAB"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "a", "use": "sig", "n": "<1024 bits>", "e": "AQAB"}, {"kty": "RSA", "kid": "b", "use": "sig", "n": "<512 bits: b>", "e": "AQAB"}, {"kty": "RSA", "kid": "c", "use": "sig", "n": "<2048 bits: c>", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ 1024 bits
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ 512 bits
//! ```
//!
//! Keys for encryption are nobody's concern here, and elliptic curves count differently:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "RSA", "kid": "2", "use": "enc", "n": "<1024 bits>", "e": "AQAB"}, {"kty": "EC", "crv": "P-256", "kid": "3", "use": "sig", "alg": "ES256", "x": "<256 bits>", "y": "<256 bits>"}]}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! - [RFC 7518, section 3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3): "A key of size 2048 bits or larger MUST be used"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;

pub(super) static RULE: Rule = Rule {
    id: "signing-key-too-short",
    summary: "an RSA signing key has less than 2048 bits",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("signing_key_too_short.rs"),
    check,
};

/// RFC 7518 section 3.3.
const LEAST: u32 = 2048;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, keys)) = context.endpoint_keys() else { return };
    let signing = keys.iter().filter(|key| key.unusable.is_none());
    let mut short: Vec<(u32, String)> =
        signing.filter_map(|key| Some((key.bits.filter(|bits| *bits < LEAST)?, key.name()))).collect();
    short.sort();
    let Some(((bits, name), others)) = short.split_first() else { return };
    let building = findings
        .report(value_place(setting.node), &setting.path, format!("signing key {name} has {bits} bits"))
        .label(format!("{bits} bits"))
        .used_at(setting.node)
        .help("use 2048 bits or more");
    let others: Vec<String> = others.iter().take(8).map(|(bits, name)| format!("{name} has {bits} bits")).collect();
    if others.is_empty() {
        building.note(format!("served by `{}`", url.shown));
    } else {
        building.note(format!("served by `{}`; {} too", url.shown, others.join(", ")));
    }
}
