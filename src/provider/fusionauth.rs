//! FusionAuth: keys at the root whatever the tenant, issuer text is free.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// FusionAuth "OAuth 2.0 & OpenID Connect endpoints".
pub(super) const FUSIONAUTH: Record = Record {
    family: Family::FusionAuth,
    display: "FusionAuth",
    names: &["fusionauth"],
    user_id_place: "Users, User Id",
    shapes: &[Shape {
        keys: &[".well-known/jwks.json"],
        others: &[
            ("oauth2/token", word::TOKEN),
            ("oauth2/device_authorize", word::DEVICE),
            ("oauth2/authorize", word::AUTHORIZE),
            ("oauth2/userinfo", word::USERINFO),
            ("oauth2/introspect", word::INTROSPECT),
            ("oauth2/logout", word::LOGOUT),
        ],
        ..SHAPE
    }],
    ..RECORD
};
