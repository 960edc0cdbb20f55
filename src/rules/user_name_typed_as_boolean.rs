//! # `user-name-typed-as-boolean`
//!
//! `firstName`, `lastName` or `email` is written without quotes and YAML takes it for something else: go-yaml,
//! which Helm and kubectl read with, knows the booleans of YAML 1.1 (`No`, `On`, `Y`), and `Null` is null.
//! The person loses the name, and the field is a string.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: No
//! #                ^^ false
//!       lastName: Null
//! #               ^^^^ null
//!       email: no@acme.io
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: "No"
//!       lastName: "Null"
//!       email: no@acme.io
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - {id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e, firstName: None, lastName: Nan, email: nan@acme.io}
//!     - {id: 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed, firstName: 'On', lastName: Inf, email: on@acme.io}
//! ```
//!
//! - [YAML 1.1, booleans](https://yaml.org/type/bool.html)
//! - [sigs.k8s.io/yaml, which Helm and kubectl read with](https://github.com/kubernetes-sigs/yaml)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::scalar::Typed;
use crate::input::splice::{fix_text, value_place};

pub(super) static RULE: Rule = Rule {
    id: "user-name-typed-as-boolean",
    summary: "a name is written without quotes and read as a boolean, a number or null",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_name_typed_as_boolean.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries() {
        for (key, setting) in user.details() {
            let lost = setting.and_then(|setting| Some((setting, setting.lost_text()?)));
            let Some((setting, source)) = lost else { continue };
            let seen = match setting.node.typed() {
                Some(Typed::Bool(value)) => value.to_string(),
                Some(Typed::Number(number)) => format!("the number {number}"),
                _ => "null".to_owned(),
            };
            findings
                .report(value_place(setting.node), &setting.path, format!("`{key}: {source}` is read as {seen}"))
                .label(seen)
                .used_at(setting.node)
                .help(format!("quote it: `\"{source}\"`"))
                .fix(fix_text(setting.node, source, Safety::Safe));
        }
    }
}
