//! # `token-file-readable-by-others`
//!
//! The file holds a token, and its permission bits let others read it. influxctl keeps its own tokens in files that only
//! their owner can read.
//!
//! ```toml bad mode 0644
//! [[profile]]
//!   name = "ci"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!   mgmt_token = "M.V1.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS"
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! ```
//!
//! ```json bad mode 0640
//! {"access_token": "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhZG1pbiJ9.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS"}
//! #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a secret
//! ```
//!
//! ```toml good mode 0600
//! [[profile]]
//!   name = "ci"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!   mgmt_token = "M.V1.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS"
//! ```
//!
//! - [InfluxData: Security of Cloud Dedicated](https://docs.influxdata.com/influxdb3/cloud-dedicated/reference/internals/security/): tokens are cached in files with the mode 0600
//! - [InfluxData: Preconfigured admin tokens](https://docs.influxdata.com/influxdb3/core/admin/tokens/admin/preconfigured/): "Token file permissions should be restricted 0600"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::companion::Companion;
use crate::model::shape::Shape;

pub(super) static RULE: Rule = Rule {
    id: "token-file-readable-by-others",
    summary: "a file with a token can be read by other users of the machine",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("token_file_readable_by_others.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let held = match context.companion() {
        Some(Companion::TokenFile(file)) => Some((file.place.clone(), file.path.clone())),
        Some(_) => None,
        None => {
            let document = context.document().filter(|document| document.shape == Shape::Influxctl);
            let first = document.and_then(|document| document.tokens().into_iter().next());
            first.map(|held| (held.place, held.path))
        }
    };
    let Some((place, path)) = held.filter(|(place, _)| !context.is_in_repository(place)) else { return };
    let Some(mode) = context.layers.mode(context.source).filter(|mode| mode & OTHERS != 0) else { return };
    let file = context.source.name();
    findings
        .report(place, path, format!("`{file}` is readable by others: {mode:04o}"))
        .label("a secret")
        .help(format!("`chmod 600 {file}`"));
}

/// The bits of the group and of everybody else.
const OTHERS: u32 = 0o077;
