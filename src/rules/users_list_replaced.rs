//! # `users-list-replaced`
//!
//! Helm merges maps, but it replaces lists. A later layer that sets `admin.users` takes the place of the
//! whole list before it: whoever is not repeated loses access.
//!
//! ```yaml bad
//! releases:
//!   - name: influxdb
//!     chart: influxdata/influxdb3-clustered
//!     values:
//!       - admin:
//!           identityProvider: keycloak
//!           jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!           users:
//!             - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!               firstName: Ada
//!               lastName: Lovelace
//!               email: ada@acme.io
//!       - admin:
//!           users:
//! #         ^^^^^ replaces 1 user
//!             - id: 0b9f1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!               firstName: Cleo
//!               lastName: Code
//!               email: cleo@acme.io
//! ```
//!
//! So does a strategic-merge patch of kustomize: an AppInstance is a custom resource, whose lists have no key to
//! merge by. A list that repeats everybody is fine:
//!
//! ```yaml good
//! releases:
//!   - name: influxdb
//!     chart: influxdata/influxdb3-clustered
//!     values:
//!       - admin:
//!           identityProvider: keycloak
//!           jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!           users:
//!             - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!               firstName: Ada
//!               lastName: Lovelace
//!               email: ada@acme.io
//!       - admin:
//!           users:
//!             - id: 0b9f1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!               firstName: Cleo
//!               lastName: Code
//!               email: cleo@acme.io
//!             - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!               firstName: Ada
//!               lastName: Lovelace
//!               email: ada@acme.io
//! ```
//!
//! - [Helm: values files](https://helm.sh/docs/chart_template_guide/values_files/), the later one wins
//! - [kustomize: patches](https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/); [Kubernetes: lists in a strategic merge patch](https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/#notes-on-the-strategic-merge-patch)
//! - [helm/helm#3486](https://github.com/helm/helm/issues/3486): lists are replaced, not merged

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "users-list-replaced",
    summary: "a later layer replaces a list of users and drops some of them",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::Pair,
    since: "0.1.0",
    page: include_str!("users_list_replaced.rs"),
    check,
};

/// How many ids a message names.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    let Some(users) = &admin.users else { return };
    let mut lost = admin.lost_users();
    if lost.is_empty() {
        lost = context.layers.lost_users(context.source, document);
    }
    let Some(first) = lost.first() else { return };
    let ids: Vec<String> = lost.iter().map(|user| format!("`{}`", user.id)).take(SHOWN).collect();
    let rest = lost.len().saturating_sub(SHOWN);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let count = if lost.len() == 1 { "1 user".to_owned() } else { format!("{} users", lost.len()) };
    let file = first.place.source.name();
    let message = format!("this list replaces {count} of `{file}`: {}{more}", ids.join(", "));
    let mut finding = findings
        .report(users.key.place(), &users.path, message)
        .label(format!("replaces {count}"))
        .help("repeat them here if they shall keep access: lists are not merged");
    for user in lost.into_iter().take(SHOWN) {
        finding = finding.related(user.place, "loses access");
    }
}
