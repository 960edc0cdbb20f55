//! # `provider-name-and-endpoint-differ`
//!
//! The name is one provider's, the URL looks like another's. InfluxData's page shows them in tabs side by side,
//! and a block made of two tabs verifies no token.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//! #                   ^^^^^ names Auth0
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! Unknown names and custom domains say nothing:
//!
//! ```yaml good
//! admin:
//!   identityProvider: sso
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://login.acme.io/.well-known/jwks.json
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::admin::family_of_name;
use crate::model::endpoint::place_of;
use crate::model::provider_fault::ProviderFault;
use crate::provider::Mark;

pub(super) static RULE: Rule = Rule {
    id: "provider-name-and-endpoint-differ",
    summary: "`identityProvider` and `jwksEndpoint` look like two different providers",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("provider_name_and_endpoint_differ.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, ProviderFault::NamesDiffer { owner, mark })) = context.provider_fault() else { return };
    let Some((endpoint, _)) = context.endpoint_url() else { return };
    let name = setting.text().unwrap_or_default();
    let named = family_of_name(name).map_or(name, |family| family.display());
    let owner = owner.display();
    let shows = place_of(endpoint, |parts| Some(if *mark == Mark::Host { parts.host } else { parts.path }));
    findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("`identityProvider` is `{name}`, but `jwksEndpoint` looks like {owner}"),
        )
        .label(format!("names {named}"))
        .used_at(setting.node)
        .related(shows, format!("looks like {owner}"))
        .help("take both from one provider");
}
