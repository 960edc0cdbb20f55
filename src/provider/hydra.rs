//! Ory Hydra, self-hosted or as Ory Network.

use super::Family;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Captured documents of Hydra and Ory Network; device flow since 25.4.
pub(super) const HYDRA: Record = Record {
    family: Family::Hydra,
    display: "Ory Hydra",
    names: &["hydra", "ory"],
    hosts: &["*.projects.oryapis.com"],
    shapes: &[Shape {
        base: "**",
        keys: &[".well-known/jwks.json"],
        others: &[
            ("oauth2/token", word::TOKEN),
            ("oauth2/device/auth", word::DEVICE),
            ("oauth2/auth", word::AUTHORIZE),
            ("oauth2/revoke", word::REVOKE),
            ("oauth2/sessions/logout", word::LOGOUT),
            ("userinfo", word::USERINFO),
        ],
        ..SHAPE
    }],
    device: Device {
        public: "set `token_endpoint_auth_method` of the client to `none`",
        grant: "add `urn:ietf:params:oauth:grant-type:device_code` to the `grant_types` of the client",
        ..DEVICE
    },
    scopes: &["openid", "offline_access"],
    ..RECORD
};
