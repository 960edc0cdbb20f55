//! # `chart-with-known-defect`
//!
//! Some versions of the chart influxdb3-clustered render what no cluster takes: 0.1.7 asks for an image
//! whose tag begins with a blank unless `image.tag` is set, and 0.1.15 to 0.1.18 write `pause` into
//! `package.spec`, where the package's schema refuses it.
//!
//! ```yaml bad
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     targetRevision: 0.1.17
//! #                   ^^^^^^ this version
//!     helm:
//!       valueFiles: [values.yaml]
//! ```
//!
//! ```yaml fixed
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     targetRevision: 0.1.25
//!     helm:
//!       valueFiles: [values.yaml]
//! ```
//!
//! The dependency in a Chart.yaml beside the values tells the version, too, and so does the label
//! `helm.sh/chart` of a rendered resource:
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
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::part_place;
use crate::model::Document;
use crate::model::chart::Defect;
use crate::model::container::Container;
use crate::model::container::fault::FaultKind;

pub(super) static RULE: Rule = Rule {
    id: "chart-with-known-defect",
    summary: "a version of the chart that renders what no cluster takes",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("chart_with_known_defect.rs"),
    check,
};

/// The newest version that we know.
const SOUND: &str = "0.1.25";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if let Some(fault) = context.fault()
        && let FaultKind::ChartDefect { version, defect, may_mend } = &fault.kind
    {
        let fix = Fix::replace(fault.place.clone(), SOUND, format!("write `{SOUND}`"), Safety::Unsafe);
        findings
            .report(fault.place.clone(), &fault.path, message(version, *defect))
            .label("this version")
            .help("use chart 0.1.19 or later")
            .fix(may_mend.then_some(fix));
    }
    let Some(document) = context.document() else { return };
    if let Some((chart, defect)) = document.chart_defect() {
        findings
            .report(part_place(chart.node, chart.version), "metadata.labels.helm.sh/chart", message(chart.version, defect))
            .label("rendered by this version")
            .used_at(chart.node)
            .help("render it with chart 0.1.19 or later");
    }
    beside(context, document, findings);
}

/// The version that a Chart.yaml beside the values asks for.
fn beside(context: &Context<'_>, document: &Document<'_>, findings: &mut Findings<'_>) {
    if document.container != Container::HelmValues {
        return;
    }
    let (Some(admin), Some(chart)) = (context.admin(), context.layers.chart(context.source)) else { return };
    let Some((version, place)) = chart.dependency.and_then(|dependency| dependency.version) else { return };
    let Some(defect) = Defect::of(&version) else { return };
    // The image tag may stand in any layer.
    if defect == Defect::BlankInTag && !(context.is_whole() && document.has_release_of_chart()) {
        return;
    }
    findings
        .report(admin.key.place(), &admin.path, message(&version, defect))
        .label("the values of this version")
        .related(place, "this version")
        .help("use chart 0.1.19 or later");
}

fn message(version: &str, defect: Defect) -> String {
    format!("chart `{version}` cannot be deployed: {}", defect.in_words())
}
