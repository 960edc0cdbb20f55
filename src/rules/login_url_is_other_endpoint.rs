//! # `login-url-is-other-endpoint`
//!
//! `device_url` is the device authorization endpoint, `token_url` the token endpoint. A discovery document, a JWK
//! Set, the issuer or the page where browsers log in answers neither of the two requests. At Keycloak, `/auth`
//! alone is the page for browsers, `/auth/device` is the endpoint.
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
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the authorization endpoint
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
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
//! client_id = "influxctl"
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
//! client_id = "aB3dE5fG7hJ9kL1m"
//! parameters = { audience = "https://influxdb.acme.io" }
//! device_url = "https://acme.us.auth0.com/oauth/device/code"
//! token_url = "https://acme.us.auth0.com/.well-known/openid-configuration"
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the discovery document
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
//! Paths that nobody published may be anything, and Authentik shares both endpoints between applications:
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
//! device_url = "https://login.acme.io/start"
//! token_url = "https://login.acme.io/redeem"
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
//! device_url = "https://ak.acme.io/application/o/device/"
//! token_url = "https://ak.acme.io/application/o/token/"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [RFC 8628, section 3.1](https://www.rfc-editor.org/rfc/rfc8628#section-3.1)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::influxctl::LoginUrlFault;
use crate::provider::LoginPlace;

pub(super) static RULE: Rule = Rule {
    id: "login-url-is-other-endpoint",
    summary: "`device_url` or `token_url` is another endpoint of the provider",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("login_url_is_other_endpoint.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for url in context.logins().flat_map(|(_, login)| login.urls()) {
        let (Some(LoginUrlFault::OtherEndpoint(word, right)), Some(written)) = (&url.fault, url.url()) else {
            continue;
        };
        let is_fixed = url.place.as_ref().is_some_and(LoginPlace::is_fixed);
        let safety = if is_fixed { Safety::Safe } else { Safety::Unsafe };
        let help = match right {
            Some(right) => format!("write `{right}`"),
            None => "copy it from the provider's discovery document".to_owned(),
        };
        findings
            .report(
                value_place(url.setting.node),
                &url.setting.path,
                format!("`{}` is the {word}: `{}`", url.key, written.shown),
            )
            .label(format!("the {word}"))
            .help(help)
            .fix(right.as_ref().map(|right| fix_text(url.setting.node, right, safety)));
    }
}
