//! # `jwks-endpoint-is-issuer-url`
//!
//! `jwksEndpoint` holds the issuer, the name of the provider, instead of the URL of its keys. What answers
//! there is a page or a discovery document at best; the cluster finds no key in it, and nobody can log in.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ an issuer serves no keys
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A host alone is the issuer at vendors that have one issuer per host:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ an issuer serves no keys
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/v2.0
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ an issuer serves no keys
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! On a host that nobody knows, any path may serve keys:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keystone
//!   jwksEndpoint: https://login.acme.io/tokens/v2
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): issuer, `jwks_uri` and endpoints are three different URLs
//! - [OpenID Connect Discovery 1.0, section 3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)
//! - [openbao/openbao#1204](https://github.com/openbao/openbao/issues/1204)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::value_place;
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-is-issuer-url",
    summary: "`jwksEndpoint` holds the issuer instead of the URL of its keys",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_is_issuer_url.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_guess() else { return };
    if url.classified.kind != UrlKind::Issuer {
        return;
    }
    let help = match &url.classified.keys {
        Some(keys) => format!("write `{}`", keys.url),
        None => {
            let issuer = url.shown.trim_end_matches('/');
            format!("open `{issuer}/.well-known/openid-configuration` and copy its `jwks_uri`")
        }
    };
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`jwksEndpoint` is the issuer, not its keys: `{}`", url.shown),
        )
        .label("an issuer serves no keys")
        .used_at(setting.node)
        .help(help)
        .fix(url.keys_fix(setting, Safety::Safe));
}
