//! Duo Single Sign-On: one issuer per client.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Public clients of Duo SSO; key and token paths are not proven, so nothing is offered.
pub(super) const DUO: Record = Record {
    family: Family::Duo,
    display: "Duo Single Sign-On",
    names: &["duo"],
    hosts: &["*.sso.duosecurity.com"],
    shapes: &[Shape {
        hosts: &["*.sso.duosecurity.com"],
        base: "oidc/*",
        keys: &["jwks"],
        others: &[("token", word::TOKEN), ("authorize", word::AUTHORIZE), ("userinfo", word::USERINFO)],
        offered: false,
        ..SHAPE
    }],
    ..RECORD
};
