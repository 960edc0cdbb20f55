//! # `client-id-malformed`
//!
//! `client_id` is the id that the provider gave the application. A URL is none, although InfluxData's get-started
//! page explains the setting as "the client URL". At Microsoft Entra ID it is a GUID, and another one than the
//! tenant's: both stand on the overview of the app registration.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "https://sso.acme.io/oauth2/v2/token"
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a URL
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
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
//! client_id = "influxctl"
//! #            ^^^^^^^^^ no GUID
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
//! client_id = "9a95fd9e-005d-487a-9a01-d08c1eab2757"
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the tenant's id
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! Elsewhere any text is an id:
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
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [InfluxData: Get started, setup](https://docs.influxdata.com/influxdb3/clustered/get-started/setup/)
//! - [RFC 6749, section 2.2](https://www.rfc-editor.org/rfc/rfc6749#section-2.2)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::endpoint::masked;
use crate::model::influxctl::Login;
use crate::model::placeholder;
use crate::provider::{Family, is_guid};

pub(super) static RULE: Rule = Rule {
    id: "client-id-malformed",
    summary: "`client_id` is a URL, or no id of Microsoft Entra ID",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("client_id_malformed.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins() {
        let Some(id) = &login.client_id else { continue };
        let Some(text) = id.text().filter(|text| placeholder::find(text).is_none()) else { continue };
        let Some(what) = fault(login, text) else { continue };
        let help = match login.family() {
            Some(Family::Entra) => "write the Application (client) ID of the app registration",
            _ => "write the id that the provider gave the application",
        };
        let building = findings
            .report(value_place(id.node), &id.path, format!("`client_id` is {what}: `{}`", masked(text)))
            .label(what)
            .help(help);
        if text.contains("://") {
            building.note(
                "InfluxData's page explains the id as \"the client URL\" \
                 (docs.influxdata.com/influxdb3/clustered/get-started/setup/)",
            );
        }
    }
}

fn fault(login: &Login<'_>, id: &str) -> Option<&'static str> {
    if id.contains("://") {
        return Some("a URL");
    }
    if login.family() != Some(Family::Entra) {
        return None;
    }
    if !is_guid(id) {
        return Some("no GUID");
    }
    login.tenant().is_some_and(|tenant| tenant.eq_ignore_ascii_case(id)).then_some("the tenant's id")
}
