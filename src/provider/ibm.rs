//! IBM Verify: one endpoint name below `/oidc/endpoint`.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// IBM Verify SDKs.
pub(super) const IBM: Record = Record {
    family: Family::Ibm,
    display: "IBM Verify",
    names: &["ibm"],
    hosts: &["*.verify.ibm.com"],
    shapes: &[Shape {
        base: "oidc/endpoint/*",
        keys: &["jwks"],
        others: &[
            ("token", word::TOKEN),
            ("device_authorization", word::DEVICE),
            ("authorize", word::AUTHORIZE),
            ("userinfo", word::USERINFO),
            ("introspect", word::INTROSPECT),
            ("revoke", word::REVOKE),
        ],
        issuer_tells: true,
        ..SHAPE
    }],
    ..RECORD
};
