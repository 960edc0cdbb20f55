//! # `user-id-without-connection-prefix`
//!
//! Every `user_id` of Auth0 names the connection it comes from, then a bar, then the id there:
//! `auth0|5f7c8ec7c33c6c004bbafe82`. An `id` without the bar equals nobody's: the second half alone, a
//! `user_id` copied from a URL (`%7C` is the bar), or `…@clients`, which is an application.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//!   users:
//!     - id: auth0%7C5f7c8ec7c33c6c004bbafe82
//! #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `%7C` is the bar, encoded
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//!   users:
//!     - id: auth0|5f7c8ec7c33c6c004bbafe82
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//!   users:
//!     - {id: 5f7c8ec7c33c6c004bbafe82, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//! #          ^^^^^^^^^^^^^^^^^^^^^^^^ no bar
//!     - {id: q1w2e3r4t5@clients, firstName: Grace, lastName: Hopper, email: grace@acme.io}
//! #          ^^^^^^^^^^^^^^^^^^ an application
//! ```
//!
//! The name of a connection is free text:
//!
//! ```yaml good
//! admin:
//!   identityProvider: auth0
//!   jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
//!   users:
//!     - {id: samlp|corp|ada@acme.io, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//!     - {id: "Acme SSO|7", firstName: Grace, lastName: Hopper, email: grace@acme.io}
//! ```
//!
//! - [Auth0: Identify Users](https://auth0.com/docs/manage-users/user-accounts/identify-users)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, part_place};
use crate::model::user_id::IdFault;

pub(super) static RULE: Rule = Rule {
    id: "user-id-without-connection-prefix",
    summary: "`id` is not a whole `user_id` of Auth0: `connection|id`",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_id_without_connection_prefix.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries() {
        let Some(IdFault::Auth0 { meant, is_application }) = &user.id_fault else { continue };
        let Some((id, text)) = user.id().and_then(|id| Some((id, id.text()?))) else { continue };
        let (label, help) = match meant {
            Some(meant) => ("`%7C` is the bar, encoded", format!("write `{meant}`")),
            None if *is_application => {
                ("an application", "write the `user_id` of a person (Users, user_id), for example `auth0|…`".to_owned())
            }
            None => ("no bar", format!("write the whole `user_id`, for example `auth0|{text}`")),
        };
        findings
            .report(part_place(id.node, text), &id.path, format!("Auth0 user id `{text}` has no connection prefix"))
            .label(label)
            .used_at(id.node)
            .help(help)
            .fix(meant.as_ref().map(|meant| fix_text(id.node, meant, Safety::Safe)));
    }
}
