//! # `profile-in-single-brackets`
//!
//! In TOML `[profile]` is a table and `[[profile]]` an entry of a list. `influxctl` reads a list of profiles: a
//! table in its place is an error. The tables below it, `[profile.auth.oauth2]` and `[profile.tls]`, have single
//! brackets.
//!
//! ```toml bad
//! [profile]
//! #^^^^^^^^ one table
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml fixed
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
//! ```
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
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/)
//! - [TOML 1.0: array of tables](https://toml.io/en/v1.0.0#array-of-tables)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::node::Node;
use crate::model::influxctl::{Config, Form};

pub(super) static RULE: Rule = Rule {
    id: "profile-in-single-brackets",
    summary: "`[profile]` is one table, influxctl reads a list",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("profile_in_single_brackets.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Config { root, form: Form::SingleTable(entry), .. }) =
        context.document().and_then(|d| d.influxctl.as_ref())
    else {
        return;
    };
    let header = entry.value.place();
    // A table above would then belong to no profile, and inline tables have other brackets.
    let is_first = root.entries().all(|entry| starts_behind(entry.value, header.span.start));
    if header.text() != "[profile]" {
        return;
    }
    let fix = is_first.then(|| Fix::replace(header.clone(), "[[profile]]", "write `[[profile]]`", Safety::Safe));
    findings
        .report(header, "profile", "`[profile]` is one table, influxctl reads a list")
        .label("one table")
        .help("write `[[profile]]`")
        .fix(fix);
}

/// True when nothing of `node` stands above `start`.
fn starts_behind(node: Node<'_>, start: u32) -> bool {
    node.span().start >= start && node.entries().all(|entry| starts_behind(entry.value, start))
}
