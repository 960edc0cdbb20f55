//! # `entra-tenant-shared`
//!
//! The URL names no tenant: `common`, `organizations` and `consumers` stand for everybody's accounts. InfluxData's
//! examples name the tenant in every URL, and the device flow of a single-tenant application fails without it
//! (AADSTS50059).
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/common/discovery/v2.0/keys
//! #                                                 ^^^^^^ every tenant's
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/organizations/discovery/v2.0/keys
//! #                                                 ^^^^^^^^^^^^^ every tenant's
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode"
//! #                                               ^^^^^^ every tenant's
//! token_url = "https://login.microsoftonline.com/acme.onmicrosoft.com/oauth2/v2.0/token"
//! ```
//!
//! Microsoft's own documents of single tenants name the older keys of `common`:
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/common/discovery/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! - [Microsoft identity platform: endpoints and tenants](https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols#endpoints)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [AzureAD/microsoft-authentication-library-for-python#154](https://github.com/AzureAD/microsoft-authentication-library-for-python/issues/154)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::{Parts, place_of};
use crate::model::influxctl::{LoginUrl, LoginUrlFault};
use crate::provider::{Tenant, UrlKind, tenant_of};

pub(super) static RULE: Rule = Rule {
    id: "entra-tenant-shared",
    summary: "a Microsoft login URL that names no tenant",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("entra_tenant_shared.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let of_cluster = context.endpoint_url().filter(|(_, url)| {
        let is_version_2 = Parts::of(&url.shown).segments().any(|segment| segment == "v2.0");
        url.classified.kind == UrlKind::Keys && is_version_2
    });
    let logins = context.logins().flat_map(|(_, login)| login.urls());
    let is_endpoint = |login: &&LoginUrl<'_>| !matches!(login.fault, Some(LoginUrlFault::OtherEndpoint(..)));
    let of_logins = logins.filter(is_endpoint).filter_map(|login| Some((&login.setting, login.url()?)));
    for (setting, url) in of_cluster.into_iter().chain(of_logins) {
        let Some(Tenant::Shared(tenant)) = tenant_of(&url.shown, &url.url) else { continue };
        findings
            .report(
                place_of(setting, |parts| parts.segments().next()),
                &setting.path,
                format!("`{}` names no tenant: `{tenant}`", url.shown),
            )
            .label("every tenant's")
            .used_at(setting.node)
            .help("write the tenant's GUID, as in InfluxData's examples");
    }
}
