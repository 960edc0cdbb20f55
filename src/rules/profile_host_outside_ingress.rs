//! # `profile-host-outside-ingress`
//!
//! `influxctl` connects to the `host` of its profile, and the cluster's ingress routes the hosts of `ingress.hosts`,
//! no others. A host that is not among them leads to another cluster or to a 404.
//!
//! A cluster and a profile are a pair when `--influxctl` names the profile's file. A profile with the host of another
//! cluster of the run belongs to that one. A comment `# idplint: ignore[…]` at `host` hides the finding.
//!
//! ```yaml beside
//! ingress:
//!   hosts:
//!     - influx.acme.io
//!     - influx-2.acme.io
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! #       ^^^^^^^^^^^^^^^^ no host of the cluster
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! A forwarded port has a name of this machine or of one network:
//!
//! ```toml good
//! [[profile]]
//! name = "forwarded"
//! product = "clustered"
//! host = "localhost"
//! port = "8080"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```yaml beside
//! ingress:
//!   hosts:
//!     - "*.acme.io"
//!     - influx.acme.com
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "ops"
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
//! - [influxdata/helm-charts: values of influxdb3-clustered](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml): `ingress.hosts`
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/): `host` of a profile

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::pair::Pair;

pub(super) static RULE: Rule = Rule {
    id: "profile-host-outside-ingress",
    summary: "the host of a profile is none of the cluster's ingress hosts",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("profile_host_outside_ingress.rs"),
    check,
};

/// Hosts told in the message.
const MOST: usize = 8;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((host, ingress)) = context.pair().and_then(Pair::host_outside) else { return };
    let text = host.text().unwrap_or_default();
    let names = ingress.names();
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    findings
        .report(
            value_place(host.node),
            &host.path,
            format!("`{text}` is not among the cluster's ingress hosts: {}{more}", shown.join(", ")),
        )
        .label("no host of the cluster")
        .related(ingress.hosts.key.place(), "the cluster's hosts")
        .help("write one of them");
}
