//! HashiCorp Vault as an OIDC provider: below `/v1/identity/oidc/provider`, no device flow.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Vault "OIDC identity provider"; a captured document.
pub(super) const VAULT: Record = Record {
    family: Family::Vault,
    display: "HashiCorp Vault",
    names: &["vault"],
    shapes: &[Shape {
        base: "**/v1/identity/oidc/provider/*",
        keys: &[".well-known/keys"],
        others: &[("token", word::TOKEN), ("userinfo", word::USERINFO)],
        issuer_tells: true,
        ..SHAPE
    }],
    device_flow: false,
    ..RECORD
};
