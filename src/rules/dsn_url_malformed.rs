//! # `dsn-url-malformed`
//!
//! A DSN is a URL: what ends a part of it, or starts a percent-encoding, must be encoded inside of a password.
//! With `#` in a password the rest is a fragment, with `/` it is the name of the database, and the connection
//! fails with a message about a host that nobody knows:
//!
//! ```text
//! postgres://influx:p#ss@pg/influxdb      becomes      postgres://influx:p%23ss@pg/influxdb
//! ```
//!
//! The scheme is `postgres` (from release 20251218-1946608 on also `postgresql`), whatever other software calls
//! the same database.
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
//!           value: jdbc:postgresql://pg.acme.io:5432/influxdb
//! #                ^^^^^^^^^^^^^^^ read as something else
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
//!           value: postgres://pg.acme.io:5432/influxdb
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
//!           value: postgresql://influx@pg.acme.io:5432/influxdb?application_name=influx@ops
//!       catalog:
//!         dsn:
//!           value: host=pg.acme.io user=influx dbname=influxdb
//! ```
//!
//! - [InfluxData: Configure the cluster with Helm](https://docs.influxdata.com/influxdb3/clustered/install/set-up-cluster/configure-cluster/use-helm/): percent-encode special characters
//! - [RFC 3986, section 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)
//! - [PostgreSQL: connection URIs](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Fix, Safety, Severity};
use crate::model::dsn::{WrittenDsn, dsn_place};

pub(super) static RULE: Rule = Rule {
    id: "dsn-url-malformed",
    summary: "a DSN is not read as it is meant",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Unsafe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("dsn_url_malformed.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    for setting in document.written_dsns() {
        let Some(text) = setting.text() else { continue };
        let Some(slip) = WrittenDsn::read(text).slip() else { continue };
        let place = dsn_place(&setting, slip.at.unwrap_or(text));
        // Only where the part itself stands in the file can it be replaced without repeating the rest.
        let is_exact = slip.at.is_some_and(|at| place.text() == at);
        let fix = slip.meant.filter(|_| is_exact).map(|meant| {
            Fix::replace(place.clone(), meant.as_str(), format!("write `{meant}` here"), Safety::Unsafe)
        });
        findings
            .report(place, &setting.path, format!("the DSN does not read as meant: {}", slip.what))
            .label("read as something else")
            .used_at(setting.node)
            .help(slip.help)
            .fix(fix);
    }
}
