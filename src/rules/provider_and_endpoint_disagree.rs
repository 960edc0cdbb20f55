//! # `provider-and-endpoint-disagree`
//!
//! One side is Microsoft Entra ID, the other is somebody else. Tokens of one provider cannot be verified with
//! the keys of the other, and InfluxDB treats `azure` in a way of its own.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//! #                   ^^^^^^^^ names Keycloak
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
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
//!   identityProvider: azure
//! #                   ^^^^^ names Microsoft Entra ID
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A host that nobody knows may be Microsoft's: External ID has custom domains. Sovereign clouds and
//! `*.ciamlogin.com` are Microsoft's.
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.acme.io/acme/discovery/v2.0/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://acme.ciamlogin.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.us/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::admin::family_of_name;
use crate::model::endpoint::place_of;
use crate::model::provider_fault::ProviderFault;
use crate::provider::Mark;

pub(super) static RULE: Rule = Rule {
    id: "provider-and-endpoint-disagree",
    summary: "`identityProvider` and `jwksEndpoint` belong to different providers, one of them Entra",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("provider_and_endpoint_disagree.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, ProviderFault::Disagree { owner, mark })) = context.provider_fault() else { return };
    let Some((endpoint, _)) = context.endpoint_url() else { return };
    let name = setting.text().unwrap_or_default();
    let named = family_of_name(name).map_or(name, |family| family.display());
    let owners = owner.display();
    let shows = place_of(endpoint, |parts| Some(if *mark == Mark::Host { parts.host } else { parts.path }));
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`identityProvider` is `{name}`, but `jwksEndpoint` belongs to {owners}"),
        )
        .label(format!("names {named}"))
        .used_at(setting.node)
        .related(shows, format!("belongs to {owners}"))
        .help(format!("take both from one provider: for {owners} write `{}`", owner.name()))
        .fix(fix_text(setting.node, owner.name(), Safety::Unsafe));
}
