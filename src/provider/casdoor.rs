//! Casdoor: self-hosted at the root.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Casdoor `object/wellknown_oidc_discovery.go`; device flow since April 2025.
pub(super) const CASDOOR: Record = Record {
    family: Family::Casdoor,
    display: "Casdoor",
    names: &["casdoor"],
    shapes: &[Shape {
        keys: &[".well-known/jwks"],
        others: &[
            ("api/login/oauth/access_token", word::TOKEN),
            ("api/device-auth", word::DEVICE),
            ("login/oauth/authorize", word::AUTHORIZE),
            ("api/userinfo", word::USERINFO),
            ("api/login/oauth/introspect", word::INTROSPECT),
            ("api/logout", word::LOGOUT),
        ],
        ..SHAPE
    }],
    ..RECORD
};
