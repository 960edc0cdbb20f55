//! # `plain-http-inside-cluster`
//!
//! Keys that are read over plain `http` can be swapped by whoever shares the network: another pod, a node. The
//! cluster can verify an internal certificate when it is given the CA.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: http://keycloak.auth.svc:8080/realms/ops/protocol/openid-connect/certs
//! #               ^^^^ plain `http`
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: http://10.1.2.3/realms/ops/protocol/openid-connect/certs
//! #               ^^^^ plain `http`
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.corp"
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.corp/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "http://sso.corp/realms/ops/protocol/openid-connect/token"
//! #            ^^^^ plain `http`
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A host among the `allow-hosts` of the project file may answer over plain `http`: the rule is silent about it.
//!
//! - [OpenID Connect Discovery 1.0, section 7.1](https://openid.net/specs/openid-connect-discovery-1_0.html#TLSRequirements)
//! - [InfluxData: Configure TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;
use crate::provider::{HostClass, host_class};

pub(super) static RULE: Rule = Rule {
    id: "plain-http-inside-cluster",
    summary: "the URL of an endpoint uses plain `http` on an internal host",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("plain_http_inside_cluster.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (endpoint, url) in context.urls() {
        let (key, setting) = (endpoint.key, endpoint.setting);
        let is_internal = !url.placeholder_host && host_class(&url.url) == HostClass::Internal;
        if url.url.scheme() != "http" || !is_internal || context.layers.allows_host(&url.url) {
            continue;
        }
        let (inside, ca) = match endpoint.is_login() {
            true => ("an internal network", "add the CA to the trust store of the machine that runs influxctl"),
            false => ("the cluster", "give the CA in `egress.customCertificates`"),
        };
        findings
            .report(
                place_of(setting, |parts| Some(parts.scheme)),
                &setting.path,
                format!("`{key}` uses plain `http` inside {inside}: `{}`", url.shown),
            )
            .label("plain `http`")
            .used_at(setting.node)
            .help(format!("serve https and {ca}"));
    }
}
