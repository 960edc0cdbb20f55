//! GitHub: opaque tokens for people; the one key set it publishes is for workflows.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// GitHub "Authorizing OAuth apps" and "OpenID Connect" for Actions.
pub(super) const GITHUB: Record = Record {
    family: Family::GitHub,
    display: "GitHub",
    names: &["github"],
    hosts: &["github.com", "token.actions.githubusercontent.com"],
    shapes: &[
        Shape { hosts: &["token.actions.githubusercontent.com"], keys: &[".well-known/jwks"], ..SHAPE },
        Shape {
            hosts: &["github.com"],
            others: &[
                ("login/oauth/access_token", word::TOKEN),
                ("login/device/code", word::DEVICE),
                ("login/oauth/authorize", word::AUTHORIZE),
            ],
            ..SHAPE
        },
    ],
    opaque_tokens: true,
    ..RECORD
};
