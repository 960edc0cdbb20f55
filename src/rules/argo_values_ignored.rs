//! # `argo-values-ignored`
//!
//! An Argo CD source with `helm.valuesObject` ignores the string `helm.values` beside it. Whatever the
//! string says about the identity provider reaches nobody.
//!
//! ```yaml bad
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       valuesObject:
//!         ingesterStorage: {storage: 50Gi}
//!       values: |
//!         admin:
//! #       ^^^^^^ nobody reads this string
//!           identityProvider: keycloak
//!           jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       valuesObject:
//!         admin:
//!           identityProvider: keycloak
//!           jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [Argo CD: `valuesObject` takes precedence over `values`](https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::container::fault::FaultKind;

pub(super) static RULE: Rule = Rule {
    id: "argo-values-ignored",
    summary: "Argo CD ignores `values` beside `valuesObject`",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("argo_values_ignored.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(fault) = context.fault() else { return };
    let FaultKind::ValuesIgnored { by } = &fault.kind else { return };
    findings
        .report(fault.place.clone(), &fault.path, "this string is ignored: Argo CD takes `valuesObject` instead of `values`")
        .label("nobody reads this string")
        .related(by.clone(), "this counts")
        .help("move `admin` into `valuesObject`");
}
