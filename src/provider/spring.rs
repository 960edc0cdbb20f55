//! Spring Authorization Server: self-hosted at the root, key path shared with WSO2.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Spring Authorization Server "Configuration model", default endpoints.
pub(super) const SPRING: Record = Record {
    family: Family::Spring,
    display: "Spring Authorization Server",
    names: &["spring"],
    shapes: &[Shape {
        keys: &["oauth2/jwks"],
        others: &[
            ("oauth2/token", word::TOKEN),
            ("oauth2/device_authorization", word::DEVICE),
            ("oauth2/authorize", word::AUTHORIZE),
            ("oauth2/introspect", word::INTROSPECT),
            ("oauth2/revoke", word::REVOKE),
        ],
        ..SHAPE
    }],
    ..RECORD
};
