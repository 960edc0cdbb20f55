//! # `endpoint-url-malformed`
//!
//! `jwksEndpoint` is no absolute `http` or `https` URL, so the cluster cannot fetch any key. Helm, the API
//! server and the published schema let every text pass. In a profile of `influxctl` the same text ends every login.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no scheme
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https:/sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one slash after the scheme
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A URL over two lines is read with a blank in it:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: "https://sso.acme.io/realms/ops/ protocol/openid-connect/certs"
//! #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a blank
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: >-
//!     https://sso.acme.io/realms/ops/
//! #   ^ a blank
//!     protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: >-
//!     https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io:84430/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a port that is no number from 1 to 65535
//! ```
//!
//! A sample's gap that nobody filled in; no URL holds these brackets unescaped:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/{realm}/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the gap `{realm}`
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https//sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no colon behind the scheme
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! Ports, IPv6 literals and internationalised hosts are legal:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://[2001:db8::7]:8443/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://anmeldung.bücher.example/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [RFC 3986, section 3](https://www.rfc-editor.org/rfc/rfc3986#section-3)
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [ghostfolio/ghostfolio#6413](https://github.com/ghostfolio/ghostfolio/issues/6413)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::Document;
use crate::model::endpoint::{Endpoint, KeyedEndpoint};

pub(super) static RULE: Rule = Rule {
    id: "endpoint-url-malformed",
    summary: "the URL of an endpoint is no absolute http(s) URL",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("endpoint_url_malformed.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for KeyedEndpoint { key, setting, endpoint } in context.document().into_iter().flat_map(Document::endpoints) {
        let Endpoint::Malformed(fault) = endpoint else { continue };
        let help = match &fault.meant {
            Some(meant) => format!("{}: `{meant}`", fault.help),
            None => fault.help.clone(),
        };
        findings
            .report(
                value_place(setting.node),
                &setting.path,
                format!("`{key}` is not a URL: {} in `{}`", fault.what, fault.shown),
            )
            .label(fault.what.as_str())
            .used_at(setting.node)
            .help(help)
            .fix(fault.meant.as_ref().map(|meant| fix_text(setting.node, meant, Safety::Unsafe)));
    }
}
