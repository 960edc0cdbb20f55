//! # `admin-under-wrong-chart-name`
//!
//! A chart reads its own values alone. A dependency finds them under its alias, or under its name when it
//! has none; the chart itself finds them at the root. Anywhere else they reach nobody, and Helm stops with
//! `missing admin.identityProvider`, or does not even notice.
//!
//! ```yaml bad
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       valuesObject:
//!         influxdb3-clustered:
//! #       ^^^^^^^^^^^^^^^^^^^ the chart does not look here
//!           admin:
//!             identityProvider: keycloak
//!             jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       valuesObject:
//!         admin:
//!           identityProvider: keycloak
//!           jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! With this `Chart.yaml` beside it, `influx:` is right, and `admin:` at the root or under
//! `influxdb3-clustered:` is not:
//!
//! ```yaml
//! dependencies:
//!   - name: influxdb3-clustered
//!     alias: influx
//!     version: 0.1.25
//!     repository: https://helm.influxdata.com/
//! ```
//!
//! ```yaml good
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       valuesObject:
//!         admin:
//!           identityProvider: keycloak
//!           jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [Helm: subcharts and global values](https://helm.sh/docs/chart_template_guide/subcharts_and_globals/)
//! - [Helm: the alias of a dependency](https://helm.sh/docs/topics/charts/#alias-field-in-dependencies)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Edit, Fix, Safety, Severity};
use crate::input::node::Style;
use crate::input::splice::{flow_text, value_place};
use crate::model::Document;
use crate::model::chart_file::{ChartFile, OURS};
use crate::model::container::Container;
use crate::model::container::fault::FaultKind;

pub(super) static RULE: Rule = Rule {
    id: "admin-under-wrong-chart-name",
    summary: "the values stand under a name that the chart does not read",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("admin_under_wrong_chart_name.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if let Some(fault) = context.fault()
        && let FaultKind::UnderChartName { mend } = &fault.kind
    {
        findings
            .report(fault.place.clone(), &fault.path, format!("the chart does not see `{OURS}`: its values live at the root"))
            .label("the chart does not look here")
            .help("move what is under it to the root of the values")
            .fix(mend.clone().map(|edit| fix("move it to the root", edit)));
    }
    let Some(document) = context.document().filter(|document| document.container == Container::HelmValues) else {
        return;
    };
    let Some(admin) = context.admin() else { return };
    let Some(chart) = context.layers.chart(context.source) else { return };
    let Some(right) = right_place(document, &chart) else { return };
    let message = format!("the chart does not see `{}{}`: its values live {right}", document.prefix, admin.path);
    let finding = findings
        .report(admin.key.place(), &admin.path, message)
        .label("the chart does not look here")
        .help(format!("move the block {right}"))
        .fix(rename(document, &chart));
    if let Some(dependency) = chart.dependency.filter(|_| !chart.is_ours) {
        finding.related(dependency.place, "the values of this dependency stand under this name");
    }
}

/// Where the chart reads, in words, when that is not where the document stands.
fn right_place(document: &Document<'_>, chart: &ChartFile) -> Option<String> {
    let name = document.prefix.trim_end_matches('.');
    if chart.is_ours {
        return (name == OURS).then(|| "at the root".to_owned());
    }
    let key = &chart.dependency.as_ref()?.key;
    // A name of several parts leads through another umbrella, and so may another dependency.
    let is_elsewhere = name.contains('.') || chart.others.iter().any(|other| other == name);
    (name != key && !is_elsewhere).then(|| format!("under `{key}`"))
}

/// A name of one part that stands in for the right one is written anew; a block at the root may be one of several.
fn rename(document: &Document<'_>, chart: &ChartFile) -> Option<Fix> {
    let right = &chart.dependency.as_ref().filter(|_| !chart.is_ours)?.key;
    let name = document.prefix.strip_suffix('.')?;
    let root = document.root.tree().documents().find(|root| root.get(name).is_some_and(|at| at.same(document.root)))?;
    let key = root.entry(name)?.key;
    let is_plain = key.scalar().is_some_and(|key| key.style == Style::Plain) && root.get(right).is_none();
    let edit = Edit { place: value_place(key), replacement: flow_text(right) };
    is_plain.then(|| fix(&format!("write `{right}`"), edit))
}

fn fix(title: &str, edit: Edit) -> Fix {
    Fix { title: title.to_owned(), safety: Safety::Unsafe, edits: vec![edit] }
}
