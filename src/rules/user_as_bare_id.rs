//! # `user-as-bare-id`
//!
//! An entry of `admin.users` is a scalar where a map belongs. InfluxData's documentation showed bare ids
//! from February to October 2024; the cluster reads `id`, `firstName`, `lastName` and `email` of a map.
//! No published schema sees it: the vendor's writes `item` for `items`, which validators ignore.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//! #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a map belongs here
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! In a flow list the map needs braces:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/keys
//!   users: [ada]
//! #         ^^^ a map belongs here
//! ```
//!
//! ```yaml fixed
//! admin:
//!   identityProvider: acme
//!   jwksEndpoint: https://sso.acme.io/keys
//!   users: [{id: ada}]
//! ```
//!
//! - [influxdata/docs-v2#5639](https://github.com/influxdata/docs-v2/issues/5639)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::node::Style;
use crate::input::scalar::Typed;
use crate::input::splice::value_place;
use crate::model::admin::{Form, User};

pub(super) static RULE: Rule = Rule {
    id: "user-as-bare-id",
    summary: "an entry of `admin.users` is a bare id instead of a map",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("user_as_bare_id.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    for user in admin.written_entries().filter(|user| matches!(user.form, Form::Bare)) {
        let value = user.node.scalar().map_or("", |scalar| scalar.text.trim());
        let message = format!("{} entry of `admin.users` is a bare id: `{value}`", user.ordinal());
        // Where an alias stands, it is the use that lacks the map.
        let place = user.node.used_at().unwrap_or_else(|| value_place(user.node));
        findings
            .report(place, &user.path, message)
            .label("a map belongs here")
            .help("write a map with `id`, `firstName`, `lastName` and `email`")
            .fix(wrap(user));
    }
}

/// `- X` becomes `- id: X`, in a flow list `{id: X}`, in JSON `{"id": "X"}`; `None` for text of several lines, and
/// for `true`, which is nobody's id.
fn wrap(user: &User<'_>) -> Option<Fix> {
    if matches!(user.node.typed(), Some(Typed::Bool(_))) {
        return None;
    }
    let style = user.node.scalar()?.style;
    let place = user.node.used_at().unwrap_or_else(|| user.node.place());
    let written = place.text();
    if matches!(style, Style::Literal | Style::Folded) || written.contains('\n') {
        return None;
    }
    let before = place.source.text().get(..place.span.start as usize)?;
    let map = match before.trim_end_matches(' ').ends_with('-') {
        true => format!("id: {written}"),
        false if written.starts_with('"') => format!("{{\"id\": {written}}}"),
        // A comma or a bracket ends a text in a map that ended none outside.
        false if style == Style::Plain && written.contains([',', '[', ']', '{', '}']) => return None,
        false => format!("{{id: {written}}}"),
    };
    Some(Fix::replace(place, map.clone(), format!("write `{map}`"), Safety::Unsafe))
}
