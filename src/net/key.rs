//! One JWK becomes what rules judge: never key material, and the reason why it verifies nothing.

use super::sanitise::{clip, sanitise};
use crate::facts::Key;
use serde_json::{Map, Value};

/// Characters of a `kid`, `alg`, `use` or `kty` that are kept.
const MAX_TEXT: usize = 200;
/// RFC 7518 sections 6.2.2 and 6.3.2; RFC 8037 section 2 for `d` of an OKP key.
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
/// `key_ops` that verify no signature (RFC 7517 section 4.3).
const OTHER_OPERATIONS: [&str; 6] = ["encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"];

/// Reads one member of `keys`. Only what no verifier could use is called unusable: padded or
/// standard base64, absent `alg`, `use` and `kid` are not.
pub(super) fn read_key(value: &Value) -> Key {
    let Value::Object(key) = value else {
        return Key { unusable: Some("is no JSON object".to_owned()), ..Key::default() };
    };
    let text = |name| str_of(key, name).map(|text| clip(&sanitise(text), MAX_TEXT));
    Key {
        kid: text("kid"),
        kty: text("kty").unwrap_or_default(),
        usage: text("use"),
        alg: text("alg"),
        bits: (str_of(key, "kty") == Some("RSA")).then(|| modulus_bits(key)).flatten(),
        thumbprint: None,
        flaw: None,
        has_private_part: PRIVATE_MEMBERS.iter().any(|name| key.contains_key(*name)),
        unusable: wrong_purpose(key).or_else(|| wrong_kind(key)),
    }
}

fn str_of<'a>(key: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    key.get(name)?.as_str()
}

fn wrong_purpose(key: &Map<String, Value>) -> Option<String> {
    if str_of(key, "use") == Some("enc") {
        return Some("is for encryption (`use` is `enc`)".to_owned());
    }
    let alg = str_of(key, "alg").unwrap_or_default();
    if alg.starts_with("RSA-OAEP") || alg.starts_with("ECDH-ES") || alg == "RSA1_5" {
        return Some(format!("is for encryption (`alg` is `{}`)", clip(&sanitise(alg), MAX_TEXT)));
    }
    let operations = key.get("key_ops").and_then(Value::as_array)?;
    let other = |operation: &Value| operation.as_str().is_some_and(|name| OTHER_OPERATIONS.contains(&name));
    (!operations.is_empty() && operations.iter().all(other)).then(|| "is not for signatures (`key_ops`)".to_owned())
}

fn wrong_kind(key: &Map<String, Value>) -> Option<String> {
    let curve = str_of(key, "crv").unwrap_or_default();
    match str_of(key, "kty") {
        None => Some("has no `kty`".to_owned()),
        Some("RSA") => broken_member(key, &["n", "e"]),
        Some("EC") => match curve {
            "P-256" | "P-384" | "P-521" | "secp256k1" => broken_member(key, &["x", "y"]),
            _ => Some("names no curve for signatures".to_owned()),
        },
        Some("OKP") => match curve {
            "Ed25519" | "Ed448" => broken_member(key, &["x"]),
            "X25519" | "X448" => Some(format!("is for key agreement (`crv` is `{curve}`)")),
            _ => Some("names no curve for signatures".to_owned()),
        },
        Some("oct") => Some("is a shared secret (`kty` is `oct`)".to_owned()),
        Some(other) => Some(format!("is of the unknown kind `{}`", clip(&sanitise(other), MAX_TEXT))),
    }
}

/// A certificate carries the same public key, and some verifiers read only that (RFC 7517 section 4.7).
fn broken_member(key: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let certificates = key.get("x5c").and_then(Value::as_array);
    if certificates.is_some_and(|list| list.first().is_some_and(Value::is_string)) {
        return None;
    }
    names.iter().find_map(|name| match key.get(*name) {
        None | Some(Value::Null) => Some(format!("has no `{name}`")),
        Some(value) => match value.as_str().and_then(octets) {
            Some(octets) if octets.iter().any(|octet| *octet != 0) => None,
            Some(_) => Some(format!("has an empty `{name}`")),
            None => Some(format!("has a broken `{name}`, which is not base64url")),
        },
    })
}

/// Size of an RSA modulus in bits, leading zero octets not counted.
fn modulus_bits(key: &Map<String, Value>) -> Option<u32> {
    let octets = octets(str_of(key, "n")?)?;
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let first = octets.get(zeros)?;
    let whole = u32::try_from((octets.len() - zeros) * 8).ok()?;
    Some(whole - first.leading_zeros())
}

