//! # `signing-algorithm-untested`
//!
//! The provider was asked: no key that `jwksEndpoint` serves can verify RS256. InfluxData does not publish which
//! algorithms its token management verifies; its documentation knows RS256 alone.
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "alg": "ES256", "x": "<256 bits>", "y": "<256 bits>"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "alg": "PS256", "n": "<2048 bits>", "e": "AQAB"}, {"kty": "OKP", "crv": "Ed25519", "kid": "2", "x": "<256 bits>"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ no RS256 key
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ no RS256 key
//! ```
//!
//! An RSA key without `alg` serves RS256 too, and other keys may stand beside it:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "alg": "ES256", "x": "<256 bits>", "y": "<256 bits>"}, {"kty": "RSA", "kid": "2", "use": "sig", "alg": "RS256", "n": "<2048 bits>", "e": "AQAB"}]}}
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
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): `"id_token_signing_alg_values_supported": ["RS256"]`
//! - [OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata): RS256 must be among the algorithms
//! - [RFC 7518, section 3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::Key;
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    id: "signing-algorithm-untested",
    summary: "the key set holds no key for RS256, the only algorithm in InfluxData's samples",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("signing_algorithm_untested.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, keys)) = context.endpoint_keys() else { return };
    let signing: Vec<&Key> = keys.iter().filter(|key| key.unusable.is_none()).collect();
    if signing.is_empty() || signing.iter().any(|key| may_verify_rs256(key)) {
        return;
    }
    let algorithms: BTreeSet<&str> = signing.iter().map(|key| key.alg.as_deref().unwrap_or(&key.kty)).collect();
    let algorithms: Vec<String> = algorithms.iter().map(|name| format!("`{}`", name.replace('`', "'"))).collect();
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`{}` has no RS256 key: {}", url.shown, algorithms.join(", ")),
        )
        .label("no RS256 key")
        .used_at(setting.node)
        .help("use RS256, the only algorithm in InfluxData's samples")
        .note("which algorithms InfluxDB verifies is not published");
}

/// Providers write odd texts into `alg`; only a name that means another algorithm counts (RFC 7518 section 3.1).
fn may_verify_rs256(key: &Key) -> bool {
    key.kty == "RSA" && !matches!(key.alg.as_deref(), Some("RS384" | "RS512" | "PS256" | "PS384" | "PS512"))
}
