//! # `jwks-endpoint-not-found`
//!
//! The provider was asked: nothing is at `jwksEndpoint`. The cluster gets no keys, and nobody can log in.
//! Keycloak moved its URLs in version 17, from `/auth/realms/…` to `/realms/…`, and either prefix may be in
//! force.
//!
//! ```json answers
//! {
//!   "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/certs": {"status": 404, "body": {"error": "Unable to find matching target resource method"}},
//!   "https://sso.acme.io/realms/ops/protocol/openid-connect/certs": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/auth/realms/ops/protocol/openid-connect/certs
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 404 Not Found
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"status": 410, "type": "text/html", "body": "<html>gone</html>"}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ 410 Gone
//! ```
//!
//! An internal host that was asked from outside is another one:
//!
//! ```json answers
//! {
//!   "https://keycloak.auth.svc/realms/ops/protocol/openid-connect/certs": {"status": 404, "body": {}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://keycloak.auth.svc/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A realm that Keycloak itself calls unknown is another fault:
//! [`tenant-unknown-to-provider`](tenant-unknown-to-provider.md).
//!
//! - [Keycloak: migrating to the Quarkus distribution](https://www.keycloak.org/migration/migrating-to-quarkus)
//! - [keycloak/keycloak#10464](https://github.com/keycloak/keycloak/issues/10464)
//! - [RFC 9110, section 15.5.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5)

use super::{Context, Findings, Fixes, Needs, Reply, Rule};
use crate::facts::{Answer, Body};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::endpoint::WrittenUrl;
use crate::provider;

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-not-found",
    summary: "nothing is at `jwksEndpoint`: the provider answers 404, 405 or 410",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_not_found.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Reply::Absent(status)) = context.endpoint_reply() else { return };
    let Some((setting, url, answer)) = context.endpoint_answer() else { return };
    let serves_keys = |answer: &Answer| answer.serves_keys() && answer.redirected_to.is_none();
    let served = provider::spellings(&url.url)
        .into_iter()
        .find(|other| context.facts.answer(other.as_str()).is_some_and(serves_keys));
    let building = findings
        .report(
            value_place(setting.node),
            &setting.path,
            format!("nothing is at `jwksEndpoint`: {status} from `{}`", url.shown),
        )
        .label(status)
        .used_at(setting.node);
    let building = match &served {
        Some(other) => building
            .help(format!("write `{other}`, which served keys in this run"))
            .fix(fix_text(setting.node, other.as_str(), Safety::Safe)),
        None => building.help(where_to_look(context, url)),
    };
    match (&answer.body, &answer.redirected_to) {
        (_, Some(end)) => drop(building.note(format!("after a redirect to `{end}`"))),
        (Body::OtherJson { excerpt }, _) => drop(building.note(format!("the server says {excerpt}"))),
        (Body::Error(error), _) => drop(building.note(format!("the server says {error}"))),
        _ => {}
    }
}

fn where_to_look(context: &Context<'_>, url: &WrittenUrl) -> String {
    let discovered = context.facts.discovered(url.url.as_str());
    match discovered.and_then(|found| Some((&found.url, found.document.jwks_uri.as_ref()?))) {
        Some((document, keys)) => format!("the discovery document `{document}` names `{keys}`"),
        None => "open the provider's discovery document and copy its `jwks_uri`".to_owned(),
    }
}
