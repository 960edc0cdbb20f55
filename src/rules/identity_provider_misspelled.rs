//! # `identity-provider-misspelled`
//!
//! The name is close to one that InfluxData documents, but is not it. How InfluxDB treats other names is not
//! published; every one of its examples writes them in lower case.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keyclock
//! #                   ^^^^^^^^ close to `keycloak`
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
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
//!   identityProvider: Auth0
//! #                   ^^^^^ close to `auth0`
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! ```
//!
//! Any provider is allowed, so every other word may be meant:
//!
//! ```yaml good
//! admin:
//!   identityProvider: authelia
//!   jwksEndpoint: https://auth.acme.io/jwks.json
//! ```
//!
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml): "keycloak", "auth0", "azure", etc
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::provider_fault::ProviderFault;

pub(super) static RULE: Rule = Rule {
    id: "identity-provider-misspelled",
    summary: "`identityProvider` is close to `keycloak` or `auth0`, but neither",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("identity_provider_misspelled.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, ProviderFault::Misspelled(known))) = context.provider_fault() else { return };
    let name = setting.text().unwrap_or_default();
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("unknown identity provider `{name}`: did you mean `{known}`?"),
        )
        .label(format!("close to `{known}`"))
        .used_at(setting.node)
        .help(format!("write `{known}`"))
        .fix(fix_text(setting.node, known, Safety::Unsafe));
}
