//! Certificates that are wrong, and handshakes that come to nothing.

use super::Says::{Finds, Incomplete};
use super::bodies::EVIL;
use super::{Origin, Row, http};
use crate::provider::{Authority, self_signed};
use rcgen::{BasicConstraints, IsCa};
use std::io::{Read, Write};
use std::net::TcpStream;

const REJECTED: &str = "tls-certificate-rejected";
const UNTRUSTED: &str = "tls-issuer-untrusted";

pub(super) fn rows(ca: &Authority) -> Vec<Row> {
    let row = |name, config, says| Row { name, origin: Origin::Tls(config), answers: Vec::new(), says };
    let raw = |name, act, says| Row { name, origin: Origin::Raw("https", act), answers: Vec::new(), says };
    let evil_name: String = EVIL.chars().filter(char::is_ascii).collect();
    vec![
        row("tls-expired", ca.server("localhost", 2001), Finds(REJECTED)),
        row("tls-not-yet", ca.server_between("localhost", 2090, 2100), Finds(REJECTED)),
        row("tls-wrong-host", ca.server("other.example", 2100), Finds(REJECTED)),
        row("tls-wrong-host-expired", ca.server("other.example", 2001), Finds(REJECTED)),
        row("tls-self-signed", self_signed("localhost", IsCa::ExplicitNoCa), Finds(UNTRUSTED)),
        // as `openssl req -x509` makes it; whether a cluster that trusts it takes it depends on its verifier
        row(
            "tls-self-signed-ca",
            self_signed("localhost", IsCa::Ca(BasicConstraints::Unconstrained)),
            Incomplete("tls"),
        ),
        row("tls-other-ca", Authority::new("theirs").server("localhost", 2100), Finds(UNTRUSTED)),
        row("evil-ca", Authority::new(EVIL).server("localhost", 2100), Finds(UNTRUSTED)),
        row("evil-name", ca.server(&evil_name, 2100), Finds(REJECTED)),
        raw("tls-stall", http::silence, Incomplete("timeout")),
        raw("tls-reset", http::reset, Incomplete("connect")),
        raw("tls-closed", close, Incomplete("connect")),
        raw("tls-junk", junk, Incomplete("tls")),
        raw("tls-plain-http", plain_http, Incomplete("tls")),
        raw("tls-alert", alert, Incomplete("tls")),
    ]
}

fn hear(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 4096]);
}

fn close(stream: &mut TcpStream) {
    hear(stream);
}

fn junk(stream: &mut TcpStream) {
    hear(stream);
    let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.9\r\n");
}

fn plain_http(stream: &mut TcpStream) {
    hear(stream);
    let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
}

/// A fatal `protocol_version` alert (RFC 8446 section 6), as servers of TLS 1.0 send it.
fn alert(stream: &mut TcpStream) {
    hear(stream);
    let _ = stream.write_all(&[21, 3, 1, 0, 2, 2, 70]);
}
