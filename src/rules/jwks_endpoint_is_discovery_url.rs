//! # `jwks-endpoint-is-discovery-url`
//!
//! `jwksEndpoint` holds the URL of the discovery document, which tells where the keys are, instead of
//! the URL of the keys themselves. The cluster then finds no key to verify a token with, and nobody
//! can log in.
//!
//! InfluxData's own Auth0 example shows the discovery URL here, while its schema asks for a URL that
//! "should look like https://{identityProviderDomain}/.well-known/jwks.json". Whether InfluxDB follows
//! a discovery document is not published, so this is a warning; asked online, the same fault is the
//! error [`jwks-endpoint-serves-discovery`](jwks-endpoint-serves-discovery.md).
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/openid-configuration
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this document names the keys' URL
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! ```
//!
//! Duende IdentityServer serves its keys below the discovery path, so this is right:
//!
//! ```yaml good
//! admin:
//!   identityProvider: duende
//!   jwksEndpoint: https://id.acme.io/.well-known/openid-configuration/jwks
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [OpenID Connect Discovery 1.0, section 4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::model::endpoint::VENDOR_CONTRADICTION;
use crate::input::splice::value_place;
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-is-discovery-url",
    summary: "`jwksEndpoint` holds the discovery URL instead of the keys' URL",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_is_discovery_url.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_guess() else { return };
    if url.classified.kind != UrlKind::Discovery {
        return;
    }
    let help = match &url.classified.keys {
        Some(keys) => format!("write the `jwks_uri` of that document: `{}`", keys.url),
        None => "open the URL and copy its `jwks_uri`, or run without `--offline`".to_owned(),
    };
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`jwksEndpoint` is a discovery URL: `{}`", url.shown),
        )
        .label("this document names the keys' URL")
        .used_at(setting.node)
        .help(help)
        .note(format!("{VENDOR_CONTRADICTION}; which of the two InfluxDB follows is not published"))
        .fix(url.keys_fix(setting, Safety::Safe));
}
