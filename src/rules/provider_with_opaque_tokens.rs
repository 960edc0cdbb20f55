//! # `provider-with-opaque-tokens`
//!
//! Access tokens of these providers are random text for people, not JWTs: a JWK Set has nothing to verify.
//! Which token influxctl sends is not published, so this is a warning.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: google
//!   jwksEndpoint: https://www.googleapis.com/oauth2/v3/certs
//! #                       ^^^^^^^^^^^^^^^^^^ Google
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: github
//!   jwksEndpoint: https://token.actions.githubusercontent.com/.well-known/jwks
//! #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ GitHub
//! ```
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.auth.oauth2]
//! client_id = "1234-abcd.apps.googleusercontent.com"
//! device_url = "https://oauth2.googleapis.com/device/code"
//! #                     ^^^^^^^^^^^^^^^^^^^^^ Google
//! token_url = "https://oauth2.googleapis.com/token"
//! ```
//!
//! A GitLab of one's own may be configured otherwise:
//!
//! ```yaml good
//! admin:
//!   identityProvider: gitlab
//!   jwksEndpoint: https://gitlab.acme.io/oauth/discovery/keys
//! ```
//!
//! - [Google: OAuth 2.0 for TV and limited-input devices](https://developers.google.com/identity/protocols/oauth2/limited-input-device)
//! - [GitHub: authorizing OAuth apps](https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::setting::Setting;
use crate::model::endpoint::place_of;
use crate::provider::with_opaque_tokens;

pub(super) static RULE: Rule = Rule {
    id: "provider-with-opaque-tokens",
    summary: "a provider whose access tokens no key set can verify",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("provider_with_opaque_tokens.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // Who names another provider has not chosen this one.
    let of_cluster = context.endpoint_url().filter(|_| context.provider_fault().is_none());
    if let Some((setting, provider)) =
        of_cluster.and_then(|(setting, url)| Some((setting, with_opaque_tokens(&url.url)?)))
    {
        report(setting, provider, findings);
    }
    for (_, login) in context.logins() {
        // Two URLs of one provider are one cause.
        let mut found = login.urls().filter_map(|login| Some((&login.setting, with_opaque_tokens(&login.url()?.url)?)));
        if let Some((setting, provider)) = found.next() {
            report(setting, provider, findings);
        }
    }
}

fn report(setting: &Setting<'_>, provider: &str, findings: &mut Findings<'_>) {
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("{provider} issues opaque access tokens; a JWK Set cannot verify them"),
        )
        .label(provider)
        .used_at(setting.node)
        .help("put a provider that issues JWTs in front, for example Keycloak or Dex");
}
