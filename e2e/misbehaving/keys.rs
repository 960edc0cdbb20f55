//! Key sets and discovery documents that mislead, each in one way.

use super::Says::{Finds, FindsInPublic, Incomplete, Nothing};
use super::bodies::{MODULUS, discovery, good, page, rsa, set, value, with};
use super::{Origin, Row, keys, pair};
use crate::provider::{Reply, json};
use serde_json::{Value, json};

const NONE_USABLE: &str = "key-set-without-usable-key";
const MALFORMED: &str = "malformed-signing-key";
const PRIVATE: &str = "private-key-published";
const OTHER: &str = "jwks-endpoint-serves-other-content";
const ELSEWHERE: &str = "discovery-advertises-other-origin";

pub(super) fn rows() -> Vec<Row> {
    let mut rows = sets();
    rows.extend(documents());
    rows
}

/// An RSA key with a modulus of this many octets.
fn rsa_of(kid: &str, octets: usize) -> Value {
    with(rsa(kid), json!({"n": format!("w{}", "A".repeat(octets * 4 / 3))}))
}

fn ec(kid: &str) -> Value {
    let coordinate = "Af".repeat(21) + "A";
    json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid, "x": coordinate, "y": coordinate})
}

fn sets() -> Vec<Row> {
    let one = |name, key: Value, says| keys(name, set(&[key]), says);
    let text = |name, body: &str, says| keys(name, json(body), says);
    let set = |name, of: &[Value], says| keys(name, set(of), says);
    let oct = json!({"kty": "oct", "kid": "a", "alg": "HS256", "k": "cGxhbnRlZA"});
    let enc = with(rsa("b"), json!({"use": "enc", "alg": "RSA-OAEP"}));
    let post_quantum = json!({"kty": "AKP", "alg": "ML-DSA-65", "kid": "pq", "pub": "AAAA"});
    let without = |member: &str| {
        let mut key = rsa("a");
        key.as_object_mut().map(|key| key.remove(member));
        key
    };
    vec![
        text("empty-keys", r#"{"keys":[]}"#, Finds(NONE_USABLE)),
        text("null-keys", r#"{"keys":null}"#, Finds(OTHER)),
        text("keys-of-text", r#"{"keys":"a"}"#, Finds(OTHER)),
        text("keys-of-map", r#"{"keys":{"a":{}}}"#, Finds(OTHER)),
        text("keys-in-capitals", r#"{"Keys":[]}"#, Finds(OTHER)),
        set("null-key", &[Value::Null], Finds(NONE_USABLE)),
        set("null-beside-good", &[Value::Null, rsa("a")], Nothing),
        one("private-key", with(rsa("a"), json!({"d": "cGxhbnRlZA"})), Finds(PRIVATE)),
        set(
            "private-primes",
            &[rsa("a"), with(rsa("a"), json!({"p": "cGxhbnRlZA", "q": "cGxhbnRlZA"}))],
            Finds(PRIVATE),
        ),
        one("oct-only", oct.clone(), Finds(PRIVATE)),
        one("oct-without-k", json!({"kty": "oct", "kid": "a"}), Finds(NONE_USABLE)),
        set("oct-beside-good", &[oct, rsa("b")], Finds(PRIVATE)),
        one("rsa-1024", rsa_of("a", 128), Finds("signing-key-too-short")),
        one("rsa-huge", rsa_of("a", 65_536), Nothing),
        set("duplicate-kid", &[rsa("a"), rsa_of("a", 256)], Finds(MALFORMED)),
        set("same-key-twice", &[rsa("a"), rsa("a")], Nothing),
        set("without-kid", &[without("kid"), rsa("b")], Finds(MALFORMED)),
        one("ec-only", ec("a"), Finds("signing-algorithm-untested")),
        set("ec-beside-rsa", &[ec("a"), rsa("b")], Nothing),
        one("enc-only", enc.clone(), Finds(NONE_USABLE)),
        set("enc-beside-sig", &[enc, rsa("a")], Nothing),
        one("unknown-kind", post_quantum.clone(), Finds(NONE_USABLE)),
        set("unknown-beside-good", &[post_quantum, rsa("a")], Nothing),
        one("without-modulus", without("n"), Finds(NONE_USABLE)),
        one("without-exponent", without("e"), Finds(NONE_USABLE)),
        one("empty-exponent", with(rsa("a"), json!({"e": ""})), Finds(NONE_USABLE)),
        one("modulus-as-number", with(rsa("a"), json!({"n": 1})), Finds(NONE_USABLE)),
        one("padded-modulus", with(rsa("a"), json!({"n": format!("{MODULUS}==")})), Finds(MALFORMED)),
        set("thousands-of-keys", &vec![rsa("a"); 2_000], Nothing),
        one("endless-kid", rsa(&"a".repeat(900_000)), Nothing),
        one("members-of-other-types", json!({"kty": 1, "kid": [], "use": {}, "alg": true}), Finds(NONE_USABLE)),
    ]
}

fn documents() -> Vec<Row> {
    let theirs = |name, signing: Reply, says| Row {
        name,
        origin: Origin::Shared,
        answers: vec![
            ("keys", good()),
            (".well-known/openid-configuration", discovery(json!({"jwks_uri": "BASE/signing"}))),
            ("signing", signing),
        ],
        says,
    };
    let beside = |name, members: Value, says| pair(name, good(), discovery(members), says);
    vec![
        beside("discovery", json!({}), Nothing),
        theirs("keys-of-other-issuer", set(&[rsa("z")]), Finds("keys-of-other-issuer")),
        theirs("same-keys-elsewhere", good(), Nothing),
        theirs("other-keys-404", page(404, "text/html", "no"), Nothing),
        theirs("other-keys-slow", Reply::Stall(Vec::new()), Nothing),
        beside("wrong-issuer", json!({"issuer": "https://other.acme.example"}), FindsInPublic(ELSEWHERE)),
        beside("plain-http-issuer", json!({"issuer": "http://keycloak:8080"}), FindsInPublic(ELSEWHERE)),
        beside("jwks-uri-linklocal", json!({"jwks_uri": "http://169.254.169.254/keys"}), FindsInPublic(ELSEWHERE)),
        beside("jwks-uri-trap", json!({"jwks_uri": "https://TRAP/keys"}), FindsInPublic(ELSEWHERE)),
        beside("jwks-uri-of-go", json!({"jwks_uri": "http://:35354/keys"}), Nothing),
        beside(
            "no-device-flow",
            json!({"device_authorization_endpoint": null, "grant_types_supported": ["authorization_code"]}),
            Finds("device-flow-not-advertised"),
        ),
        pair("discovery-html", good(), page(200, "text/html", "<html>login"), Nothing),
        pair("discovery-500", good(), page(500, "text/html", "no"), Nothing),
        pair("discovery-slow", good(), Reply::Stall(Vec::new()), Incomplete("timeout")),
        pair("discovery-hangs-up", good(), Reply::HangUp, Incomplete("connect")),
        Row {
            name: "discovery-as-keys",
            origin: Origin::Shared,
            answers: vec![("keys", discovery(json!({"jwks_uri": "BASE/certs"}))), ("certs", good())],
            says: Finds("jwks-endpoint-serves-discovery"),
        },
        keys("document-without-keys", value(&json!({"issuer": "BASE", "token_endpoint": "BASE/token"})), Finds(OTHER)),
    ]
}
