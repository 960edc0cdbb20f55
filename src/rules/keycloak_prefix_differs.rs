//! # `keycloak-prefix-differs`
//!
//! Before version 17 Keycloak served everything below `/auth`; since then it does so only when it is told to. One
//! server does one of the two: of URLs with `/auth/realms` and `/realms` on one host, one leads nowhere.
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
//! A cluster and a profile are a pair when `--influxctl` names the profile's file or when the profile's `host` is among
//! the cluster's `ingress.hosts`. A comment `# idplint: ignore[…]` at `jwksEndpoint` hides what is said of a pair.
//!
//! ```toml beside
//! [[profile]]
//! name = "ops"
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
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/auth/realms/ops/protocol/openid-connect/certs
//! #                                  ^^^^^^^^^^^^ `/auth/realms` here
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! Another host may have another prefix:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://keycloak.auth.svc:8443/auth/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): mixes both
//! - [Keycloak: all configuration, `http-relative-path`](https://www.keycloak.org/server/all-config)
//! - [keycloak/keycloak#10464](https://github.com/keycloak/keycloak/issues/10464)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::influxctl::{Login, LoginFault};
use crate::model::pair::PairFault;
use crate::provider::Difference;

pub(super) static RULE: Rule = Rule {
    id: "keycloak-prefix-differs",
    summary: "URLs of one Keycloak with and without `/auth`",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("keycloak_prefix_differs.rs"),
    check,
};

const HELP: &str = "use what Keycloak's discovery document shows: 17 and later drop `/auth` unless configured";
const NOTE: &str = "InfluxData's page shows both for one server \
    (docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    context.logins().for_each(|(_, login)| of_login(login, findings));
    context
        .pair_faults()
        .filter(|fault| fault.difference == Difference::Prefix)
        .for_each(|fault| of_pair(fault, findings));
}

/// The cluster's URL against those of the profile.
fn of_pair(fault: &PairFault<'_>, findings: &mut Findings<'_>) {
    let (setting, keys) = &fault.keys;
    let (ours, theirs) = fault.values();
    let mut finding = findings
        .report(
            fault.place(setting, keys),
            &setting.path,
            format!("`{ours}` here, `{theirs}` in `{}`, on one host: `{}`", fault.url_name(), keys.host),
        )
        .label(format!("`{ours}` here"))
        .used_at(setting.node)
        .help(HELP)
        .note(NOTE);
    for (url, place) in &fault.urls {
        finding = finding.related(fault.place(&url.setting, place), format!("`{theirs}` there"));
    }
}

/// The two URLs of one profile.
fn of_login(login: &Login<'_>, findings: &mut Findings<'_>) {
    let Some(LoginFault::Prefixes(one, other)) = &login.fault else { return };
    let (Some(device), Some(token)) = (&login.device, &login.token) else { return };
    findings
        .report(
            value_place(device.setting.node),
            &device.setting.path,
            format!("`{one}` here, `{other}` there, on one host"),
        )
        .label(format!("`{one}`"))
        .related(value_place(token.setting.node), format!("`{other}`"))
        .help(HELP)
        .note(NOTE);
}
