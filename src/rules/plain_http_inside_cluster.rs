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
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [OpenID Connect Discovery 1.0, section 7.1](https://openid.net/specs/openid-connect-discovery-1_0.html#TLSRequirements)
//! - [InfluxData: Configure TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;
use crate::provider::{HostClass, host_class};

pub(super) static RULE: Rule = Rule {
    id: "plain-http-inside-cluster",
    summary: "`jwksEndpoint` uses plain `http` on an internal host",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("plain_http_inside_cluster.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_url() else { return };
    let is_internal = !url.placeholder_host && host_class(&url.url) == HostClass::Internal;
    if url.url.scheme() != "http" || !is_internal {
        return;
    }
    findings
        .report(
            place_of(setting, |parts| Some(parts.scheme)),
            &setting.path,
            format!("`jwksEndpoint` uses plain `http` inside the cluster: `{}`", url.shown),
        )
        .label("plain `http`")
        .used_at(setting.node)
        .help("serve https and give the CA in `egress.customCertificates`");
}
