//! # `blank-reference`
//!
//! A reference to a Secret or a ConfigMap needs a name and a key. The Helm chart's default for `admin.dsn` has
//! neither, Helm does not mind, the package's schema takes `name: ""`, and the pods then wait for a Secret that
//! cannot exist. InfluxData's examples of `admin` for the chart show no `dsn` at all.
//!
//! ```yaml bad
//! admin:
//! #^^^^ no `dsn` here
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
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
//!         dsn:
//!           valueFrom:
//!             secretKeyRef:
//! #           ^^^^^^^^^^^^ no `key` here
//!               name: influxdb-catalog
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! The same for the CA bundle, once `useCustomEgress` is on:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! useCustomEgress: true
//! egress:
//!   customCertificates:
//!     valueFrom:
//!       configMapKeyRef: {name: "", key: ca.pem}
//! #                             ^^ empty
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: {name: influxdb-catalog, key: dsn}
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! catalog:
//!   dsn: {SecretName: influxdb-catalog, SecretKey: dsn}
//! objectStore:
//!   bucket: influxdb
//! ```
//!
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/) shows `admin` without `dsn`
//! - [Kubernetes: SecretKeySelector](https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::node::Node;
use crate::model::Document;
use crate::model::dsn::DsnFault;
use crate::model::egress::Egress;
use crate::model::reference::Reference;
use crate::model::schema::Fault;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    id: "blank-reference",
    summary: "a reference to a Secret or ConfigMap without a name or a key",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("blank_reference.rs"),
    check,
};

/// The release from which on a reference must have a name.
const NAME_REQUIRED: u32 = 20_231_024;
const DSN_HELP: &str = "name the Secret and the key that hold the DSN, the same as those of `catalog.dsn`";
const DEFAULT: &str = "{name: \"\", key: \"\"}";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    dsn(context, findings);
    egress(context, findings);
}

fn dsn(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    let Some(fault) = document.dsn_fault() else { return };
    let path = format!("{}.dsn", admin.path);
    let (place, label, what, node) = match &fault {
        DsnFault::BlankReference(reference) => {
            if may_lack_name(document, reference) {
                return;
            }
            let (place, label) = gap(reference);
            (place, label, in_words(reference), reference.setting.node)
        }
        DsnFault::DefaultReference => {
            let what = format!("a Secret without a name: `{DEFAULT}`");
            match &admin.dsn {
                Some(dsn) => (dsn.key.place(), "leaves the chart's blank default".to_owned(), what, dsn.node),
                None => (admin.key.place(), "no `dsn` here".to_owned(), what, admin.node),
            }
        }
        DsnFault::Sourceless(_) if holds_unknown_key(document, &path) => return,
        DsnFault::Sourceless(dsn) => {
            let label = "neither `value` nor a reference".to_owned();
            (dsn.key.place(), label, "nothing".to_owned(), dsn.node)
        }
        DsnFault::LikeCatalog | DsnFault::TwoSources { .. } => return,
    };
    if is_elsewhere(document, &path) || !context.is_whole() {
        return;
    }
    let message = format!("`admin.dsn` refers to {what}");
    findings.report(place, path, message).label(label).used_at(node).help(DSN_HELP);
}

fn egress(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let Egress::Blank { reference, asked_by } = document.egress() else { return };
    let path = document.package_setting("egress").map_or("egress".to_owned(), |egress| egress.path);
    let path = format!("{path}.customCertificates");
    let is_told = match &reference {
        Some(reference) => may_lack_name(document, reference),
        None => holds_unknown_key(document, &path),
    };
    if is_told || is_elsewhere(document, &path) || !context.is_whole() {
        return;
    }
    let (place, label, what, node) = match &reference {
        Some(reference) => {
            let (place, label) = gap(reference);
            (place, label, in_words(reference), reference.setting.node)
        }
        None => {
            let what = format!("a ConfigMap without a name: `{DEFAULT}`");
            (asked_by.key.place(), "asks for a bundle that nothing names".to_owned(), what, asked_by.node)
        }
    };
    findings
        .report(place, path, format!("`egress.customCertificates` refers to {what}"))
        .label(label)
        .used_at(node)
        .help("name the ConfigMap and the key that hold the CA bundle");
}

/// True for a release that takes a reference with nothing but a key.
fn may_lack_name(document: &Document<'_>, reference: &Reference<'_>) -> bool {
    let is_before = document.release.as_ref().is_some_and(|release| release.before(NAME_REQUIRED));
    is_before && reference.blanks() == (true, false)
}

/// True when a key that nobody knows stands where the reference of the block at `path` would: then it is meant to
/// be the reference, and has a finding of its own.
fn holds_unknown_key(document: &Document<'_>, path: &str) -> bool {
    let within = [path.to_owned(), format!("{path}.valueFrom")];
    document.violations().iter().any(|violation| {
        let map = violation.path.rsplit_once('.').map_or("", |(map, _)| map);
        matches!(violation.fault, Fault::Unknown { .. }) && within.iter().any(|path| path == map)
    })
}

/// True when a part of the block at `path` stands there under another spelling, or elsewhere.
fn is_elsewhere(document: &Document<'_>, path: &str) -> bool {
    let parts = ["", ".valueFrom", ".valueFrom.secretKeyRef", ".valueFrom.configMapKeyRef"];
    parts.iter().any(|part| document.is_elsewhere(&format!("{path}{part}")))
}

/// Where the first gap of a reference is, and its label.
fn gap(reference: &Reference<'_>) -> (Place, String) {
    let (no_name, _) = reference.blanks();
    let (part, key) = if no_name { (&reference.name, "name") } else { (&reference.key, "key") };
    match part {
        Some(part) => (place_of(part.key, part.node), "empty".to_owned()),
        None => (reference.setting.key.place(), format!("no `{key}` here")),
    }
}

/// The empty value; its key when nothing at all stands there.
fn place_of(key: Node<'_>, value: Node<'_>) -> Place {
    if value.span().is_empty() { key.place() } else { value.place() }
}

fn in_words(reference: &Reference<'_>) -> String {
    let lacks = match reference.blanks() {
        (true, _) => "a name",
        _ => "a key",
    };
    format!("a {} without {lacks}: `{}`", reference.kind.word(), reference.in_words())
}
