//! # `user-id-typed-as-number`
//!
//! `id` is written without quotes and looks like a number, so YAML makes a number of it. The field is a
//! string. And the number is often another one than the text: Helm keeps 53 bits, `0123` is octal, `1e5`
//! and `1_000` are numbers too.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: zitadel
//!   jwksEndpoint: https://acme-x1y2z3.zitadel.cloud/oauth/v2/keys
//!   users:
//!     - id: 163840776835432705
//! #         ^^^^^^^^^^^^^^^^^^ a number
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: zitadel
//!   jwksEndpoint: https://acme-x1y2z3.zitadel.cloud/oauth/v2/keys
//!   users:
//!     - id: "163840776835432705"
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! Digits alone make no number of these:
//!
//! ```yaml good
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/keys
//!   users:
//!     - {id: 123e4567-e89b-12d3-a456-426614174000, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//!     - {id: 1.2.3, firstName: Grace, lastName: Hopper, email: grace@acme.io}
//!     - {id: 1e309, firstName: Alan, lastName: Turing, email: alan@acme.io}
//!     - {id: 12:30, firstName: Edsger, lastName: Dijkstra, email: edsger@acme.io}
//!     - {id: !!str 123, firstName: Barbara, lastName: Liskov, email: barbara@acme.io}
//! ```
//!
//! - [sigs.k8s.io/yaml, which Helm and kubectl read with](https://github.com/kubernetes-sigs/yaml)
//! - [RFC 8259, section 6: integers beyond 2^53 are not interoperable](https://www.rfc-editor.org/rfc/rfc8259#section-6)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::scalar::Tag;
use crate::input::splice::{fix_text, value_place};
use crate::model::user_id::IdFault;

pub(super) static RULE: Rule = Rule {
    id: "user-id-typed-as-number",
    summary: "`id` is written without quotes and read as a number",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_id_typed_as_number.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries() {
        let (Some(IdFault::TypedAsNumber { seen }), Some(id)) = (&user.id_fault, user.id()) else { continue };
        let Some(scalar) = id.node.scalar() else { continue };
        let source = &scalar.text;
        // Quotes do not undo `!!int`.
        let fix = (scalar.tag == Tag::None).then(|| fix_text(id.node, source, Safety::Safe));
        let help = match fix {
            Some(_) => format!("quote it: `\"{source}\"`"),
            None => format!("quote it and remove its tag: `\"{source}\"`"),
        };
        findings
            .report(value_place(id.node), &id.path, format!("id `{source}` is read as the number {seen}"))
            .label("a number")
            .used_at(id.node)
            .help(help)
            .fix(fix);
    }
}
