//! # `unused-ignore`
//!
//! A comment that hides nothing is forgotten, and will hide the next fault on its line; one whose last day
//! is over hides nothing either. So is an `[[ignore]]` of the project file. Where a rule that it names did not run,
//! or no file that the entry speaks for was checked, nothing is known.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[plain-http-endpoint] lab cluster
//! # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing to hide
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[plain-http-endpoint] lab cluster, until=2027-01-31
//!   jwksEndpoint: http://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! Offline, no rule knows what the provider serves:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[jwks-endpoint-not-found] the realm comes with the next release
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [Ignoring](https://github.com/idplint/idplint/blob/main/README.md#ignoring)

use super::{Context, Findings, Fixes, Needs, Rule, Subject};
use crate::finding::{Confidence, Fix, Safety, Severity};

pub(super) static RULE: Rule = Rule {
    id: "unused-ignore",
    summary: "an ignore comment or entry hides nothing, or its last day is over",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("unused_ignore.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Subject::Ignore(ignore, is_known) = context.subject else { return };
    if ignore.names.is_empty() || ignore.hidden > 0 || !(is_known || ignore.over.is_some()) {
        return;
    }
    let label = match &ignore.over {
        Some(until) => format!("`{}` is over", until.text()),
        None => "nothing to hide".to_owned(),
    };
    let names = ignore.in_words();
    let title = if ignore.is_entry() { "remove the entry" } else { "remove the comment" };
    findings
        .report(ignore.place.clone(), ignore.path(), format!("this ignore hides nothing: {names}"))
        .label(label)
        .help("remove it")
        .fix(ignore.removal().map(|removal| Fix::replace(removal, "", title, Safety::Safe)));
}
