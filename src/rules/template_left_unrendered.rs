//! # `template-left-unrendered`
//!
//! A value still holds what a renderer should have replaced, or what a renderer prints for nothing. It
//! reaches the cluster as it stands.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: http://keycloak:<nil>/realms/ops/protocol/openid-connect/certs
//! #                               ^^^^^ left by a renderer
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: "<no value>"
//! #             ^^^^^^^^^^ left by a renderer
//! ```
//!
//! In values for Helm, a name in braces alone is no text: the chart prints it without quotes, and the
//! cluster gets a map.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: '{JWKS_URL}'
//! #                ^^^^^^^^^^ arrives as a map
//! ```
//!
//! A rendered stream and an object of a cluster are final, nobody fills in their variables:
//!
//! ```yaml bad
//! # Source: influxdb3-clustered/templates/app-instance.yml
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     apiVersion: influxdata.com/v1alpha1
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/${REALM}/protocol/openid-connect/certs
//! #                                                ^^^^^^^^ left by a renderer
//! ```
//!
//! Everywhere else a template may still be rendered:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/{{ .Values.realm }}/protocol/openid-connect/certs
//!   users:
//!     - id: ${ADMIN_ID}
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! - [datastax/pulsar-helm-chart#242](https://github.com/datastax/pulsar-helm-chart/issues/242): `<nil>` in a rendered address
//! - [Go, package fmt](https://pkg.go.dev/fmt#hdr-Format_errors): what `%!s(` means

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::part_place;

pub(super) static RULE: Rule = Rule {
    id: "template-left-unrendered",
    summary: "a value still holds a template, or what a renderer prints for nothing",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("template_left_unrendered.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for unrendered in document.unrendered() {
        let residue = unrendered.residue;
        let label = if residue.starts_with('{') && !residue.starts_with("{{") {
            "arrives as a map"
        } else {
            "left by a renderer"
        };
        findings
            .report(
                part_place(unrendered.node, residue),
                &unrendered.path,
                format!("`{}` still holds `{residue}`", unrendered.path),
            )
            .label(label)
            .used_at(unrendered.node)
            .help(format!("render it before it reaches {}", document.reader_in_words()));
    }
}
