//! # `provider-without-device-flow`
//!
//! `influxctl` logs people in with the device authorization flow (RFC 8628). This provider does not have it, so
//! nobody can log in, however right the keys are.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: cognito
//!   jwksEndpoint: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aB3/.well-known/jwks.json
//! #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Amazon Cognito
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://acme.b2clogin.com/acme.onmicrosoft.com/b2c_1_signin/discovery/v2.0/keys
//! #                       ^^^^^^^^^^^^^^^^^ Azure AD B2C
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "1h57kf5cpq17m0eml12EXAMPLE"
//! device_url = "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/device"
//! #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Amazon Cognito
//! token_url = "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token"
//! ```
//!
//! Entra External ID has it, and a broker may stand behind any custom domain:
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://acme.ciamlogin.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: cognito
//!   jwksEndpoint: https://login.acme.io/.well-known/jwks.json
//! ```
//!
//! - [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): "Supports Device Authorization Flow"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::setting::Setting;
use crate::model::endpoint::place_of;
use crate::model::provider_fault::ProviderFault;
use crate::provider::without_device_flow;

pub(super) static RULE: Rule = Rule {
    id: "provider-without-device-flow",
    summary: "a provider without the device authorization flow that influxctl needs",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("provider_without_device_flow.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let fault = context.admin().and_then(|admin| admin.provider_fault.as_ref());
    if let (Some((setting, _)), Some(ProviderFault::WithoutDeviceFlow(provider))) = (context.endpoint_url(), fault) {
        report(setting, provider, findings);
    }
    for (_, login) in context.logins() {
        // Two URLs of one provider are one cause.
        let mut found =
            login.urls().filter_map(|login| Some((&login.setting, without_device_flow(&login.url()?.url)?)));
        if let Some((setting, provider)) = found.next() {
            report(setting, provider, findings);
        }
    }
}

fn report(setting: &Setting<'_>, provider: &str, findings: &mut Findings<'_>) {
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("{provider} has no device authorization flow, which influxctl needs"),
        )
        .label(provider)
        .used_at(setting.node)
        .help("put a provider with RFC 8628 in front of it, for example Keycloak or Dex");
}
