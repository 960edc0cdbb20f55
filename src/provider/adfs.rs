//! Active Directory Federation Services: everything below `/adfs`.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Captured documents of ADFS 2016 and 2019; device flow since 2019.
pub(super) const ADFS: Record = Record {
    family: Family::Adfs,
    display: "AD FS",
    names: &["adfs"],
    shapes: &[Shape {
        base: "adfs",
        keys: &["discovery/keys"],
        others: &[
            ("oauth2/token/", word::TOKEN),
            ("oauth2/devicecode", word::DEVICE),
            ("oauth2/authorize", word::AUTHORIZE),
            ("oauth2/logout", word::LOGOUT),
            ("userinfo", word::USERINFO),
        ],
        issuer_tells: true,
        ..SHAPE
    }],
    ..RECORD
};
