//! # `entra-login-on-old-version`
//!
//! Microsoft Entra ID has two generations of endpoints. Version 1 takes `resource` where version 2 takes `scope`,
//! and its tokens name another issuer. InfluxData's guide, and what `influxctl` checks since 2.0.4, are of version
//! 2.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/token"
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ version 1
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
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2"
//! scopes = ["1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2/.default"]
//! device_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode"
//! token_url = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token"
//! ```
//!
//! - [InfluxData: Set up authentication](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/)
//! - [InfluxData: influxctl release notes](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/influxctl/): 2.0.4
//! - [coreos/go-oidc#133](https://github.com/coreos/go-oidc/issues/133)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};
use crate::model::influxctl::LoginUrlFault;

pub(super) static RULE: Rule = Rule {
    id: "entra-login-on-old-version",
    summary: "a login at version 1 of Microsoft Entra ID",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("entra_login_on_old_version.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for url in context.logins().flat_map(|(_, login)| login.urls()) {
        let (Some(LoginUrlFault::OldVersion(newer)), Some(written)) = (&url.fault, url.url()) else { continue };
        findings
            .report(
                value_place(url.setting.node),
                &url.setting.path,
                format!("`{}` is Entra's v1 endpoint: `{}`", url.key, written.shown),
            )
            .label("version 1")
            .help(format!("write `{newer}`"))
            .fix(fix_text(url.setting.node, newer, Safety::Unsafe));
    }
}