/// Decodes base64 as the most lenient parsers do: either alphabet, padding or none, line breaks ignored.
fn octets(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut buffer, mut bits) = (0u32, 0u32);
    for digit in text.trim_end_matches('=').bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        buffer = (buffer << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            octets.push((buffer >> bits & 0xff) as u8);
        }
    }
    // one digit alone holds no whole octet
    (bits < 6).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn modulus(octets: usize) -> String {
        format!("w{}", "A".repeat(octets * 4 / 3))
    }

    #[test]
    fn an_rsa_key_without_use_and_alg_is_usable() {
        let key = read_key(&json!({"kty": "RSA", "kid": "a+/=", "n": modulus(256), "e": "AQAB"}));
        assert_eq!(key.unusable, None);
        assert_eq!(key.kid.as_deref(), Some("a+/="));
        assert_eq!(key.bits, Some(2048));
        assert!(!key.has_private_part);
    }

    #[test]
    fn lenient_base64_is_usable() {
        for (n, e) in [("-_8=", "AQAB"), ("+/8", "AQAB="), ("-_\n8", "AQAB\n")] {
            let key = read_key(&json!({"kty": "RSA", "n": n, "e": e}));
            assert_eq!(key.unusable, None, "{n:?}");
            assert_eq!(key.bits, Some(16), "{n:?}");
        }
        assert_eq!(octets("TWFu"), Some(b"Man".to_vec()));
        assert_eq!(octets("TWE"), Some(b"Ma".to_vec()));
        assert_eq!(octets("TQ=="), Some(b"M".to_vec()));
        assert_eq!(octets("T"), None);
        assert_eq!(octets("T Q"), None);
        assert_eq!(read_key(&json!({"kty": "RSA", "n": "AAAB", "e": "AQAB"})).bits, Some(1));
    }

    #[test]
    fn keys_of_other_purpose_or_kind_are_unusable() {
        let n = modulus(256);
        for (key, why) in [
            (json!({"kty": "RSA", "use": "enc", "n": n, "e": "AQAB"}), "encryption"),
            (json!({"kty": "RSA", "alg": "RSA-OAEP-256", "n": n, "e": "AQAB"}), "RSA-OAEP-256"),
            (json!({"kty": "RSA", "key_ops": ["encrypt", "wrapKey"], "n": n, "e": "AQAB"}), "key_ops"),
            (json!({"kty": "oct", "k": "c2VjcmV0"}), "shared secret"),
            (json!({"kty": "rsa", "n": n, "e": "AQAB"}), "unknown kind `rsa`"),
            (json!({"n": n, "e": "AQAB"}), "no `kty`"),
            (json!({"kty": "RSA", "e": "AQAB"}), "no `n`"),
            (json!({"kty": "RSA", "n": n}), "no `e`"),
            (json!({"kty": "RSA", "n": "not base64!", "e": "AQAB"}), "broken `n`"),
            (json!({"kty": "RSA", "n": 5, "e": "AQAB"}), "broken `n`"),
            (json!({"kty": "RSA", "n": n, "e": "AA"}), "empty `e`"),
            (json!({"kty": "EC", "crv": "P-192", "x": "AQAB", "y": "AQAB"}), "no curve"),
            (json!({"kty": "EC", "crv": "P-256", "x": "AQAB"}), "no `y`"),
            (json!({"kty": "OKP", "crv": "X25519", "x": "AQAB"}), "key agreement"),
            (json!(null), "no JSON object"),
        ] {
            let said = read_key(&key).unusable;
            assert!(said.as_ref().is_some_and(|said| said.contains(why)), "{key}: {said:?}");
        }
    }

    #[test]
    fn keys_that_some_verifier_takes_are_usable() {
        let n = modulus(256);
        for key in [
            json!({"kty": "RSA", "use": "sig", "alg": "RS256", "n": n, "e": "AQAB"}),
            json!({"kty": "RSA", "use": "SIG", "n": n, "e": "AQAB"}),
            json!({"kty": "RSA", "key_ops": ["verify"], "n": n, "e": "AQAB"}),
            json!({"kty": "RSA", "key_ops": [], "n": n, "e": "AQAB"}),
            json!({"kty": "RSA", "x5c": ["MII"]}),
            json!({"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"}),
            json!({"kty": "OKP", "crv": "Ed25519", "x": "AQAB"}),
        ] {
            assert_eq!(read_key(&key).unusable, None, "{key}");
        }
    }

    #[test]
    fn a_private_part_is_noted_and_not_kept() {
        let key = read_key(&json!({"kty": "RSA", "n": modulus(256), "e": "AQAB", "d": "planted", "p": "planted"}));
        assert!(key.has_private_part);
        assert!(!serde_json::to_string(&key).unwrap().contains("planted"));
    }
}
