//! # `ignore-without-reason`
//!
//! A comment, or an `[[ignore]]` of the project file, that hides a finding without saying why: nobody can tell later
//! whether it may go. A date alone is no reason.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[plain-http-endpoint]
//! # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no reason after the bracket
//!   jwksEndpoint: http://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[plain-http-endpoint] lab cluster, until=2027-01-31
//!   jwksEndpoint: http://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [Ignoring](https://github.com/idplint/idplint/blob/main/README.md#ignoring)

use super::{Context, Findings, Fixes, Needs, Rule, Subject};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "ignore-without-reason",
    summary: "an ignore comment or entry does not say why",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("ignore_without_reason.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Subject::Ignore(ignore, _) = context.subject else { return };
    if ignore.has_reason || ignore.names.is_empty() {
        return;
    }
    let names = ignore.in_words();
    let (label, help) = if ignore.is_entry() {
        ("no `reason` here", "say why: `reason = \"lab cluster\"`")
    } else {
        ("no reason after the bracket", "say why behind the bracket: `… lab cluster, until=2027-01-31`")
    };
    findings
        .report(ignore.place.clone(), ignore.path(), format!("ignore of {names} gives no reason"))
        .label(label)
        .help(help);
}
