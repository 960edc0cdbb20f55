//! # `host-is-url`
//!
//! `host` is the name of the cluster alone; `influxctl` adds the scheme itself and takes the port from `port`. With
//! more in it no name is found.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "https://influxdb.acme.io:443/"
//! #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ more than a host
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
//! host = "influxdb.acme.io:443"
//! #       ^^^^^^^^^^^^^^^^^^^^ more than a host
//! port = "443"
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
//! An IPv6 address has colons of its own:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "2001:db8::7"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/): "InfluxDB hostname/IP address and port"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::{add_after, value_place, write_text};
use crate::model::setting::Setting;
use crate::model::influxctl::{HostUrl, Profile};

pub(super) static RULE: Rule = Rule {
    id: "host-is-url",
    summary: "`host` carries a scheme, a port or a path",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("host_is_url.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for profile in context.profiles() {
        let (Some(host), Some(url)) = (&profile.host, profile.host_url()) else { continue };
        let help = match &url.port {
            Some(port) => format!("write `host = \"{}\"` and `port = \"{port}\"`", url.host),
            None => format!("write `{}`", url.host),
        };
        findings
            .report(value_place(host.node), &host.path, format!("`host` is a URL: `{}`", url.shown))
            .label("more than a host")
            .help(help)
            .fix(fix(profile, host, &url));
    }
}

/// Moves the port when none is written. None where another one is.
fn fix(profile: &Profile<'_>, host: &Setting<'_>, url: &HostUrl) -> Option<Fix> {
    let mut edits = vec![write_text(host.node, &url.host)];
    match (&url.port, &profile.port) {
        (None, _) => {}
        (Some(port), Some(written)) if written.text() == Some(port) => {}
        (Some(_), Some(_)) => return None,
        (Some(port), None) => edits.push(add_after(profile.node.entry("host")?, &format!("port = \"{port}\""))?),
    }
    // A path, or `http`, may have been meant.
    let safety = if url.is_plain { Safety::Safe } else { Safety::Unsafe };
    Some(Fix { title: format!("write `{}`", url.host), safety, edits })
}
