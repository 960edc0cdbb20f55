//! Authentik: one issuer per application, shared endpoints, a slash after everything.

use super::Family;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// A captured document of Authentik 2026.5; Authentik "Device code flow".
pub(super) const AUTHENTIK: Record = Record {
    family: Family::Authentik,
    display: "Authentik",
    names: &["authentik"],
    shapes: &[
        // shared by all applications, so no keys follow from them
        Shape {
            base: "**/application/o",
            others: &[
                ("token/", word::TOKEN),
                ("device/", word::DEVICE),
                ("authorize/", word::AUTHORIZE),
                ("userinfo/", word::USERINFO),
                ("introspect/", word::INTROSPECT),
                ("revoke/", word::REVOKE),
            ],
            ..SHAPE
        },
        Shape {
            base: "**/application/o/*",
            keys: &["jwks/"],
            others: &[("end-session/", word::LOGOUT)],
            issuer_tells: true,
            ..SHAPE
        },
    ],
    device: Device {
        public: "set the client type of the provider to Public",
        grant: "choose a device code flow in the settings of the brand",
        ..DEVICE
    },
    scopes: &["openid", "profile", "email", "offline_access"],
    ..RECORD
};
