//! # `public-roots-replaced`
//!
//! The bundle in `egress.customCertificates` does not join the public CAs, it replaces them, as `SSL_CERT_FILE`
//! does. A bundle with nothing but the company's own root cannot verify a provider in the cloud: the cluster
//! gets no keys, and nobody can log in. InfluxData's example and the chart's comments do not say so; the release
//! notes do.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: auth0
//!         jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//!       egress:
//!         customCertificates:
//!           valueFrom:
//!             configMapKeyRef: {name: custom-ca, key: ca.pem}
//! #                                   ^^^^^^^^^ replaces the public CAs
//! ```
//!
//! ```yaml good
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
//! - [Release notes of InfluxDB Clustered](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/): "The custom CA replaces the standard set"
//! - [The package's schema](https://docs.influxdata.com/downloads/clustered-release-artifacts/20260421-2022186/app-instance-schema.json): "Equivalent to the SSL_CERT_FILE environment variable"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::egress::Egress;
use crate::model::endpoint::place_of;
use crate::model::reference::Kind;

pub(super) static RULE: Rule = Rule {
    id: "public-roots-replaced",
    summary: "a custom CA bundle replaces the public CAs that the provider needs",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("public_roots_replaced.rs"),
    check,
};

/// Hosts of vendors whose certificates public CAs sign, and hosts below which all are of this kind.
const HOSTS: [&str; 2] = ["login.microsoftonline.com", "www.googleapis.com"];
const BELOW: [&str; 2] = [".auth0.com", ".okta.com"];
/// A bundle with more certificates than this holds the public ones as well.
const MOST_PRIVATE: usize = 20;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some((endpoint, url))) = (context.document(), context.endpoint_url()) else { return };
    let host = url.url.host_str().unwrap_or_default();
    if url.placeholder_host || !(HOSTS.contains(&host) || BELOW.iter().any(|end| host.ends_with(end))) {
        return;
    }
    let Egress::InForce(reference) = document.egress() else { return };
    let (name, key) = match reference.target() {
        Some((name, key)) => (name.text().unwrap_or_default(), key.text().unwrap_or_default()),
        None => ("", ""),
    };
    let bundles = document.objects(Kind::ConfigMap, name).into_iter().flat_map(|object| object.entries());
    let values = bundles.filter(|(entry, _)| entry.name() == key).filter_map(|(entry, _)| entry.value.text());
    if values.into_iter().any(|pem| pem.matches("BEGIN CERTIFICATE").count() > MOST_PRIVATE) {
        return;
    }
    let (place, append) = match &reference.name {
        Some(written) if !name.is_empty() => {
            (value_place(written.node), format!("append the public CAs to `{key}` of the ConfigMap `{name}`"))
        }
        _ => (reference.setting.key.place(), "append the public CAs to the bundle".to_owned()),
    };
    findings
        .report(
            place,
            &reference.setting.path,
            format!("the custom bundle replaces the public CAs that `{host}` needs"),
        )
        .label("replaces the public CAs")
        .related(place_of(endpoint, |parts| Some(parts.host)), "signed by a public CA")
        .used_at(reference.setting.node)
        .help(append)
        .note("InfluxData's example speaks of a \"full custom CA bundle\", its release notes say that the custom CA replaces the standard set");
}
