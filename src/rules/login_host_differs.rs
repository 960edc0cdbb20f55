//! # `login-host-differs`
//!
//! Profile and cluster name the same realm, tenant or server, but on another host or port. Either one of the two is
//! misspelled, or there are two providers, and then the cluster refuses the tokens of the other.
//!
//! A cluster and a profile are a pair when `--influxctl` names the profile's file or when the profile's `host` is among
//! the cluster's `ingress.hosts`. A comment `# idplint: ignore[…]` at `jwksEndpoint` hides the finding.
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
//! device_url = "https://sso.acme.com/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.com/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #                       ^^^^^^^^^^^ `sso.acme.io` here
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.com:8443/realms/ops/protocol/openid-connect/certs
//! #                       ^^^^^^^^^^^^^^^^^ `sso.acme.com:8443` here
//! ```
//!
//! A cluster may reach its provider from inside, which is normal (Keycloak calls it `backchannel-dynamic`):
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://SSO.acme.com:443/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! What the provider publishes outranks the guess: here the discovery document names the host of the profile.
//!
//! ```json answers
//! {
//!   "discovery": {
//!     "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {
//!       "url": "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
//!       "document": {"issuer": "https://sso.acme.io/realms/ops", "jwks_uri": "https://sso.acme.io/realms/ops/protocol/openid-connect/certs", "token_endpoint": "https://sso.acme.com/realms/ops/protocol/openid-connect/token", "device_authorization_endpoint": "https://sso.acme.com/realms/ops/protocol/openid-connect/auth/device"},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [confluentinc/confluent-kubernetes-examples#449](https://github.com/confluentinc/confluent-kubernetes-examples/issues/449): tokens of another host of the same provider
//! - [keycloak/keycloak#29783](https://github.com/keycloak/keycloak/issues/29783): why internal hosts are allowed

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::provider::Difference;

pub(super) static RULE: Rule = Rule {
    id: "login-host-differs",
    summary: "cluster and profile name one realm or tenant on two hosts",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("login_host_differs.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for fault in context.pair_faults().filter(|fault| fault.difference == Difference::Host) {
        let (setting, keys) = &fault.keys;
        let (ours, theirs) = fault.values();
        let url = fault.url_name();
        let message = format!("`jwksEndpoint` and `{url}` are on different hosts: `{ours}` and `{theirs}`");
        let mut finding = findings
            .report(fault.place(setting, keys), &setting.path, message)
            .label(format!("`{ours}` here"))
            .used_at(setting.node)
            .help("take both from one discovery document");
        for (url, place) in &fault.urls {
            finding = finding.related(fault.place(&url.setting, place), format!("`{theirs}` there"));
        }
    }
}
