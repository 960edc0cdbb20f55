//! # `plain-http-endpoint`
//!
//! The keys decide whose tokens the cluster trusts. Over plain `http` anybody on the way can answer with keys
//! of his own, and then log in as every administrator.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: http://acme.us.auth0.com/.well-known/jwks.json
//! #               ^^^^ keys read here can be swapped on the way
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! ```
//!
//! Where the host may serve nothing on its `https` port, a person should look first:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: http://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^ keys read here can be swapped on the way
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [OpenID Connect Discovery 1.0, section 7.1](https://openid.net/specs/openid-connect-discovery-1_0.html#TLSRequirements)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::model::admin::Setting;
use crate::model::endpoint::{Parts, WrittenUrl, place_of};
use crate::provider::{self, HostClass};

pub(super) static RULE: Rule = Rule {
    id: "plain-http-endpoint",
    summary: "`jwksEndpoint` uses plain `http` on a public host",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("plain_http_endpoint.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_url() else { return };
    let is_public = !url.placeholder_host && provider::host_class(&url.url) == HostClass::Public;
    if url.url.scheme() != "http" || !is_public {
        return;
    }
    findings
        .report(
            place_of(setting, |parts| Some(parts.scheme)),
            &setting.path,
            format!("`jwksEndpoint` uses plain `http`: `{}`", url.shown),
        )
        .label("keys read here can be swapped on the way")
        .used_at(setting.node)
        .help("write `https`")
        .fix(with_https(setting, url));
}

/// Replaces the scheme alone. None where a port stands, because `https` listens on another one.
fn with_https(setting: &Setting<'_>, url: &WrittenUrl) -> Option<Fix> {
    let place = place_of(setting, |parts| Some(parts.scheme));
    let has_port = Parts::of(&url.shown).host.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
    if has_port || !place.text().eq_ignore_ascii_case("http") {
        return None;
    }
    let through_alias = setting.node.used_at().is_some();
    let safe = provider::serves_https_only(&url.url) && !through_alias;
    let safety = if safe { Safety::Safe } else { Safety::Unsafe };
    Some(Fix::replace(place, "https", "write `https`", safety))
}
