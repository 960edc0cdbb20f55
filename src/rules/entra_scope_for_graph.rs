//! # `entra-scope-for-graph`
//!
//! With nothing but scopes of OpenID Connect or of Microsoft Graph, Microsoft Entra ID issues an access token for
//! Graph. Such a token is signed in a way that nobody but Graph can verify. `<client id>/.default` asks for a token
//! of the application itself.
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
//! scopes = ["openid", "profile"]
//! #        ^^^^^^^^^^^^^^^^^^^^^ scopes of Microsoft Graph
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
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default", "openid", "profile"]
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
//! scopes = ["User.Read", "offline_access"]
//! #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scopes of Microsoft Graph
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
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default", "offline_access"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! One scope of an application decides for whom the token is:
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
//! scopes = ["openid", "offline_access", "api://influxdb/login"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
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
//! client_id = "influxctl"
//! scopes = ["openid", "profile"]
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [Microsoft identity platform: access tokens](https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::model::setting::Setting;
use crate::provider::{Family, is_guid};

pub(super) static RULE: Rule = Rule {
    id: "entra-scope-for-graph",
    summary: "scopes that ask Microsoft Entra ID for a token of Microsoft Graph",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("entra_scope_for_graph.rs"),
    check,
};

/// Scopes that say who logs in, not for whom the token is (OpenID Connect Core 1.0, sections 5.4 and 11).
const OPENID: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins().filter(|(_, login)| login.family() == Some(Family::Entra)) {
        let Some(list) = &login.scopes else { continue };
        let items: Vec<_> = list.items().collect();
        let texts: Option<Vec<&str>> = items.iter().map(Setting::text).collect();
        // A blank one, and one that nobody can know, are not judged here.
        let Some(texts) = texts else { continue };
        let scopes: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
        if scopes.is_empty() || !scopes.iter().all(|scope| OPENID.contains(scope) || is_of_graph(scope)) {
            continue;
        }
        let id = login.client_id.as_ref().and_then(Setting::text).filter(|id| is_guid(id));
        let shown: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
        findings
            .report(
                list.node.place(),
                &list.path,
                format!("scopes {} ask for a Microsoft Graph token", shown.join(", ")),
            )
            .label("scopes of Microsoft Graph")
            .help(format!("add `\"{}/.default\"`", id.unwrap_or("<client_id>")))
            .fix(id.and_then(|id| fix(list, id, &scopes)));
    }
}

fn is_of_graph(scope: &str) -> bool {
    let delegated = scope.split_once('.').is_some_and(|(of, _)| ["User", "Directory", "Group"].contains(&of));
    scope.starts_with("https://graph.microsoft.com/") || delegated
}

/// Entra refuses scopes of two applications in one request: those of Graph go.
fn fix(list: &Setting<'_>, id: &str, scopes: &[&str]) -> Option<Fix> {
    if list.node.raw().contains(['#', '\n']) {
        return None;
    }
    let kept = scopes.iter().filter(|scope| OPENID.contains(scope)).map(|scope| format!("\"{scope}\""));
    let written: Vec<String> = [format!("\"{id}/.default\"")].into_iter().chain(kept).collect();
    let text = format!("[{}]", written.join(", "));
    Some(Fix::replace(list.node.place(), text.clone(), format!("write `{text}`"), Safety::Unsafe))
}
