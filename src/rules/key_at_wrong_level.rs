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
//! ```yaml fixed
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:20260421-2022186
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
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
//! ```yaml fixed
//! admin:
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   identityProvider: keycloak
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! There `admin` stands at the root, whatever an AppInstance says:
//!
//! ```yaml bad
//! spec:
//!   package:
//!     spec:
//!       admin:
//! #     ^^^^^ nobody reads it here
//!         identityProvider: acme
//!         jwksEndpoint: |-
//!           https://sso.acme.io/keys
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: |-
//!     https://sso.acme.io/keys
//! ```
//!
//! In a profile of `influxctl`, what follows `[profile.tls]` belongs to it:
//!
//! ```toml bad
//! [[profile]]
//! product = "clustered"
//! host = "influxdb.acme.io"
//! [profile.tls]
//! ca = "/etc/ssl/acme-ca.pem"
//! mgmt_token = "apiv1_x"
//! #^^^^^^^^^ nobody reads it here
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
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/): the profile and its tables
//! - [influxdata/helm-charts#736](https://github.com/influxdata/helm-charts/issues/736): `pause` in the wrong place

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::lines::move_entry;
use crate::input::splice::value_place;
use crate::model::schema::Fault;

pub(super) static RULE: Rule = Rule {
    id: "key-at-wrong-level",
    summary: "a known key at a level where nobody reads it",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
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
        let (from, to): (Vec<_>, Vec<_>) = (violation.path.split('.').collect(), belongs.split('.').collect());
        let title = format!("move it to `{belongs}`");
        let edits = move_entry(document.root, &from, &to);
        let message = format!("`{}` does not belong in {}", key.name(), violation.map_in_words());
        findings
            .report(value_place(key), &violation.path, message)
            .label("nobody reads it here")
            .used_at(document.node(violation.within))
            .help(title.clone())
            .fix(edits.map(|edits| Fix { title, safety: Safety::Unsafe, edits }));
    }
}
