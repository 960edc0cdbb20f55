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
    let Some((setting, url)) = context.endpoint_url() else { return };
    let is_version_2 = Parts::of(&url.shown).segments().any(|segment| segment == "v2.0");
    let Some(Tenant::Shared(tenant)) = tenant_of(&url.shown, &url.url) else { return };
    if url.classified.kind != UrlKind::Keys || !is_version_2 {
        return;
    }
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
