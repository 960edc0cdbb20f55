//! # `referenced-key-missing`
//!
//! The Secret or ConfigMap that a reference names stands in the same text, or in a file beside it, and has no such
//! key: the pods cannot start. InfluxData's own page on TLS makes the ConfigMap with `--from-file=certs.pem=…` and then refers to the
//! key `ca.pem`.
//!
//! ```yaml bad
//! apiVersion: v1
//! kind: ConfigMap
//! metadata:
//!   name: custom-ca
//! data:
//!   certs.pem: |
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
//! #                                                   ^^^^^^ not a key of it
//! ```
//!
//! ```yaml fixed
//! apiVersion: v1
//! kind: ConfigMap
//! metadata:
//!   name: custom-ca
//! data:
//!   certs.pem: |
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
//!             configMapKeyRef: {name: custom-ca, key: certs.pem}
//! ```
//!
//! Another namespace, another object:
//!
//! ```yaml good
//! apiVersion: v1
//! kind: Secret
//! metadata: {name: influxdb-catalog, namespace: staging}
//! stringData: {password: "${PG_PASSWORD}"}
//! ---
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! metadata: {name: influxdb, namespace: influxdb}
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         dsn:
//!           valueFrom:
//!             secretKeyRef: {name: influxdb-catalog, key: dsn}
//! ```
//!
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/) shows `certs.pem` and `ca.pem`
//! - [Kubernetes: configure a pod to use a ConfigMap](https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::egress::Egress;
use crate::model::object::Object;
use crate::model::reference::Reference;

pub(super) static RULE: Rule = Rule {
    id: "referenced-key-missing",
    summary: "the Secret or ConfigMap that a reference names has no such key",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("referenced_key_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let egress = match document.egress() {
        Egress::InForce(reference) => Some(reference),
        _ => None,
    };
    for reference in document.dsn_references().into_iter().chain(egress) {
        let Some((name, _)) = reference.target() else { continue };
        if reference.is_optional() {
            continue;
        }
        let name = name.text().unwrap_or_default();
        let here = document.objects(reference.kind, name);
        if here.is_empty() {
            let near = context.layers.near(context.source);
            judge(&reference, &document.objects_near(&near, reference.kind, name), findings);
        } else {
            judge(&reference, &here, findings);
        }
    }
}

fn judge(reference: &Reference<'_>, objects: &[Object<'_>], findings: &mut Findings<'_>) {
    let (Some((name, setting)), Some(object)) = (reference.target(), objects.first()) else { return };
    let (name, key) = (name.text().unwrap_or_default(), setting.text().unwrap_or_default());
    let keys = object.keys();
    // An object without keys is filled by somebody else.
    let lacks = |object: &Object<'_>| {
        let keys = object.keys();
        !object.is_unknown() && !keys.is_empty() && !keys.iter().any(|known| known == key)
    };
    if !objects.iter().all(lacks) {
        return;
    }
    let near = match keys.as_slice() {
        [only] => Some(only),
        several => several.iter().find(|known| strsim::osa_distance(known, key) <= 2),
    };
    let help = match near {
        Some(near) => format!("write `{near}`"),
        None => format!("write one of its keys: `{}`", keys.join("`, `")),
    };
    let finding = findings
        .report(value_place(setting.node), &setting.path, format!("`{}` `{name}` has no key `{key}`", reference.kind.word()))
        .label("not a key of it")
        .used_at(setting.node)
        .help(help)
        .fix(near.map(|near| fix_text(setting.node, near, Safety::Unsafe)));
    if let Some(name) = object.name() {
        finding.related(name.place(), "this object");
    }
}
