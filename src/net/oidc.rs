//! Bodies become facts: key sets, discovery documents, and what is served in their place.

use super::key::read_key;
use super::sanitise::{EXCERPT, clip, excerpt, sanitise};
use crate::facts::{Body, Discovery, ProviderError};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Keys read of one set; more is an attack or a mistake, and never changes a judgement worth having.
const MAX_KEYS: usize = 200;
/// Characters of a URL that a server names; a longer one is none.
const MAX_URL: usize = 2048;
/// Characters of any other text, and entries of a list, that a server names.
const MAX_TEXT: usize = 200;
const MAX_LIST: usize = 100;
/// Members of an object that an excerpt has room for.
const MAX_SHOWN: usize = 20;

/// Says what a body is, by its content first: content types of real servers lie.
///
/// JSON deeper than 128 levels, or not in UTF-8 (RFC 8259 section 8.1), is not read. Keys are judged one by one, so that an odd key never
/// condemns its set (RFC 7517 section 5).
pub fn read_body(content_type: &str, bytes: &[u8]) -> Body {
    let text = String::from_utf8_lossy(bytes);
    let is_utf8 = matches!(text, Cow::Borrowed(_));
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Body::Empty;
    }
    let json = if is_utf8 { serde_json::from_str(text).ok() } else { None };
    match json {
        Some(Value::Object(object)) => read_object(&object),
        Some(Value::Array(_)) => Body::OtherJson { excerpt: "[…]".to_owned() },
        Some(scalar) => Body::OtherJson { excerpt: excerpt(&scalar.to_string()) },
        None if is_html(content_type, text) => Body::Html { excerpt: excerpt(text) },
        None if text.starts_with("-----BEGIN ") => Body::Certificates,
        // a key set that was cut off may begin with a private key
        None if text.starts_with('{') => Body::Other { excerpt: "{…".to_owned() },
        None if text.starts_with('[') => Body::Other { excerpt: "[…".to_owned() },
        None => Body::Other { excerpt: excerpt(text) },
    }
}

fn read_object(object: &Map<String, Value>) -> Body {
    if let Some(Value::Array(keys)) = object.get("keys") {
        return Body::KeySet(keys.iter().take(MAX_KEYS).map(read_key).collect());
    }
    if let Some(document) = read_discovery(object) {
        return Body::Discovery(Box::new(document));
    }
    if object.get("kty").is_some_and(Value::is_string) {
        return Body::SingleKey;
    }
    if let Some(error) = read_error(object) {
        return Body::Error(error);
    }
    // Google's /oauth2/v1/certs: key id to PEM
    let is_pem = |value: &Value| value.as_str().is_some_and(|text| text.trim_start().starts_with("-----BEGIN "));
    if !object.is_empty() && object.values().all(is_pem) {
        return Body::Certificates;
    }
    Body::OtherJson { excerpt: outline(object) }
}

/// `error` of OAuth 2.0 (RFC 6749 section 5.2), or Okta's `errorCode`, with the sentence beside it.
pub(super) fn read_error(object: &Map<String, Value>) -> Option<ProviderError> {
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| object.get(*name)?.as_str());
        found.map(|text| clip(&sanitise(text), MAX_TEXT))
    };
    Some(ProviderError {
        code: text(&["error", "errorCode"])?,
        description: text(&["error_description", "errorSummary", "message"]).unwrap_or_default(),
    })
}

/// The members of an object without what is nested in them: a key that was put in the wrong place
/// must not reach a log.
fn outline(object: &Map<String, Value>) -> String {
    let members: Vec<String> = object
        .iter()
        .take(MAX_SHOWN)
        .map(|(name, value)| match value {
            Value::Object(_) => format!("\"{name}\":{{…}}"),
            Value::Array(_) => format!("\"{name}\":[…]"),
            Value::String(text) => format!("\"{name}\":\"{}\"", clip(text, EXCERPT / 2)),
            scalar => format!("\"{name}\":{scalar}"),
        })
        .collect();
    excerpt(&format!("{{{}}}", members.join(",")))
}

/// An `issuer` and at least one endpoint; `jwks_uri` is optional in RFC 8414 section 2.
fn read_discovery(object: &Map<String, Value>) -> Option<Discovery> {
    let url = |name: &str| {
        let text = object.get(name)?.as_str()?;
        (text.chars().count() <= MAX_URL).then(|| sanitise(text))
    };
    let document = Discovery {
        issuer: url("issuer")?,
        jwks_uri: url("jwks_uri"),
        token_endpoint: url("token_endpoint"),
        device_authorization_endpoint: url("device_authorization_endpoint"),
        authorization_endpoint: url("authorization_endpoint"),
        grant_types_supported: object.get("grant_types_supported").and_then(Value::as_array).map(|list| {
            let words = list.iter().filter_map(Value::as_str);
            words.take(MAX_LIST).map(|word| clip(&sanitise(word), MAX_TEXT)).collect()
        }),
    };
    let known = document.jwks_uri.is_some() || document.token_endpoint.is_some();
    (known || object.contains_key("authorization_endpoint")).then_some(document)
}

