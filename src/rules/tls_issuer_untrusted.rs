//! # `tls-issuer-untrusted`
//!
//! The provider's host was asked, and its certificate is signed by a CA that neither this machine nor `--ca-file`
//! knows. The cluster, which trusts the public CAs until it is told others, will likely refuse it as well.
//!
//! ```json answers
//! {
//!   "asked_at": 1780000000,
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"rejected": "unknown-issuer"},
//!   "https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs": {"rejected": "unknown-issuer"},
//!   "certificates": {
//!     "sso.acme.io": {"names": ["sso.acme.io"], "issuer": "CN=ACME Issuing CA,O=ACME", "not_before": 1769817600, "not_after": 1809129600},
//!     "keycloak.auth.svc:8443": {"names": ["keycloak.auth.svc"], "issuer": "CN=ACME Issuing CA,O=ACME", "not_before": 1769817600, "not_after": 1809129600}
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #                             ^^^^^^^^^^^ signed by an unknown CA
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs
//! #                             ^^^^^^^^^^^^^^^^^^^^^^ signed by an unknown CA
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! The cluster has a bundle of its own: what is in it only `--ca-file` could tell.
//!
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//!       egress:
//!         customCertificates:
//!           valueFrom:
//!             configMapKeyRef: {name: custom-ca, key: ca.pem}
//! ```
//!
//! Another layer may hold the bundle:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/), custom certificates
//! - [oauth2-proxy/oauth2-proxy#2184](https://github.com/oauth2-proxy/oauth2-proxy/issues/2184)
//! - [netbirdio/netbird#1390](https://github.com/netbirdio/netbird/issues/1390)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::{CertificateFault, host_of};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;

pub(super) static RULE: Rule = Rule {
    id: "tls-issuer-untrusted",
    summary: "the provider's certificate is signed by an unknown CA, and no custom bundle is given",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("tls_issuer_untrusted.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, CertificateFault::UnknownIssuer)) = context.endpoint_rejected() else { return };
    if !context.lacks_ca_bundle() {
        return;
    }
    let issuer = context.facts.certificate(&url.url).map(|certificate| certificate.issuer.replace('`', "'"));
    let named = issuer.filter(|issuer| !issuer.is_empty()).map_or(String::new(), |issuer| format!(": `{issuer}`"));
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("`{}` is signed by an unknown CA{named}", host_of(&url.url)),
        )
        .label("signed by an unknown CA")
        .used_at(setting.node)
        .help("give that CA in `egress.customCertificates` (cluster) and `--ca-file` (this run)");
}
