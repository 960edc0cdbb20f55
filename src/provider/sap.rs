//! SAP Cloud Identity Services: one host per tenant, no device flow.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// SAP "Call Identity Authentication OpenID Connect discovery endpoint".
pub(super) const SAP: Record = Record {
    family: Family::Sap,
    display: "SAP Cloud Identity Services",
    names: &["sap"],
    hosts: &["*.accounts.ondemand.com"],
    shapes: &[Shape {
        keys: &["oauth2/certs"],
        others: &[
            ("oauth2/token", word::TOKEN),
            ("oauth2/authorize", word::AUTHORIZE),
            ("oauth2/userinfo", word::USERINFO),
            ("oauth2/introspect", word::INTROSPECT),
            ("oauth2/revoke", word::REVOKE),
            ("oauth2/logout", word::LOGOUT),
        ],
        ..SHAPE
    }],
    device_flow: false,
    ..RECORD
};
