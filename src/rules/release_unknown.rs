//! # `release-unknown`
//!
//! Releases of InfluxDB Clustered have tags such as `20260421-2022186`. No other tag exists at the vendor's
//! registry, `latest` included, so the image cannot be pulled. Two tags that do not exist stand in InfluxData's own
//! release notes: 20241022-1346953 and 20250805-1812019.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20241217-1494992
//! #                                                                   ^^^^^^^^^^^^^^^^ no such release
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
//! ```yaml fixed
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20241217-1494922
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
//! image:
//!   tag: latest
//! #      ^^^^^^ no such release
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! Releases that are newer than this program, and other registries with tags of their own:
//!
//! ```yaml good
//! image:
//!   tag: 20290101-3000000
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     image: registry.acme.io/clustered/influxdb:stable
//!     spec: {}
//! ```
//!
//! - [Release notes of InfluxDB Clustered](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::{fix_text, trim};
use crate::model::Document;
use crate::model::image_tag::{ImageTag, TagFault};
use crate::model::release::NEWEST;

pub(super) static RULE: Rule = Rule {
    id: "release-unknown",
    summary: "the image tag is not a published release",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("release_unknown.rs"),
    check,
};

/// Tags that the vendor's release notes print, and where.
const PRINTED: [(&str, &str); 2] =
    [("20241022-1346953", "in the quick start of 20241024-1354148"), ("20250805-1812019", "as the release of a fix")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(image) = context.document().and_then(Document::faulty_tag) else { return };
    let TagFault::Unpublished { near } = image.fault else { return };
    let tag = image.tag.escape_debug();
    let message = match near {
        Some(near) => format!("`{tag}` is not a published release: did you mean `{near}`?"),
        None => format!("`{tag}` is not a published release"),
    };
    let finding = findings
        .report(image.place(), &image.setting.path, message)
        .label("no such release")
        .used_at(image.setting.node)
        .help(format!("write a published tag, such as `{}`", near.unwrap_or(NEWEST)))
        .fix(near.and_then(|near| fix(&image, near)));
    if let Some((_, place)) = PRINTED.iter().find(|(printed, _)| *printed == image.tag) {
        finding.note(format!("InfluxData's release notes print this tag {place}, but list no such release"));
    }
}

fn fix(image: &ImageTag<'_>, near: &str) -> Option<Fix> {
    let node = image.setting.node;
    let meant = image.repository.as_ref().map_or(near.to_owned(), |name| format!("{name}:{near}"));
    if image.setting.text() == Some(&meant) {
        // Blanks around it are all that is wrong.
        return trim(node, Safety::Unsafe);
    }
    Some(fix_text(node, &meant, Safety::Unsafe))
}
