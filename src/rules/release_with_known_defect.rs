//! # `release-with-known-defect`
//!
//! InfluxData withdrew 20240925-1257864: upgrades to it hang, and it ignores image overrides. Chart 0.1.8 deploys
//! it all the same when no tag is set. Release 20241024-1354148 reads the options of a DSN as a part of the
//! database's name, so that its `core` pods cannot reach the catalog; its release notes show the image that
//! must replace `granite`.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20240925-1257864
//! #                                                                   ^^^^^^^^^^^^^^^^ this release
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
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20241024-1354148
//! #                                                                   ^^^^^^^^^^^^^^^^ this release
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
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20241024-1354148
//!     spec:
//!       images:
//!         overrides:
//!           - name: influxdb2-artifacts/granite/granite
//!             newFQIN: us-docker.pkg.dev/influxdb2-artifacts/granite/granite:7acf9ca6e1ad15db80b22cd0bc071acdb561eb51
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
//! - [Release notes, 20241024-1354148](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/#20241024-1354148)
//! - [Release notes, 20241217-1494922](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/#20241217-1494922): the DSN is read properly

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::Document;
use crate::model::image_tag::TagFault;

pub(super) static RULE: Rule = Rule {
    id: "release-with-known-defect",
    summary: "the release is known to break upgrades or the catalog's DSN",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("release_with_known_defect.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(image) = context.document().and_then(Document::faulty_tag) else { return };
    let (what, help) = match image.fault {
        TagFault::Withdrawn => ("it was withdrawn, because upgrades to it hang", "use 20241217-1494922 or later"),
        // Another layer may hold the override.
        TagFault::LosesOptions if context.is_whole() => (
            "its `core` pods lose the options of the DSN",
            "use 20241217-1494922 or later, or override the image `influxdb2-artifacts/granite/granite` as its release notes show",
        ),
        TagFault::LosesOptions | TagFault::Unpublished { .. } => return,
    };
    findings
        .report(image.place(), &image.setting.path, format!("release `{}` has a known defect: {what}", image.tag))
        .label("this release")
        .used_at(image.setting.node)
        .help(help);
}
