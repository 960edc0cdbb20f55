//! # `unknown-key`
//!
//! A key of the AppInstance that nobody knows: not InfluxDB's package, not the resource definition. The
//! API server drops it or refuses the resource; further inside, the package's own schema refuses it after
//! the rollout has begun. Either way the setting that was meant never arrives.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         clientId: influxdb
//! #       ^^^^^^^^ nobody knows this key
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! InfluxData's guide for configuring the cluster directly shows values of the Helm chart in an AppInstance:
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   values:
//! # ^^^^^^ nobody knows this key
//!     global:
//!       catalog: {}
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     spec: {}
//! ```
//!
//! Users may carry keys of their own, and metadata is free:
//!
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! metadata:
//!   name: influxdb
//!   annotations:
//!     acme.io/owner: data
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//!             team: data
//! ```
//!
//! In a values file the chart drops such a key, and another rule says so.
//!
//! - [The package's schema, 20260421-2022186](https://docs.influxdata.com/downloads/clustered-release-artifacts/20260421-2022186/app-instance-schema.json)
//! - [The resource definition](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/crds/kubit.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::schema::Fault;

pub(super) static RULE: Rule = Rule {
    id: "unknown-key",
    summary: "a key that neither the package nor the resource definition knows",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("unknown_key.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for violation in document.violations() {
        let Fault::Unknown { refused_by } = &violation.fault else { continue };
        let key = document.node(violation.at);
        let message = format!("unknown key `{}` in {}", key.name(), violation.map_in_words());
        findings
            .report(value_place(key), &violation.path, message)
            .label("nobody knows this key")
            .used_at(document.node(violation.within))
            .help(format!("remove it; {refused_by}"));
    }
}
