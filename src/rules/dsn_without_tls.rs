//! # `dsn-without-tls`
//!
//! `sslmode=disable` in the DSN sends the password and the whole catalog over the network as they are; `allow`
//! and `prefer` do the same as soon as somebody on the way says that TLS is not to be had. InfluxData's guide
//! adds the option for databases without TLS and asks to remove it once there is TLS.
//!
//! ```yaml bad
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         dsn:
//!           value: postgres://influx@pg.acme.io:5432/influxdb?sslmode=disable
//! #                                                           ^^^^^^^^^^^^^^^ no TLS
//! ```
//!
//! ```yaml fixed
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         dsn:
//!           value: postgres://influx@pg.acme.io:5432/influxdb
//! ```
//!
//! ```yaml good
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         dsn:
//!           value: postgres://influx@pg.db.svc:5432/influxdb?sslmode=disable
//!       catalog:
//!         dsn:
//!           value: postgres://influx@pg.acme.io:5432/influxdb?sslmode=verify-full
//! ```
//!
//! - [InfluxData: Set up TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/): "remove the `sslmode=disable` query parameter"
//! - [PostgreSQL: protection in different modes](https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::model::dsn::{WrittenDsn, dsn_place};
use crate::source::{Place, Span};

pub(super) static RULE: Rule = Rule {
    id: "dsn-without-tls",
    summary: "a DSN lets the database connection go without TLS",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("dsn_without_tls.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for setting in document.written_dsns() {
        let Some(option) = setting.text().and_then(|text| WrittenDsn::read(text).without_tls()) else { continue };
        let (says, label) = match option {
            "sslmode=disable" => ("the DSN switches TLS off", "no TLS"),
            _ => ("the DSN does not insist on TLS", "TLS if the other side likes"),
        };
        let place = dsn_place(&setting, option);
        let fix = (place.text() == option).then(|| remove(&place, option));
        findings
            .report(place, &setting.path, format!("{says}: `{option}`"))
            .label(label)
            .used_at(setting.node)
            .help("remove the parameter once the database serves TLS")
            .fix(fix);
    }
}

/// Takes the option away with the separator that belongs to it.
fn remove(place: &Place, option: &str) -> Fix {
    let mut place = place.clone();
    let (start, end) = (place.span.start as usize, place.span.end as usize);
    let is_followed = place.source.slice(Span::new(end, end + 1)) == "&";
    place.span = if is_followed { Span::new(start, end + 1) } else { Span::new(start.saturating_sub(1), end) };
    Fix::replace(place, "", format!("remove `{option}`"), Safety::Unsafe)
}
