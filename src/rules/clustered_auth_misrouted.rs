//! # `clustered-auth-misrouted`
//!
//! From 20241024-1354148 to 20250721-1796368 the feature flag `clusteredAuth` sends every check of a token to a
//! service that these releases no longer have. The queriers and the routers must be told the new one; from
//! 20250814-1819052 on they know it.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20250721-1796368
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//!       featureFlags:
//!         - clusteredAuth
//! #         ^^^^^^^^^^^^^ asks a service that is gone
//! ```
//!
//! ```yaml fixed
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20250721-1796368
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//!       components:
//!         querier: {template: {containers: {clustered-auth: {env: {AUTHZ_TOKEN_SVC_ADDRESS: "http://core:8091/"}}}}}
//!         router: {template: {containers: {clustered-auth: {env: {AUTHZ_TOKEN_SVC_ADDRESS: "http://core:8091/"}}}}}
//!       featureFlags:
//!         - clusteredAuth
//! ```
//!
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20250814-1819052
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//!       featureFlags: [clusteredAuth]
//! ```
//!
//! - [Release notes, 20241217-1494922 to 20250814-1819052](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/#20250814-1819052)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::node::Node;
use crate::input::splice::{add_before, value_place};
use crate::model::Document;

pub(super) static RULE: Rule = Rule {
    id: "clustered-auth-misrouted",
    summary: "`clusteredAuth` asks a service that the release no longer has",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("clustered_auth_misrouted.rs"),
    check,
};

/// The first release at fault, and the first that is not.
const AT_FAULT: std::ops::Range<u32> = 20_241_024..20_250_814;
const COMPONENTS: [&str; 2] = ["querier", "router"];
const WAY: [&str; 5] = ["template", "containers", "clustered-auth", "env", "AUTHZ_TOKEN_SVC_ADDRESS"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let Some(release) = document.release.as_ref() else { return };
    if release.before(AT_FAULT.start) || !release.before(AT_FAULT.end) {
        return;
    }
    let Some(flags) = document.package_setting("featureFlags") else { return };
    let Some(flag) = flags.node.items().find(|flag| flag.text().is_some_and(|flag| flag == "clusteredAuth")) else {
        return;
    };
    let components = document.package_setting("components").map(|components| components.node);
    let lacking: Vec<&str> = COMPONENTS.into_iter().filter(|name| !is_given(components, name)).collect();
    if lacking.is_empty() || is_given(components, "common") || !context.is_whole() {
        return;
    }
    let fix = if components.is_none() { fix(document, flags.key) } else { None };
    findings
        .report(
            value_place(flag),
            flags.path,
            format!("`clusteredAuth` asks a service that `{release}` no longer has"),
        )
        .label("asks a service that is gone")
        .used_at(flag)
        .help(format!(
            "set `AUTHZ_TOKEN_SVC_ADDRESS: http://core:8091/` for `clustered-auth` of `{}`, or upgrade to 20250814-1819052",
            lacking.join("` and `")
        ))
        .fix(fix);
}

/// True when the variable has a value for this component, or may have one.
fn is_given(components: Option<Node<'_>>, component: &str) -> bool {
    let mut node = components;
    for step in std::iter::once(&component).chain(&WAY) {
        match node {
            Some(known) if !known.is_unknown() => node = known.get(step),
            _ => return node.is_some(),
        }
    }
    node.is_some_and(|value| !value.is_null())
}

fn fix(document: &Document<'_>, flags: Node<'_>) -> Option<Fix> {
    let variable = "{template: {containers: {clustered-auth: {env: {AUTHZ_TOKEN_SVC_ADDRESS: \"http://core:8091/\"}}}}}";
    let [querier, router] = COMPONENTS.map(|component| format!("  {component}: {variable}"));
    let edit = add_before(document.package()?, flags, &["components:", &querier, &router])?;
    Some(Fix { title: "set `AUTHZ_TOKEN_SVC_ADDRESS`".to_owned(), safety: Safety::Unsafe, edits: vec![edit] })
}
