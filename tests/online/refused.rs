//! No spelling of a forbidden address reaches a socket, neither as written nor behind a redirect.

use super::support::{KEYS, Server, json, redirect};
use super::{ask_with, policy, question, trouble};
use idplint::facts::Cause;
use idplint::net::{Policy, Question};

/// Spellings of 127.0.0.1 that resolvers and URL parsers are known to accept.
const LOOPBACK: [&str; 17] = [
    "127.0.0.1",
    "127.1",
    "127.0.0.1.",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "127.255.255.254",
    "0",
    "0.0.0.0",
    "%31%32%37.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
];
/// Names that every machine resolves to itself.
const NAMES: [&str; 2] = ["localhost", "LOCALHOST"];

#[test]
fn without_a_flag_loopback_is_never_connected() {
    let server = Server::start(|_, _| json(KEYS));
    let port = server.port;
    let hosts = LOOPBACK.iter().chain(&NAMES);
    let urls: Vec<String> =
        hosts.flat_map(|host| [format!("https://{host}:{port}/"), format!("http://{host}:{port}/")]).collect();
    let questions: Vec<Question> = urls.iter().map(|url| question(url, std::slice::from_ref(url), &[])).collect();
    for allowed in [&[][..], &["other.example", "127.0.0.1:1"]] {
        let policy = Policy { allow_private_network: true, ..policy(allowed) };
        let facts = ask_with(&policy, &questions);
        for url in &urls {
            let trouble = trouble(&facts, url);
            assert_eq!(trouble.cause, Cause::RefusedAddress, "{url}: {trouble:?}");
            assert!(trouble.host.ends_with(&port.to_string()), "{trouble:?}");
        }
    }
    assert_eq!(server.connections(), 0);
    let by_name = format!("https://localhost:{port}/");
    let trouble = trouble(&ask_with(&policy(&[]), &questions), &by_name);
    assert!(trouble.message.contains("is a loopback address"), "{trouble:?}");
    assert!(trouble.hint.contains(&format!("`--allow-host localhost:{port}`")), "{trouble:?}");
}

#[test]
fn no_redirect_reaches_loopback() {
    let inside = Server::start(|_, _| json(KEYS));
    let port = inside.port;
    let hosts: Vec<&str> = LOOPBACK.iter().chain(&NAMES).copied().collect();
    let targets: Vec<String> =
        hosts.iter().flat_map(|host| [format!("https://{host}:{port}/"), format!("http://{host}:{port}/")]).collect();
    let list = targets.clone();
    let front = Server::start(move |path, _| redirect(&list[path.trim_start_matches('/').parse::<usize>().unwrap()]));
    let urls: Vec<String> = (0..targets.len()).map(|n| front.url(&format!("/{n}"))).collect();
    let questions: Vec<Question> = urls.iter().map(|url| question(url, &[], &[])).collect();
    // only the port of the server in front is allowed
    let policy = Policy { allow_private_network: true, ..policy(&[&format!("127.0.0.1:{}", front.port)]) };
    let facts = ask_with(&policy, &questions);
    for (url, target) in urls.iter().zip(&targets) {
        let trouble = trouble(&facts, url);
        assert!(matches!(trouble.cause, Cause::RefusedAddress | Cause::Redirect), "{target}: {trouble:?}");
    }
    assert_eq!(front.requests().len(), targets.len(), "every redirect was really sent");
    assert_eq!(inside.connections(), 0);
}
