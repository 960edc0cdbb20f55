//! WSO2 Identity Server and Asgardeo: the issuer is the token endpoint.

use super::Family;
use super::device::{DEVICE, Device, DeviceFault, said};
use super::record::{RECORD, Record, SHAPE, Shape, word};

const OTHERS: &[(&str, &str)] = &[
    ("token", word::TOKEN),
    ("device_authorize", word::DEVICE),
    ("authorize", word::AUTHORIZE),
    ("userinfo", word::USERINFO),
    ("introspect", word::INTROSPECT),
    ("revoke", word::REVOKE),
];

/// WSO2 "OpenID Connect discovery", as public clients use it.
pub(super) const WSO2: Record = Record {
    family: Family::Wso2,
    display: "WSO2 Identity Server",
    names: &["wso2", "asgardeo"],
    hosts: &["api.asgardeo.io"],
    shapes: &[
        Shape { base: "oauth2", issuer: "token", keys: &["jwks"], others: OTHERS, issuer_tells: true, ..SHAPE },
        Shape { base: "t/*/oauth2", issuer: "token", keys: &["jwks"], others: OTHERS, issuer_tells: true, ..SHAPE },
    ],
    device: Device {
        said: &[said(
            "invalid_client",
            "A valid OAuth client could not be found for client_id*",
            DeviceFault::UnknownClient,
        )],
        public: "tick `Allow authentication without the client secret` in the protocol settings of the application",
        ..DEVICE
    },
    ..RECORD
};
