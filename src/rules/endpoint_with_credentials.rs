//! # `endpoint-with-credentials`
//!
//! A user name and a password stand in the URL. JWK Sets are public, so they are needed for nothing, and now
//! everybody who can read the file, the resource or a log knows them.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://ci:hunter2@sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #                       ^^^^^^^^^^ a password in the open
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://ci:hunter2@sso.acme.io/realms/ops/protocol/openid-connect/token"
//! #                    ^^^^^^^^^^ a password in the open
//! ```
//!
//! An `@` behind the host is none:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops@acme/protocol/openid-connect/certs
//! ```
//!
//! - [RFC 3986, section 3.2.1](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1)
//! - [RFC 9110, section 4.2.4](https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::{KeyedEndpoint, place_of};

pub(super) static RULE: Rule = Rule {
    id: "endpoint-with-credentials",
    summary: "the URL of an endpoint carries a user name or a password",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("endpoint_with_credentials.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (KeyedEndpoint { key, setting, .. }, url) in context.urls() {
        let (what, help) = match (url.url.username(), url.url.password()) {
            ("", None) => continue,
            (_, Some(_)) => ("a password", "remove it and change the password"),
            (_, None) => ("a user name", "remove it"),
        };
        findings
            .report(
                place_of(setting, |parts| parts.user_info),
                &setting.path,
                format!("`{key}` carries {what} before `@`"),
            )
            .label(format!("{what} in the open"))
            .used_at(setting.node)
            .help(help);
    }
}
