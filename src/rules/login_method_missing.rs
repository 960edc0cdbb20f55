//! # `login-method-missing`
//!
//! Nearly every command of `influxctl` needs a login: `[profile.auth.oauth2]`, a management token or a token file.
//! This profile has none of them, and no database token for queries and writes either. A management token may come
//! from the environment since 2.10.1, hence this is a warning.
//!
//! ```toml bad
//! [[profile]]
//! #^^^^^^^^^^ no way to log in
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! Queries and writes need a database token only, and InfluxDB Cloud Dedicated has a login of its own:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! database = "metrics"
//! token = "apiv1_x"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "dedicated"
//! account_id = "9a95fd9e-005d-487a-9a01-d08c1eab2757"
//! cluster_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/)
//! - [InfluxData: influxctl release notes](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/influxctl/): 2.10.1

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "login-method-missing",
    summary: "a clustered profile without a way to log in",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("login_method_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document().filter(|_| context.is_whole()) else { return };
    for profile in document.profiles().filter(|profile| profile.is_clustered()) {
        const OTHERS: [&str; 3] = ["auth.oauth2", "database", "token"];
        const MEANT: [&str; 6] = ["auth", "auth.oauth2", "auth.token", "mgmt_token", "database", "token"];
        let is_written = |key: &&str| profile.setting(key).is_some();
        let is_meant = |key: &&str| document.is_elsewhere(&format!("{}.{key}", profile.path));
        let has_one = !profile.ways_to_log_in().is_empty() || OTHERS.iter().any(is_written);
        if has_one || MEANT.iter().any(is_meant) {
            continue;
        }
        findings
            .report(
                profile.node.place(),
                &profile.path,
                format!("profile `{}` has no way to log in", profile.shown_name()),
            )
            .label("no way to log in")
            .help("add `[profile.auth.oauth2]` with `client_id`, `device_url` and `token_url`");
    }
}
