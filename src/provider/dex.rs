//! Dex: everything hangs below the issuer as configured, by custom at `/dex`.

use super::Family;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Dex "OpenID Connect", discovery; device flow since 2.25.
pub(super) const DEX: Record = Record {
    family: Family::Dex,
    display: "Dex",
    names: &["dex"],
    shapes: &[
        Shape {
            base: "**/dex",
            keys: &["keys"],
            others: &[
                ("token", word::TOKEN),
                ("device/code", word::DEVICE),
                ("auth", word::AUTHORIZE),
                ("userinfo", word::USERINFO),
                ("token/introspect", word::INTROSPECT),
            ],
            issuer_tells: true,
            ..SHAPE
        },
        Shape {
            base: "**",
            keys: &["keys"],
            others: &[("token", word::TOKEN), ("device/code", word::DEVICE)],
            ..SHAPE
        },
    ],
    device: Device { public: "write `public: true` for the client in `staticClients`", ..DEVICE },
    scopes: &["openid", "email", "offline_access"],
    ..RECORD
};
