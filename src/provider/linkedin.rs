//! LinkedIn: issuer and keys on one host, no device flow.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// LinkedIn "Sign In with LinkedIn using OpenID Connect".
pub(super) const LINKEDIN: Record = Record {
    family: Family::LinkedIn,
    display: "LinkedIn",
    names: &["linkedin"],
    hosts: &["www.linkedin.com"],
    shapes: &[Shape {
        hosts: &["www.linkedin.com"],
        base: "oauth",
        keys: &["openid/jwks"],
        others: &[("v2/accessToken", word::TOKEN), ("v2/authorization", word::AUTHORIZE)],
        ..SHAPE
    }],
    device_flow: false,
    ..RECORD
};
