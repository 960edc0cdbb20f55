//! # `client-secret-left`
//!
//! `influxctl` logs people in as a public client: it never sends a secret. The option was removed as unused in
//! 2.9.8, and since 2.0.1 an unknown key is an error, so a current `influxctl` refuses the profile. Auth0 refuses a
//! device request that carries a secret. And a secret that many people have on their disks is none any more: if the
//! value was real, change it. InfluxData's Auth0 example still shows the line.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "aB3dE5fG7hJ9kL1m"
//! client_secret = "hunter2"
//! #^^^^^^^^^^^^ influxctl does not know it
//! parameters = { audience = "https://influxdb.acme.io" }
//! device_url = "https://acme.us.auth0.com/oauth/device/code"
//! token_url = "https://acme.us.auth0.com/oauth/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "aB3dE5fG7hJ9kL1m"
//! parameters = { audience = "https://influxdb.acme.io" }
//! device_url = "https://acme.us.auth0.com/oauth/device/code"
//! token_url = "https://acme.us.auth0.com/oauth/token"
//! ```
//!
//! A comment is one, and the rest of a profile stays as it is:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "aB3dE5fG7hJ9kL1m"
//! # client_secret = "hunter2"
//! parameters = { audience = "https://influxdb.acme.io" }
//! device_url = "https://acme.us.auth0.com/oauth/device/code"
//! token_url = "https://acme.us.auth0.com/oauth/token"
//! ```
//!
//! - [InfluxData: influxctl release notes](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/influxctl/): 2.9.8 and 2.0.1
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [auth0/ruby-auth0#794](https://github.com/auth0/ruby-auth0/issues/794)
//! - [RFC 8628, section 5.6](https://www.rfc-editor.org/rfc/rfc8628#section-5.6): non-confidential clients

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::input::splice::remove_entry;

pub(super) static RULE: Rule = Rule {
    id: "client-secret-left",
    summary: "`client_secret` is no setting of influxctl",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("client_secret_left.rs"),
    check,
};

/// Who says what: the vendor's page is trusted most, so the release notes that contradict it are cited.
const NOTE: &str = "InfluxData's Auth0 example still shows it \
    (docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/), but influxctl 2.9.8 removed the \"unused \
    `client_secret` option\" and since 2.0.1 an unknown key is an error (influxctl release notes)";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins() {
        let Some(secret) = &login.client_secret else { continue };
        let fix = remove_entry(login.node, "client_secret");
        findings
            .report(secret.key.place(), &secret.path, "`client_secret` is no influxctl setting")
            .label("influxctl does not know it")
            .help("remove it; if the value was real, change it")
            .note(NOTE)
            .fix(fix.map(|edit| Fix { title: "remove it".to_owned(), safety: Safety::Safe, edits: vec![edit] }));
    }
}
