//! # `patch-path-wrong`
//!
//! A JSON patch names one of our keys where an AppInstance does not keep it. The API server drops what
//! it does not know, or the patch fails; either way the setting does not arrive.
//!
//! ```yaml bad
//! apiVersion: kustomize.config.k8s.io/v1beta1
//! kind: Kustomization
//! patches:
//!   - target: {kind: AppInstance}
//!     patch: |-
//!       - op: replace
//!         path: /spec/admin/jwksEndpoint
//! #             ^^^^^^^^^^^^^^^^^^^^^^^^ nobody reads it here
//!         value: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! apiVersion: kustomize.config.k8s.io/v1beta1
//! kind: Kustomization
//! patches:
//!   - target: {kind: AppInstance}
//!     patch: |-
//!       - op: replace
//!         path: /spec/package/spec/admin/jwksEndpoint
//!         value: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! `-` is the place behind the last entry: there is nothing to replace.
//!
//! ```yaml bad
//! - op: replace
//!   path: /spec/package/spec/admin/users/-
//! #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ behind the last entry
//!   value: {id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//! ```
//!
//! ```yaml good
//! - op: add
//!   path: /spec/package/spec/admin/users/-
//!   value: {id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//! - op: replace
//!   path: /spec/values/admin/jwksEndpoint
//!   value: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! - op: test
//!   path: /spec/admin/jwksEndpoint
//!   value: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [RFC 6902, section 4](https://www.rfc-editor.org/rfc/rfc6902#section-4): the target of `replace` must exist
//! - [RFC 6901, section 4](https://www.rfc-editor.org/rfc/rfc6901#section-4): `-`
//! - [The resource definition](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/crds/kubit.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::model::container::fault::FaultKind;

pub(super) static RULE: Rule = Rule {
    id: "patch-path-wrong",
    summary: "a JSON patch misses the place of the setting",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("patch_path_wrong.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(fault) = context.fault() else { return };
    let FaultKind::Patch(patch) = &fault.kind else { return };
    let (written, key) = (&patch.written, &patch.key);
    let Some(right) = &patch.right else {
        let message = format!("`{written}` names no entry of `{key}`");
        findings
            .report(fault.place.clone(), &fault.path, message)
            .label("behind the last entry")
            .help("write `op: add`, or the number of the entry");
        return;
    };
    let fix = || Fix::replace(fault.place.clone(), right.clone(), format!("write `{right}`"), Safety::Unsafe);
    findings
        .report(fault.place.clone(), &fault.path, format!("`{written}` is not where AppInstance keeps `{key}`"))
        .label("nobody reads it here")
        .help(format!("write `{right}`"))
        .fix(patch.may_mend.then(fix));
}
