//! Auth0: one fixed key path at the root of the tenant's host or of a custom domain.

use super::classify::Verdict;
use super::device::{DEVICE, Device};
use super::record::{RECORD, Record, SHAPE, Shape, word};
use super::{Family, UrlKind};

const KEYS: &str = ".well-known/jwks.json";

/// Auth0 "Locate JSON Web Key Sets".
pub(super) const AUTH0: Record = Record {
    family: Family::Auth0,
    display: "Auth0",
    names: &["auth0"],
    user_id_place: "Users, user_id",
    hosts: &["*.auth0.com"],
    consoles: &["manage.auth0.com"],
    shapes: &[Shape {
        keys: &[KEYS],
        others: &[
            ("oauth/token", word::TOKEN),
            ("oauth/device/code", word::DEVICE),
            ("authorize", word::AUTHORIZE),
            ("userinfo", word::USERINFO),
            ("v2/logout", word::LOGOUT),
            ("oidc/logout", word::LOGOUT),
            ("oauth/revoke", word::REVOKE),
            ("pem", word::CERTIFICATE),
            ("rawpem", word::CERTIFICATE),
            ("cer", word::CERTIFICATE),
        ],
        fixed: true,
        ..SHAPE
    }],
    device: Device {
        client: "copy the Client ID from Applications, Settings",
        public: "make it an application of type `Native`",
        grant: "tick `Device Code` under Applications, Advanced Settings, Grant Types; the type must be `Native`",
        ..DEVICE
    },
    otherwise: |place| Verdict::new(UrlKind::HostedPathUnknown, Some(place.with_path(None, &[], KEYS)), true),
    scopes: &["offline_access"],
    ..RECORD
};
