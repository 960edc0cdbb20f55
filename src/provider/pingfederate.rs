//! PingFederate: self-hosted, key path in upper case.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Captured documents of PingFederate 10.
pub(super) const PINGFEDERATE: Record = Record {
    family: Family::PingFederate,
    display: "PingFederate",
    names: &["pingfederate"],
    shapes: &[Shape {
        keys: &["pf/JWKS"],
        others: &[
            ("as/token.oauth2", word::TOKEN),
            ("as/device_authz.oauth2", word::DEVICE),
            ("as/authorization.oauth2", word::AUTHORIZE),
            ("as/introspect.oauth2", word::INTROSPECT),
            ("as/revoke_token.oauth2", word::REVOKE),
            ("idp/userinfo.openid", word::USERINFO),
        ],
        ..SHAPE
    }],
    ..RECORD
};
