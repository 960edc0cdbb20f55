//! # `discovery-advertises-other-origin`
//!
//! The provider's discovery document names another origin than the one that it was fetched from: the address of a
//! container, plain `http`, a port behind the proxy. People's machines take the addresses for the login from this
//! document, and its issuer is what tokens carry.
//!
//! ```json answers
//! {
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {
//!       "url": "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
//!       "document": {"issuer": "http://keycloak:8080/realms/ops", "jwks_uri": "http://keycloak:8080/realms/ops/protocol/openid-connect/certs", "token_endpoint": "http://keycloak:8080/realms/ops/protocol/openid-connect/token"},
//!       "confirms_keys": false
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #                       ^^^^^^^^^^^ advertises another origin
//! ```
//!
//! OpenID Connect asks for an issuer at home; endpoints may be on other public hosts. Microsoft's older documents have
//! their issuer on `sts.windows.net`:
//!
//! ```json answers
//! {
//!   "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/keys": {
//!       "url": "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sts.windows.net/9a95fd9e-005d-487a-9a01-d08c1eab2757/", "jwks_uri": "https://login.microsoftonline.com/common/discovery/keys"},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/keys
//! ```
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://login.acme.io/keys": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://LOGIN.acme.io:443/", "jwks_uri": "https://login.acme.io/keys", "token_endpoint": "https://api.acme.io/token"},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! What an internal name tells inside is not what people see:
//!
//! ```json answers
//! {
//!   "https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "discovery": {
//!     "https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs": {
//!       "url": "https://keycloak.auth.svc:8443/realms/ops/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io/realms/ops", "jwks_uri": "https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs"},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [OpenID Connect Discovery 1.0, section 4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)
//! - [Keycloak: configuring the hostname](https://www.keycloak.org/server/hostname)
//! - [keycloak/keycloak#11130](https://github.com/keycloak/keycloak/issues/11130)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::facts::{Discovered, Discovery, host_of};
use crate::finding::{Confidence, Severity};
use crate::model::admin::Admin;
use crate::model::endpoint::place_of;
use crate::provider::{self, Family, HostClass};
use url::Url;

pub(super) static RULE: Rule = Rule {
    id: "discovery-advertises-other-origin",
    summary: "the discovery document names another scheme, host or port than its own",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("discovery_advertises_other_origin.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_url() else { return };
    let Some(found) = context.facts.discovered(url.url.as_str()).filter(|found| belongs(&url.url, found)) else {
        return;
    };
    let end = context.facts.answer(&found.url).and_then(|answer| answer.redirected_to.as_deref());
    let Ok(from) = Url::parse(end.unwrap_or(&found.url)) else { return };
    let foreign = foreign(&from, &found.document);
    // What an internal name tells inside is not what people see.
    if foreign.is_empty() || provider::host_class(&from) != HostClass::Public {
        return;
    }
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("`{}` advertises {}", host_of(&from), in_words(&foreign)),
        )
        .label("advertises another origin")
        .used_at(setting.node)
        .help(match context.admin().and_then(Admin::family) {
            Some(Family::Keycloak) => "set Keycloak's public URL (`hostname`); people's machines use these addresses",
            _ => "set the provider's public URL; people's machines use these addresses",
        });
}

/// True for the document of the endpoint's own provider; a walk through the host may find somebody else's.
fn belongs(endpoint: &Url, found: &Discovered) -> bool {
    let is_its = |url: &Url| provider::same_url(url.as_str(), &found.url);
    found.confirms_keys
        || is_its(endpoint)
        || provider::discovery_candidates(endpoint).iter().any(|candidate| candidate.exact && is_its(&candidate.url))
}

/// What the document has elsewhere, by origin. Endpoints on other public hosts are a choice as long as the issuer
/// is at home: only the issuer is bound to the document's URL.
fn foreign(from: &Url, document: &Discovery) -> Vec<(String, Vec<&'static str>)> {
    let endpoints = [
        ("keys", &document.jwks_uri),
        ("token endpoint", &document.token_endpoint),
        ("device authorization endpoint", &document.device_authorization_endpoint),
        ("authorization endpoint", &document.authorization_endpoint),
    ];
    let is_elsewhere = |named: &Url| {
        let is_upgrade = from.scheme() == "http" && named.scheme() == "https" && from.host() == named.host();
        named.has_host() && named.origin() != from.origin() && !is_upgrade && !provider::may_advertise(from, named)
    };
    // FusionAuth's issuer is any text, and was Google's
    let read = |text: &str| Url::parse(text).ok().filter(is_elsewhere);
    let issuer = read(&document.issuer);
    let is_choice = |named: &Url| {
        let is_public = named.scheme() == "https" && provider::host_class(named) == HostClass::Public;
        issuer.is_none() && is_public && named.host() != from.host()
    };
    let named = endpoints.into_iter().filter_map(|(word, text)| {
        let named = read(text.as_deref()?).filter(|named| !is_choice(named))?;
        Some((word, named))
    });
    let mut found: Vec<(String, Vec<&'static str>)> = Vec::new();
    for (word, url) in issuer.clone().map(|issuer| ("issuer", issuer)).into_iter().chain(named) {
        let origin = format!("{}://{}", url.scheme(), host_of(&url));
        match found.iter_mut().find(|(known, _)| *known == origin) {
            Some((_, words)) => words.push(word),
            None => found.push((origin, vec![word])),
        }
    }
    found
}

/// "`http://keycloak:8080` for issuer, keys".
fn in_words(foreign: &[(String, Vec<&'static str>)]) -> String {
    let each = foreign.iter().map(|(origin, words)| format!("`{origin}` for {}", words.join(", ")));
    each.collect::<Vec<_>>().join("; ")
}
