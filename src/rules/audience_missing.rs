//! # `audience-missing`
//!
//! Without an `audience`, and without a default audience of the tenant, Auth0 issues access tokens that only Auth0
//! can read: InfluxDB has nothing to verify. The audience is the identifier of an API that is registered in the
//! tenant.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! #^^^^^^^^^^^^^^^^^^^^ no `audience` here
//! client_id = "aB3dE5fG7hJ9kL1m"
//! device_url = "https://acme.us.auth0.com/oauth/device/code"
//! token_url = "https://acme.us.auth0.com/oauth/token"
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
//! parameters = { audience = "" }
//! #                         ^^ no audience
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
//! Other providers need none:
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
//! - [auth0/nextjs-auth0#1809](https://github.com/auth0/nextjs-auth0/issues/1809)
//! - [Auth0: access tokens](https://auth0.com/docs/secure/tokens/access-tokens): opaque and JSON Web Tokens
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::setting::Setting;
use crate::provider::Family;

pub(super) static RULE: Rule = Rule {
    id: "audience-missing",
    summary: "a login at Auth0 that names no audience",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("audience_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (profile, login) in context.logins().filter(|(_, login)| login.is_hosted_by(Family::Auth0)) {
        let parameters = login.parameters.as_ref();
        if parameters.is_some_and(Setting::is_unknown) {
            continue;
        }
        let audience = parameters.and_then(|parameters| parameters.node.get("audience"));
        let (place, label) = match audience {
            Some(audience) if audience.is_unknown() => continue,
            Some(audience) if audience.is_null() || audience.text().is_some_and(|text| text.trim().is_empty()) => {
                (audience.place(), "no audience")
            }
            Some(_) => continue,
            None if !context.is_whole() => continue,
            None => (parameters.map_or(login.node, |parameters| parameters.node).place(), "no `audience` here"),
        };
        findings
            .report(
                place,
                format!("{}.parameters.audience", login.path),
                format!(
                    "profile `{}` asks Auth0 for no audience: the access token may be opaque",
                    profile.shown_name()
                ),
            )
            .label(label)
            .help("add `parameters = { audience = \"…\" }`, or set a default audience in the tenant");
    }
}
