//! # `misspelled-key`
//!
//! A key that nobody knows, close to a key that is missing. The chart prints four keys of `admin` and
//! drops every other one; the package's schema refuses unknown keys after the rollout has begun; a user
//! with `firstname` for `firstName` has no first name.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndPoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! # ^^^^^^^^^^^^ not a key of `admin`
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
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! Of two keys that may be meant as one, nobody but you knows which is right, so none is renamed:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndPoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! # ^^^^^^^^^^^^ not a key of `admin`
//!   jwks_endpoint: https://sso.acme.io/realms/dev/protocol/openid-connect/certs
//! # ^^^^^^^^^^^^^ not a key of `admin`
//! ```
//!
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{rename_key, value_place};
use crate::model::schema::{Fault, Likeness, Violation};

pub(super) static RULE: Rule = Rule {
    id: "misspelled-key",
    summary: "a key that nobody knows, close to one that is missing",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("misspelled_key.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for violation in document.violations() {
        let Fault::Misspelled { known, likeness } = &violation.fault else { continue };
        let is_rival = |other: &Violation| {
            let means_the_same = matches!(&other.fault, Fault::Misspelled { known: too, .. } if too == known);
            means_the_same && other.within == violation.within && other.at != violation.at
        };
        let has_rival = document.violations().iter().any(is_rival);
        let key = document.node(violation.at);
        let map = violation.map_in_words();
        let safety = if *likeness == Likeness::Spelling { Safety::Safe } else { Safety::Unsafe };
        let message = format!("unknown key `{}` in {map}: did you mean `{known}`?", key.name());
        findings
            .report(value_place(key), &violation.path, message)
            .label(format!("not a key of {map}"))
            .used_at(document.node(violation.within))
            .help(if has_rival { format!("keep one of them as `{known}`") } else { format!("rename it to `{known}`") })
            .fix((!has_rival).then(|| rename_key(key, known, safety)));
    }
}
