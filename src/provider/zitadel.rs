//! Zitadel: hosted below zitadel.cloud or self-hosted, always at the root.

use super::Family;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// A captured document of Zitadel 2.
pub(super) const ZITADEL: Record = Record {
    family: Family::Zitadel,
    display: "Zitadel",
    names: &["zitadel"],
    user_id_place: "Users, Resource Id",
    hosts: &["*.zitadel.cloud"],
    shapes: &[Shape {
        keys: &["oauth/v2/keys"],
        others: &[
            ("oauth/v2/token", word::TOKEN),
            ("oauth/v2/device_authorization", word::DEVICE),
            ("oauth/v2/authorize", word::AUTHORIZE),
            ("oauth/v2/introspect", word::INTROSPECT),
            ("oauth/v2/revoke", word::REVOKE),
            ("oidc/v1/userinfo", word::USERINFO),
            ("oidc/v1/end_session", word::LOGOUT),
        ],
        ..SHAPE
    }],
    device: Device {
        public: "use an application of type Native",
        grant: "tick `Device Code` among the grant types of the application, whose type is Native",
        ..DEVICE
    },
    scopes: &["openid", "offline_access"],
    ..RECORD
};
