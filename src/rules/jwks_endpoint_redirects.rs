//! # `jwks-endpoint-redirects`
//!
//! The provider was asked: `jwksEndpoint` redirects. Whether InfluxDB follows is not published, and whoever answers
//! the first request decides where the keys come from.
//!
//! ```json answers
//! {
//!   "https://id.acme.io/keys": {"redirected_to": "https://login.acme.io/oauth/jwks", "body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://login.acme.io/oauth/jwks": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ redirects
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/oauth/jwks
//! ```
//!
//! Where it leads to a discovery document, the keys are one step further:
//!
//! ```json answers
//! {
//!   "https://id.acme.io/moved": {
//!     "redirected_to": "https://login.acme.io/.well-known/openid-configuration",
//!     "body": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/keys"}
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/moved
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^ redirects
//! ```
//!
//! The discovery document may redirect alone:
//!
//! ```json answers
//! {
//!   "https://login.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}},
//!   "https://login.acme.io/.well-known/openid-configuration": {
//!     "redirected_to": "https://login.acme.io/oidc/metadata",
//!     "body": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/keys"}
//!   },
//!   "discovery": {
//!     "https://login.acme.io/keys": {
//!       "url": "https://login.acme.io/.well-known/openid-configuration",
//!       "document": {"issuer": "https://login.acme.io", "jwks_uri": "https://login.acme.io/keys"},
//!       "confirms_keys": true
//!     }
//!   }
//! }
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://login.acme.io/keys
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^ its discovery document redirects
//! ```
//!
//! What is no key set at the end has a rule of its own, and plain text has one too:
//!
//! ```json answers
//! {
//!   "https://id.acme.io/keys": {"body": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "<2048 bits>", "e": "AQAB"}]}}
//! }
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://id.acme.io/keys
//! ```
//!
//! - [RFC 9110, section 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)
//! - [9p4/jellyfin-plugin-sso#259](https://github.com/9p4/jellyfin-plugin-sso/issues/259)

use super::{Context, Findings, Fixes, Needs, Reply, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::endpoint::{WrittenUrl, masked};
use crate::provider::{self, HostClass, UrlKind};
use url::Url;

pub(super) static RULE: Rule = Rule {
    id: "jwks-endpoint-redirects",
    summary: "`jwksEndpoint` or its discovery document redirects",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::Provider,
    since: "0.1.0",
    page: include_str!("jwks_endpoint_redirects.rs"),
    check,
};

/// One redirect, and what to say about it.
struct Redirect {
    from: String,
    to: String,
    label: &'static str,
    help: String,
    fix: Option<Fix>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, _, answer)) = context.endpoint_answer() else { return };
    let found = if answer.redirected_to.is_some() { of_endpoint(context) } else { of_discovery(context) };
    let Some(Redirect { from, to, label, help, fix }) = found else { return };
    findings
        .report(value_place(setting.node), &setting.path, format!("`{from}` redirects to `{to}`"))
        .label(label)
        .used_at(setting.node)
        .help(help)
        .fix(fix);
}

fn of_endpoint(context: &Context<'_>) -> Option<Redirect> {
    let (setting, url, answer) = context.endpoint_answer()?;
    let to = answer.redirected_to.as_deref()?;
    if is_step_to_https(url, to) {
        return None;
    }
    let (help, fix) = match context.endpoint_reply()? {
        Reply::Keys(_) => {
            let fix = url.replaceable_by(to).map(|_| fix_text(setting.node, to, Safety::Unsafe));
            (format!("write the final URL: `{}`", masked(to)), fix)
        }
        // A URL that is meant for something else has a rule of its own.
        Reply::Discovery(_, keys) if url.classified.kind == UrlKind::Keys => {
            (format!("it leads to a discovery document: write its `jwks_uri`: `{keys}`"), None)
        }
        // What is wrong at the end tells the way itself.
        _ => return None,
    };
    Some(Redirect { from: url.shown.clone(), to: masked(to), label: "redirects", help, fix })
}

fn of_discovery(context: &Context<'_>) -> Option<Redirect> {
    let (_, url, _) = context.endpoint_answer()?;
    let found = context.facts.discovered(url.url.as_str()).filter(|found| found.confirms_keys)?;
    let to = masked(context.facts.answer(&found.url)?.redirected_to.as_deref()?);
    let help = format!("use `{to}` where its URL is asked for; a POST after a redirect may turn into a GET");
    Some(Redirect { from: found.url.clone(), to, label: "its discovery document redirects", help, fix: None })
}

/// `plain-http-endpoint` speaks of the first step already.
fn is_step_to_https(url: &WrittenUrl, to: &str) -> bool {
    let is_told = url.url.scheme() == "http" && provider::host_class(&url.url) == HostClass::Public;
    is_told && Url::parse(to).is_ok_and(|to| to.scheme() == "https" && to.host() == url.url.host())
}
