//! # `email-malformed`
//!
//! `email` holds something that is no e-mail address: no `@`, blanks at an end, a name in front, a comma
//! behind. The audit log names people by it.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: "ada@acme.io "
//! #             ^^^^^^^^^^^^ blanks at an end
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: "ada@acme.io"
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - {id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e, firstName: Ada, lastName: Lovelace, email: Ada <ada@acme.io>}
//! #                                                                                           ^^^^^^^^^^^^^^^^^ a name in front
//!     - {id: 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed, firstName: Grace, lastName: Hopper, email: "grace@acme.io,"}
//! #                                                                                            ^^^^^^^^^^^^^^ a comma behind
//!     - {id: 3d813cbb-47fb-4b8e-91a1-8b1b2f6f2b11, firstName: Alan, lastName: Turing, email: alan}
//! #                                                                                          ^^^^ no `@`
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - {id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e, firstName: Ada, lastName: Lovelace, email: "ada+influx@müller"}
//! ```
//!
//! - [RFC 5322, section 3.4.1: addr-spec](https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1)
//! - [influxdata/docs-v2#5639](https://github.com/influxdata/docs-v2/issues/5639)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::scalar::Typed;
use crate::input::splice::{trim, value_place};
use crate::model::placeholder;

pub(super) static RULE: Rule = Rule {
    id: "email-malformed",
    summary: "`email` is not an e-mail address",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("email_malformed.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries() {
        let email = user.details().find(|(key, _)| *key == "email").and_then(|(_, email)| email);
        let Some(email) = email.filter(|email| email.node.typed() == Some(Typed::Text)) else { continue };
        let Some(text) = email.exact_text() else { continue };
        let trimmed = text.trim();
        let Some(fault) = fault_of(text).filter(|_| !trimmed.is_empty() && placeholder::find(text).is_none()) else {
            continue;
        };
        let shown = if fault == BLANKS { text.escape_debug().to_string() } else { trimmed.to_owned() };
        let fix = (fault == BLANKS).then(|| trim(email.node, Safety::Safe)).flatten();
        findings
            .report(value_place(email.node), &email.path, format!("`{shown}` is not an e-mail address"))
            .label(fault)
            .used_at(email.node)
            .help("write the plain address: `name@host`")
            .fix(fix);
    }
}

const BLANKS: &str = "blanks at an end";

fn fault_of(text: &str) -> Option<&'static str> {
    let trimmed = text.trim();
    // `<email>` and its like name what belongs there.
    if trimmed.starts_with('<') && !trimmed.contains('@') {
        return None;
    }
    match trimmed {
        _ if !trimmed.contains('@') => Some("no `@`"),
        _ if trimmed.ends_with('>') => Some("a name in front"),
        _ if trimmed.ends_with(',') => Some("a comma behind"),
        _ if trimmed.len() < text.len() => Some(BLANKS),
        _ => None,
    }
}
