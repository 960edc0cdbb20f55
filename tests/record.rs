//! A recorded run is judged again without a network, and a record holds no secret.

#[path = "support/provider.rs"]
mod provider;
mod support;

use provider::{Server, document, json, status};
use std::fs;
use std::path::Path;
use support::idplint;

fn values(folder: &Path, url: &str) -> String {
    let path = folder.join("values.yaml");
    fs::write(&path, format!("admin:\n  identityProvider: acme\n  jwksEndpoint: {url}\n  users: [{{id: a}}]\n"))
        .unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_record_gives_the_same_report_without_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("deep/record");
    let record = record.to_str().unwrap();
    let (file, port) = {
        let server = Server::start(|path, _| match path.split('?').next() {
            Some("/keys") => json(r#"{"keys":[{"kty":"oct","k":"planted-k","kid":"a"}]}"#),
            Some("/.well-known/openid-configuration") => json(&document("http://a.example", "http://a.example/keys")),
            _ => status(404),
        });
        let file = values(folder.path(), &server.url("/keys?api_key=planted-query"));
        let host = format!("127.0.0.1:{}", server.port);
        let live = idplint(&["--allow-host", &host, "--record", record, "--format", "json", &file], "");
        assert!(live.stdout.contains("private-key-published"), "{}", live.stdout);
        let again = idplint(&["--replay", record, "--format", "json", &file], "");
        assert_eq!((live.code, &live.stdout), (again.code, &again.stdout));
        assert_eq!(server.connections(), server.requests().len());
        (file, server.port)
    };
    let text = fs::read_to_string(Path::new(record).join("facts.json")).unwrap();
    assert!(text.contains(&format!("127.0.0.1:{port}/keys")), "{text}");
    assert!(!text.contains("planted"), "{text}");
    assert_eq!(fs::read_dir(record).unwrap().count(), 1, "nothing half-written stays");
    let other = idplint(&["--replay", record, "--select", "jwks-endpoint-not-found", &file], "");
    assert_eq!(other.code, 0, "{}", other.stdout);
}

#[test]
fn what_is_no_record_is_told_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for (text, why) in [
        (None, "no such file or folder"),
        (Some("{"), "`facts.json` is no record"),
        (Some(r#"{"version":2,"tool":"idplint 9","facts":{"answers":{},"discovery":{}}}"#), "it has version 2"),
    ] {
        if let Some(text) = text {
            fs::write(folder.path().join("facts.json"), text).unwrap();
        }
        let ran = idplint(&["--replay", path], "");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains(why) && ran.stderr.contains("help:"), "{}", ran.stderr);
    }
    let ran = idplint(&["--replay", path, "--offline"], "");
    assert!(ran.code == 2 && ran.stderr.contains("--replay"), "{}", ran.stderr);
}

#[test]
fn a_host_that_was_not_asked_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().to_str().unwrap();
    assert_eq!(idplint(&["--record", record, "-"], "").code, 0);
    let values = |realm: &str| {
        format!(
            "admin:\n  identityProvider: keycloak\n  jwksEndpoint: https://sso.acme.io/realms/{realm}/protocol/openid-connect/certs\n"
        )
    };
    let ran = idplint(&["--replay", record, "-"], &format!("{}---\n{}", values("a"), values("b")));
    assert_eq!(ran.stdout.matches("`sso.acme.io` was not checked").count(), 1, "{}", ran.stdout);
}
