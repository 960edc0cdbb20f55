//! # `dsn-password-in-plain-text`
//!
//! The DSN is written out, with the password of the database that holds the catalog. Whoever can read the file,
//! its history or the resource in the cluster can read and change everything that InfluxDB knows about itself.
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
//!           value: postgres://influx:hunter2@pg.acme.io:5432/influxdb
//! #                                  ^^^^^^^ in the open
//! ```
//!
//! As an option, and in the form of keywords:
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
//!           value: postgresql://influx@pg.acme.io/influxdb?password=hunter2&sslmode=require
//! #                                                                 ^^^^^^^ in the open
//!       catalog:
//!         dsn:
//!           value: host=pg.acme.io user=influx password=hunter2
//! #                                                     ^^^^^^^ in the open
//! ```
//!
//! A DSN by reference, one without a password, and one that something else fills in:
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
//!           value: postgres://influx:${PG_PASSWORD}@pg.acme.io:5432/influxdb
//!       catalog:
//!         dsn:
//!           valueFrom:
//!             secretKeyRef: {name: influxdb-catalog, key: dsn}
//! ```
//!
//! - [InfluxData: Configure the cluster with Helm](https://docs.influxdata.com/influxdb3/clustered/install/set-up-cluster/configure-cluster/use-helm/): store the DSN as a Secret
//! - [CWE-312](https://cwe.mitre.org/data/definitions/312.html)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::dsn::{WrittenDsn, dsn_place};

pub(super) static RULE: Rule = Rule {
    id: "dsn-password-in-plain-text",
    summary: "a DSN is written out with its password",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("dsn_password_in_plain_text.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    // What is piped in may be rendered from secrets on the way to the cluster.
    if context.source.name() == "<stdin>" {
        return;
    }
    for setting in document.written_dsns() {
        let Some(password) = setting.text().and_then(|text| WrittenDsn::read(text).password) else { continue };
        findings
            .report(
                dsn_place(&setting, password),
                &setting.path,
                format!("`{}` holds the database password in plain text", setting.path),
            )
            .label("in the open")
            .used_at(setting.node)
            .help("move the DSN into a Secret, refer to it by `valueFrom.secretKeyRef`, and change the password");
    }
}
