//! # `port-typed-as-number`
//!
//! Every example of InfluxData quotes the port: the setting is a text. The TOML reader of `influxctl` refuses a
//! number where a text belongs. And a port is a number from 1 to 65535.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = 443
//! #      ^^^ a number
//! mgmt_token = "apiv1_x"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "70000"
//! #       ^^^^^ no port
//! mgmt_token = "apiv1_x"
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
//! Without `port` it is 443:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/)
//! - [pelletier/go-toml](https://github.com/pelletier/go-toml): types must match

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::scalar::Typed;
use crate::input::splice::{fix_text, value_place};
use crate::model::placeholder;

pub(super) static RULE: Rule = Rule {
    id: "port-typed-as-number",
    summary: "`port` is a number, or no port at all",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("port_typed_as_number.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for port in context.profiles().filter_map(|profile| profile.port.as_ref()) {
        if let Some(Typed::Number(digits)) = port.node.typed() {
            let number = port.node.raw();
            let quoted = is_port(&digits).then(|| fix_text(port.node, &digits, Safety::Unsafe));
            let help = match &quoted {
                Some(_) => format!("quote it: `\"{digits}\"`"),
                None => "write a port from 1 to 65535 in quotes".to_owned(),
            };
            findings
                .report(port.node.place(), &port.path, format!("`port` is a number: `{number}`"))
                .label("a number")
                .help(help)
                .fix(quoted);
        } else if let Some(text) = port.text().filter(|text| !is_port(text) && placeholder::find(text).is_none()) {
            findings
                .report(value_place(port.node), &port.path, format!("`port` is no number from 1 to 65535: `{text}`"))
                .label("no port")
                .help("write the port that the cluster's ingress listens on: `443`");
        }
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}
