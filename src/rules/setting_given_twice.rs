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
//! A values file is one document. Of several, Helm 3 reads the first alone; Helm 4 lays the second over it:
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
use crate::input::splice::value_place;
use crate::model::container::fault::FaultKind;
use crate::model::shape::Shape;
use crate::model::twice::{self, Twice};
use crate::source::Place;

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
    if let Some(fault) = context.fault()
        && matches!(fault.kind, FaultKind::SecondValues)
    {
        second_document(fault.place.clone(), &fault.path, findings);
    }
    let Some(document) = context.document() else { return };
    for Twice { path, name, lost, kept } in document.given_twice() {
        findings
            .report(value_place(kept), path, format!("`{name}` is given twice: the first one is lost"))
            .label("only this one counts")
            .related(value_place(lost), "lost")
            .help("keep one of the two");
    }
    let two = twice::two_documents(document.root.tree()).filter(|two| document.root.same(two.first));
    // Told once a file: where the first of several values documents is judged.
    if let Some(two) = two.filter(|_| document.shape == Shape::HelmValues) {
        second_document(value_place(two.second), &two.second.name(), findings);
    }
}

fn second_document(second: Place, path: &str, findings: &mut Findings<'_>) {
    findings
        .report(second, path, "a values file holds two documents: Helm 3 reads the first, Helm 4 lays the second over it")
        .label("a second document")
        .help("merge the two, or put each in a file of its own");
}
