//! # `keycloak-prefix-differs`
//!
//! Keycloak served everything below `/auth` until version 16; from 17 on it does not, unless configured. One server
//! does one of the two, so one of these URLs answers 404. InfluxData's page mixes both.
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
//! device_url = "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/auth/device"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `/auth/realms`
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! One spelling throughout is right, whichever:
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
//! device_url = "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/token"
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
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [keycloak/keycloak#10464](https://github.com/keycloak/keycloak/issues/10464)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::influxctl::LoginFault;

pub(super) static RULE: Rule = Rule {
    id: "keycloak-prefix-differs",
    summary: "Keycloak URLs of one realm with and without `/auth`",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("keycloak_prefix_differs.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins() {
        let (Some(LoginFault::Prefixes(one, other)), Some(device), Some(token)) =
            (&login.fault, &login.device, &login.token)
        else {
            continue;
        };
        findings
            .report(
                value_place(device.setting.node),
                &device.setting.path,
                format!("`{one}/realms` here, `{other}/realms` there, on one host"),
            )
            .label(format!("`{one}/realms`"))
            .related(value_place(token.setting.node), format!("`{other}/realms`"))
            .help("use what the discovery document shows: Keycloak 17 and later drop `/auth` unless configured")
            .note(
                "InfluxData's page mixes both (docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)",
            );
    }
}
