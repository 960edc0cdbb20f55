//! # `admin-token-copied-to-file`
//!
//! The script reads the admin token of the cluster to work with it. That token bypasses the identity provider and never
//! expires; to revoke it takes new keys for the whole cluster. It is meant for development and tests.
//!
//! ```sh bad
//! kubectl get secrets/admin-token --template={{.data.token}} --namespace influxdb | base64 -d > token.json
//! #           ^^^^^^^^^^^^^^^^^^^ the admin token
//! TOKEN=$(kubectl get secret admin-token -n influxdb -o jsonpath='{.data.token}' | base64 -d)
//! #                          ^^^^^^^^^^^ the admin token
//! ```
//!
//! ```yaml bad
//! jobs:
//!   grant:
//!     runs-on: ubuntu-latest
//!     steps:
//!       - run: |
//!           kubectl -n influxdb get secret/admin-token -o go-template='{{.data.token | base64decode}}' | tee token.json
//! #                                 ^^^^^^^^^^^^^^^^^^ the admin token
//!           influxctl --config ci.toml database list
//! ```
//!
//! Its name alone, its description, a copy for another namespace, and a text that shows the command:
//!
//! ```sh good
//! influxctl database list
//! kubectl get secret admin-token -n influxdb
//! kubectl get secret admin-token -n influxdb -o name > found
//! kubectl describe secret admin-token -n influxdb > description.txt
//! kubectl get secret admin-token -n influxdb -o yaml | kubectl apply -n staging -f -
//! echo "kubectl get secrets/admin-token --template={{.data.token}} | base64 -d > token.json"
//! # kubectl get secrets/admin-token --template={{.data.token}} | base64 -d > token.json
//! ```
//!
//! - [InfluxData: Bypass your identity provider](https://docs.influxdata.com/influxdb3/clustered/admin/bypass-identity-provider/): "for development and testing purposes only"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::script::AdminToken;

pub(super) static RULE: Rule = Rule {
    id: "admin-token-copied-to-file",
    summary: "a script takes the admin token out of its Secret",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("admin_token_copied_to_file.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for run in context.script().iter().flat_map(|script| script.runs()) {
        let Some(AdminToken::Kept) = run.admin_token() else { continue };
        let Some(name) = run.secret("admin-token") else { continue };
        let what = if run.block.is_logged { "job" } else { "script" };
        findings
            .report(run.place(name.span), run.path(), format!("this {what} uses the admin token, which never expires"))
            .label("the admin token")
            .help("create a management token with `--expires-at`");
    }
}
