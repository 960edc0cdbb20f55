//! Tokens of InfluxDB as they stand in a text: told by their forms, samples left out.
//!
//! Management tokens start with `M.V1.`, database tokens with `apiv1_` or `apiv3_` before 64 random bytes in base64
//! (docs.influxdata.com, Cloud Dedicated, Security; Manage management tokens). Logins give JWTs (RFC 7519).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use std::collections::BTreeSet;

use super::Document;
use super::shape::Shape;
use crate::input::embedded;
use crate::input::node::{Node, NodeId};
use crate::source::{Place, Span};

/// Which token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Administers the cluster.
    Management,
    /// Reads and writes databases.
    Database,
    /// A JWT with a signature: what a login gives, and the admin token.
    Signed,
}

impl Kind {
    /// With its article, as messages have it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Management => "a management token",
            Self::Database => "a database token",
            Self::Signed => "a signed token",
        }
    }

    /// How its owner takes it back.
    pub fn revocation(self) -> &'static str {
        match self {
            Self::Management => "revoke it (`influxctl management revoke`), keep the new one in a secret store",
            Self::Database => "revoke it (`influxctl token revoke`), keep the new one in a secret store",
            Self::Signed => "revoke it, and keep the new one in a secret store",
        }
    }
}

/// A token in a text; never its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Which.
    pub kind: Kind,
    /// Where it stands in the text.
    pub span: Span,
}

/// Shortest random part that counts: masked ones are shorter.
const SHORTEST: usize = 32;
/// As many equal characters in a row are crosses of a mask, not chance.
const RUN: usize = 4;

/// Every token of InfluxDB's own forms in a text.
pub fn find(text: &str) -> Vec<Token> {
    let management = starts(text, "M.V1.", is_part).map(|at| (Kind::Management, at, at + "M.V1.".len()));
    let database = starts(text, "apiv", is_part).filter_map(|at| {
        let is_one = ["apiv1_", "apiv3_"].iter().any(|mark| text[at..].starts_with(mark));
        is_one.then_some((Kind::Database, at, at + "apiv1_".len()))
    });
    let token = |(kind, start, secret): (Kind, usize, usize)| {
        let end = text[secret..].find(|c: char| !is_part(c)).map_or(text.len(), |length| secret + length);
        let padding = text[end..].bytes().take_while(|byte| *byte == b'=').take(2).count();
        is_random(&text[secret..end]).then_some(Token { kind, span: Span::new(start, end + padding) })
    };
    let mut found: Vec<_> = management.chain(database).filter_map(token).collect();
    found.sort_by_key(|token| token.span);
    found
}

/// The same, and JWTs: for texts that say that they hold a token.
pub fn find_in_secret(text: &str) -> Vec<Token> {
    let mut found = find(text);
    found.extend(starts(text, "eyJ", is_part_of_jwt).filter_map(|at| jwt(text, at)));
    found
}

/// Starts of `mark` where no token goes on before it: what follows is looked through once.
fn starts<'t>(text: &'t str, mark: &'t str, is_part: fn(char) -> bool) -> impl Iterator<Item = usize> {
    let goes_on = move |at: usize| text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || is_part(c));
    text.match_indices(mark).map(|(at, _)| at).filter(move |&at| !goes_on(at))
}

/// Base64 and base64url without their padding.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_')
}

/// Base64url with the dots between the parts (RFC 7515 section 3.1).
fn is_part_of_jwt(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// False for samples: `apiv3_0XXXX-…`, `apiv3_your_token_here`, `M.V1.` with four letters.
fn is_random(secret: &str) -> bool {
    let bytes = secret.as_bytes();
    let has = |is: fn(&u8) -> bool| bytes.iter().any(is);
    let is_crossed_out = bytes.windows(RUN).any(|run| run.iter().all(|byte| *byte == run[0]));
    let is_mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    bytes.len() >= SHORTEST && is_mixed && !is_crossed_out
}

fn jwt(text: &str, at: usize) -> Option<Token> {
    let length = text[at..].find(|c: char| !is_part_of_jwt(c)).unwrap_or(text.len() - at);
    let token = text[at..at + length].trim_end_matches('.');
    let mut parts = token.split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let is_json = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<serde_json::Value>(&bytes).ok().filter(serde_json::Value::is_object)
    };
    is_json(header)?.get("alg")?;
    is_json(claims)?;
    let is_signed = parts.next().is_none() && is_random(signature);
    is_signed.then(|| Token { kind: Kind::Signed, span: Span::new(at, at + token.len()) })
}

/// What base64 stands for, when that is text.
pub fn decoded(text: &str) -> Option<String> {
    let packed: String = text.split_ascii_whitespace().collect();
    String::from_utf8(STANDARD.decode(packed).ok()?).ok()
}

