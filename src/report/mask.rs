//! Hides secrets in lines of source before they are shown, character for character.
//!
//! A finding never names a secret, but the line it points at may hold one. When in doubt, hide.

use std::ops::Range;

/// Ends of keys (lower case, without `-` and `_`) whose values are secrets.
const KEYS: [&str; 8] = ["secret", "password", "passwd", "passphrase", "token", "privatekey", "devicecode", "bindpw"];
/// Keys that end the same way but hold the name of a Kubernetes Secret.
const NAMES: [&str; 2] = ["pullsecret", "existingsecret"];
/// Beginnings of tokens: a signed JWT (RFC 7515) and the three kinds that InfluxDB hands out; then what base64 makes of
/// the last three, of a DSN and of a PEM text.
const TOKENS: [&str; 8] = ["eyJ", "apiv1_", "apiv3_", "M.V1.", "YXBpdj", "TS5WMS", "cG9zdGdyZX", "LS0tLS1CRUdJTi"];
/// A line of nothing but base64 this long is a part of a key.
const KEY_MATERIAL: usize = 40;

/// How far a password is looked for behind `://`.
const LONGEST_AUTHORITY: usize = 512;

/// The line with `*` for each character of a secret.
pub(super) fn mask(line: &str) -> String {
    let mut hidden = secrets(line);
    hidden.sort_by_key(|range| range.start);
    let (mut hidden, mut until) = (hidden.into_iter().peekable(), 0);
    let hide = |(at, c)| {
        while let Some(range) = hidden.next_if(|range| range.start <= at) {
            until = range.end.max(until);
        }
        if at < until { '*' } else { c }
    };
    line.char_indices().map(hide).collect()
}

fn secrets(line: &str) -> Vec<Range<usize>> {
    let body = line.trim();
    if body.len() >= KEY_MATERIAL && body.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b)) {
        return std::iter::once(0..line.len()).collect();
    }
    let mut found = Vec::new();
    let is_secret = |before: &str| is_secret_key(before) || is_private_member(before);
    let keyed = |at: usize| if is_secret(&line[..at]) { value(line, at + 1) } else { None };
    scan(line.match_indices([':', '=']), keyed, &mut found);
    scan(line.match_indices("://"), |at| user_info(line, at + "://".len()), &mut found);
    scan(line.match_indices(" -"), |at| flag_value(line, at + 1), &mut found);
    for mark in ["?p=", "&p="] {
        scan(line.match_indices(mark), |at| Some(at + mark.len()..word_end(line, at)), &mut found);
    }
    for start in TOKENS {
        scan(line.match_indices(start), |at| Some(at..word_end(line, at)), &mut found);
    }
    if let Some((before, _)) = line.split_once("PRIVATE KEY-----") {
        found.push(before.len()..line.len());
    }
    found
}

/// Adds the secret at each match; a match inside of a secret is none, which keeps a long line linear.
fn scan<'l>(
    matches: impl Iterator<Item = (usize, &'l str)>,
    secret_at: impl Fn(usize) -> Option<Range<usize>>,
    found: &mut Vec<Range<usize>>,
) {
    let mut done = 0;
    for (at, _) in matches {
        if at >= done
            && let Some(secret) = secret_at(at)
        {
            done = secret.end;
            found.push(secret);
        }
    }
}

/// Whether the text before a separator ends in the name of a secret.
fn is_secret_key(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '\'', '+']);
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').map_or(0, |at| at + 1);
    let key = before.get(start..).unwrap_or_default().replace(['-', '_'], "").to_ascii_lowercase();
    KEYS.iter().any(|end| key.ends_with(end)) && !NAMES.iter().any(|end| key.ends_with(end))
}

/// `"d"`, the private member of a JWK (RFC 7518 section 6), also where the JSON stands in a quoted string.
fn is_private_member(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with("\"d\"") || before.ends_with("\"d\\\"")
}

/// The word behind a flag of a command: `--password hunter2`, `-u ada:hunter2`. A variable is no secret.
fn flag_value(line: &str, at: usize) -> Option<Range<usize>> {
    let (flag, rest) = line[at..].split_once(' ')?;
    let start = line.len() - rest.trim_start().len();
    let end = match line[start..].chars().next()? {
        '-' => return None,
        quote @ ('"' | '\'') => closing_quote(line, start + 1, quote) + 1,
        _ => line[start..].find(' ').map_or(line.len(), |length| start + length),
    };
    let value = &line[start..end.min(line.len())];
    let is_user = matches!(flag, "-u" | "--user") && value.contains(':');
    let is_secret = is_user || flag.ends_with("pwd") || is_secret_key(flag);
    (is_secret && !value.trim_start_matches('"').starts_with('$')).then(|| start..start + value.len())
}

/// The value that starts at or after `from`: a quoted text, or the rest of the line; a map or list is none.
fn value(line: &str, from: usize) -> Option<Range<usize>> {
    let rest = &line[from..];
    let start = from + rest.len() - rest.trim_start().len();
    let quote = line[start..].chars().next()?;
    match quote {
        '{' | '[' => None,
        '"' | '\'' => Some(start + 1..closing_quote(line, start + 1, quote)),
        _ => Some(start..line.len()),
    }
}

