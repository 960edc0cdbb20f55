//! Google: issuer, keys and endpoints live on three hosts; access tokens are opaque.

use super::Family;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Google "OpenID Connect", discovery document.
pub(super) const GOOGLE: Record = Record {
    family: Family::Google,
    display: "Google",
    names: &["google"],
    hosts: &["accounts.google.com", "www.googleapis.com", "oauth2.googleapis.com"],
    many_hosts: true,
    shapes: &[Shape {
        hosts: &["accounts.google.com", "www.googleapis.com", "oauth2.googleapis.com"],
        keys: &["oauth2/v3/certs", "oauth2/v2/certs", "oauth2/v1/certs"],
        others: &[
            ("oauth2/v1/certs", word::CERTIFICATE),
            ("token", word::TOKEN),
            ("device/code", word::DEVICE),
            ("o/oauth2/v2/auth", word::AUTHORIZE),
            ("o/oauth2/auth", word::AUTHORIZE),
            ("oauth2/v4/token", word::TOKEN),
            ("o/oauth2/token", word::TOKEN),
            ("o/oauth2/device/code", word::DEVICE),
            ("o/oauth2/revoke", word::REVOKE),
            ("oauth2/v3/userinfo", word::USERINFO),
            ("revoke", word::REVOKE),
        ],
        issuer_at: Some("https://accounts.google.com"),
        keys_at: Some("https://www.googleapis.com"),
        ..SHAPE
    }],
    opaque_tokens: true,
    device: Device { scopes: &["openid"], grant: "create a client of type `TVs and Limited Input devices`", ..DEVICE },
    ..RECORD
};
