//! # `sample-secret-left`
//!
//! The secret is one that InfluxData's pages or charts show. Everybody knows it: whoever reaches the service signs tokens
//! with it or logs in as its administrator.
//!
//! ```yaml bad
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: influxdb-auth
//! stringData:
//!   influxdb-user: admin
//!   influxdb-password: admin
//! #                    ^^^^^ everybody knows it
//! ```
//!
//! ```yaml bad
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: influxdb-shared-secret
//! data:
//!   secret: TVkgUkFORE9NIFNUUklORw==
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^ everybody knows it
//! ```
//!
//! ```sh bad
//! influxd-ctl -auth-type jwt -secret oatclusters show
//! #                                  ^^^^^^^^^^^ everybody knows it
//! export INFLUXDB_META_INTERNAL_SHARED_SECRET='long pass phrase used for signing tokens'
//! #                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ everybody knows it
//! ```
//!
//! ```yaml good
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: influxdb-auth
//! stringData:
//!   influxdb-user: admin
//!   influxdb-password: kWq3vZ81
//! ```
//!
//! ```sh good
//! influxd-ctl -auth-type jwt -secret "$SECRET" show
//! # influxd-ctl -auth-type jwt -secret oatclusters show
//! ```
//!
//! - [InfluxData: Authentication in InfluxDB Enterprise](https://docs.influxdata.com/enterprise_influxdb/v1/administration/configure/security/authentication/)
//! - [InfluxData: influxd-ctl](https://docs.influxdata.com/enterprise_influxdb/v1/tools/influxd-ctl/)
//! - [Chart influxdb-enterprise, example-resources.yaml](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb-enterprise/example-resources.yaml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::placeholder::is_sample;
use crate::model::secret::{Leak, sample_in};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    id: "sample-secret-left",
    summary: "a secret is a sample from the documentation",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("sample_secret_left.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if is_sample(context.source.name()) {
        return;
    }
    let mut tell = |place: Place, path: &str, message: String| {
        findings
            .report(place, path, message)
            .label("everybody knows it")
            .help("make an own secret: this one is public");
    };
    context.each_leak(&mut |secret, _| {
        if let Leak::Sample(spot) = &secret.leak {
            tell(spot.value.clone(), &spot.path, format!("`{}` is a sample from the documentation", spot.path));
        }
    });
    for run in context.script().iter().flat_map(|script| script.runs()) {
        let sample = run.all_words().find_map(|word| Some((word, sample_in(&word.text)?)));
        if let Some((word, sample)) = sample.filter(|_| !run.is_printed()) {
            let message = "a secret in this command is a sample from the documentation";
            tell(run.place_in(word, sample), &run.path(), message.to_owned());
        }
    }
}
