//! Rauthy: everything below `/auth/v1`.

use super::Family;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Rauthy `src/data/src/entity/well_known.rs`.
pub(super) const RAUTHY: Record = Record {
    family: Family::Rauthy,
    display: "Rauthy",
    names: &["rauthy"],
    shapes: &[Shape {
        base: "auth/v1",
        keys: &["oidc/certs"],
        others: &[
            ("oidc/token", word::TOKEN),
            ("oidc/device", word::DEVICE),
            ("oidc/authorize", word::AUTHORIZE),
            ("oidc/userinfo", word::USERINFO),
            ("oidc/introspect", word::INTROSPECT),
            ("oidc/logout", word::LOGOUT),
        ],
        issuer_tells: true,
        ..SHAPE
    }],
    device: Device { grant: "tick `device_code` among the flows of the client", ..DEVICE },
    scopes: &["openid", "offline_access"],
    ..RECORD
};
