//! # `profile-name-duplicated`
//!
//! `--profile` picks a profile by its name, and without it `default` is used. With two of one name nobody can tell
//! which cluster a command changes.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [[profile]]
//! name = "default"
//! #       ^^^^^^^ the second of this name
//! product = "clustered"
//! host = "influxdb-dev.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_y"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "dev"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb-dev.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_y"
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/): profiles and their names

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::setting::Setting;
use crate::model::placeholder;

pub(super) static RULE: Rule = Rule {
    id: "profile-name-duplicated",
    summary: "two profiles of one file have the same name",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("profile_name_duplicated.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut seen: Vec<(&str, &Setting<'_>)> = Vec::new();
    for setting in context.profiles().filter_map(|profile| profile.name.as_ref()) {
        let Some(name) = setting.exact_text().filter(|name| placeholder::find(name).is_none()) else { continue };
        match seen.iter().find(|(earlier, _)| *earlier == name) {
            Some((_, first)) => {
                findings
                    .report(value_place(setting.node), &setting.path, format!("two profiles are called `{name}`"))
                    .label("the second of this name")
                    .related(value_place(first.node), "the first")
                    .help("rename one");
            }
            None => seen.push((name, setting)),
        }
    }
}
