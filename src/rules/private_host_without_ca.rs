//! # `private-host-without-ca`
//!
//! No public CA signs names of an internal network. When the provider is only reachable there, its certificate
//! is likely signed by a private CA, which the cluster must be told.
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
//! #                             ^^^^^^^^^^^^^^^^^^^^^^ a private CA?
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
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
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/), custom certificates
//! - [istio/istio#26984](https://github.com/istio/istio/issues/26984): keys behind a private CA

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::CertificateFault;
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;
use crate::provider::{HostClass, host_class};

pub(super) static RULE: Rule = Rule {
    id: "private-host-without-ca",
    summary: "an internal `https` host without a custom CA bundle",
    severity: Severity::Note,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("private_host_without_ca.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_url() else { return };
    let is_internal = !url.placeholder_host && host_class(&url.url) == HostClass::Internal;
    // Then it is no guess: `tls-issuer-untrusted` knows the CA.
    let is_seen = context.facts.certificate_fault(url.url.as_str()) == Some(&CertificateFault::UnknownIssuer);
    if url.url.scheme() != "https" || !is_internal || is_seen || !context.lacks_ca_bundle() {
        return;
    }
    let host = url.url.host_str().unwrap_or_default();
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("`{host}` looks internal: its CA may be unknown to the cluster"),
        )
        .label("a private CA?")
        .used_at(setting.node)
        .help("if a private CA signs it, give the bundle in `egress.customCertificates`");
}
