//! # `entra-scope-missing`
//!
//! Microsoft Entra ID refuses a device request that names no scope (AADSTS90014). The scope also decides for whom
//! the access token is: `<client id>/.default` stands for the application itself, which is what InfluxDB can
//! verify.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! #^^^^^^^^^^^^^^^^^^^^ no `scopes` here
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = [""]
//! #        ^^^^ no scope
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! Other providers have a default:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default", "offline_access"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [Microsoft identity platform: device authorization grant](https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-device-code#device-authorization-request): `scope` is required

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::add_before;
use crate::model::setting::Setting;
use crate::model::influxctl::Login;
use crate::provider::{Family, is_guid};

pub(super) static RULE: Rule = Rule {
    id: "entra-scope-missing",
    summary: "a login at Microsoft Entra ID without a scope",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("entra_scope_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins().filter(|(_, login)| login.family() == Some(Family::Entra)) {
        if !login.lacks_scope() || login.scopes.is_none() && !context.is_whole() {
            continue;
        }
        let (place, label, what) = match &login.scopes {
            Some(scopes) => (scopes.node.place(), "no scope", "blank"),
            None => (login.node.place(), "no `scopes` here", "missing"),
        };
        // Only the person knows an id that is none yet.
        let id = login.client_id.as_ref().and_then(Setting::text).filter(|id| is_guid(id));
        let help = format!("write `scopes = [\"{}/.default\"]`", id.unwrap_or("<client_id>"));
        findings
            .report(place, format!("{}.scopes", login.path), format!("Entra requires a scope, `scopes` is {what}"))
            .label(label)
            .help(help)
            .fix(id.and_then(|id| fix(login, id)));
    }
}

fn fix(login: &Login<'_>, id: &str) -> Option<Fix> {
    let list = format!("[\"{id}/.default\"]");
    let title = format!("write `scopes = {list}`");
    if let Some(scopes) = &login.scopes {
        return Some(Fix::replace(scopes.node.place(), list, title, Safety::Safe));
    }
    let url = login.urls().next()?;
    let edit = add_before(login.node, url.setting.key, &[&format!("scopes = {list}")])?;
    Some(Fix { title, safety: Safety::Safe, edits: vec![edit] })
}
