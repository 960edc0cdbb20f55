//! # `user-group-unknown`
//!
//! A member of `userGroups` is none of InfluxDB's groups. They are `Admin`, `Auditor` and `Member`, since
//! release 20241024-1354148, and their case matters.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//!       userGroups: [admin]
//! #                  ^^^^^ not a group
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//!       userGroups: [Admin]
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
//!       userGroups: [Admin, Auditor, Member, "${MORE}"]
//! ```
//!
//! - [InfluxData: the example AppInstance](https://docs.influxdata.com/influxdb3/clustered/install/set-up-cluster/configure-cluster/directly/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::placeholder;

pub(super) static RULE: Rule = Rule {
    id: "user-group-unknown",
    summary: "a member of `userGroups` is not `Admin`, `Auditor` or `Member`",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_group_unknown.rs"),
    check,
};

const GROUPS: [&str; 3] = ["Admin", "Auditor", "Member"];
/// The release that brought the groups.
const SINCE: u32 = 20_241_024;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    // Before that release the key itself is the fault; after the newest known one there may be more groups.
    if document.release.as_ref().is_some_and(|release| release.before(SINCE) || release.is_newer_than_known()) {
        return;
    }
    for user in admin.written_entries() {
        for group in user.groups() {
            let Some(text) = group.node.text().filter(|_| !group.is_unknown()) else { continue };
            if GROUPS.contains(&&*text) || placeholder::find(&text).is_some() {
                continue;
            }
            let meant = GROUPS.iter().find(|known| known.eq_ignore_ascii_case(&text));
            findings
                .report(value_place(group.node), &group.path, format!("unknown user group `{text}`"))
                .label("not a group")
                .used_at(group.node)
                .help(meant.map_or("write `Admin`, `Auditor` or `Member`".to_owned(), |meant| format!("write `{meant}`")))
                .fix(meant.map(|meant| fix_text(group.node, meant, Safety::Safe)));
        }
    }
}
