//! Authelia: keys at the root of the issuer, endpoints below `/api/oidc`.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Authelia "OpenID Connect 1.0 integration", endpoints; device flow since 4.39.
pub(super) const AUTHELIA: Record = Record {
    family: Family::Authelia,
    display: "Authelia",
    names: &["authelia"],
    shapes: &[Shape {
        base: "**",
        keys: &["jwks.json"],
        others: &[
            ("api/oidc/token", word::TOKEN),
            ("api/oidc/device-authorization", word::DEVICE),
            ("api/oidc/authorization", word::AUTHORIZE),
            ("api/oidc/userinfo", word::USERINFO),
            ("api/oidc/introspection", word::INTROSPECT),
            ("api/oidc/revocation", word::REVOKE),
        ],
        ..SHAPE
    }],
    scopes: &["openid", "offline_access"],
    ..RECORD
};
