//! # `documentation-person-left`
//!
//! An entry still carries a person of InfluxData's pages: Marty McFly, or John Doe with an address at
//! influxdata.com. The id may be right and the login work, but every action is audited under a name that
//! is nobody's.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Marty
//! #                ^^^^^ from the documentation
//!       lastName: McFly
//!       email: mcfly@influxdata.com
//! ```
//!
//! A McFly with another first name and another mail host is a McFly:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!   users:
//!     - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e
//!       firstName: Lorraine
//!       lastName: McFly
//!       email: mcfly@acme.io
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [InfluxData: Remove users](https://docs.influxdata.com/influxdb3/clustered/admin/users/remove/)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::part_place;
use crate::model::setting::Setting;
use crate::model::placeholder;

pub(super) static RULE: Rule = Rule {
    id: "documentation-person-left",
    summary: "an entry of `admin.users` is a person of InfluxData's documentation",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("documentation_person_left.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(admin) = context.admin() else { return };
    if placeholder::is_sample(context.source.name()) {
        return;
    }
    for user in admin.written_entries() {
        let mut details = user.details().map(|(_, setting)| setting.and_then(|s| Some((s, s.text()?))));
        let [first, last, email] = std::array::from_fn(|_| details.next().flatten());
        let text = |detail: Option<(&Setting<'_>, &str)>| detail.map(|(_, text)| text.to_lowercase()).unwrap_or_default();
        let name = format!("{} {}", text(first), text(last));
        let shown = match (name.as_str(), text(email).as_str()) {
            ("marty mcfly", _) | (_, "mcfly@influxdata.com") => "Marty McFly",
            ("john doe", "j.doe@influxdata.com") => "John Doe",
            _ => continue,
        };
        let Some((setting, written)) = first.filter(|_| name == shown.to_lowercase()).or(email) else { continue };
        let who = match user.id().and_then(Setting::text) {
            Some(id) => format!("user `{id}`"),
            None => format!("{} user", user.ordinal()),
        };
        let message = format!("{who} is still called `{shown}`");
        findings
            .report(part_place(setting.node, written), &user.path, message)
            .label("from the documentation")
            .used_at(user.node)
            .help("write the real name and e-mail: actions are audited by them");
    }
}
