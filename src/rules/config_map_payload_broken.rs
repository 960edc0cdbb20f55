//! # `config-map-payload-broken`
//!
//! With `kubitSingleNamespace` the operator reads an AppInstance from the ConfigMap `app-instance`. When the
//! chart's text cannot be read, Helm still exits with 0 and ships `{"Error": …}` in its place: nothing
//! is deployed, and no command has failed.
//!
//! ```yaml bad
//! apiVersion: v1
//! kind: ConfigMap
//! metadata:
//!   name: app-instance
//! data:
//!   app-instance: |
//!     {"Error":"error converting YAML to JSON: yaml: line 32: could not find expected ':'"}
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a render that failed
//! ```
//!
//! ```yaml bad
//! apiVersion: v1
//! kind: ConfigMap
//! metadata:
//!   name: app-instance
//! data:
//!   app-instance: |
//!     apiVersion: kubecfg.dev/v1alpha1
//!     kind: AppInstance
//!     spec:
//!       package:
//!         apiVersion: influxdata.com/v1alpha1
//!         image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec: {}
//! #   ^^^^ a second `spec`
//! ```
//!
//! ```yaml good
//! apiVersion: v1
//! kind: ConfigMap
//! metadata:
//!   name: app-instance
//! data:
//!   app-instance: |
//!     apiVersion: kubecfg.dev/v1alpha1
//!     kind: AppInstance
//!     spec:
//!       package:
//!         apiVersion: influxdata.com/v1alpha1
//!         image: registry.acme.io/clustered/influxdb:20260421-2022186
//!         spec:
//!           admin:
//!             identityProvider: keycloak
//!             jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!             users:
//!               - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!                 firstName: Ada
//!                 lastName: Lovelace
//!                 email: ada@acme.io
//! ```
//!
//! - [kubecfg/kubit, `from_config_map`](https://github.com/kubecfg/kubit/blob/main/src/controller.rs)
//! - [influxdata/helm-charts#687](https://github.com/influxdata/helm-charts/pull/687): the ConfigMap mode of the chart

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::container::fault::{FaultKind, Payload};

pub(super) static RULE: Rule = Rule {
    id: "config-map-payload-broken",
    summary: "the operator's ConfigMap holds no AppInstance",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("config_map_payload_broken.rs"),
    check,
};

/// How much of a text a message shows, in characters.
const SHOWN: usize = 60;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(fault) = context.fault() else { return };
    let FaultKind::Payload(payload) = &fault.kind else { return };
    let (message, label, help) = match payload {
        Payload::FailedRender => {
            let start: String = fault.place.text().trim_matches(['"', '\'']).chars().take(SHOWN).collect();
            let message = format!("the payload is not an AppInstance: `{}`", start.replace('`', "'"));
            (message, "a render that failed", "fix the values and render again")
        }
        // Its text may be anything, a secret included.
        Payload::NoInstance => (
            "the payload is not an AppInstance of `kubecfg.dev`".to_owned(),
            "no AppInstance",
            "write the AppInstance here, or render it again",
        ),
        Payload::SecondDocument => (
            "the payload holds a second document: the operator refuses it".to_owned(),
            "a second document",
            "keep one AppInstance, without `---` behind it",
        ),
        Payload::SpecTwice => (
            "the payload gives `spec` twice: the operator refuses it".to_owned(),
            "a second `spec`",
            "merge the two",
        ),
    };
    findings.report(fault.place.clone(), &fault.path, message).label(label).help(help);
}
