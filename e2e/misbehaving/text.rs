//! Hostile text in every field that a server fills.

use super::Says::{Finds, FindsInPublic, Incomplete, Nothing};
use super::bodies::{EVIL, discovery, good, page, rsa, set, value, with};
use super::{Origin, Row, keys, pair};
use crate::provider::{Reply, json};
use serde_json::{Value, json};

const OTHER: &str = "jwks-endpoint-serves-other-content";

/// Rows named `evil-…`: in the reports of each the text must be seen, tamed.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = bodies();
    rows.extend(documents());
    rows.extend(heads());
    rows
}

fn bodies() -> Vec<Row> {
    let key = |name, members: Value, says| keys(name, set(&[with(rsa("a"), members)]), says);
    let error = json!({"error": EVIL, "error_description": EVIL});
    vec![
        key("evil-kid", json!({"kid": EVIL, "d": "cGxhbnRlZA"}), Finds("private-key-published")),
        key("evil-kty", json!({"kty": EVIL}), Finds("key-set-without-usable-key")),
        key(
            "evil-alg",
            json!({"kty": "OKP", "crv": "Ed25519", "x": "Af".repeat(21) + "A", "alg": EVIL}),
            Finds("signing-algorithm-untested"),
        ),
        key("evil-enc-alg", json!({"alg": format!("RSA-OAEP{EVIL}")}), Finds("key-set-without-usable-key")),
        keys("evil-error", value(&error), Finds(OTHER)),
        keys(
            "evil-error-404",
            page(404, "application/json", error.to_string()),
            FindsInPublic("jwks-endpoint-not-found"),
        ),
        keys(
            "evil-json-404",
            page(404, "application/json", json!({EVIL: EVIL}).to_string()),
            FindsInPublic("jwks-endpoint-not-found"),
        ),
        keys("evil-json", value(&json!({EVIL: EVIL})), Finds(OTHER)),
        keys("evil-string", value(&json!(EVIL)), Finds(OTHER)),
        keys("evil-text", page(200, "text/plain", EVIL), Finds(OTHER)),
        keys("evil-html", page(200, "text/html", format!("<html>{EVIL}")), Finds(OTHER)),
    ]
}

fn documents() -> Vec<Row> {
    let beside = |name, members: Value, says| pair(name, good(), discovery(members), says);
    vec![
        beside("evil-issuer", json!({"issuer": EVIL}), Nothing),
        beside(
            "evil-issuer-url",
            json!({"issuer": format!("https://evil.example/{EVIL}")}),
            FindsInPublic("discovery-advertises-other-origin"),
        ),
        beside(
            "evil-grants",
            json!({"issuer": EVIL, "device_authorization_endpoint": null, "grant_types_supported": [EVIL]}),
            Finds("device-flow-not-advertised"),
        ),
        Row {
            name: "evil-jwks-uri",
            origin: Origin::Shared,
            answers: vec![("keys", discovery(json!({"jwks_uri": format!("BASE/{EVIL}")})))],
            says: Finds("jwks-endpoint-serves-discovery"),
        },
    ]
}

fn heads() -> Vec<Row> {
    let raw = |name, head: &str, says| keys(name, Reply::Raw(head.as_bytes().to_vec()), says);
    let header = |name: &'static str, value: &str| vec![(name, value.to_owned())];
    vec![
        keys(
            "evil-scheme",
            Reply::Say(401, header("WWW-Authenticate", "evil##[error] realm=x"), Vec::new()),
            Finds("jwks-endpoint-needs-login"),
        ),
        keys(
            "evil-location",
            Reply::Say(302, header("Location", "evil?::error::x##[error]"), Vec::new()),
            FindsInPublic("jwks-endpoint-not-found"),
        ),
        Row {
            name: "evil-target",
            origin: Origin::Shared,
            answers: vec![
                ("keys", Reply::Say(302, header("Location", "evil?##[error]::error::x"), Vec::new())),
                ("evil?", json(crate::provider::KEYS)),
            ],
            says: Finds("jwks-endpoint-redirects"),
        },
        keys(
            "bytes-in-location",
            Reply::Say(302, header("Location", "evil?\u{9b}31m\u{202e}"), Vec::new()),
            Incomplete("redirect"),
        ),
        raw("escapes-in-location", "HTTP/1.1 302 Found\r\nLocation: \u{1b}[31mevil\r\n\r\n", Incomplete("connect")),
        raw("escapes-in-reason", "HTTP/1.1 503 \u{1b}[31mevil\r\nContent-Length: 0\r\n\r\n", Incomplete("connect")),
        raw(
            "command-in-reason",
            "HTTP/1.1 503 ::error::evil##[error]\r\nContent-Length: 0\r\n\r\n",
            Incomplete("status"),
        ),
        keys(
            "command-in-type",
            Reply::Say(200, header("Content-Type", "::error::evil##[error]"), b"no".to_vec()),
            Finds(OTHER),
        ),
        keys("bytes-in-type", Reply::Say(200, header("Content-Type", "\u{9b}31m"), b"no".to_vec()), Finds(OTHER)),
    ]
}
