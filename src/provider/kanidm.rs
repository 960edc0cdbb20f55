//! Kanidm: one issuer per client, shared endpoints, no device flow in released builds.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Kanidm book, "OAuth2"; the device flow is a build feature that releases leave out, which a URL cannot tell.
pub(super) const KANIDM: Record = Record {
    family: Family::Kanidm,
    display: "Kanidm",
    names: &["kanidm"],
    shapes: &[
        Shape {
            base: "oauth2/openid/*",
            keys: &["public_key.jwk"],
            others: &[("userinfo", word::USERINFO)],
            issuer_tells: true,
            ..SHAPE
        },
        // shared by all clients, so no keys follow from them
        Shape { others: &[("oauth2/token", word::TOKEN), ("ui/oauth2", word::AUTHORIZE)], ..SHAPE },
    ],
    ..RECORD
};
