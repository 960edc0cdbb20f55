//! # `dsn-with-two-sources`
//!
//! `admin.dsn` takes a `value` or one reference, never two of them: since release 20231115-746129 the package
//! refuses both. In values for Helm the second source is easily overlooked, because it is the chart's default:
//! Helm merges maps, so a `value` joins the blank `secretKeyRef` instead of replacing it. `null` takes the
//! default away.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     value: postgres://influx@pg.db.svc/influxdb
//! #   ^^^^^ joins the chart's `secretKeyRef`
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
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom: null
//!     value: postgres://influx@pg.db.svc/influxdb
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
//! In an AppInstance both are written:
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
//!             secretKeyRef: {name: influxdb-catalog, key: dsn}
//!             configMapKeyRef: {name: influxdb-catalog, key: dsn}
//! #           ^^^^^^^^^^^^^^^ the second source
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   dsn:
//!     valueFrom:
//!       secretKeyRef: null
//!       configMapKeyRef: {name: influxdb-catalog, key: dsn}
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
//! - [The package's schema, 20231115-746129](https://docs.influxdata.com/downloads/clustered-release-artifacts/20231115-746129/app-instance-schema.json): `oneOf`
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml)
//! - [Helm: deleting a default key](https://helm.sh/docs/chart_template_guide/values_files/#deleting-a-default-key)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::add_before;
use crate::model::admin::Admin;
use crate::model::setting::Setting;
use crate::model::dsn::DsnFault;
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "dsn-with-two-sources",
    summary: "`admin.dsn` comes from two sources",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("dsn_with_two_sources.rs"),
    check,
};

/// The release whose package refuses two sources.
const SINCE: u32 = 20_231_115;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    let Some(DsnFault::TwoSources { first, second }) = document.dsn_fault() else { return };
    let release = document.release.as_ref();
    // The chart is younger than that release; without an image nothing tells the release of an AppInstance.
    if release.map_or(document.shape == Shape::AppInstance, |release| release.before(SINCE)) {
        return;
    }
    let Some(second) = second else {
        if context.is_whole() {
            joins_default(admin, &first, findings);
        }
        return;
    };
    let (one, other) = (in_block(admin, &first), in_block(admin, &second));
    findings
        .report(second.key.place(), &second.path, format!("`admin.dsn` gets two sources: `{one}` and `{other}`"))
        .label("the second source")
        .related(first.key.place(), "the first")
        .used_at(second.node)
        .help("keep one of the two");
}

fn joins_default(admin: &Admin<'_>, written: &Setting<'_>, findings: &mut Findings<'_>) {
    let source = in_block(admin, written);
    let Some(dsn) = &admin.dsn else { return };
    let (map, line) = match source {
        "value" => (Some(dsn.node).filter(|dsn| dsn.get("valueFrom").is_none()), "valueFrom: null"),
        _ => (dsn.node.get("valueFrom"), "secretKeyRef: null"),
    };
    let edit = map.filter(|_| dsn.node.used_at().is_none()).and_then(|map| add_before(map, written.key, &[line]));
    let message = format!("`admin.dsn` gets two sources: `{source}` and the chart's default `valueFrom.secretKeyRef`");
    findings
        .report(written.key.place(), &written.path, message)
        .label("joins the chart's `secretKeyRef`")
        .used_at(dsn.node)
        .help(format!("add `{line}` beside it"))
        .fix(edit.map(|edit| Fix { title: format!("add `{line}`"), safety: Safety::Safe, edits: vec![edit] }));
}

/// The key path below `dsn`: `valueFrom.configMapKeyRef`.
fn in_block<'s>(admin: &Admin<'_>, source: &'s Setting<'_>) -> &'s str {
    source.path.strip_prefix(&admin.path).and_then(|path| path.strip_prefix(".dsn.")).unwrap_or(&source.path)
}
