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
use crate::model::endpoint::place_of;
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
    let Some((setting, url)) = context.endpoint_guess() else { return };
    let UrlKind::EntraTenantMalformed(tenant) = &url.classified.kind else { return };
    let message = match tenant.as_str() {
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
