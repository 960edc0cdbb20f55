//! # `fullname-override-is-image`
//!
//! In most charts `fullnameOverride` is the name of everything that is installed. In this one it is the
//! repository of the package's image: with a plain name there, the image does not exist, and no cluster comes up.
//!
//! ```yaml bad
//! fullnameOverride: influxdb
//! #                 ^^^^^^^^ becomes the image
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! ```yaml fixed
//! nameOverride: influxdb
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A path is an image on purpose:
//!
//! ```yaml good
//! fullnameOverride: registry.acme.io/clustered/influxdb
//! nameOverride: influxdb
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::node::Node;
use crate::input::splice::{fix_text, value_place};
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "fullname-override-is-image",
    summary: "`fullnameOverride` is the image repository, not a name",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("fullname_override_is_image.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document().filter(|document| document.shape == Shape::HelmValues) else { return };
    let Some(entry) = document.root.entry("fullnameOverride").filter(|entry| !entry.value.is_unknown()) else { return };
    let Some(name) = entry.value.text().filter(|name| !name.trim().is_empty() && !name.contains('/')) else { return };
    let name = name.trim();
    let tag = document.root.at(&["image", "tag"]).filter(|tag| !tag.is_unknown()).and_then(Node::text);
    let image = match tag.filter(|tag| !tag.is_empty()) {
        Some(tag) => format!("{name}:{tag}"),
        None => name.to_owned(),
    };
    let is_free = document.root.get("nameOverride").is_none() && entry.merged_at.is_none();
    findings
        .report(
            value_place(entry.value),
            "fullnameOverride",
            format!("`fullnameOverride: {name}` makes the package image `{image}`"),
        )
        .label("becomes the image")
        .used_at(entry.value)
        .help("use `nameOverride`")
        .fix(is_free.then(|| fix_text(entry.key, "nameOverride", Safety::Unsafe)));
}
