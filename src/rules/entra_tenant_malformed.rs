//! # `entra-tenant-malformed`
//!
//! Where a Microsoft login URL names its tenant stands something that no tenant is: neither a GUID, nor a
//! domain name, nor `common`, `organizations` or `consumers`. Microsoft answers with AADSTS90002.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/contoso/discovery/v2.0/keys
//! #                                                 ^^^^^^^ no tenant of Microsoft Entra ID
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab275/discovery/v2.0/keys
//! #                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no tenant of Microsoft Entra ID
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/contoso/oauth2/v2.0/devicecode"
//! #                                               ^^^^^^^ no tenant of Microsoft Entra ID
//! token_url = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"
//! ```
//!
//! A domain name of the tenant is as good as its GUID:
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/acme.onmicrosoft.com/discovery/v2.0/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: azure
//!   jwksEndpoint: https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys
//! ```
//!
//! - [Microsoft identity platform: endpoints and tenants](https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols#endpoints)
//! - [Azure/azure-cli#22145](https://github.com/Azure/azure-cli/issues/22145)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::setting::Setting;
use crate::model::endpoint::{WrittenUrl, place_of};
use crate::model::influxctl::LoginUrlFault;
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "entra-tenant-malformed",
    summary: "the tenant in a Microsoft login URL cannot be one",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("entra_tenant_malformed.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if let Some((setting, url)) = context.endpoint_guess()
        && let UrlKind::EntraTenantMalformed(tenant) = &url.classified.kind
    {
        report(setting, url, tenant, findings);
    }
    for login in context.logins().flat_map(|(_, login)| login.urls()) {
        if let (Some(LoginUrlFault::TenantMalformed(tenant)), Some(url)) = (&login.fault, login.url()) {
            report(&login.setting, url, tenant, findings);
        }
    }
}

fn report(setting: &Setting<'_>, url: &WrittenUrl, tenant: &str, findings: &mut Findings<'_>) {
    let message = match tenant {
        "" => format!("the tenant is empty in `{}`", url.shown),
        tenant => format!("`{tenant}` is not an Entra tenant"),
    };
    findings
        .report(
            place_of(setting, |parts| if tenant.is_empty() { Some(parts.path) } else { parts.segments().next() }),
            &setting.path,
            message,
        )
        .label("no tenant of Microsoft Entra ID")
        .used_at(setting.node)
        .help("write the Directory (tenant) ID");
}
