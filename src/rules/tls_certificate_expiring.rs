//! # `tls-certificate-expiring`
//!
//! The certificate of the provider's host ends within 14 days. From then on the cluster refuses it, and nobody can
//! log in.
//!
//! ```json answers
//! {
//!   "asked_at": 1780000000,
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "certificates": {"login.acme.io": {"names": [], "issuer": "CN=R11,O=Let's Encrypt,C=US", "not_before": 1773001600, "not_after": 1780777700}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #                       ^^^^^^^^^^^^^ ends in 9 days
//! ```
//!
//! Some certificates never live longer, and are renewed by a machine:
//!
//! ```json answers
//! {
//!   "asked_at": 1780000000,
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "certificates": {
//!     "login.acme.io": {"names": [], "issuer": "CN=R11,O=Let's Encrypt,C=US", "not_before": 1779913600, "not_after": 1780518400},
//!     "id.acme.io": {"names": [], "issuer": "CN=R11,O=Let's Encrypt,C=US", "not_before": 1774816000, "not_after": 1781296000}
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! Two weeks are enough:
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! ```
//!
//! - [RFC 5280, section 4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5)
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::{CertificateFault, day_of, host_of};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;

pub(super) static RULE: Rule = Rule {
    id: "tls-certificate-expiring",
    summary: "the provider's certificate ends within 14 days",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("tls_certificate_expiring.rs"),
    check,
};

const DAY: i64 = 24 * 60 * 60;
/// Two weeks before its end it is time.
const SOON: i64 = 14 * DAY;
/// What lives shorter is always about to end, and renewed by a machine.
const SHORT_LIFE: i64 = 15 * DAY;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_url() else { return };
    let Some(certificate) = context.facts.certificate(&url.url) else { return };
    let asked_at = context.facts.asked_at;
    let left = certificate.not_after.saturating_sub(asked_at);
    let life = certificate.not_after.saturating_sub(certificate.not_before);
    // One that is rejected for its own sake must be replaced anyway.
    let fault = context.facts.certificate_fault(url.url.as_str());
    let is_rejected = fault.is_some_and(|fault| *fault != CertificateFault::UnknownIssuer);
    if asked_at == 0 || is_rejected || !(1..=SOON).contains(&left) || life < SHORT_LIFE {
        return;
    }
    let Some(day) = day_of(certificate.not_after) else { return };
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("certificate of `{}` ends on {day}", host_of(&url.url)),
        )
        .label(match left / DAY {
            0 => "ends within a day".to_owned(),
            1 => "ends in 1 day".to_owned(),
            days => format!("ends in {days} days"),
        })
        .used_at(setting.node)
        .help("renew it");
}
