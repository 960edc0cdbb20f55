//! One JWK becomes what rules judge: never key material, and the reasons why it verifies nothing or not everywhere.

use super::sanitise::{clip, sanitise};
use crate::facts::Key;
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Characters of a `kid`, `alg`, `use` or `kty` that are kept.
const MAX_TEXT: usize = 200;
/// RFC 7518 sections 6.2.2 and 6.3.2; RFC 8037 section 2 for `d` of an OKP key.
const PRIVATE_MEMBERS: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];
/// `key_ops` that verify no signature (RFC 7517 section 4.3).
const OTHER_OPERATIONS: [&str; 6] = ["encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"];
/// Bits behind the last octet are forgiven, as the most lenient parsers do.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Reads one member of `keys`. Only what no verifier could use is called unusable: padded or
/// standard base64, absent `alg`, `use` and `kid` are not.
pub(super) fn read_key(value: &Value) -> Key {
    let Value::Object(key) = value else {
        return Key { unusable: Some("is no JSON object".to_owned()), ..Key::default() };
    };
    let text = |name| str_of(key, name).map(|text| clip(&sanitise(text), MAX_TEXT));
    let (shape, wrong_purpose) = (Shape::of(key), wrong_purpose(key));
    let broken = shape.as_ref().and_then(|shape| shape.broken_member(key));
    let misspelled = || shape.as_ref().and_then(|shape| shape.misspelled_member(key));
    Key {
        kid: text("kid"),
        kty: text("kty").unwrap_or_default(),
        usage: text("use"),
        alg: text("alg"),
        bits: (str_of(key, "kty") == Some("RSA")).then(|| modulus_bits(key)).flatten(),
        has_private_part: has_private_part(key),
        thumbprint: shape.as_ref().and_then(|shape| shape.thumbprint(key)),
        flaw: if wrong_purpose.is_none() { broken.clone().or_else(misspelled) } else { None },
        unusable: wrong_purpose.or_else(|| match shape {
            Some(_) => broken.filter(|_| !has_certificate(key)),
            None => Some(wrong_kind(key)),
        }),
    }
}

fn str_of<'a>(key: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    key.get(name)?.as_str()
}

/// `k` is secret in a key of kind `oct` alone; elsewhere it is an unknown member.
fn has_private_part(key: &Map<String, Value>) -> bool {
    let says_something = |name: &str| match key.get(name) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(_) => true,
    };
    PRIVATE_MEMBERS.into_iter().any(says_something) || (str_of(key, "kty") == Some("oct") && says_something("k"))
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

/// Why a key without a shape verifies nothing.
fn wrong_kind(key: &Map<String, Value>) -> String {
    let curve = str_of(key, "crv").unwrap_or_default();
    match str_of(key, "kty") {
        None => "has no `kty`".to_owned(),
        Some("OKP") if matches!(curve, "X25519" | "X448") => format!("is for key agreement (`crv` is `{curve}`)"),
        Some("EC" | "OKP") => "names no curve for signatures".to_owned(),
        Some("oct") => "is a shared secret (`kty` is `oct`)".to_owned(),
        Some(other) => format!("is of the unknown kind `{}`", clip(&sanitise(other), MAX_TEXT)),
    }
}

/// A certificate carries the same public key, and some verifiers read only that (RFC 7517 section 4.7).
fn has_certificate(key: &Map<String, Value>) -> bool {
    let certificates = key.get("x5c").and_then(Value::as_array);
    certificates.is_some_and(|list| list.first().is_some_and(Value::is_string))
}

/// A kind of public key that verifies signatures.
struct Shape {
    /// `kty` and, where the kind has one, `crv`.
    kty: &'static str,
    crv: Option<&'static str>,
    /// The members that make the key.
    members: &'static [&'static str],
    /// Octets of each member; `None` for integers, which have no fixed length.
    octets: Option<usize>,
}

