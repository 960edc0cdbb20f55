//! # `device-and-token-url-swapped`
//!
//! The device authorization endpoint hands out the code, the token endpoint redeems it. Here each stands where the
//! other belongs, and both refuse what they are sent.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "aB3dE5fG7hJ9kL1m"
//! parameters = { audience = "https://influxdb.acme.io" }
//! device_url = "https://acme.us.auth0.com/oauth/token"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the token endpoint
//! token_url = "https://acme.us.auth0.com/oauth/device/code"
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
//! client_id = "aB3dE5fG7hJ9kL1m"
//! parameters = { audience = "https://influxdb.acme.io" }
//! device_url = "https://acme.us.auth0.com/oauth/device/code"
//! token_url = "https://acme.us.auth0.com/oauth/token"
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
//! client_id = "aB3dE5fG7hJ9kL1m"
//! parameters = { audience = "https://influxdb.acme.io" }
//! device_url = "https://acme.us.auth0.com/oauth/device/code"
//! token_url = "https://acme.us.auth0.com/oauth/token"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [RFC 8628, section 3](https://www.rfc-editor.org/rfc/rfc8628#section-3)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::{value_place, write_text};
use crate::model::influxctl::{LoginFault, LoginUrl};

pub(super) static RULE: Rule = Rule {
    id: "device-and-token-url-swapped",
    summary: "`device_url` and `token_url` stand in each other's place",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("device_and_token_url_swapped.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins() {
        let (Some(LoginFault::Swapped), Some(device), Some(token)) = (&login.fault, &login.device, &login.token) else {
            continue;
        };
        findings
            .report(value_place(device.setting.node), &device.setting.path, "`device_url` and `token_url` are swapped")
            .label("the token endpoint")
            .related(value_place(token.setting.node), "the device authorization endpoint")
            .help("exchange them")
            .fix(exchange(device, token));
    }
}

/// Writes each over the other. None where a password would be written again.
fn exchange(device: &LoginUrl<'_>, token: &LoginUrl<'_>) -> Option<Fix> {
    let is_open =
        |url: &LoginUrl<'_>| url.url().is_some_and(|url| url.url.username().is_empty() && url.url.password().is_none());
    let (of_device, of_token) = (device.setting.text()?, token.setting.text()?);
    let edits = vec![write_text(device.setting.node, of_token), write_text(token.setting.node, of_device)];
    (is_open(device) && is_open(token)).then(|| Fix { title: "exchange them".to_owned(), safety: Safety::Safe, edits })
}
