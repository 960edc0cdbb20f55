//! # `tls-switched-off`
//!
//! With `disable` set, `influxctl` speaks plain HTTP. Every request carries a token: whoever reads one on the way
//! can do what its owner can.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! disable = true
//! #         ^^^^ plain HTTP
//! ```
//!
//! Through a port-forward, and inside a network of one's own, it is documented:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "localhost"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! disable = true
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.influxdb.svc"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! disable = true
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! disable = false
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/): "Use this if you don't have an ingress controller configured to terminate TLS"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::setting::Setting;
use crate::provider::HostClass;

pub(super) static RULE: Rule = Rule {
    id: "tls-switched-off",
    summary: "a profile that sends tokens to a public host without TLS",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("tls_switched_off.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for profile in context.profiles().filter(|profile| profile.is_on("tls.disable")) {
        let Some(disable) = profile.setting("tls.disable") else { continue };
        let Some(host) = profile.host.as_ref().and_then(Setting::text) else { continue };
        if profile.host_class() != Some(HostClass::Public) || profile.host_url().is_some() {
            continue;
        }
        findings
            .report(
                disable.node.place(),
                &disable.path,
                format!("profile `{}` sends tokens to `{host}` without TLS", profile.shown_name()),
            )
            .label("plain HTTP")
            .help("serve TLS at the ingress and remove `disable`");
    }
}
