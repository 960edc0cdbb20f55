//! # `okta-org-server-keys`
//!
//! Okta has two kinds of authorization servers. The access tokens of the org server are for Okta's own APIs;
//! Okta says that they cannot be verified, and its keys do not fit them. A custom authorization server, such as
//! `default`, issues tokens for others.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/v1/keys
//! #                                    ^^^^^^^^^^^^^^^ keys of the org server
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/default/v1/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://acme.okta.com/oauth2/aus1a2b3c4/v1/keys
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: okta
//!   jwksEndpoint: https://login.acme.io/oauth2/v1/keys
//! ```
//!
//! - [Okta: authorization servers](https://developer.okta.com/docs/concepts/auth-servers/)
//! - [okta/okta-jwt-verifier-python#51](https://github.com/okta/okta-jwt-verifier-python/issues/51)
//! - [trinodb/trino#7879](https://github.com/trinodb/trino/issues/7879)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::model::endpoint::place_of;
use crate::provider::UrlKind;

pub(super) static RULE: Rule = Rule {
    id: "okta-org-server-keys",
    summary: "the keys of Okta's org server do not verify its access tokens",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("okta_org_server_keys.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_url() else { return };
    if url.classified.kind != UrlKind::OktaOrgKeys {
        return;
    }
    findings
        .report(
            place_of(setting, |parts| Some(parts.path)),
            &setting.path,
            format!("access tokens of Okta's org server cannot be verified with `{}`", url.shown),
        )
        .label("keys of the org server")
        .used_at(setting.node)
        .help("use a custom authorization server, for example `/oauth2/default`")
        .fix(url.keys_fix(setting, Safety::Unsafe));
}
