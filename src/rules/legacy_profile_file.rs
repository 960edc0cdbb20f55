//! # `legacy-profile-file`
//!
//! `influxctl` 1.x had one connection, with two ids at the root of its file. Since 2.0.0 the file is a list of
//! profiles, and a key outside of one is an error.
//!
//! ```toml bad
//! account_id = "9a95fd9e-005d-487a-9a01-d08c1eab2757"
//! #^^^^^^^^^ influxctl 1.x
//! cluster_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "dedicated"
//! account_id = "9a95fd9e-005d-487a-9a01-d08c1eab2757"
//! cluster_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
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
//! - [InfluxData: influxctl release notes](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/influxctl/): 2.0.0, migrate from 1.x to 2.0

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::add_before;
use crate::model::influxctl::{Config, Form};

pub(super) static RULE: Rule = Rule {
    id: "legacy-profile-file",
    summary: "a configuration of influxctl 1.x",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("legacy_profile_file.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Config { root, form: Form::Legacy, .. }) = context.document().and_then(|d| d.influxctl.as_ref()) else {
        return;
    };
    let Some(first) = root.entries().next().map(|entry| entry.key) else { return };
    let header = ["[[profile]]", "name = \"default\"", "product = \"dedicated\""];
    let fix = add_before(*root, first, &header);
    findings
        .report(first.place(), "", "this is an influxctl 1.x file")
        .label("influxctl 1.x")
        .help("wrap it in `[[profile]]`")
        .fix(fix.map(|edit| Fix {
            title: "wrap it in `[[profile]]`".to_owned(),
            safety: Safety::Safe,
            edits: vec![edit],
        }));
}
