//! Duende IdentityServer: its key path contains the words of a discovery document.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// The captured document of Duende's demo server.
pub(super) const DUENDE: Record = Record {
    family: Family::Duende,
    display: "Duende IdentityServer",
    names: &["duende", "identityserver"],
    shapes: &[Shape {
        base: "**",
        keys: &[".well-known/openid-configuration/jwks"],
        others: &[
            ("connect/token", word::TOKEN),
            ("connect/deviceauthorization", word::DEVICE),
            ("connect/authorize", word::AUTHORIZE),
            ("connect/userinfo", word::USERINFO),
            ("connect/introspect", word::INTROSPECT),
            ("connect/revocation", word::REVOKE),
            ("connect/endsession", word::LOGOUT),
        ],
        ..SHAPE
    }],
    ..RECORD
};
