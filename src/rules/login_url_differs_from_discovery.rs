//! # `login-url-differs-from-discovery`
//!
//! The discovery document of the provider names its device authorization endpoint and its token endpoint, and the
//! profile has another URL. The document is the right one: its `jwks_uri` is the `jwksEndpoint` of the cluster, or, of a
//! profile without one, the key set that belongs to its URLs.
//!
//! A cluster and a profile are a pair when `--influxctl` names the profile's file or when the profile's `host` is among
//! the cluster's `ingress.hosts`. A comment `# idplint: ignore[…]` at the URL hides the finding.
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {
//!       "url": "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io/realms/ops", "jwks_uri": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "token_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/token", "device_authorization_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/device"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not the published URL
//! token_url = "https://SSO.acme.io:443/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://SSO.acme.io:443/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! Beside a cluster the finding shows its `jwksEndpoint`, too:
//!
//! ```yaml beside
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/device"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not the published URL
//! token_url = "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/token"
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not the published URL
//! ```
//!
//! A document may leave an endpoint out:
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {
//!       "url": "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io/realms/ops", "jwks_uri": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "token_endpoint": "https://sso.acme.io/realms/ops/protocol/openid-connect/token"},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "ops"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! - [RFC 8414, section 2](https://www.rfc-editor.org/rfc/rfc8414#section-2): `token_endpoint`
//! - [RFC 8628, section 4](https://www.rfc-editor.org/rfc/rfc8628#section-4): `device_authorization_endpoint`
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/): take the URLs from the discovery document

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};

pub(super) static RULE: Rule = Rule {
    id: "login-url-differs-from-discovery",
    summary: "a login URL of the profile is not what the provider publishes",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("login_url_differs_from_discovery.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for differing in context.unpublished_logins() {
        let setting = &differing.url.setting;
        let key = setting.key.name();
        // Within a query a backtick may stand as it is.
        let published = differing.published.as_str().replace('`', "%60");
        let issuer = differing.found.document.issuer.replace('`', "'");
        let message = format!(
            "`{key}` is not what `{issuer}` publishes: `{}`, published `{published}`",
            differing.written.shown
        );
        let finding = findings
            .report(value_place(setting.node), &setting.path, message)
            .label("not the published URL")
            .help(format!("write `{published}`"))
            .note(format!("`{}` says so", differing.found.url))
            .fix(fix_text(setting.node, &published, Safety::Safe));
        if let Some(keys) = differing.keys {
            finding.related(value_place(keys.node), "the keys of the same issuer");
        }
    }
}