/// True for a private key: PEM (RFC 7468), or a JWK with a private member (RFC 7517).
pub fn is_private_key(text: &str) -> bool {
    let is_pem = text.split("-----BEGIN ").skip(1).any(|rest| {
        let label = rest.split("-----").next().unwrap_or_default();
        label.ends_with("PRIVATE KEY") && rest.split("-----").nth(1).is_some_and(|body| body.trim().len() >= SHORTEST)
    });
    let is_jwk = || {
        let key = serde_json::from_str::<serde_json::Value>(text).ok()?;
        key.get("kty")?;
        key.get("d")?.as_str().map(str::len)
    };
    is_pem || (text.trim_start().starts_with('{') && is_jwk().is_some())
}

/// A token among settings.
#[derive(Debug)]
pub struct Held {
    /// Which.
    pub kind: Kind,
    /// Key path of its setting.
    pub path: String,
    /// Where it stands.
    pub place: Place,
}

impl Document<'_> {
    /// Every token that is written out, each text once.
    pub fn tokens(&self) -> Vec<Held> {
        let mut found = Vec::new();
        collect(self.root, self.shape == Shape::Influxctl, "", &mut BTreeSet::new(), &mut found);
        found
    }
}

/// `key` is the name that the node stands under. Paths are put together on the way back, where there is one to tell.
fn collect(node: Node<'_>, is_profile: bool, key: &str, seen: &mut BTreeSet<NodeId>, found: &mut Vec<Held>) {
    if !seen.insert(node.anchored_id()) {
        return;
    }
    let before = found.len();
    let grow = |found: &mut Vec<Held>, from: usize, step: &dyn Fn() -> String| {
        for held in found.iter_mut().skip(from) {
            let dot = if held.path.is_empty() || held.path.starts_with('[') { "" } else { "." };
            held.path = format!("{}{dot}{}", step(), held.path);
        }
    };
    let mut from = before;
    for entry in node.entries() {
        let name = entry.name();
        collect(entry.value, is_profile, &name, seen, found);
        grow(found, from, &|| name.to_string());
        from = found.len();
    }
    for (at, item) in node.items().enumerate() {
        collect(item, is_profile, key, seen, found);
        grow(found, from, &|| format!("[{at}]"));
        from = found.len();
    }
    let Some(scalar) = node.scalar() else { return };
    let is_token = is_profile && key.to_ascii_lowercase().ends_with("token");
    let tokens = if is_token { find_in_secret(&scalar.text) } else { find(&scalar.text) };
    if tokens.is_empty() {
        return;
    }
    let Some(carried) = embedded::carried(node) else { return };
    let held = |token: Token| Held {
        kind: token.kind,
        path: String::new(),
        place: Place { source: node.place().source, span: carried.outer(token.span) },
    };
    found.extend(tokens.into_iter().map(held));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Assembled, so that no scanner takes this file for a leak.
    fn long(prefix: &str) -> String {
        format!("{prefix}{}", "aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS".repeat(2))
    }

    #[test]
    fn tokens_are_told_by_their_forms() {
        for (prefix, kind) in [("M.V1.", Kind::Management), ("apiv1_", Kind::Database), ("apiv3_", Kind::Database)] {
            let token = long(prefix);
            let text = format!("Authorization: Bearer {token}\n");
            let found = find(&text);
            assert_eq!(found.len(), 1, "{prefix}");
            assert_eq!((found[0].kind, &text[found[0].span.range()]), (kind, token.as_str()));
        }
        for sample in [
            "apiv3_0XXXX-1XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
            "apiv3_your_token_here",
            "apiv3_ci_test_only_0123456789_abcdefghijklmnop",
            "M.V1.+5Jk",
            "M.V1.",
            "${APIV3_TOKEN}",
            "apivX_aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS",
            &long("Xapiv1_"),
        ] {
            assert_eq!(find_in_secret(sample), [], "{sample}");
        }
    }

    #[test]
    fn a_jwt_is_signed_json() {
        let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let head = format!("{}.{}", part(r#"{"alg":"RS256"}"#), part(r#"{"iss":"admin"}"#));
        let signed = format!("{head}.{}", long(""));
        assert_eq!(find_in_secret(&format!("\"{signed}\"")).len(), 1);
        assert_eq!(find(&signed), []);
        for other in [format!("{head}."), head.clone(), format!("eyJhbGci.e30.{}", long("")), "eyJ".to_owned()] {
            assert_eq!(find_in_secret(&other), [], "{other}");
        }
    }

    #[test]
    fn private_keys_are_told_from_public_ones() {
        let pem = |label: &str| format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", long(""));
        assert!(is_private_key(&pem("PRIVATE KEY")) && is_private_key(&pem("EC PRIVATE KEY")));
        assert!(is_private_key(r#"{"kty":"OKP","d":"abc"}"#));
        for other in
            [&*pem("PUBLIC KEY"), "/etc/tls.key", "-----BEGIN PRIVATE KEY-----\n...", r#"{"kty":"RSA","n":"a"}"#]
        {
            assert!(!is_private_key(other), "{other}");
        }
    }
}
