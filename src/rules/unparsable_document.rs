//! # `unparsable-document`
//!
//! The file is ours, but Helm, kubectl or influxctl cannot read it: they stop where the finding points, and nothing
//! is deployed. Most often a value needs quotes.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: @acme.io
//! #            ^ the reader stops here
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops: certs
//! #                                             ^ the reader stops here
//! ```
//!
//! Infinity is a number in YAML, but cannot be sent to the cluster:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: .inf
//! #               ^^^^ the reader stops here
//!       email: ada@acme.io
//! ```
//!
//! influxctl reads none of a file that is not TOML: a key may stand once in a table, `[profile.auth.oauth2]` belongs
//! below its `[[profile]]`, and quotes are straight.
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! port = "8086"
//! #^^^ the reader stops here
//! mgmt_token = "apiv1_x"
//! ```
//!
//! ```toml bad
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! [[profile]]
//! # ^^^^^^^ the reader stops here
//! product = "clustered"
//! host = "influxdb.acme.io"
//! ```
//!
//! A file that `--values` or `--kind` names is ours whatever it holds, so all of it is read as Helm would.
//!
//! Files that somebody else renders first are theirs:
//!
//! ```yaml good
//! admin:
//!   {{- if .Values.keycloak }}
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   {{- end }}
//! ```
//!
//! In quotes, all of it is text:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e"
//!       firstName: "Ada: `the first`"
//!       lastName: '.inf'
//!       email: "ada@acme.io"
//! ```
//!
//! - [YAML 1.1](https://yaml.org/spec/1.1/), which Helm and kubectl read
//! - [sigs.k8s.io/yaml](https://github.com/kubernetes-sigs/yaml), their reader, which turns YAML into JSON

use super::{Context, Findings, Fixes, Needs, Rule, Subject};
use crate::finding::{Confidence, Severity};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    id: "unparsable-document",
    summary: "the file is ours, but its reader cannot read it",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("unparsable_document.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Subject::Unreadable(error) = context.subject else { return };
    let place = Place { source: context.source.clone(), span: error.span };
    findings
        .report(place, "", format!("cannot read this as {}: {}", error.language, error.reason))
        .label("the reader stops here")
        .help(error.help.as_str());
}
