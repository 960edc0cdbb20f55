//! # `hosted-keys-path-unknown`
//!
//! The host belongs to a vendor who serves keys at one fixed path, and the path is another one. Nothing that
//! verifies a token is there, so nobody can log in.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/v2.0/discovery/keys
//! #                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Microsoft Entra ID serves no keys here
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/jwks
//! #                                        ^^^^^ Auth0 serves no keys here
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
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/default/keys
//! #                                    ^^^^^^^^^^^^^^^^^^^^ Okta serves no keys here
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/default/v1/keys
//! ```
//!
//! The older keys of Entra work, also for one application; a custom domain may do as it likes:
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/keys?appid=6731de76-14a6-49ae-97bc-6eba6914391e
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! - [Microsoft identity platform: OpenID Connect](https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc)
//! - [Auth0: locate JSON Web Key Sets](https://auth0.com/docs/secure/tokens/json-web-tokens/locate-json-web-key-sets)
//! - [Okta: OpenID Connect and OAuth 2.0](https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/)
//! - [okta/okta-jwt-verifier-java#41](https://github.com/okta/okta-jwt-verifier-java/issues/41)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::model::endpoint::{Parts, place_of};
use crate::provider::{Family, UrlKind};

pub(super) static RULE: Rule = Rule {
    id: "hosted-keys-path-unknown",
    summary: "a vendor's host with a path that serves no keys there",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("hosted_keys_path_unknown.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_guess() else { return };
    if url.classified.kind != UrlKind::HostedPathUnknown {
        return;
    }
    let vendor = url.classified.family.map_or("the vendor", |family| family.display());
    let parts = Parts::of(&url.shown);
    let on_console = url.classified.family == Some(Family::Okta) && is_okta_console(parts.host);
    let shown = if on_console { parts.host } else { parts.path };
    let help = match &url.classified.keys {
        Some(keys) => format!("write `{}`", keys.url),
        None if url.classified.family == Some(Family::Entra) => {
            format!("write `{}://{}/<tenant id>/discovery/v2.0/keys`", parts.scheme, parts.host)
        }
        None => "write the `jwks_uri` of the provider's discovery document".to_owned(),
    };
    findings
        .report(
            place_of(setting, |parts| Some(if on_console { parts.host } else { parts.path })),
            &setting.path,
            format!("{vendor} serves no keys at `{shown}`"),
        )
        .label(format!("{vendor} serves no keys here"))
        .used_at(setting.node)
        .help(help)
        .fix(url.keys_fix(setting, Safety::Safe));
}

/// The host of an org's admin console, `acme-admin.okta.com`, knows the same paths.
fn is_okta_console(host: &str) -> bool {
    host.split('.').next().is_some_and(|label| label.ends_with("-admin"))
}
