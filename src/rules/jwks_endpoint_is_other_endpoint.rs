//! # `jwks-endpoint-is-other-endpoint`
//!
//! `jwksEndpoint` holds another URL of the provider: its token, device authorization or userinfo endpoint, a
//! page for people, a certificate. Nothing there is a JWK Set, so no token can be verified.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/token
//! #                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the token endpoint serves no keys
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A console is for people:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://manage.auth0.com/dashboard/us/acme/applications
//! #                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the admin console serves no keys
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: zitadel
//!   jwksEndpoint: https://login.acme.io/idp/signing.pem
//! #                                    ^^^^^^^^^^^^^^^^ a certificate serves no keys
//! ```
//!
//! That it wants a login does not make it an endpoint for keys:
//!
//! ```json answers
//! {
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/userinfo": {"status": 401, "login": "Bearer", "body": ""}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/userinfo
//! #                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the userinfo endpoint serves no keys
//! ```
//!
//! These paths serve keys, whatever their last word sounds like:
//!
//! ```yaml good
//! admin:
//!   identityProvider: adfs
//!   jwksEndpoint: https://fs.acme.io/adfs/discovery/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: google-broker
//!   jwksEndpoint: https://id.acme.io/oauth2/keys
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [RFC 7517, section 5](https://www.rfc-editor.org/rfc/rfc7517#section-5)
//! - [krakend/krakend-documentation#214](https://github.com/krakend/krakend-documentation/issues/214)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::model::endpoint::place_of;
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-is-other-endpoint",
    summary: "`jwksEndpoint` holds another endpoint of the provider",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_is_other_endpoint.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_guess() else { return };
    let UrlKind::Other(kind) = url.classified.kind else { return };
    let kind = with_article(kind);
    let help = match &url.classified.keys {
        Some(keys) => format!("write the JWKS endpoint: `{}`", keys.url),
        None => "write the JWKS endpoint: `jwks_uri` of the provider's discovery document".to_owned(),
    };
    findings
        .report(
            place_of(setting, |parts| Some(parts.path).filter(|path| path.len() > 1)),
            &setting.path,
            format!("`jwksEndpoint` is {kind}: `{}`", url.shown),
        )
        .label(format!("{kind} serves no keys"))
        .used_at(setting.node)
        .help(help)
        .fix(url.keys_fix(setting, Safety::Safe));
}

fn with_article(kind: &str) -> String {
    match kind {
        "certificate" => format!("a {kind}"),
        "SAML metadata" => kind.to_owned(),
        _ => format!("the {kind}"),
    }
}
