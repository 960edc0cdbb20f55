//! # `setting-given-twice`
//!
//! A key that holds one of our settings is written twice in one map. Helm and kubectl keep the last one
//! without a word, kustomize refuses the file. In a values file, two `admin` blocks do not add up: the
//! second one replaces the first.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   jwksEndpoint: https://sso.acme.io/realms/dev/protocol/openid-connect/certs
//! # ^^^^^^^^^^^^ only this one counts
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//! admin:
//! #^^^^ only this one counts
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! A values file is one document. Of several, Helm 3 reads the first and Helm 4 the last:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ---
//! admin:
//! #^^^^ a second document
//!   jwksEndpoint: https://sso.acme.io/realms/dev/protocol/openid-connect/certs
//! ```
//!
//! A key of one's own may override a merged one, and other blocks are not ours:
//!
//! ```yaml good
//! keycloak: &keycloak
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! admin:
//!   <<: *keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/dev/protocol/openid-connect/certs
//! resources:
//!   cpu: 1
//!   cpu: 2
//! ---
//! ```
//!
//! - [YAML 1.2.2, section 3.2.1.1](https://yaml.org/spec/1.2.2/#3211-nodes): the keys of a map are unique

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::node::Node;
use crate::input::splice::value_place;
use crate::model::Document;
use crate::model::shape::Shape;
use crate::model::twice::Twice;

pub(super) static RULE: Rule = Rule {
    id: "setting-given-twice",
    summary: "a setting is written twice, and only one of the two counts",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("setting_given_twice.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for Twice { path, lost, kept } in document.given_twice() {
        findings
            .report(value_place(kept), path, format!("`{}` is given twice: the first one is lost", kept.name()))
            .label("only this one counts")
            .related(value_place(lost), "lost")
            .help("keep one of the two");
    }
    if let Some(second) = second_document(document) {
        findings
            .report(
                value_place(second),
                second.name(),
                "a values file holds two documents: Helm 3 reads the first, Helm 4 the last",
            )
            .label("a second document")
            .help("merge the two, or put each in a file of its own");
    }
}

/// The first key of the second document, told once a file: where the first of several values documents is judged.
fn second_document<'t>(document: &Document<'t>) -> Option<Node<'t>> {
    let filled = |root: &Node<'t>| root.entries().next().is_some();
    let mut roots = document.root.tree().documents().filter(filled);
    let (first, second) = (roots.next()?, roots.next()?);
    let is_manifest = |root: Node<'_>| root.get("kind").is_some() || root.get("apiVersion").is_some();
    let has_manifest = [first, second].into_iter().chain(roots).any(is_manifest);
    let is_first = document.root.same(first);
    if document.shape != Shape::HelmValues || has_manifest || !is_first {
        return None;
    }
    second.entries().next().map(|entry| entry.key)
}
