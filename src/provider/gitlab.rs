//! GitLab: gitlab.com or self-hosted, at any path prefix.

use super::Family;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// The discovery document of gitlab.com; the device endpoint is not advertised.
pub(super) const GITLAB: Record = Record {
    family: Family::GitLab,
    display: "GitLab",
    names: &["gitlab"],
    user_id_place: "the number on the person's profile",
    hosts: &["gitlab.com"],
    shapes: &[Shape {
        base: "**",
        keys: &["oauth/discovery/keys"],
        others: &[
            ("oauth/token", word::TOKEN),
            ("oauth/authorize_device", word::DEVICE),
            ("oauth/authorize", word::AUTHORIZE),
            ("oauth/userinfo", word::USERINFO),
            ("oauth/introspect", word::INTROSPECT),
            ("oauth/revoke", word::REVOKE),
        ],
        ..SHAPE
    }],
    opaque_tokens: true,
    device: Device {
        scopes: &["openid"],
        public: "clear `Confidential` in the settings of the application",
        consent: "tick the scopes in the settings of the application",
        ..DEVICE
    },
    ..RECORD
};
