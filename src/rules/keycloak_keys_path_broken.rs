//! # `keycloak-keys-path-broken`
//!
//! The URL bears Keycloak's marks, but is not `/realms/<realm>/protocol/openid-connect/certs` behind any
//! prefix. Keycloak answers it with an error, and nobody can log in.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/cert
//! #                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Keycloak serves no keys here
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realm/ops/protocol/openid-connect/certs
//! #                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Keycloak serves no keys here
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! An empty realm:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/protocol/openid-connect/certs
//! #                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Keycloak serves no keys here
//! ```
//!
//! Any prefix may be in force, and a realm may hold encoded blanks:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/identity/auth/realms/my%20realm/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://gateway.acme.io/keys
//! ```
//!
//! - [Keycloak: OIDC endpoints](https://www.keycloak.org/securing-apps/oidc-layers)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [krakend/krakend-documentation#214](https://github.com/krakend/krakend-documentation/issues/214)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::model::endpoint::{Parts, place_of};
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "keycloak-keys-path-broken",
    summary: "a Keycloak URL that is not the path of a realm's keys",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("keycloak_keys_path_broken.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_guess() else { return };
    if url.classified.kind != UrlKind::KeycloakPathBroken {
        return;
    }
    let help = match &url.classified.keys {
        Some(keys) => format!("write `{}`", keys.url),
        None => "write `https://<host>/realms/<realm>/protocol/openid-connect/certs`".to_owned(),
    };
    findings
        .report(
            place_of(setting, |parts| Some(parts.path)),
            &setting.path,
            format!("Keycloak serves no keys at `{}`", Parts::of(&url.shown).path),
        )
        .label("Keycloak serves no keys here")
        .used_at(setting.node)
        .help(help)
        .fix(url.keys_fix(setting, Safety::Unsafe));
}