/// The end of a text that began with `quote` in front of `inner`.
fn closing_quote(line: &str, inner: usize, quote: char) -> usize {
    let closes = |&(at, _): &(usize, &str)| {
        let (before, after) = (&line[inner..inner + at], &line[inner + at + 1..]);
        if quote == '"' { !before.ends_with('\\') } else { !before.ends_with('\'') && !after.starts_with('\'') }
    };
    line[inner..].match_indices(quote).find(closes).map_or(line.len(), |(at, _)| inner + at)
}

/// The password of `user:password@host`, which starts at `from`. A DSN may go on in the next line: what stands
/// behind its `:` is hidden even without an `@`, unless it is a port.
fn user_info(line: &str, from: usize) -> Option<Range<usize>> {
    let (end, is_dsn) = authority_end(line, from);
    let end = line.floor_char_boundary(end.min(from + LONGEST_AUTHORITY));
    let authority = &line[from..end];
    let until = authority.rfind('@');
    let start = authority[..until.unwrap_or(authority.len())].find(':')? + 1;
    match until {
        Some(until) => Some(from + start..from + until),
        None => (is_dsn && !authority[start..].starts_with(|c: char| c.is_ascii_digit())).then_some(from + start..end),
    }
}

/// Where the authority behind a `://` must have ended, and whether it is a database's. People choose passwords
/// with blanks and brackets in them: there only the quote around the URL ends it, else the line.
fn authority_end(line: &str, from: usize) -> (usize, bool) {
    let before = &line[..from - "://".len()];
    let above = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '+' || c == ':');
    let scheme = before[above.len()..].rsplit(':').next().unwrap_or_default();
    let is_dsn = scheme.contains("postgres") || scheme.contains("sql");
    let end = match (scheme, above.chars().next_back()) {
        ("http" | "https", _) => word_end(line, from),
        (_, Some(quote @ ('"' | '\''))) => closing_quote(line, from, quote),
        _ => line.len(),
    };
    (end, is_dsn)
}

fn word_end(line: &str, from: usize) -> usize {
    line[from..].find([' ', '"', '\'', '`', ',', '}', ']']).map_or(line.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_and_their_neighbours_are_not() {
        for (line, shown) in [
            ("client_secret = \"hunter2\"", "client_secret = \"*******\""),
            ("  client-secret: hünter2", "  client-secret: *******"),
            (
                "oauth2 = { client_id = \"a\", client_secret = 'b' }",
                "oauth2 = { client_id = \"a\", client_secret = '*' }",
            ),
            (r#"{"clientSecret":"b\"c","url":"https://a"}"#, r#"{"clientSecret":"****","url":"https://a"}"#),
            ("token: 'it''s', url: 'https://a'", "token: '*****', url: 'https://a'"),
            ("dsn: postgres://influx:p@ss@pg:5432/db", "dsn: postgres://influx:****@pg:5432/db"),
            ("dsn: postgres://influx:p s,s}@pg:5432/db", "dsn: postgres://influx:******@pg:5432/db"),
            (
                "{value: 'postgres://influx:p s''s@pg/db', email: a@b}",
                "{value: 'postgres://influx:******@pg/db', email: a@b}",
            ),
            (
                r#"{"value":"postgres://influx:p\"s@pg/db","email":"a@b"}"#,
                r#"{"value":"postgres://influx:****@pg/db","email":"a@b"}"#,
            ),
            (
                "dsn: postgres://influx@pg/db?password=hunter2&sslmode=disable",
                "dsn: postgres://influx@pg/db?password=***********************",
            ),
            ("ü://a:b@c", "ü://a:*@c"),
            (r#"value: "postgres://influx:hun\"#, "value: \"postgres://influx:****"),
            ("INFLUXDB_META_INTERNAL_SHARED_SECRET=x", "INFLUXDB_META_INTERNAL_SHARED_SECRET=*"),
            ("- curl -H 'Bearer eyJhbGci.e30.sig' x", "- curl -H 'Bearer ****************' x"),
            ("  private_key.pem: LS0tLS1CRUdJTiBSU0E", "  private_key.pem: *******************"),
            (r#"{"kty":"RSA","d":"c2Vj","n":"a"}"#, r#"{"kty":"RSA","d":"****","n":"a"}"#),
            (r#"jwk: "{\"kty\":\"RSA\",\"d\":\"c2Vj\"}""#, r#"jwk: "{\"kty\":\"RSA\",\"d\":**********"#),
            ("influxd-ctl -secret hunter2 -pwd 'a b' show", "influxd-ctl -secret ******* -pwd ***** show"),
            ("curl -u ada:pw 'http://a:8086/q?u=ada&p=pw&q=x' x", "curl -u ****** 'http://a:8086/q?u=ada&p=******' x"),
            ("key: -----BEGIN PRIVATE KEY-----\\nMII", "key: -----BEGIN *********************"),
        ] {
            assert_eq!(mask(line), shown);
        }
        assert!(!mask("  MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ").contains('M'));
    }

    #[test]
    fn what_people_must_see_stays() {
        for line in [
            "token_url = \"https://a.example/oauth/token\"",
            "secretKeyRef: {name: a, key: dsn}",
            "imagePullSecret: {name: a}",
            "existingSecret: ldap",
            "jwksEndpoint: https://kc.example/realms/influx/protocol/openid-connect/certs",
            "token: {valueFrom: x}",
            "influxctl --token $TOKEN --secret \"${SECRET}\" --password-file x",
            "date -u -d '+7 days' -u a",
            "value: postgres://pg.acme.io:5432/influxdb?sslmode=disable # ask https://wiki.acme.io",
        ] {
            assert_eq!(mask(line), line);
        }
    }
}
