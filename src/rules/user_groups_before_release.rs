//! # `user-groups-before-release`
//!
//! `userGroups` came with release 20241024-1354148. Older ones do not know it: a person who should only read the
//! audit log gets the default rights.
//!
//! ```yaml bad
//! image:
//!   tag: 20240819-1176644
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//!       userGroups: [Auditor]
//! #     ^^^^^^^^^^ not known yet
//! ```
//!
//! ```yaml good
//! image:
//!   tag: 20241217-1494922
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//!       userGroups: [Auditor]
//! ```
//!
//! - [The package's schema, 20240819-1176644](https://docs.influxdata.com/downloads/clustered-release-artifacts/20240819-1176644/app-instance-schema.json): without `userGroups`
//! - [The package's schema, 20241024-1354148](https://docs.influxdata.com/downloads/clustered-release-artifacts/20241024-1354148/app-instance-schema.json): with it

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "user-groups-before-release",
    summary: "`userGroups` in a release that does not know them",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_groups_before_release.rs"),
    check,
};

/// The release that brought the groups.
const SINCE: u32 = 20_241_024;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    let Some(release) = document.release.as_ref().filter(|release| release.before(SINCE)) else { return };
    let groups = admin.written_entries().filter_map(|user| Some((user, user.node.entry("userGroups")?)));
    let mut groups = groups.filter(|(_, entry)| !entry.value.is_null());
    let Some((user, entry)) = groups.next() else { return };
    let mut finding = findings
        .report(
            entry.key.place(),
            format!("{}.userGroups", user.path),
            format!("release `{release}` does not know `userGroups`"),
        )
        .label("not known yet")
        .used_at(user.node)
        .help("upgrade to 20241024-1354148 or later, or remove it: the person gets the default rights");
    // One cause, the release: the other entries are told with the first.
    for (_, entry) in groups {
        finding = finding.related(entry.key.place(), "and here");
    }
}
