//! # `ca-bundle-without-certificate`
//!
//! The ConfigMap that `egress.customCertificates` names stands in the same text, and what it holds under that
//! key is no PEM bundle: a path, base64, DER, or nothing. The cluster then trusts nobody at all, because the
//! bundle replaces the public CAs.
//!
//! ```yaml bad
//! apiVersion: v1
//! kind: ConfigMap
//! metadata:
//!   name: custom-ca
//! data:
//!   ca.pem: /etc/ssl/private_ca.pem
//! # ^^^^^^ a file path
//! ---
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!       egress:
//!         customCertificates:
//!           valueFrom:
//!             configMapKeyRef: {name: custom-ca, key: ca.pem}
//! ```
//!
//! ```yaml good
//! apiVersion: v1
//! kind: ConfigMap
//! metadata:
//!   name: custom-ca
//! data:
//!   ca.pem: |
//!     -----BEGIN CERTIFICATE-----
//!     MIIBszCCAVmgAwIBAgIUQ1JvQ2xhdWRlVGVzdENBMAoGCCqGSM49BAMCMA8xDTAL
//!     -----END CERTIFICATE-----
//! ---
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!       egress:
//!         customCertificates:
//!           valueFrom:
//!             configMapKeyRef: {name: custom-ca, key: ca.pem}
//! ```
//!
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/): "PEM-formatted certificate bundle"
//! - [RFC 7468, section 5](https://www.rfc-editor.org/rfc/rfc7468#section-5): textual encoding of certificates

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::egress::Egress;
use crate::model::object::without_certificate;

pub(super) static RULE: Rule = Rule {
    id: "ca-bundle-without-certificate",
    summary: "the ConfigMap of `egress.customCertificates` holds no PEM certificate",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("ca_bundle_without_certificate.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let Egress::InForce(reference) = document.egress() else { return };
    let Some((name, key)) = reference.target() else { return };
    let (name, key) = (name.text().unwrap_or_default(), key.text().unwrap_or_default());
    for object in document.objects(reference.kind, name) {
        let entry = object.entries().into_iter().find(|(entry, _)| entry.name() == key);
        let Some((entry, is_base64)) = entry.filter(|_| !object.is_unknown()) else { continue };
        let Some(instead) = without_certificate(entry.value, is_base64) else { continue };
        findings
            // At the key: a private key may stand where the bundle belongs.
            .report(entry.key.place(), &reference.setting.path, format!("`{name}/{key}` holds no PEM certificate"))
            .label(instead)
            .related(reference.setting.key.place(), "named here")
            .used_at(entry.value)
            .help("put the CA bundle itself here: its text from `-----BEGIN CERTIFICATE-----` on");
    }
}
