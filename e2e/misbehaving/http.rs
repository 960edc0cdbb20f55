//! Statuses, redirects, slow and endless answers, and what is no key set.

use super::Says::{Finds, FindsInPublic, Incomplete, Nothing};
use super::bodies::{LOGIN, gzip_bomb, page, rsa, value, with};
use super::{Origin, Row, keys};
use crate::provider::{KEYS, Reply, json, redirect, status};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

const OTHER: &str = "jwks-endpoint-serves-other-content";
const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const BLINK: Duration = Duration::from_millis(50);

pub(super) fn rows() -> Vec<Row> {
    let mut rows = statuses();
    rows.extend(redirects());
    rows.extend(content());
    rows.extend(transfer());
    rows.extend(connections());
    rows
}

fn later(status: u16, wait: &str) -> Reply {
    Reply::Say(status, vec![("Retry-After", wait.to_owned())], b"later".to_vec())
}

fn statuses() -> Vec<Row> {
    let plain = |status| page(status, "text/plain", "no");
    vec![
        keys("404", status(404), FindsInPublic("jwks-endpoint-not-found")),
        keys("404-html", page(404, "text/html", LOGIN), FindsInPublic("jwks-endpoint-not-found")),
        keys(
            "404-endless",
            Reply::Raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9000000000\r\n\r\n".to_vec()),
            FindsInPublic("jwks-endpoint-not-found"),
        ),
        keys("405", plain(405), FindsInPublic("jwks-endpoint-not-found")),
        keys("410", plain(410), FindsInPublic("jwks-endpoint-not-found")),
        keys("401", plain(401), Finds("jwks-endpoint-needs-login")),
        keys(
            "403-login",
            Reply::Say(403, vec![("WWW-Authenticate", "Bearer realm=\"x\"".to_owned())], Vec::new()),
            Finds("jwks-endpoint-needs-login"),
        ),
        keys("403-firewall", page(403, "text/html", LOGIN), Incomplete("status")),
        keys("400-html", page(400, "text/html", LOGIN), Incomplete("status")),
        keys("400-error", page(400, "application/json", r#"{"error":"invalid_request"}"#), Nothing),
        keys("407", plain(407), Incomplete("status")),
        keys("418", plain(418), Incomplete("status")),
        keys("429", plain(429), Incomplete("status")),
        keys("500", page(500, "text/html", LOGIN), Incomplete("status")),
        keys("502", plain(502), Incomplete("status")),
        keys("503", plain(503), Incomplete("status")),
        keys("503-retry-after-1", later(503, "1"), Incomplete("status")),
        keys("503-retry-after-3600", later(503, "3600"), Incomplete("status")),
        keys("429-retry-after-never", later(429, "18446744073709551615"), Incomplete("status")),
        keys("503-retry-after-date", later(503, "Fri, 31 Dec 9999 23:59:59 GMT"), Incomplete("status")),
        keys("503-retry-after-junk", later(503, "-1"), Incomplete("status")),
        keys("503-with-keys", page(503, "application/json", KEYS), Incomplete("status")),
        keys("204", Reply::Raw(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()), Incomplete("status")),
        keys("206", page(206, "application/json", KEYS), Incomplete("status")),
        keys("304", Reply::Raw(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()), Incomplete("status")),
        keys(
            "101",
            Reply::Raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n".to_vec()),
            Incomplete("status"),
        ),
        keys("999", Reply::Raw(b"HTTP/1.1 999 \r\nContent-Length: 0\r\n\r\n".to_vec()), Incomplete("status")),
    ]
}

fn redirects() -> Vec<Row> {
    let hops = |name, hops: &[(&'static str, &str)], says| Row {
        name,
        origin: Origin::Shared,
        answers: hops.iter().map(|(path, to)| (*path, redirect(to))).collect(),
        says,
    };
    let to = |name, to: &str, says| keys(name, redirect(to), says);
    let chain = [("keys", "2"), ("2", "3"), ("3", "4"), ("4", "5"), ("5", "6")];
    vec![
        Row {
            name: "redirect",
            origin: Origin::Shared,
            answers: vec![("keys", redirect("moved")), ("moved", json(KEYS))],
            says: Finds("jwks-endpoint-redirects"),
        },
        Row {
            name: "redirect-to-login",
            origin: Origin::Shared,
            answers: vec![("keys", redirect("login")), ("login", page(200, "text/html", LOGIN))],
            says: Finds(OTHER),
        },
        hops("redirect-to-404", &[("keys", "gone")], FindsInPublic("jwks-endpoint-not-found")),
        hops("redirect-loop", &[("keys", "keys")], Incomplete("redirect")),
        hops("redirect-loop-of-two", &[("keys", "2"), ("2", "keys")], Incomplete("redirect")),
        hops("redirect-chain", &chain, Incomplete("redirect")),
        to("redirect-linklocal", "http://169.254.169.254/latest/meta-data/", Incomplete("redirect")),
        to("redirect-linklocal-tls", "https://169.254.169.254/", Incomplete("refused-address")),
        to("redirect-linklocal-number", "https://2852039166/", Incomplete("refused-address")),
        to("redirect-linklocal-octal", "https://0251.0376.0251.0376/", Incomplete("refused-address")),
        to("redirect-linklocal-mapped", "https://[::ffff:169.254.169.254]/", Incomplete("refused-address")),
        to("redirect-linklocal-six", "https://[fe80::1]/", Incomplete("refused-address")),
        to("redirect-metadata-six", "https://[fd00:ec2::254]/", Incomplete("refused-address")),
        to("redirect-private", "https://10.0.0.1/keys", Incomplete("refused-address")),
        to("redirect-unspecified", "https://0.0.0.0/keys", Incomplete("refused-address")),
        to("redirect-other-port", "https://TRAP/keys", Incomplete("refused-address")),
        to("redirect-plain-http", "http://TRAP/keys", Incomplete("redirect")),
        to("redirect-file", "file:///etc/passwd", Incomplete("redirect")),
        to("redirect-javascript", "javascript:alert(1)", Incomplete("redirect")),
        to("redirect-credentials", "https://ada:planted@TRAP/keys", Incomplete("redirect")),
        to("redirect-broken", "https://[", Incomplete("redirect")),
        keys("redirect-to-nowhere", status(302), Incomplete("redirect")),
        keys(
            "redirect-endless-body",
            Reply::Repeat(
                b"HTTP/1.1 302 Found\r\nLocation: /404/keys\r\n\r\n".to_vec(),
                vec![b' '; 65_536],
                Duration::ZERO,
            ),
            FindsInPublic("jwks-endpoint-not-found"),
        ),
    ]
}

fn content() -> Vec<Row> {
    let text = |name, body: &str, says| keys(name, json(body), says);
    let cut = &KEYS[..KEYS.len() / 2];
    let deep = |levels| {
        json!({"keys": [with(rsa("a"), json!({"x": null}))]})
            .to_string()
            .replace("null", &("[".repeat(levels) + &"]".repeat(levels)))
    };
    let latin = KEYS.as_bytes().iter().flat_map(|byte| if *byte == b'a' { vec![0xe4] } else { vec![*byte] });
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    vec![
        keys("html-login", page(200, "text/html; charset=utf-8", LOGIN), Finds(OTHER)),
        keys("html-as-json", page(200, "application/json", LOGIN), Finds(OTHER)),
        keys("keys-as-html", page(200, "text/html", KEYS), Nothing),
        keys("keys-without-type", Reply::Say(200, Vec::new(), KEYS.into()), Nothing),
        keys("keys-with-bom", page(200, "application/json", format!("\u{feff}{KEYS}")), Nothing),
        text("truncated-json", cut, Finds(OTHER)),
        text("truncated-private-key", r#"{"keys":[{"kty":"oct","k":"cGxhbnRlZA","kid"#, Finds(OTHER)),
        keys("invalid-utf8", page(200, "application/json", latin.collect::<Vec<u8>>()), Finds(OTHER)),
        keys("utf16", page(200, "application/json", wide(KEYS)), Finds(OTHER)),
        keys("binary", page(200, "application/octet-stream", vec![0, 159, 146, 150, 255, 0, 1]), Finds(OTHER)),
        text("empty", "", Finds(OTHER)),
        text("blank", " \r\n\t\n", Finds(OTHER)),
        text("array", &format!("[{KEYS}]"), Finds(OTHER)),
        text("string", r#""keys""#, Finds(OTHER)),
        text("number", "1e400", Finds(OTHER)),
        text("null", "null", Finds(OTHER)),
        text("empty-object", "{}", Finds(OTHER)),
        text("two-documents", &format!("{KEYS}\n{KEYS}"), Finds(OTHER)),
        text("python", "{'keys': []}", Finds(OTHER)),
        text("deep-array", &"[".repeat(900_000), Finds(OTHER)),
        text("deep-object", &r#"{"keys":"#.repeat(100_000), Finds(OTHER)),
        text("deep-member", &deep(5_000), Finds(OTHER)),
        text("nested-member", &deep(50), Nothing),
        text(
            "certificates",
            r#"{"k1":"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"}"#,
            Finds(OTHER),
        ),
        text("pem", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n", Finds(OTHER)),
        keys("one-key", value(&rsa("a")), Finds(OTHER)),
        text("error-with-200", r#"{"error":"temporarily_unavailable"}"#, Finds(OTHER)),
        keys("xml", page(200, "application/xml", "<?xml version=\"1.0\"?><Error/>"), Finds(OTHER)),
        keys("much-white-space", page(200, "application/json", format!("{KEYS}{}", " ".repeat(1_000_000))), Nothing),
    ]
}

fn transfer() -> Vec<Row> {
    let head = |more: &str| [HEAD, more.as_bytes()].concat();
    let coded = |coding: &str, body: Vec<u8>| Reply::Say(200, vec![("Content-Encoding", coding.to_owned())], body);
    let chunk = || [b"10000\r\n".as_slice(), &[b' '; 65_536], b"\r\n"].concat();
    let endless = |more: &str, piece: Vec<u8>| Reply::Repeat(head(more), piece, Duration::ZERO);
    let drip = |more: &str, piece: &[u8]| Reply::Repeat(head(more), piece.to_vec(), BLINK);
    vec![
        keys("slow-header", Reply::Stall(Vec::new()), Incomplete("timeout")),
        keys("dripping-header", drip("X: ", b"x"), Incomplete("timeout")),
        keys("slow-body", drip("\r\n", b" "), Incomplete("timeout")),
        keys("slow-chunks", drip("Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"), Incomplete("timeout")),
        keys("stalled-body", Reply::Stall(head("Content-Length: 999\r\n\r\n{\"keys\":")), Incomplete("timeout")),
        keys("late", Reply::Slow(Duration::from_secs(1), Box::new(json(KEYS))), Nothing),
        keys("endless-body", endless("\r\n", vec![b' '; 65_536]), Incomplete("too-large")),
        keys(
            "endless-keys",
            endless("\r\n{\"keys\":[", format!("{},", rsa("a")).into_bytes()),
            Incomplete("too-large"),
        ),
        keys("endless-chunks", endless("Transfer-Encoding: chunked\r\n\r\n", chunk()), Incomplete("too-large")),
        keys("huge-length", Reply::Stall(head("Content-Length: 9000000000\r\n\r\n")), Incomplete("too-large")),
        keys(
            "impossible-length",
            Reply::Raw(head("Content-Length: 18446744073709551616\r\n\r\n")),
            Incomplete("connect"),
        ),
        keys("endless-header", endless("X: ", vec![b'x'; 65_536]), Incomplete("connect")),
        keys("endless-headers", endless("", b"X: x\r\n".repeat(1_000)), Incomplete("connect")),
        keys(
            "endless-continue",
            Reply::Repeat(Vec::new(), b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100), Duration::from_millis(1)),
            Incomplete("timeout"),
        ),
        keys("gzip-bomb", coded("gzip", gzip_bomb()), Incomplete("content-type")),
        keys("gzip-bomb-unnamed", page(200, "application/json", gzip_bomb()), Finds(OTHER)),
        keys("brotli", coded("br", vec![0x0b, 0x02, 0x80]), Incomplete("content-type")),
        keys("identity", Reply::Say(200, vec![("Content-Encoding", "identity".to_owned())], KEYS.into()), Nothing),
        keys("short-body", Reply::Raw(head("Content-Length: 999\r\n\r\n{\"keys\":[]}")), Incomplete("connect")),
        keys("broken-chunk", Reply::Raw(head("Transfer-Encoding: chunked\r\n\r\nzz\r\n")), Incomplete("connect")),
        keys(
            "two-lengths",
            Reply::Raw(head("Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}")),
            Incomplete("connect"),
        ),
        keys("no-answer", Reply::HangUp, Incomplete("connect")),
        keys("cut-header", Reply::Raw(HEAD.to_vec()), Incomplete("connect")),
        keys("no-http", Reply::Raw(b"220 mail.acme.io ESMTP\r\n".to_vec()), Incomplete("connect")),
    ]
}

fn connections() -> Vec<Row> {
    let raw = |name, act, says| Row { name, origin: Origin::Raw("http", act), answers: Vec::new(), says };
    vec![
        raw("reset", reset, Incomplete("connect")),
        raw("reset-in-body", reset_in_body, Incomplete("connect")),
        raw("silence", silence, Incomplete("timeout")),
    ]
}

/// What was not read makes the end of a connection a reset.
pub(super) fn reset(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0]);
}

fn reset_in_body(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0]);
    let _ = stream.write_all(&[HEAD, b"Content-Length: 999\r\n\r\n{\"keys\":"].concat());
    // so that the client reads this before the end
    sleep(BLINK);
}

pub(super) fn silence(stream: &mut TcpStream) {
    while stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {}
}
