//! # `login-url-inside-cluster`
//!
//! `influxctl` runs on people's machines. The name of a Service (`*.svc`, `*.cluster.local`, one bare word) is
//! known to the DNS of the cluster alone, so nobody outside of it can log in. The cluster's own `jwksEndpoint` may
//! well use such a name.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://keycloak.auth.svc/realms/ops/protocol/openid-connect/auth/device"
//! #                     ^^^^^^^^^^^^^^^^^ known inside the cluster only
//! token_url = "https://keycloak.auth.svc/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! Names and addresses of a company's network may be reached, and so may the machine itself:
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
//! device_url = "https://sso.corp/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.corp/realms/ops/protocol/openid-connect/token"
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
//! device_url = "https://localhost:8443/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://localhost:8443/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! - [Kubernetes: DNS for Services and Pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)
//! - [envoyproxy/gateway#3536](https://github.com/envoyproxy/gateway/issues/3536)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;
use crate::model::influxctl::LoginUrl;
use crate::provider::is_cluster_name;

pub(super) static RULE: Rule = Rule {
    id: "login-url-inside-cluster",
    summary: "a login URL on a host that exists inside the cluster only",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("login_url_inside_cluster.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins() {
        let inside: Vec<_> = login.urls().filter_map(|url| Some((host_inside(url)?, url))).collect();
        for (at, (host, url)) in inside.iter().enumerate() {
            // Two URLs on one host are one cause.
            if inside[..at].iter().any(|(earlier, _)| earlier == host) {
                continue;
            }
            let mut building = findings
                .report(
                    place_of(&url.setting, |parts| Some(parts.host)),
                    &url.setting.path,
                    format!("`{host}` exists inside the cluster only"),
                )
                .label("known inside the cluster only")
                .help("write the name that people's machines can reach");
            for (_, other) in inside[at + 1..].iter().filter(|(other, _)| other == host) {
                building = building.related(place_of(&other.setting, |parts| Some(parts.host)), "and here");
            }
        }
    }
}

fn host_inside<'a>(url: &'a LoginUrl<'_>) -> Option<&'a str> {
    let written = url.url().filter(|url| !url.placeholder_host && is_cluster_name(&url.url))?;
    written.url.host_str()
}
