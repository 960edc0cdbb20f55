//! # `unknown-rule-name`
//!
//! A comment that ignores a rule by a name that no rule has hides nothing; so does an `[[ignore]]` of the project
//! file, and a level for such a name changes nothing.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[plain-http-endpoints] lab cluster
//! #                   ^^^^^^^^^^^^^^^^^^^^ no rule has this name
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[plain-http-endpoint] lab cluster
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   # idplint: ignore[plain-http-endpoint] lab cluster
//!   jwksEndpoint: http://sso.acme.io/realms/ops/protocol/openid-connect/certs # yamllint disable-line
//! ```
//!
//! - [The names of all rules](https://github.com/idplint/idplint/blob/main/README.md)

use super::{Context, Findings, Fixes, Needs, RULES, Rule, Subject};
use crate::finding::{Confidence, Fix, Safety, Severity};

pub(super) static RULE: Rule = Rule {
    id: "unknown-rule-name",
    summary: "an ignore comment or the project file names a rule that does not exist",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("unknown_rule_name.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (names, may_edit) = match context.subject {
        Subject::Ignore(ignore, _) => (ignore.names.as_slice(), ignore.may_edit),
        Subject::Level(name) => (std::slice::from_ref(name), true),
        _ => return,
    };
    for name in names.iter().filter(|name| name.rule.is_none()) {
        let written = &name.text;
        let near = nearest(written);
        let fix = |id| Fix::replace(name.place.clone(), id, format!("write `{id}`"), Safety::Unsafe);
        let (question, help) = match near {
            Some(id) => (format!(": did you mean `{id}`?"), format!("write `{id}`")),
            None => (String::new(), "`idplint rules` lists the names of all rules".to_owned()),
        };
        findings
            .report(name.place.clone(), name.path.as_str(), format!("unknown rule `{written}`{question}"))
            .label("no rule has this name")
            .help(help)
            .fix(near.filter(|_| may_edit).map(fix));
    }
}

/// No rule has half as long a name, in bytes; a longer one is not worth the comparison.
const LONGEST: usize = 100;

/// A rule whose name is a slip or two away.
fn nearest(name: &str) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let scored = RULES.iter().map(|rule| (strsim::osa_distance(rule.id, name), rule.id));
    scored.filter(|(slips, _)| *slips <= 3).min().map(|(_, id)| id)
}
