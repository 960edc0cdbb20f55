//! # `device-flow-not-advertised`
//!
//! `influxctl` logs people in with the device authorization flow (RFC 8628). The provider's discovery document lists
//! its grants, and this one is not among them; nor does it name a device authorization endpoint.
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {
//!       "url": "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io/realms/ops", "jwks_uri": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "grant_types_supported": ["authorization_code", "refresh_token"]},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no device flow
//! ```
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://login.acme.io/keys": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/keys", "grant_types_supported": []},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ no device flow
//! ```
//!
//! The grant under its full or its short name, or the endpoint alone, is enough; a document without the list says
//! nothing:
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {
//!       "url": "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io/realms/ops", "jwks_uri": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "grant_types_supported": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"]},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://login.acme.io/keys": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/keys", "grant_types_supported": ["device_code"]},
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
//! ```json answers
//! {
//!   "discovery": {
//!     "https://login.acme.io/keys": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/keys", "grant_types_supported": ["authorization_code"], "device_authorization_endpoint": "https://login.acme.io/device"},
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
//! ```json answers
//! {
//!   "discovery": {
//!     "https://login.acme.io/keys": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/keys"},
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
//! GitLab has the flow and does not say so; a document that only a guess has met may be that of another server:
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://gitlab.acme.io/oauth/discovery/keys": {
//!       "url": "https://gitlab.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://gitlab.acme.io", "jwks_uri": "https://gitlab.acme.io/oauth/discovery/keys", "grant_types_supported": ["authorization_code", "password"]},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: gitlab
//!   jwksEndpoint: https://gitlab.acme.io/oauth/discovery/keys
//! ```
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://sso.acme.io/team/certs": {
//!       "url": "https://sso.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io", "jwks_uri": "https://sso.acme.io/keys", "grant_types_supported": ["authorization_code"]},
//!       "confirms_keys": false
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/team/certs
//! ```
//!
//! - [RFC 8628, section 4](https://www.rfc-editor.org/rfc/rfc8628#section-4)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): demands the flow, though the sample document on that page lacks it
//! - [indigo-iam/iam#268](https://github.com/indigo-iam/iam/issues/268)
//! - [int128/kubelogin#1584](https://github.com/int128/kubelogin/issues/1584)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::admin::Admin;
use crate::provider::{self, Family};

pub(super) static RULE: Rule = Rule {
    id: "device-flow-not-advertised",
    summary: "the provider's discovery document offers no device flow, which influxctl needs",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("device_flow_not_advertised.rs"),
    check,
};

/// Grants told in the message.
const MOST: usize = 8;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url, found)) = context.endpoint_discovery() else { return };
    let Some(grants) = &found.document.grant_types_supported else { return };
    let family = context.admin().and_then(Admin::family);
    let is_told_otherwise = [family, url.classified.family].contains(&Some(Family::GitLab))
        || provider::without_device_flow(&url.url).is_some();
    let is_advertised = found.document.device_authorization_endpoint.is_some()
        || found.document.lists_device_grant().is_some_and(|lists| lists);
    if is_advertised || is_told_otherwise {
        return;
    }
    let issuer = found.document.issuer.replace('`', "'");
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`{issuer}` does not offer the device flow: {}", in_words(grants)),
        )
        .label("no device flow")
        .used_at(setting.node)
        .help(help(family))
        .note(format!(
            "`{}` says so. InfluxData demands this flow, though its own sample of such a document lacks it \
             (docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)",
            found.url
        ));
}

fn in_words(grants: &[String]) -> String {
    if grants.is_empty() {
        return "no grants at all".to_owned();
    }
    let shown: Vec<String> = grants.iter().take(MOST).map(|grant| format!("`{}`", grant.replace('`', "'"))).collect();
    match grants.len().saturating_sub(MOST) {
        0 => format!("only {}", shown.join(", ")),
        more => format!("only {} and {more} more", shown.join(", ")),
    }
}

fn help(family: Option<Family>) -> &'static str {
    match family {
        Some(Family::Keycloak) => "enable the feature `device-flow` of Keycloak (13 or newer), then the grant of the client",
        Some(Family::Dex) => "upgrade Dex: it has the flow since 2.25.0",
        Some(Family::Authelia) => "upgrade Authelia: it has the flow since 4.39.0",
        Some(Family::Hydra) => "upgrade Ory Hydra: it has the flow since 25.4.0",
        _ => "enable the device authorization grant (RFC 8628) at the provider",
    }
}
