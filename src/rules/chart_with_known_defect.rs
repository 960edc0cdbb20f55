//! # `chart-with-known-defect`
//!
//! Some versions of the chart influxdb3-clustered render what no cluster takes: 0.1.7 asks for an image
//! whose tag begins with a blank unless `image.tag` is set, and 0.1.15 to 0.1.18 write `pause` into
//! `package.spec`, where the package's schema refuses it. The label `helm.sh/chart` of a rendered resource
//! tells the version.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! metadata:
//!   name: influxdb
//!   labels:
//!     helm.sh/chart: influxdb3-clustered-0.1.17
//! #                                      ^^^^^^ rendered by this version
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20250707-1777929
//!     spec:
//!       pause: false
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
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! metadata:
//!   name: influxdb
//!   labels:
//!     helm.sh/chart: influxdb3-clustered-0.1.19
//! spec:
//!   pause: false
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20250721-1796368
//!     spec:
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
//! - [influxdata/helm-charts#736](https://github.com/influxdata/helm-charts/issues/736): `pause` in the wrong place
//! - [The chart's history](https://github.com/influxdata/helm-charts/commits/master/charts/influxdb3-clustered/Chart.yaml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::part_place;
use crate::model::Document;

pub(super) static RULE: Rule = Rule {
    id: "chart-with-known-defect",
    summary: "a version of the chart that renders what no cluster takes",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("chart_with_known_defect.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((chart, defect)) = context.document().and_then(Document::chart_defect) else { return };
    let message = format!("chart `{}` cannot be deployed: {}", chart.version, defect.in_words());
    findings
        .report(part_place(chart.node, chart.version), "metadata.labels.helm.sh/chart", message)
        .label("rendered by this version")
        .used_at(chart.node)
        .help("render it with chart 0.1.19 or later");
}