/// The curves for signatures: RFC 7518 section 6.2.1, RFC 8812 section 3.1, RFC 8037 section 2.
const CURVES: [(&str, &str, &[&str], usize); 6] = [
    ("EC", "P-256", &["x", "y"], 32),
    ("EC", "P-384", &["x", "y"], 48),
    ("EC", "P-521", &["x", "y"], 66),
    ("EC", "secp256k1", &["x", "y"], 32),
    ("OKP", "Ed25519", &["x"], 32),
    ("OKP", "Ed448", &["x"], 57),
];

impl Shape {
    fn of(key: &Map<String, Value>) -> Option<Self> {
        let (kind, curve) = (str_of(key, "kty")?, str_of(key, "crv").unwrap_or_default());
        if kind == "RSA" {
            return Some(Self { kty: "RSA", crv: None, members: &["n", "e"], octets: None });
        }
        let (kty, crv, members, octets) = CURVES.into_iter().find(|(kty, crv, ..)| *kty == kind && *crv == curve)?;
        Some(Self { kty, crv: Some(crv), members, octets: Some(octets) })
    }

    /// A member from which nobody can read a key.
    fn broken_member(&self, key: &Map<String, Value>) -> Option<String> {
        self.members.iter().find_map(|name| match key.get(*name) {
            None | Some(Value::Null) => Some(format!("has no `{name}`")),
            Some(value) => match value.as_str().and_then(octets) {
                Some(octets) if octets.iter().any(|octet| *octet != 0) => None,
                Some(_) => Some(format!("has an empty `{name}`")),
                None => Some(format!("has a broken `{name}`, which is not base64url")),
            },
        })
    }

    /// A member that only lenient verifiers read: RFC 7515 section 2, RFC 7518 section 6.2.1.2.
    fn misspelled_member(&self, key: &Map<String, Value>) -> Option<String> {
        self.members.iter().find_map(|name| {
            let text = str_of(key, name)?;
            let length = octets(text)?.len();
            let spelling = if text.contains(['+', '/']) {
                "plain base64"
            } else if text.contains('=') {
                "padded base64"
            } else if text.contains(['\r', '\n']) {
                "line breaks"
            } else {
                let expected = self.octets.filter(|expected| *expected != length)?;
                let curve = self.crv.unwrap_or_default();
                return Some(format!("has {length} octets in `{name}`, where `{curve}` has {expected}"));
            };
            Some(format!("has {spelling} in `{name}`"))
        })
    }

    /// RFC 7638 section 3, with members of one spelling: two servers that pad or lead with zeros
    /// differently still publish one key. Of a shared secret there is none: a hash would tell of it.
    fn thumbprint(&self, key: &Map<String, Value>) -> Option<String> {
        if self.broken_member(key).is_some() {
            return None;
        }
        let own = [("crv", self.crv), ("kty", Some(self.kty))];
        let mut members: Vec<(&str, String)> =
            own.into_iter().filter_map(|(name, text)| Some((name, text?.to_owned()))).collect();
        for name in self.members {
            members.push((name, URL_SAFE_NO_PAD.encode(self.canonical(octets(str_of(key, name)?)?))));
        }
        members.sort_unstable();
        let members: Vec<String> = members.iter().map(|(name, text)| format!("\"{name}\":\"{text}\"")).collect();
        let digest = Sha256::digest(format!("{{{}}}", members.join(",")));
        Some(URL_SAFE_NO_PAD.encode(digest))
    }

