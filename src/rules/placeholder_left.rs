//! # `placeholder-left`
//!
//! A value still holds a word that InfluxData's pages and example files ask to replace. Nobody has a host
//! named `KEYCLOAK_HOST`: the keys cannot be fetched, the Secret is not found, the person is not recognised.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/certs
//! #                       ^^^^^^^^^^^^^ a placeholder
//!   users:
//!     - id: KEYCLOAK_USER_ID
//! #         ^^^^^^^^^^^^^^^^ a placeholder
//!       firstName: Ada
//!       lastName: Lovelace
//!       email: ada@acme.io
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: <identity-provider>
//! #                   ^^^^^^^^^^^^^^^^^^^ a placeholder
//!   jwksEndpoint: <endpoint>
//! #               ^^^^^^^^^^ a placeholder
//!   dsn:
//!     valueFrom:
//!       secretKeyRef:
//!         name: <secret name>
//! #             ^^^^^^^^^^^^^ a placeholder
//!         key: <dsn key>
//! #            ^^^^^^^^^ a placeholder
//! ```
//!
//! The cluster's host and the names of its Secrets count as well:
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ingress:
//!   hosts: [cluster-host.com]
//! #         ^^^^^^^^^^^^^^^^ a placeholder
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "{{< influxdb/host >}}"
//! #       ^^^^^^^^^^^^^^^^^^^^^ a placeholder
//! port = "443"
//! [profile.auth.oauth2]
//! client_id = "KEYCLOAK_CLIENT_ID"
//! #            ^^^^^^^^^^^^^^^^^^ a placeholder
//! device_url = "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/auth/device"
//! #                     ^^^^^^^^^^^^^ a placeholder
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! Only whole words count, and files that are named as samples (`values.example.yaml`, `*.sample.*`,
//! `*.dist`, `*-template.yaml`, anything in `examples/`) may keep theirs:
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://sso.acme.io/realms/MY_KEYCLOAK_REALM/protocol/openid-connect/certs
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [microsoftgraph/windowsupdates-webapplication-sample#6](https://github.com/microsoftgraph/windowsupdates-webapplication-sample/issues/6)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::part_place;
use crate::model::placeholder;

pub(super) static RULE: Rule = Rule {
    id: "placeholder-left",
    summary: "a value still holds a placeholder of the documentation",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("placeholder_left.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    if placeholder::is_sample(context.source.name()) {
        return;
    }
    for setting in document.filled_in() {
        let found = setting.exact_text().map(placeholder::all).unwrap_or_default();
        let Some((first, others)) = found.split_first() else { continue };
        let message = format!("placeholder `{}` is still in `{}`", first.word, setting.path);
        let mut building = findings
            .report(part_place(setting.node, first.word), &setting.path, message)
            .label("a placeholder")
            .used_at(setting.node)
            .help(format!("put {} here", first.stands_for));
        for other in others {
            building =
                building.related(part_place(setting.node, other.word), format!("and here: {}", other.stands_for));
        }
    }
}
