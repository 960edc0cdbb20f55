//! PingOne: an environment's UUID and `/as`; custom domains drop the UUID.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

const OTHERS: &[(&str, &str)] = &[
    ("token", word::TOKEN),
    ("device_authorization", word::DEVICE),
    ("authorize", word::AUTHORIZE),
    ("userinfo", word::USERINFO),
    ("introspect", word::INTROSPECT),
    ("revoke", word::REVOKE),
    ("signoff", word::LOGOUT),
];

/// PingOne Platform API, "OpenID Connect/OAuth 2".
pub(super) const PINGONE: Record = Record {
    family: Family::PingOne,
    display: "PingOne",
    names: &["pingone"],
    hosts: &[
        "auth.pingone.com",
        "auth.pingone.eu",
        "auth.pingone.ca",
        "auth.pingone.asia",
        "auth.pingone.com.au",
        "auth.pingone.sg",
    ],
    shapes: &[
        Shape { base: "*/as", keys: &["jwks"], others: OTHERS, issuer_tells: true, ..SHAPE },
        Shape { base: "as", keys: &["jwks"], others: OTHERS, ..SHAPE },
    ],
    ..RECORD
};
