//! # `login-urls-differ`
//!
//! A code is redeemed where it was handed out. These two URLs belong to different providers, clouds, realms,
//! tenants or authorization servers, so every login ends with an error at the second one.
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
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/1a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `1a95fd9e-005d-487a-9a01-d08c1eab2757`
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
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/dev/protocol/openid-connect/auth/device"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `dev`
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! One tenant may be named by its id and by a domain, and one server may have two host names:
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
//! device_url = "https://login.microsoftonline.com/acme.onmicrosoft.com/oauth2/v2.0/devicecode"
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
//! device_url = "https://login.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! - [RFC 8628, section 3.4](https://www.rfc-editor.org/rfc/rfc8628#section-3.4)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::influxctl::LoginFault;

pub(super) static RULE: Rule = Rule {
    id: "login-urls-differ",
    summary: "`device_url` and `token_url` belong to two providers, realms or tenants",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("login_urls_differ.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins() {
        let (Some(LoginFault::Apart(apart)), Some(device), Some(token)) = (&login.fault, &login.device, &login.token)
        else {
            continue;
        };
        let message = format!(
            "`device_url` and `token_url` belong to different {}: `{}` and `{}`",
            apart.things, apart.one, apart.other
        );
        findings
            .report(value_place(device.setting.node), &device.setting.path, message)
            .label(format!("`{}`", apart.one))
            .related(value_place(token.setting.node), format!("`{}`", apart.other))
            .help("take both from one provider");
    }
}
