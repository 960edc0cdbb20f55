//! # `management-token-sent-to-console`
//!
//! The path is the one of InfluxDB Clustered, the host is InfluxData's own console: the token that administers the
//! cluster goes to another service. InfluxData's description of the Management API names that host; a cluster answers
//! under its own.
//!
//! ```sh bad
//! curl -H "Authorization: Bearer $TOKEN" https://console.influxdata.com/api/v0/databases
//! #                                              ^^^^^^^^^^^^^^^^^^^^^^ another service
//! ```
//!
//! ```sh fixed
//! curl -H "Authorization: Bearer $TOKEN" https://$INFLUXDB_HOST/api/v0/databases
//! ```
//!
//! The form of Cloud Dedicated, a request without a token, the cluster's own host:
//!
//! ```sh good
//! curl -H "Authorization: Bearer $TOKEN" https://console.influxdata.com/api/v0/accounts/$ACCOUNT/clusters/$CLUSTER/databases
//! curl -H "Authorization: Bearer $TOKEN" "https://console.influxdata.com/api/v0/$REST"
//! curl https://console.influxdata.com/api/v0/databases
//! curl -H "Authorization: Bearer $TOKEN" https://influxdb.acme.io/api/v0/databases
//! echo 'curl -H "Authorization: Bearer $TOKEN" https://console.influxdata.com/api/v0/databases'
//! ```
//!
//! - [InfluxData: Management API of InfluxDB Clustered](https://docs.influxdata.com/influxdb3/clustered/api/management/)
//! - [influxdata/docs-v2, api-docs/influxdb3/clustered/management](https://github.com/influxdata/docs-v2/tree/master/api-docs/influxdb3/clustered/management): shows both hosts

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity, Safety, Fix};
use crate::model::script::CONSOLE;

pub(super) static RULE: Rule = Rule {
    id: "management-token-sent-to-console",
    summary: "a script sends a cluster's management token to InfluxData's console",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("management_token_sent_to_console.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for run in context.script().iter().flat_map(|script| script.runs()) {
        if !run.is_request() || !run.arguments().iter().any(|word| sends_token(&word.text)) {
            continue;
        }
        let Some(url) = run.arguments().iter().find(|word| is_of_cluster(&word.text)) else { continue };
        let place = run.place_in(url, CONSOLE);
        // Between single quotes the shell would not fill the host in.
        let fills_in = run.block.may_edit && place.text() == CONSOLE && !run.place(url.span).text().contains('\'');
        let fix = || Fix::replace(place.clone(), "$INFLUXDB_HOST", "ask the cluster's own host", Safety::Unsafe);
        let fix = fills_in.then(fix);
        findings
            .report(place, run.path(), format!("this sends the cluster's management token to `{CONSOLE}`"))
            .label("another service")
            .help("ask the cluster's own host")
            .note("InfluxData's description of the Management API names this host for Clustered, too")
            .fix(fix);
    }
}

fn sends_token(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text == "--oauth2-bearer" || text.split_once("authorization:").is_some_and(|(_, rest)| rest.contains("bearer"))
}

/// A path without account and cluster; one that begins with a variable may have both.
fn is_of_cluster(text: &str) -> bool {
    let path = text.split_once(CONSOLE).and_then(|(_, rest)| rest.strip_prefix("/api/v0/"));
    path.is_some_and(|path| !path.starts_with(['$', '`']) && !path.starts_with("accounts/"))
}
