//! # `user-detail-missing`
//!
//! An entry of `admin.users` lacks `firstName`, `lastName` or `email`. InfluxData's page says that all four
//! fields are required; what the cluster does without them is not published.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//! #     ^^ this entry
//!       firstName: Ada
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email:
//! #     ^^^^^ nothing here
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! - [InfluxData: Set up authentication, "All fields are required"](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [influxdata/docs-v2#5639](https://github.com/influxdata/docs-v2/issues/5639)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "user-detail-missing",
    summary: "an entry of `admin.users` lacks `firstName`, `lastName` or `email`",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_detail_missing.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    for user in admin.written_entries() {
        let missing = user.missing_details();
        // An entry of nothing is a user without an id, or the chart's default user.
        if user.lacks_id() && missing.len() == 3 {
            continue;
        }
        let missing: Vec<_> = missing.into_iter().filter(|(key, _)| !document.is_misspelled(user.node, key)).collect();
        let Some((first, _)) = missing.first() else { continue };
        let blank = missing.iter().find_map(|(_, setting)| *setting);
        let label = if blank.is_some() { "nothing here" } else { "this entry" };
        let message = format!("{} user of `admin.users` has no {}", user.ordinal(), in_words(&missing));
        findings
            .report(user.gap(blank), format!("{}.{first}", user.path), message)
            .label(label)
            .used_at(user.node)
            .help("write all four fields: any text does, a real e-mail address serves the audit log")
            .note("\"All fields are required\": docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/");
    }
}

/// "`a`, `b` and `c`".
fn in_words<T>(keys: &[(&str, T)]) -> String {
    let keys: Vec<String> = keys.iter().map(|(key, _)| format!("`{key}`")).collect();
    match keys.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => keys.concat(),
    }
}
