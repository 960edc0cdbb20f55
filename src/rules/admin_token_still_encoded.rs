//! # `admin-token-still-encoded`
//!
//! kubectl prints the data of a Secret in base64. The file gets that text, and influxctl cannot log in with it.
//!
//! ```sh bad
//! kubectl get secrets/admin-token --template={{.data.token}} --namespace influxdb > token.json
//! #                                                                                 ^^^^^^^^^^ base64 text
//! ```
//!
//! ```sh fixed
//! kubectl get secrets/admin-token --template={{.data.token}} --namespace influxdb | base64 -d > token.json
//! ```
//!
//! ```sh good
//! influxctl database list
//! kubectl get secrets/admin-token --namespace influxdb --template={{.data.token}}
//! kubectl get secrets/other --namespace influxdb --template={{.data.token}} > other.json
//! ```
//!
//! - [InfluxData: Bypass your identity provider](https://docs.influxdata.com/influxdb3/clustered/admin/bypass-identity-provider/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity, Safety, Fix};
use crate::model::script::AdminToken;

pub(super) static RULE: Rule = Rule {
    id: "admin-token-still-encoded",
    summary: "a script keeps the base64 text of the admin token as if it were the token",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("admin_token_still_encoded.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for run in context.script().iter().flat_map(|script| script.runs()) {
        let Some(AdminToken::Encoded(file)) = run.admin_token() else { continue };
        let shown = file.text.replace('`', "'");
        let end = run.end_before_output().filter(|_| run.block.may_edit);
        let fix = |end| Fix::replace(run.place(end), " | base64 -d", "decode it", Safety::Unsafe);
        findings
            .report(run.place(file.span), run.path(), format!("`{shown}` gets the base64 text, not the token"))
            .label("base64 text")
            .help("pipe it through `base64 -d`")
            .fix(end.map(fix));
    }
}
