//! JumpCloud: one host for all organisations.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Provider presets of public clients.
pub(super) const JUMPCLOUD: Record = Record {
    family: Family::JumpCloud,
    display: "JumpCloud",
    names: &["jumpcloud"],
    hosts: &["oauth.id.jumpcloud.com"],
    shapes: &[Shape {
        hosts: &["oauth.id.jumpcloud.com"],
        keys: &[".well-known/jwks.json"],
        others: &[
            ("oauth2/token", word::TOKEN),
            ("oauth2/auth", word::AUTHORIZE),
            ("oauth2/revoke", word::REVOKE),
            ("userinfo", word::USERINFO),
        ],
        ..SHAPE
    }],
    ..RECORD
};
