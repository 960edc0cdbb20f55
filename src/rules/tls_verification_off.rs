//! # `tls-verification-off`
//!
//! With `insecure` set, `influxctl` takes any certificate for the cluster's: whoever stands on the way can read
//! tokens and answer in the cluster's name. For a certificate of one's own CA there is `ca`.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! insecure = true
//! #          ^^^^ any certificate
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! insecure = false
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! ca = "/etc/ssl/acme-ca.pem"
//! ```
//!
//! Nobody stands between a machine and itself:
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "127.0.0.1"
//! port = "443"
//! mgmt_token = "apiv1_x"
//!
//! [profile.tls]
//! insecure = true
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/): `tls.insecure` and `tls.ca`

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::provider::HostClass;

pub(super) static RULE: Rule = Rule {
    id: "tls-verification-off",
    summary: "a profile that accepts any certificate",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("tls_verification_off.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // Without TLS there is no certificate: another finding.
    for profile in context.profiles().filter(|p| p.is_on("tls.insecure") && !p.is_on("tls.disable")) {
        let Some(insecure) = profile.setting("tls.insecure") else { continue };
        if profile.host_class() == Some(HostClass::Loopback) {
            continue;
        }
        let place = insecure.node.place();
        let message = format!("profile `{}` does not check the server's certificate", profile.shown_name());
        findings
            .report(place.clone(), &insecure.path, message)
            .label("any certificate")
            .help("name the CA's file in `ca` and remove `insecure`")
            .fix(Fix::replace(place, "false", "write `false`", Safety::Unsafe));
    }
}
