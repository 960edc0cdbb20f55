//! # `reconcile-paused`
//!
//! While `pause` is true the operator applies nothing: a person who was added cannot log in, and one who was
//! removed still can. The switch is meant for backup and restore, and is easily forgotten afterwards.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   pause: true
//! #        ^^^^ nothing is applied
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml bad
//! pause: true
//! #      ^^^^ nothing is applied
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! pause: false
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [The chart's values](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/values.yaml): "Pause kubit operator for backup and restore"
//! - [kubit, src/controller.rs](https://github.com/kubecfg/kubit/blob/main/src/controller.rs)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::scalar::Typed;
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "reconcile-paused",
    summary: "the operator is paused: changes never reach the cluster",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("reconcile_paused.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let path: &[&str] = match document.shape {
        Shape::AppInstance => &["spec", "pause"],
        Shape::HelmValues => &["pause"],
        Shape::Influxctl | Shape::Config => return,
    };
    let Some(pause) = document.root.at(path).filter(|pause| pause.typed() == Some(Typed::Bool(true))) else { return };
    findings
        .report(pause.place(), path.join("."), "the operator is paused: changes of `admin` never reach the cluster")
        .label("nothing is applied")
        .used_at(pause)
        .help("remove `pause` after backup or restore");
}
