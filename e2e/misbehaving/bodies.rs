//! The pieces that answers are made of: key sets, documents, a bomb, texts that speak to terminals and logs.

use crate::provider::{KEYS, Reply, json};
use serde_json::{Value, json};

/// Speaks to terminals (title, colour, an eight-bit control), to readers (bidirectional and invisible characters)
/// and to runners of GitHub, Azure and TeamCity; `evil` tells that it came through.
pub(crate) const EVIL: &str = "evil\u{1b}]0;x\u{7}\u{1b}[31m\u{9b}2J\u{0}\r\n::error::evil\n##[error]evil\n\
    ##vso[task.complete]\n##teamcity[x]\n\t::set-output name=a::b\u{202e}\u{2066}\u{200b}\u{2028}::warning::x";

/// 2048 bits, and another 2048.
pub(super) const MODULUS: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

/// Answers with one good key.
pub(crate) fn good() -> Reply {
    json(KEYS)
}

/// A usable RSA key of this name.
pub(super) fn rsa(kid: &str) -> Value {
    json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": MODULUS, "e": "AQAB"})
}

/// A key, with some members set.
pub(super) fn with(mut key: Value, members: Value) -> Value {
    if let (Some(key), Value::Object(members)) = (key.as_object_mut(), members) {
        key.extend(members);
    }
    key
}

/// Answers with these keys.
pub(super) fn set(keys: &[Value]) -> Reply {
    json(&json!({ "keys": keys }).to_string())
}

/// Answers with this JSON.
pub(super) fn value(value: &Value) -> Reply {
    json(&value.to_string())
}

/// Answers with this status, content type and body.
pub(super) fn page(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Say(status, vec![("Content-Type", content_type.to_owned())], body.into())
}

pub(super) const LOGIN: &str =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>";

/// A discovery document of the row, with some members set.
pub(super) fn discovery(members: Value) -> Reply {
    value(&with(
        json!({
            "issuer": "BASE", "jwks_uri": "BASE/keys", "token_endpoint": "BASE/token",
            "device_authorization_endpoint": "BASE/device",
            "grant_types_supported": ["urn:ietf:params:oauth:grant-type:device_code"],
        }),
        members,
    ))
}

/// Half a megabyte of gzip that holds 80 MB of zeros: a zero, then copies of 258 bytes from one byte before, in a block
/// with fixed codes (RFC 1951 section 3.2.6).
pub(super) fn gzip_bomb() -> Vec<u8> {
    const SIZE: usize = 500_000;
    let block = [true, true, false];
    let zero = [false, false, true, true, false, false, false, false];
    let copy = [true, true, false, false, false, true, false, true, false, false, false, false, false];
    let bits = block.into_iter().chain(zero).chain(copy.into_iter().cycle()).take(SIZE * 8).collect::<Vec<_>>();
    let bytes = bits.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit)));
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255].into_iter().chain(bytes).collect()
}
