//! # `admin-token-in-use`
//!
//! The profile logs in with the admin token of the cluster. The identity provider is not asked: whoever has the file is
//! administrator, nobody knows who it was, and the token never expires. InfluxData means it for development and tests.
//!
//! ```toml bad
//! [[profile]]
//!   name = "default"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!
//!   [profile.auth.token]
//!     token_file = "/home/ada/token.json"
//! #                 ^^^^^^^^^^^^^^^^^^^^ the admin token
//! ```
//!
//! ```toml good
//! [[profile]]
//!   name = "default"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!
//!   [profile.auth.oauth2]
//!     client_id = "influxctl"
//!     device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//!     token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//!   # [profile.auth.token]
//!   #   token_file = "/home/ada/token.json"
//! ```
//!
//! - [InfluxData: Bypass your identity provider](https://docs.influxdata.com/influxdb3/clustered/admin/bypass-identity-provider/): not in a production cluster
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): revoke the admin token before production

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::setting::Setting;
use crate::model::placeholder;

pub(super) static RULE: Rule = Rule {
    id: "admin-token-in-use",
    summary: "a profile uses the admin token instead of the identity provider",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("admin_token_in_use.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let config = context.document().and_then(|document| document.influxctl.as_ref());
    for profile in config.iter().flat_map(|config| &config.profiles) {
        let is_dedicated = profile.product.as_ref().and_then(Setting::text).is_some_and(|text| text == "dedicated");
        let has_other = profile.login.is_some() || profile.mgmt_token.is_some();
        let is_filled = |file: &&Setting<'_>| file.text().is_none_or(|text| placeholder::find(text).is_none());
        let file = profile.token_file.as_ref().filter(|file| !file.is_empty()).filter(is_filled);
        // Which of several ways to log in is meant nobody knows: that is one fault of its own.
        let Some(file) = file.filter(|_| !is_dedicated && !has_other) else { continue };
        let message = format!("profile `{}` bypasses the identity provider", profile.shown_name());
        findings
            .report(value_place(file.node), &file.path, message)
            .label("the admin token")
            .help("log in with OAuth, and revoke the admin token before production");
    }
}
