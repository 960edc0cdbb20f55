//! # `job-copied-from-job`
//!
//! `kubectl create job --from` makes a Job out of a CronJob, of nothing else: with a Job the command fails, and the
//! keys stay what they were. An older page of InfluxData shows it. The operator makes a deleted Job again.
//!
//! ```sh bad
//! kubectl create job --from=job/key-gen key-gen-002 --namespace influxdb
//! #                         ^^^^^^^^^^^ not a CronJob
//! ```
//!
//! ```sh good
//! kubectl create job --from=cronjob/influxdb-backup backup-002 --namespace influxdb
//! kubectl delete job/key-gen --namespace influxdb
//! # kubectl create job --from=job/key-gen key-gen-002
//! ```
//!
//! - [Kubernetes: kubectl create job](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_job/): "--from: The name of the resource to create a Job from (only cronjob is supported)."
//! - [InfluxData: Bypass your identity provider](https://docs.influxdata.com/influxdb3/clustered/admin/bypass-identity-provider/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "job-copied-from-job",
    summary: "`kubectl create job --from` is given a Job, which it does not take",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("job_copied_from_job.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for run in context.script().iter().flat_map(|script| script.runs()) {
        let is_create = run.is_kubectl() && run.is_of_cluster() && run.arguments().iter().any(|word| word.text == "create");
        let Some(from) = run.flag("--from").filter(|_| is_create) else { continue };
        let (Some(value), Some((kind, _))) = (from.value, from.text.split_once('/')) else { continue };
        if !matches!(kind, "job" | "jobs" | "job.batch" | "jobs.batch") {
            continue;
        }
        let shown = from.text.replace('`', "'");
        findings
            .report(
                run.place_in(value, from.text),
                run.path(),
                format!("`kubectl create job --from` takes a CronJob, not `{shown}`"),
            )
            .label("not a CronJob")
            .help("delete the Job, the operator creates it again");
    }
}
