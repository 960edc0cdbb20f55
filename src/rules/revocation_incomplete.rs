//! # `revocation-incomplete`
//!
//! Without the Secret `rsa-keys` the cluster makes new keys. The Secret `admin-token` must go as well, else the old token
//! stays there and is taken for the new one; and the pods `token-management` must start again. Older pages of
//! InfluxData leave out the one, or restart `authz`, which is gone since 20240214.
//!
//! ```sh bad
//! kubectl delete secrets/rsa-keys --namespace influxdb
//! #              ^^^^^^^^^^^^^^^^ `admin-token` stays
//! kubectl delete pods --selector app=token-management --namespace influxdb
//! ```
//!
//! ```sh bad
//! kubectl delete secret rsa-keys admin-token --namespace influxdb
//! kubectl rollout restart deployment/authz --namespace influxdb
//! #                       ^^^^^^^^^^^^^^^^ gone since 20240214
//! ```
//!
//! ```sh good
//! kubectl delete secrets/rsa-keys --namespace influxdb
//! kubectl delete secrets/admin-token --namespace influxdb
//! kubectl delete job/key-gen job/create-admin-token --namespace influxdb
//! kubectl delete pods --selector app=token-management --namespace influxdb
//! ```
//!
//! ```sh good
//! kubectl delete secret rsa-keys $MORE --namespace influxdb
//! kubectl delete secret telegraf --namespace influxdb
//! # kubectl delete secret rsa-keys
//! ```
//!
//! - [InfluxData: Bypass your identity provider](https://docs.influxdata.com/influxdb3/clustered/admin/bypass-identity-provider/): revoke an admin token
//! - [InfluxData: Clustered release notes](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/): 20231115 and 20240214

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::shell::Word;
use crate::model::script::Run;

pub(super) static RULE: Rule = Rule {
    id: "revocation-incomplete",
    summary: "a script revokes the admin token, but leaves a part of it in force",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("revocation_incomplete.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(script) = context.script() else { return };
    let runs = script.runs();
    let calls = || runs.iter().filter(|run| run.is_kubectl());
    let deletes = || calls().filter(|run| run.arguments().iter().any(|word| word.text == "delete"));
    let Some((run, keys)) = deletes().find_map(|run| Some((run, run.secret("rsa-keys")?))) else { return };
    // Whatever a variable holds, `--all` or a whole namespace may be the other Secret.
    let may_be_all = |run: &Run<'_>| {
        let is_more = |word: &&Word| !word.is_known || matches!(word.text.as_str(), "ns" | "namespace");
        let is_all = |word: &Word| matches!(word.text.as_str(), "--all" | "-f" | "-l") || word.text.starts_with("--sel");
        let more = run.positional(&["-n", "--namespace"]).iter().any(is_more);
        more || run.names_secret("admin-token") || (run.mentions("secret") && run.arguments().iter().any(is_all))
    };
    if !deletes().any(may_be_all) {
        findings
            .report(run.place(keys.span), run.path(), "this revocation leaves the Secret `admin-token`")
            .label("`admin-token` stays")
            .help("delete both Secrets, both Jobs, then the `token-management` pods");
        return;
    }
    let restarts = |name: &str| calls().find_map(|run| Some((run, run.arguments().iter().find(|w| names(w, name))?)));
    if let Some((run, word)) = restarts("authz").filter(|_| restarts("token-management").is_none()) {
        findings
            .report(run.place(word.span), run.path(), "this revocation restarts `authz`, not `token-management`")
            .label("gone since 20240214")
            .help("delete the pods: `kubectl delete pods --selector app=token-management`");
    }
}

/// `deployment/NAME`, `app=NAME`, `NAME`.
fn names(word: &Word, name: &str) -> bool {
    word.text.rsplit(['/', '=']).next() == Some(name)
}
