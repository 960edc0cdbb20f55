//! # `login-tenant-differs`
//!
//! The cluster checks tokens with the keys of `jwksEndpoint`; a profile of `influxctl` gets them from its `token_url`.
//! When the two belong to different providers, clouds, realms, tenants or authorization servers, every token is signed
//! with a key that the cluster does not know, and every login fails.
//!
//! A cluster and a profile are a pair when `--influxctl` names the profile's file or when the profile's `host` is among
//! the cluster's `ingress.hosts`. Two files in one folder are none. A comment `# idplint: ignore[…]` at `jwksEndpoint`
//! hides the finding.
//!
//! ```toml beside
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/dev/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/dev/protocol/openid-connect/token"
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/prod/protocol/openid-connect/certs
//! #                                          ^^^^ `prod` here
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/dev/protocol/openid-connect/certs
//! ```
//!
//! Another provider:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//! #                       ^^^^^^^^^^^^^^^^^ Auth0 here
//! ```
//!
//! Entra's hosts of one cloud are aliases, a domain may be that of any directory id; a national cloud is a world of its
//! own:
//!
//! ```toml beside
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "3fd3a9b4-6a0a-4b4e-9f43-6a3b8a1c7d10"
//! device_url = "https://login.windows.net/8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e/oauth2/v2.0/token"
//! scopes = ["3fd3a9b4-6a0a-4b4e-9f43-6a3b8a1c7d10/.default"]
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.us/8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e/discovery/v2.0/keys
//! #                       ^^^^^^^^^^^^^^^^^^^^^^^^ `login.microsoftonline.us` here
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/acme.onmicrosoft.com/discovery/v2.0/keys
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): one provider a page
//! - [strimzi/strimzi-kafka-operator#2662](https://github.com/strimzi/strimzi-kafka-operator/issues/2662), [strimzi/strimzi-kafka-oauth#162](https://github.com/strimzi/strimzi-kafka-oauth/issues/162): keys and tokens of different realms
//! - [Azure/azure-cli#22145](https://github.com/Azure/azure-cli/issues/22145): a tenant of another cloud

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::provider::Difference;

pub(super) static RULE: Rule = Rule {
    id: "login-tenant-differs",
    summary: "cluster and profile use different providers, realms or tenants",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("login_tenant_differs.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for fault in context.pair_faults() {
        let shown = |value: &str| match fault.difference {
            Difference::Provider => value.to_owned(),
            _ => format!("`{value}`"),
        };
        let (setting, keys) = &fault.keys;
        if matches!(fault.difference, Difference::Host | Difference::Prefix) {
            continue;
        }
        let (ours, theirs) = fault.values();
        let (ours, theirs, things) = (shown(&ours), shown(&theirs), keys.things(fault.difference));
        let url = fault.url_name();
        let message = format!("`jwksEndpoint` and `{url}` belong to different {things}: {ours} and {theirs}");
        let mut finding = findings
            .report(fault.place(setting, keys), &setting.path, message)
            .label(format!("{ours} here"))
            .used_at(setting.node)
            .help("take both from one provider");
        for (url, place) in &fault.urls {
            finding = finding.related(fault.place(&url.setting, place), format!("{theirs} there"));
        }
    }
}
