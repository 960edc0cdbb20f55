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
//! A login hands out tokens:
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "http://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! #            ^^^^ tokens sent here can be read on the way
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A host among the `allow-hosts` of the project file may answer over plain `http`: the rule is silent about it.
//!
//! - [OpenID Connect Discovery 1.0, section 7.1](https://openid.net/specs/openid-connect-discovery-1_0.html#TLSRequirements)
//! - [RFC 6749, section 3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2): the token endpoint and TLS
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::model::setting::Setting;
use crate::model::endpoint::{Parts, WrittenUrl, place_of};
use crate::provider::{self, HostClass};

pub(super) static RULE: Rule = Rule {
    id: "plain-http-endpoint",
    summary: "the URL of an endpoint uses plain `http` on a public host",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("plain_http_endpoint.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (endpoint, url) in context.urls() {
        let (key, setting) = (endpoint.key, endpoint.setting);
        let is_public = !url.placeholder_host && provider::host_class(&url.url) == HostClass::Public;
        if url.url.scheme() != "http" || !is_public || context.layers.allows_host(&url.url) {
            continue;
        }
        let risk = if endpoint.is_login() { "tokens sent here can be read" } else { "keys read here can be swapped" };
        findings
            .report(
                place_of(setting, |parts| Some(parts.scheme)),
                &setting.path,
                format!("`{key}` uses plain `http`: `{}`", url.shown),
            )
            .label(format!("{risk} on the way"))
            .used_at(setting.node)
            .help("write `https`")
            .fix(with_https(setting, url));
    }
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
