//! # `helm-upgrade-without-release`
//!
//! `helm upgrade` takes the name of a release, then the chart. Two pages of InfluxData leave the name out, and the
//! command fails.
//!
//! ```sh bad
//! helm upgrade influxdata/influxdb3-clustered -f values.yaml --namespace influxdb
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no release before it
//! ```
//!
//! ```sh good
//! helm upgrade influxdb influxdata/influxdb3-clustered -f values.yaml --namespace influxdb
//! helm upgrade --install --namespace influxdb "$RELEASE" influxdata/influxdb3-clustered -f values.yaml
//! helm upgrade influxdata/influxdb3-clustered $ARGUMENTS
//! helm install influxdata/influxdb3-clustered --generate-name
//! helm template influxdata/influxdb3-clustered
//! helm upgrade influxdata/telegraf
//! ```
//!
//! - [Helm: helm upgrade](https://helm.sh/docs/helm/helm_upgrade/): `helm upgrade [RELEASE] [CHART] [flags]`
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/), [Configure TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/): without the name

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::shell::Word;

pub(super) static RULE: Rule = Rule {
    id: "helm-upgrade-without-release",
    summary: "`helm upgrade` is given the chart, but no release",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("helm_upgrade_without_release.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for run in context.script().iter().flat_map(|script| script.runs()) {
        if run.program() != "helm" || run.asks_for_help() || !run.arguments().iter().all(is_known_flag) {
            continue;
        }
        let [upgrade, chart] = run.positional(&VALUES)[..] else { continue };
        if upgrade.text != "upgrade" || !chart.text.ends_with("/influxdb3-clustered") {
            continue;
        }
        // A URL may hold a password.
        let shown = chart.text.rsplit('@').next().unwrap_or_default().replace('`', "'");
        findings
            .report(run.place(chart.span), run.path(), format!("`helm upgrade` needs a release name before `{shown}`"))
            .label("no release before it")
            .help(format!("write `helm upgrade <release> {shown} …`"));
    }
}

/// A flag that is not known may take the next word for its value.
fn is_known_flag(word: &Word) -> bool {
    let text = word.text.as_str();
    !text.starts_with('-') || text.contains('=') || VALUES.contains(&text) || SWITCHES.contains(&text)
}

/// Flags of `helm upgrade` that take a value (Helm 3.18).
const VALUES: [&str; 27] = [
    "-f", "--values", "-n", "--namespace", "--version", "--set", "--set-string", "--set-file", "--set-json",
    "--set-literal", "--timeout", "--kube-context", "--kubeconfig", "--repo", "--username", "--password", "--ca-file",
    "--cert-file", "--key-file", "--keyring", "--description", "--history-max", "--post-renderer", "-o", "--output",
    "-l", "--labels",
];
/// Flags of `helm upgrade` that take none.
const SWITCHES: [&str; 17] = [
    "-i", "--install", "--atomic", "--wait", "--debug", "--dry-run", "--create-namespace", "--reset-values",
    "--reuse-values", "--reset-then-reuse-values", "--force", "--devel", "--cleanup-on-fail", "--no-hooks",
    "--skip-crds", "--wait-for-jobs", "--verify",
];