    /// Integers without leading zeros (RFC 7518 section 2), coordinates of full length (section 6.2.1.2).
    fn canonical(&self, octets: Vec<u8>) -> Vec<u8> {
        if self.kty == "OKP" {
            return octets;
        }
        let digits: Vec<u8> = octets.into_iter().skip_while(|octet| *octet == 0).collect();
        let zeros = self.octets.unwrap_or_default().saturating_sub(digits.len());
        [vec![0; zeros], digits].concat()
    }
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
    let same_alphabet = |c: char| match c {
        '+' => '-',
        '/' => '_',
        other => other,
    };
    let digits: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).map(same_alphabet).collect();
    LENIENT.decode(digits.trim_end_matches('=')).ok()
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

    /// The key of RFC 7638 section 3.1.
    const N: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    #[test]
    fn thumbprints_are_those_of_rfc_7638_in_any_spelling() {
        let thumbprint = |key: serde_json::Value| read_key(&key).thumbprint;
        let plain = N.replace('-', "+").replace('_', "/");
        let led_by_zero = URL_SAFE_NO_PAD.encode([vec![0], octets(N).unwrap()].concat());
        for n in [N.to_owned(), format!("{N}=="), plain, led_by_zero] {
            let key = json!({"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"});
            assert_eq!(thumbprint(key).as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"), "{n}");
        }
        // RFC 8037 appendix A.3
        let ed = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        assert_eq!(thumbprint(ed).as_deref(), Some("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
        let ec = |x: Vec<u8>| json!({"kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode([1; 32])});
        assert_eq!(thumbprint(ec(vec![7; 31])), thumbprint(ec([vec![0], vec![7; 31]].concat())));
        assert_ne!(thumbprint(ec(vec![7; 31])), thumbprint(ec(vec![7; 32])));
        assert_eq!(thumbprint(json!({"kty": "RSA", "e": "AQAB"})), None);
        assert_eq!(thumbprint(json!({"kty": "oct", "k": "c2VjcmV0"})), None, "a hash would tell of the secret");
    }

    #[test]
    fn what_only_some_verifiers_read_is_a_flaw() {
        let full = |octets: usize| URL_SAFE_NO_PAD.encode(vec![1; octets]);
        let (rsa, plain) = (|n: &str, e: &str| json!({"kty": "RSA", "n": n, "e": e}), N.replace('-', "+"));
        for (key, flaw) in [
            (rsa(N, "AQAB"), None),
            (rsa(&format!("{N}=="), "AQAB"), Some("has padded base64 in `n`")),
            (rsa(&plain, "AQAB"), Some("has plain base64 in `n`")),
            (rsa(N, "AQ\nAB"), Some("has line breaks in `e`")),
            (rsa(N, "AQAB="), Some("has padded base64 in `e`")),
            (json!({"kty": "RSA", "e": "AQAB", "x5c": ["MII"]}), Some("has no `n`")),
            (json!({"kty": "RSA", "use": "enc", "e": "AQAB"}), None),
            (json!({"kty": "rsa", "e": "AQAB"}), None),
            (json!({"kty": "EC", "crv": "P-256", "x": full(32), "y": full(32)}), None),
            (json!({"kty": "EC", "crv": "P-521", "x": full(66), "y": full(66)}), None),
            (
                json!({"kty": "EC", "crv": "P-256", "x": full(32), "y": full(31)}),
                Some("has 31 octets in `y`, where `P-256` has 32"),
            ),
            (json!({"kty": "OKP", "crv": "Ed448", "x": full(32)}), Some("has 32 octets in `x`, where `Ed448` has 57")),
            (json!({"kty": "OKP", "crv": "X25519", "x": full(3)}), None),
        ] {
            assert_eq!(read_key(&key).flaw.as_deref(), flaw, "{key}");
        }
    }

    #[test]
    fn a_private_part_says_something() {
        for (key, expected) in [
            (json!({"kty": "RSA", "n": N, "e": "AQAB", "d": "c2VjcmV0"}), true),
            (json!({"kty": "RSA", "n": N, "e": "AQAB", "oth": [{"d": "c2VjcmV0"}]}), true),
            (json!({"kty": "EC", "d": "c2VjcmV0"}), true),
            (json!({"kty": "oct", "k": "c2VjcmV0"}), true),
            (json!({"kty": "oct", "kid": "1"}), false),
            (json!({"kty": "RSA", "n": N, "e": "AQAB", "k": "of a vendor"}), false),
            (json!({"kty": "RSA", "n": N, "e": "AQAB", "d": null, "p": ""}), false),
        ] {
            assert_eq!(read_key(&key).has_private_part, expected, "{key}");
        }
    }
}
