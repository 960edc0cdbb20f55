//! # `tls-certificate-rejected`
//!
//! The provider's host was asked, and its certificate has expired, is not valid yet, or is for other hosts. No TLS
//! client may trust it. InfluxDB validates certificates too, so the cluster gets no keys and nobody can log in.
//!
//! ```json answers
//! {
//!   "asked_at": 1780000000,
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"rejected": "expired"},
//!   "https://login.acme.io/keys": {"rejected": "wrong-name"},
//!   "https://id.acme.io:8443/keys": {"rejected": "not-yet-valid"},
//!   "certificates": {
//!     "sso.acme.io": {"names": ["sso.acme.io"], "issuer": "CN=R11,O=Let's Encrypt,C=US", "not_before": 1769817600, "not_after": 1777593600},
//!     "login.acme.io": {"names": ["old.acme.io", "*.old.acme.io"], "issuer": "CN=R11,O=Let's Encrypt,C=US", "not_before": 1777593600, "not_after": 1809129600},
//!     "id.acme.io:8443": {"names": ["id.acme.io"], "issuer": "CN=R11,O=Let's Encrypt,C=US", "not_before": 1782864000, "not_after": 1790640000}
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #                       ^^^^^^^^^^^ expired
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #                       ^^^^^^^^^^^^^ for other names
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io:8443/keys
//! #                       ^^^^^^^^^^^^^^^ not valid yet
//! ```
//!
//! A host that is given by its address is seldom in a certificate, and rarely what the cluster will ask:
//!
//! ```json answers
//! {"https://198.51.100.7/keys": {"rejected": "wrong-name"}}
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://198.51.100.7/keys
//! ```
//!
//! - [OpenID Connect Discovery 1.0, section 7.1](https://openid.net/specs/openid-connect-discovery-1_0.html#TLSRequirements)
//! - [RFC 9525, section 6](https://www.rfc-editor.org/rfc/rfc9525#section-6)
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/): "InfluxDB validates certificates for all connections"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::{Certificate, CertificateFault, day_of, host_of};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;
use url::Host;

pub(super) static RULE: Rule = Rule {
    id: "tls-certificate-rejected",
    summary: "the provider's certificate has expired, is not valid yet, or is for other hosts",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("tls_certificate_rejected.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, fault)) = context.endpoint_rejected() else { return };
    let certificate = context.facts.certificate(&url.url);
    let Some((what, label, help)) = told(fault, certificate) else { return };
    if !matches!(url.url.host(), Some(Host::Domain(_))) {
        return;
    }
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("certificate of `{}` {what}", host_of(&url.url)),
        )
        .label(label)
        .used_at(setting.node)
        .help(format!("{help}; the cluster checks certificates too"));
}

/// What is wrong in words, its label, what to do; `None` for what the machine that asks may lack.
fn told(fault: &CertificateFault, certificate: Option<&Certificate>) -> Option<(String, &'static str, &'static str)> {
    let day = |moment: fn(&Certificate) -> i64| certificate.map(moment).and_then(day_of);
    Some(match fault {
        CertificateFault::Expired => {
            let on = day(|certificate| certificate.not_after).map(|day| format!("expired on {day}"));
            (on.unwrap_or_else(|| "has expired".to_owned()), "expired", "renew it")
        }
        CertificateFault::NotYetValid => {
            let before = day(|certificate| certificate.not_before).map(|day| format!("is not valid before {day}"));
            let what = before.unwrap_or_else(|| "is not valid yet".to_owned());
            (what, "not valid yet", "check its dates and the clock of this machine")
        }
        CertificateFault::WrongName => {
            let names = certificate.map(|certificate| listed(&certificate.names)).unwrap_or_default();
            let what = if names.is_empty() { "is for another host".to_owned() } else { format!("is for {names}") };
            (what, "for other names", "get one for this host, or write a host that it names")
        }
        CertificateFault::UnknownIssuer => return None,
    })
}

/// The first names, and how many more there are.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{}`", name.replace('`', "'"))).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
