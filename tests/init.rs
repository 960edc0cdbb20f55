//! `idplint init` against a provider on loopback: what it asks, what it prints, and how it ends.

#[path = "support/provider.rs"]
mod provider;
mod support;

use provider::{Authority, Reply, Server, closed_port, json, status};
use std::path::Path;
use support::Ran;

const REALM: &str = "/realms/ops";
const DOCUMENT: &str = "/realms/ops/.well-known/openid-configuration";

/// A Keycloak that calls itself by `origin`; its discovery document is at `at` alone.
fn keycloak(at: &'static str, origin: &'static str) -> Server {
    Server::start(move |path, _| {
        let base = format!("{origin}{REALM}");
        match path {
            _ if path == at => json(&format!(
                r#"{{"issuer":"{base}","jwks_uri":"{base}/protocol/openid-connect/certs",
                "token_endpoint":"{base}/protocol/openid-connect/token",
                "device_authorization_endpoint":"{base}/protocol/openid-connect/auth/device"}}"#
            )),
            _ => status(404),
        }
    })
}

/// Runs `init` with a CA of its own, so that no test depends on those of the machine.
fn init(issuer: &str, flags: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, Authority::new("ours").pem()).unwrap();
    let mut args = vec!["init", issuer, "--ca-file", ca.to_str().unwrap()];
    args.extend(flags);
    support::idplint(&args, "")
}

const ALLOWED: [&str; 2] = ["--allow-host", "127.0.0.1"];
const COMPLETE: [&str; 8] = [
    "--allow-host",
    "127.0.0.1",
    "--user",
    "6a0d8f5c-6c7e-4f5e-9f0b-0d8a5b8b7a11,Ada,Lovelace,ada@acme.io",
    "--client-id",
    "influxctl",
    "--host",
    "influxdb.acme.io:8443",
];

#[test]
fn one_question_gives_both_files() {
    let server = keycloak(DOCUMENT, "https://sso.acme.io");
    let ran = init(&server.url("/realms/ops/"), &COMPLETE);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(server.requests().len(), 1);
    assert!(server.requests()[0].starts_with("get /realms/ops/.well-known/openid-configuration "));
    let (values, profile) = ran.stdout.split_once("\n# config.toml\n").unwrap();
    let golden = |name| std::fs::read_to_string(format!("testdata/init/keycloak/{name}")).unwrap();
    assert_eq!(values, format!("# values.yaml\n{}", golden("values.yaml")));
    assert_eq!(profile, golden("config.toml").replace("443", "8443"));
    let told = format!("`{}` calls itself `https://sso.acme.io/realms/ops`", server.url(REALM));
    assert!(ran.stderr.contains(&told), "{}", ran.stderr);
    assert!(ran.stderr.contains("note: values.yaml has 1 TODO to fill in\n"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("config.toml"), "{}", ran.stderr);
}

#[test]
fn a_document_in_the_place_of_rfc_8414_is_found() {
    let server = keycloak("/.well-known/oauth-authorization-server/realms/ops", "https://sso.acme.io");
    let ran = init(&server.url(DOCUMENT), &[&ALLOWED[..], &["--only", "cluster", "--as", "appinstance"]].concat());
    assert_eq!((ran.code, server.requests().len()), (0, 2), "{ran:?}");
    assert!(ran.stdout.contains("\n      admin:\n        identityProvider: keycloak\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("[[profile]]"));
    // What a TODO tells is told once.
    assert!(!ran.stderr.contains("placeholder") && !ran.stderr.contains("is missing"), "{}", ran.stderr);
}

#[test]
fn files_are_written_together_and_never_over_another() {
    let server = keycloak(DOCUMENT, "https://sso.acme.io");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new");
    let flags = [&COMPLETE[..], &["--out", out.to_str().unwrap()]].concat();
    let ran = init(&server.url(REALM), &flags);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
    let texts =
        |out: &Path| ["values.yaml", "config.toml"].map(|name| std::fs::read_to_string(out.join(name)).unwrap());
    let written = texts(&out);
    assert!(written[0].starts_with("admin:") && written[1].starts_with("[[profile]]"), "{written:?}");

    std::fs::remove_file(out.join("values.yaml")).unwrap();
    let ran = init(&server.url(REALM), &flags);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("config.toml` exists, and nothing is overwritten"), "{}", ran.stderr);
    assert_eq!(server.requests().len(), 1, "nobody is asked for files that cannot be written");
    assert!(!out.join("values.yaml").exists());
}

#[test]
fn what_keeps_the_document_away_is_told() {
    let server = Server::start(|path, _| match path {
        "/html/.well-known/openid-configuration" => Reply::Say(200, Vec::new(), b"<html>".to_vec()),
        "/error/.well-known/openid-configuration" => {
            Reply::Say(400, Vec::new(), br#"{"error":"invalid_tenant","error_description":"\u001bno"}"#.to_vec())
        }
        "/keyless/.well-known/openid-configuration" => json(r#"{"issuer":"https://a.io","token_endpoint":"x"}"#),
        _ => status(404),
    });
    let closed = format!("http://127.0.0.1:{}", closed_port());
    for (issuer, flags, why) in [
        (server.url(""), &[][..], "plain `http` is not asked"),
        (server.url("/ops"), &ALLOWED[..], "/ops/.well-known/openid-configuration`: status 404"),
        (server.url("/html"), &ALLOWED[..], "it serves a web page"),
        (server.url("/error"), &ALLOWED[..], "`invalid_tenant`: "),
        (server.url("/keyless"), &ALLOWED[..], "names no `jwks_uri`"),
        (closed, &ALLOWED[..], "connection refused\n  help: check the host\n"),
    ] {
        let ran = init(&issuer, flags);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{issuer}: {ran:?}");
        assert!(ran.stderr.contains(why) && ran.stderr.contains("\n  help: "), "{issuer}: {}", ran.stderr);
        assert!(!ran.stderr.contains("--offline") && !ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
    }
}

#[test]
fn what_check_would_say_is_said_at_once() {
    let server = keycloak(DOCUMENT, "https://sso.acme.io");
    let ran = init(&server.url(REALM), &[&ALLOWED[..], &["--user", "ada@acme.io,Ada,Lovelace"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("error in values.yaml: `id` is an e-mail address: `ada@acme.io`\n  help: "));
    assert!(!ran.stderr.contains("has no `email`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("note: values.yaml has 2 TODOs to fill in\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("note: config.toml has 2 TODOs to fill in\n"), "{}", ran.stderr);
}

#[test]
fn wrong_usage_asks_nobody() {
    let server = keycloak(DOCUMENT, "https://sso.acme.io");
    for flags in [
        &["--user", ",Ada"][..],
        &["--users-csv", "does/not/exist.csv"],
        &["--host", "https://influxdb.acme.io"],
        &["--as", "kustomize"],
    ] {
        let ran = init(&server.url(REALM), &[&ALLOWED[..], flags].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{flags:?}: {ran:?}");
    }
    assert_eq!(server.connections(), 0);
}
