//! Authelia: keys at the root of the issuer, endpoints below `/api/oidc`.

use super::Family;
use super::device::{DEVICE, Device};
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
    device: Device {
        public: "write `public: true` for the client in `identity_providers.oidc.clients`",
        grant: "add `urn:ietf:params:oauth:grant-type:device_code` to the `grant_types` of the client",
        ..DEVICE
    },
    scopes: &["openid", "offline_access"],
    ..RECORD
};
