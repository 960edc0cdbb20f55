//! # `login-not-configured`
//!
//! From release 20240819 on, an AppInstance without `admin` is accepted. Nobody can log in to such a
//! cluster: it is managed with the one admin token that it generates, which belongs to nobody and never
//! expires. InfluxData recommends an identity provider for production.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec:
//! #   ^^^^ no `admin` here
//!       ingress:
//!         hosts: [influxdb.acme.io]
//! ```
//!
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec:
//!       ingress:
//!         hosts: [influxdb.acme.io]
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! A patch may leave the block to the resource that it changes, and earlier releases do not start without it
//! (`missing-field`).
//!
//! - [Release notes, 20240819-1176644](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/#20240819-1176644): `admin` is no longer required
//! - [InfluxData: Bypass your identity provider](https://docs.influxdata.com/influxdb3/clustered/admin/bypass-identity-provider/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::node::Node;
use crate::model::Document;
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "login-not-configured",
    summary: "no identity provider is configured: only the admin token can manage the cluster",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("login_not_configured.rs"),
    check,
};

/// `admin` may be omitted from this release on.
const OPTIONAL_SINCE: u32 = 20_240_819;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document().filter(|document| document.shape == Shape::AppInstance) else { return };
    let Some(key) = without_admin(document).filter(|_| context.is_whole()) else { return };
    let path = document.shape.admin_path().join(".");
    findings
        .report(key.place(), &path, "no identity provider is configured: only the admin token can manage this cluster")
        .label("no `admin` here")
        .used_at(key)
        .help(format!("add `{path}` before production"));
}

/// The key `spec` of the package, when the release lets it lack `admin`, and it does.
fn without_admin<'t>(document: &Document<'t>) -> Option<Node<'t>> {
    let path = document.shape.admin_path();
    let may_lack = document.release.as_ref().is_some_and(|release| !release.before(OPTIONAL_SINCE));
    let entry = document.root.at(&["spec", "package"])?.entry("spec").filter(|_| may_lack)?;
    let lacks = entry.value.is_map() && !entry.value.is_unknown() && entry.value.get("admin").is_none();
    (lacks && !document.is_elsewhere(&path.join("."))).then_some(entry.key)
}
