//! Amazon Cognito: one issuer per user pool, hosted login elsewhere, no device flow.

use super::Family;
use super::record::{RECORD, Record, SHAPE, Shape, word};

/// Amazon Cognito "Verifying JSON web tokens".
pub(super) const COGNITO: Record = Record {
    family: Family::Cognito,
    display: "Amazon Cognito",
    names: &["cognito"],
    user_id_place: "User pool, Users, User ID (sub)",
    hosts: &["cognito-idp.*.amazonaws.com", "cognito-idp.*.amazonaws.com.cn", "*.amazoncognito.com"],
    many_hosts: true,
    shapes: &[
        Shape {
            hosts: &["cognito-idp.*.amazonaws.com", "cognito-idp.*.amazonaws.com.cn"],
            base: "*",
            keys: &[".well-known/jwks.json"],
            ..SHAPE
        },
        // the hosted login does not know its pool's id, so no keys follow from it
        Shape {
            hosts: &["*.amazoncognito.com"],
            others: &[
                ("oauth2/token", word::TOKEN),
                ("oauth2/authorize", word::AUTHORIZE),
                ("oauth2/userInfo", word::USERINFO),
                ("oauth2/revoke", word::REVOKE),
                ("logout", word::LOGOUT),
            ],
            ..SHAPE
        },
    ],
    device_flow: false,
    ..RECORD
};
