//! # `login-methods-compete`
//!
//! A management token, a token file and `[profile.auth.oauth2]` are three ways to log in, each "instead of" the
//! others. Which one wins in one profile is not documented: commands may run as somebody else than expected.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! #^^^^^^^^^ a second way to log in
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! Two profiles may have two ways:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//!
//! [[profile]]
//! name = "automation"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! - [InfluxData: management tokens](https://docs.influxdata.com/influxdb3/clustered/admin/tokens/management/)
//! - [InfluxData: influxctl release notes](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/influxctl/): 2.5.0, 2.6.0

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "login-methods-compete",
    summary: "a profile with two ways to log in",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("login_methods_compete.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for profile in context.profiles() {
        let ways = profile.ways_to_log_in();
        let [(_, first), .., (_, last)] = ways.as_slice() else { continue };
        let list: Vec<String> = ways.iter().map(|(key, _)| format!("`{key}`")).collect();
        let message =
            format!("profile `{}` has {} ways to log in: {}", profile.shown_name(), list.len(), list.join(", "));
        findings
            .report(last.place(), &profile.path, message)
            .label("a second way to log in")
            .related(first.place(), "the first")
            .help("keep one, and make a profile of the other if both are needed: which one wins is not documented");
    }
}
