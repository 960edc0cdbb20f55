//! # `key-at-wrong-level`
//!
//! A known key at a level where nobody reads it. The API server keeps only what lies in
//! `spec.package.spec`, so an `admin` block one level too high vanishes without a word, and nobody can
//! log in. InfluxData's guide for configuring the cluster directly shows `ingress` at the root.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     admin:
//! #   ^^^^^ nobody reads it here
//!       identityProvider: keycloak
//!       jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!     spec:
//!       ingress:
//!         hosts: [influxdb.acme.io]
//! ```
//!
//! In the values of the Helm chart, `jwksEndpoint` belongs inside `admin`:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! #^^^^^^^^^^^ nobody reads it here
//! ```
//!
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   pause: false
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         users:
//!           - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!             firstName: Ada
//!             lastName: Lovelace
//!             email: ada@acme.io
//! ```
//!
//! - [The resource definition](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/crds/kubit.yml) keeps `spec.package.spec` alone as it is
//! - [influxdata/helm-charts#736](https://github.com/influxdata/helm-charts/issues/736): `pause` in the wrong place

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::value_place;
use crate::model::schema::Fault;

pub(super) static RULE: Rule = Rule {
    id: "key-at-wrong-level",
    summary: "a known key at a level where nobody reads it",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("key_at_wrong_level.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for violation in document.violations() {
        let Fault::Misplaced { belongs } = &violation.fault else { continue };
        let key = document.node(violation.at);
        let message = format!("`{}` does not belong in {}", key.name(), violation.map_in_words());
        findings
            .report(value_place(key), &violation.path, message)
            .label("nobody reads it here")
            .used_at(document.node(violation.within))
            .help(format!("move it to `{belongs}`"));
    }
}
