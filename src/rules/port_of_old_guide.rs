//! # `port-of-old-guide`
//!
//! InfluxData's page on authentication shows port 8086, the port of InfluxDB 1 and 2, in all of its profiles. The
//! ingress of InfluxDB Clustered listens on 443, which is also what `influxctl` uses without `port`.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "8086"
//! #       ^^^^ port of an older guide
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
//! A port-forward may well listen on 8086, and so may a host of one's own network:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "localhost"
//! port = "8086"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [InfluxData: influxctl query](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/query/): "Default uses TLS and port 443"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::setting::Setting;
use crate::model::placeholder;
use crate::provider::HostClass;

pub(super) static RULE: Rule = Rule {
    id: "port-of-old-guide",
    summary: "port 8086 of an older guide",
    severity: Severity::Note,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("port_of_old_guide.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for profile in context.profiles().filter(|profile| profile.is_clustered()) {
        let Some(port) = profile.port.as_ref().filter(|port| port.text() == Some("8086")) else { continue };
        // The guide's own placeholder stands for the host of a cluster.
        let host = profile.host.as_ref().and_then(Setting::exact_text);
        let is_guide = host.is_some_and(|host| placeholder::find(host).is_some());
        if !is_guide && profile.host_class() != Some(HostClass::Public) {
            continue;
        }
        findings
            .report(
                value_place(port.node),
                &port.path,
                "port 8086 comes from InfluxData's auth page; the ingress listens on 443",
            )
            .label("port of an older guide")
            .help("write `443` unless your ingress differs")
            .note(
                "the examples of docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/ use 8086; \
                 those of `influxctl query` and influxctl's README use 443",
            );
    }
}