fn is_html(content_type: &str, text: &str) -> bool {
    let head: String = text.chars().take(14).collect::<String>().to_ascii_lowercase();
    let by_type = content_type == "text/html" || content_type == "application/xhtml+xml";
    head.starts_with("<!doctype html") || head.starts_with("<html") || (by_type && head.starts_with('<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Body {
        read_body("application/json", text.as_bytes())
    }

    #[test]
    fn a_key_set_is_one_whatever_its_content_type() {
        for content_type in ["application/json", "application/jwk-set+json", "text/html", ""] {
            assert!(matches!(read_body(content_type, b"{\"keys\": []}"), Body::KeySet(keys) if keys.is_empty()));
        }
        assert!(matches!(read_body("", b"\xef\xbb\xbf{\"keys\": []}"), Body::KeySet(_)), "a BOM is forgiven");
        let many = format!("{{\"keys\": [{}null]}}", "null,".repeat(5000));
        assert!(matches!(json(&many), Body::KeySet(keys) if keys.len() == MAX_KEYS));
    }

    #[test]
    fn a_discovery_document_has_an_issuer_and_an_endpoint() {
        let text = r#"{"issuer":"https://a.example","jwks_uri":"https://a.example/keys","token_endpoint":7,
            "device_authorization_endpoint":"https://a.example/device","grant_types_supported":["device_code",1]}"#;
        let Body::Discovery(document) = json(text) else { panic!("{:?}", json(text)) };
        assert_eq!(document.issuer, "https://a.example");
        assert_eq!(document.jwks_uri.as_deref(), Some("https://a.example/keys"));
        assert_eq!(document.token_endpoint, None);
        assert_eq!(document.grant_types_supported, Some(vec!["device_code".to_owned()]));
        assert!(matches!(json(r#"{"issuer":"https://a.example"}"#), Body::OtherJson { .. }));
        assert!(matches!(json(r#"{"issuer":1,"jwks_uri":"https://a.example/keys"}"#), Body::OtherJson { .. }));
        assert!(matches!(json(r#"{"issuer":"x","jwks_uri":"y","keys":[]}"#), Body::KeySet(_)), "keys come first");
    }

    #[test]
    fn other_content_is_named() {
        let html = |body: Body| matches!(body, Body::Html { .. });
        assert!(html(read_body("text/html", b"<!-- login --><html>")));
        assert!(html(read_body("", b"\n<!DOCTYPE html><title>Login</title>")));
        assert!(!html(read_body("application/xml", b"<?xml version=\"1.0\"?><Error/>")));
        assert!(matches!(json(""), Body::Empty));
        assert!(matches!(json(" \n"), Body::Empty));
        assert!(matches!(json("-----BEGIN CERTIFICATE-----\nMII"), Body::Certificates));
        assert!(matches!(json(r#"{"k1":"-----BEGIN CERTIFICATE-----\nMII"}"#), Body::Certificates));
        assert!(matches!(json(r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#), Body::SingleKey));
        assert!(matches!(json("not json"), Body::Other { excerpt } if excerpt == "not json"));
        assert!(matches!(json(&"[".repeat(100_000)), Body::Other { .. }), "too deep is no JSON");
        assert!(matches!(read_body("", &[0xff, 0xfe, 0]), Body::Other { .. }));
        assert!(matches!(read_body("", b"{\"keys\":[],\"x\":\"\xe4\"}"), Body::Other { .. }), "not UTF-8");
        let cut = json(r#"{"keys":[{"kty":"oct","k":"planted"#);
        assert!(matches!(&cut, Body::Other { excerpt } if excerpt == "{…"), "{cut:?}");
    }

    #[test]
    fn errors_are_read_as_oauth_and_okta_write_them() {
        let error = |text: &str| match json(text) {
            Body::Error(error) => error.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(error(r#"{"error":"Realm does not exist"}"#), "`Realm does not exist`");
        assert_eq!(error(r#"{"error":"invalid_client","error_description":"no\u001b"}"#), "`invalid_client`: no");
        assert_eq!(error(r#"{"errorCode":"E0000022","errorSummary":"no"}"#), "`E0000022`: no");
        assert!(matches!(json(r#"{"error":{"code":404}}"#), Body::OtherJson { .. }));
    }

    #[test]
    fn excerpts_of_json_show_no_nested_value() {
        let shown = |text: &str| match json(text) {
            Body::OtherJson { excerpt } => excerpt,
            other => panic!("{other:?}"),
        };
        assert_eq!(shown(r#"{"hint":"Realm does not exist"}"#), r#"{"hint":"Realm does not exist"}"#);
        assert_eq!(shown(r#"{"keys":null}"#), r#"{"keys":null}"#);
        assert_eq!(shown(r#"{"keys":{"d":"planted"}}"#), r#"{"keys":{…}}"#);
        assert_eq!(shown(r#"[{"kty":"RSA","d":"planted"}]"#), "[…]");
        assert_eq!(shown("{}"), "{}");
    }

    proptest::proptest! {
        #[test]
        fn no_body_panics(bytes: Vec<u8>, name in "keys|kty|n|issuer", value in "\\PC*|[\\[{\"0,:\\]}]{0,30}") {
            let _ = read_body("text/html", &bytes);
            let _ = json(&value);
            let _ = json(&format!("{{\"kty\":\"RSA\",\"{name}\":[{value}]}}"));
            let _ = read_key(&serde_json::json!({"kty": "RSA", "n": value, "e": value, "alg": value}));
        }
    }
}
