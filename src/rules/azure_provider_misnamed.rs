//! # `azure-provider-misnamed`
//!
//! For Microsoft Entra ID `identityProvider` must be `azure`, exactly: the chart's comment and the example
//! resource of every release say so. Any other name for it is a provider that InfluxDB does not know.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azuread
//! #                   ^^^^^^^ not a name InfluxDB knows
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
//!   identityProvider: Entra-ID
//! #                   ^^^^^^^^ not a name InfluxDB knows
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.acme.io/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! AD FS is another product:
//!
//! ```yaml good
//! admin:
//!   identityProvider: adfs
//!   jwksEndpoint: https://fs.acme.io/adfs/discovery/keys
//! ```
//!
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml): "it must be exactly "azure""
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::provider_fault::ProviderFault;

pub(super) static RULE: Rule = Rule {
    id: "azure-provider-misnamed",
    summary: "`identityProvider` names Microsoft Entra ID in another way than `azure`",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("azure_provider_misnamed.rs"),
    check,
};

const NOTE: &str = "the chart and InfluxData's example resource say that for Azure the name \"must be exactly 'azure'\" \
    (values.yaml of influxdb3-clustered, example-customer.yml)";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, ProviderFault::AzureMisnamed { hosted_by_microsoft })) = context.provider_fault() else { return };
    let safety = if *hosted_by_microsoft { Safety::Safe } else { Safety::Unsafe };
    let name = setting.text().unwrap_or_default();
    findings
        .report(value_place(setting.node), &setting.path, format!("unknown identity provider `{name}`"))
        .label("not a name InfluxDB knows")
        .used_at(setting.node)
        .help("for Microsoft Entra ID write `azure`")
        .note(NOTE)
        .fix(fix_text(setting.node, "azure", safety));
}
