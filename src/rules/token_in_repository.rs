//! # `token-in-repository`
//!
//! A token stands in a file that git keeps. Everybody who can read the repository, or any copy of it, can use the token
//! until it is revoked; to delete the line is not enough, the history keeps it. A management token administers the
//! whole cluster.
//!
//! ```toml bad in git
//! [[profile]]
//!   name = "ci"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!   mgmt_token = "M.V1.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS"
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! ```
//!
//! In a script, where a comment is no better:
//!
//! ```sh bad in git
//! influxctl query --token apiv1_aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS "SELECT 1"
//! #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! # influxctl query --token apiv3_aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS "SELECT 1"
//! #                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! curl -H "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhZG1pbiJ9.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS" https://influxdb.acme.io/api/v0/databases
//! #                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! ```
//!
//! A file that is nothing but the admin token, and a Secret:
//!
//! ```json bad in git
//! {"access_token": "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhZG1pbiJ9.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS"}
//! #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! ```
//!
//! ```yaml bad in git
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: telegraf
//! stringData:
//!   INFLUX_TOKEN: apiv3_aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! ```
//!
//! A variable, a masked sample, and a file that git does not keep:
//!
//! ```sh good in git
//! influxctl query --token "$INFLUX_TOKEN" "SELECT 1"
//! influxctl query --token apiv3_0XXXX-1XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX "SELECT 1"
//! influxctl query --token apiv3_your_token_here "SELECT 1" # M.V1.+5Jk
//! ```
//!
//! ```toml good
//! [[profile]]
//!   name = "ci"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!   mgmt_token = "M.V1.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS"
//! ```
//!
//! - [InfluxData: Create a management token](https://docs.influxdata.com/influxdb3/clustered/admin/tokens/management/create/): store secure tokens in a secret store
//! - [InfluxData: Security of Cloud Dedicated](https://docs.influxdata.com/influxdb3/cloud-dedicated/reference/internals/security/): what the tokens look like

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::companion::Companion;
use crate::model::secret::{Leak, Secret};
use crate::model::token::Kind;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    id: "token-in-repository",
    summary: "a token is written out in a file of a git repository",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("token_in_repository.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut tell = |kind: Kind, place: Place, path: &str, shown: &str| {
        if context.is_in_repository(&place) {
            findings
                .report(place, path, format!("{} is in the repository: `{shown}`", kind.in_words()))
                .label("a secret")
                .help(kind.revocation());
        }
    };
    for held in context.document().iter().flat_map(|document| document.tokens()) {
        tell(held.kind, held.place, &held.path, &held.path);
    }
    match context.companion() {
        Some(Companion::Script(script)) => {
            for (at, held) in script.tokens().into_iter().enumerate() {
                tell(held.kind, held.place, &format!("tokens[{at}]"), script.source().name());
            }
        }
        Some(Companion::Secret(Secret { leak: Leak::Token(kind, spot), .. })) => {
            tell(*kind, spot.value.clone(), &spot.path, &spot.path);
        }
        Some(Companion::TokenFile(file)) => {
            let shown = if file.path.is_empty() { context.source.name() } else { &file.path };
            tell(file.token.kind, file.place.clone(), &file.path, shown);
        }
        _ => {}
    }
}
