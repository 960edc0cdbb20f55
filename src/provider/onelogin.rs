//! OneLogin: everything below `/oidc/2`, no device flow.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// A captured document of OneLogin.
pub(super) const ONELOGIN: Record = Record {
    family: Family::OneLogin,
    display: "OneLogin",
    names: &["onelogin"],
    user_id_place: "Users, the number at the end of the person's URL",
    hosts: &["*.onelogin.com"],
    shapes: &[Shape {
        base: "oidc/2",
        keys: &["certs"],
        others: &[
            ("token", word::TOKEN),
            ("auth", word::AUTHORIZE),
            ("me", word::USERINFO),
            ("token/introspection", word::INTROSPECT),
            ("token/revocation", word::REVOKE),
            ("logout", word::LOGOUT),
        ],
        issuer_tells: true,
        ..SHAPE
    }],
    device_flow: false,
    ..RECORD
};
