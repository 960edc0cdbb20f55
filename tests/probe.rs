//! `--probe-device` from the flag to the report: what is told, what is not, and what no record holds.

#[path = "support/provider.rs"]
mod provider;
mod support;

use provider::{KEYS, Reply, Server, json, status};
use std::fs;
use std::path::Path;
use support::{Ran, idplint};

/// A provider whose document says what `document` makes of its address; at `/device` it answers so.
fn server(document: fn(&str) -> String, answer: fn() -> Reply) -> Server {
    Server::start(move |path, _| match path {
        "/device" => answer(),
        path => match path.strip_prefix("/realms/") {
            None => status(404),
            Some(rest) => match rest.split_once('/') {
                Some((_, "protocol/openid-connect/certs")) => json(KEYS),
                Some((port, ".well-known/openid-configuration")) => json(&document(port)),
                _ => status(404),
            },
        },
    })
}

/// The realm is called as the port, so that the document knows where it is.
fn with_endpoint(port: &str) -> String {
    let base = format!("http://127.0.0.1:{port}");
    format!(
        r#"{{"issuer":"{base}/realms/{port}","jwks_uri":"{base}/realms/{port}/protocol/openid-connect/certs",
            "device_authorization_endpoint":"{base}/device"}}"#
    )
}

fn without_endpoint(port: &str) -> String {
    with_endpoint(port).replace("device_authorization_endpoint", "other").replace("\"other\"", GRANTS)
}

const GRANTS: &str = r#""grant_types_supported":["authorization_code"],"other""#;

fn values(folder: &Path, name: &str, server: &Server) -> String {
    let url = server.url(&format!("/realms/{}/protocol/openid-connect/certs", server.port));
    let path = folder.join(name);
    fs::write(&path, format!("admin:\n  identityProvider: keycloak\n  jwksEndpoint: {url}\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

const RULES: &str =
    "device-grant-refused,client-unknown-to-provider,client-not-public,scope-refused,login-blocked-by-policy";

fn probe(args: &[&str]) -> Ran {
    let always =
        ["--probe-device", "influxctl", "--allow-host", "127.0.0.1", "--network", "require", "--select", RULES];
    idplint(&[&always, args].concat(), "")
}

fn granted() -> Reply {
    json(r#"{"device_code":"planted-device","user_code":"planted-user","verification_uri":"https://planted.example"}"#)
}

#[test]
fn a_granted_code_is_told_and_kept_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let server = server(with_endpoint, granted);
    let (file, record) = (values(folder.path(), "values.yaml", &server), folder.path().join("record"));
    for format in ["human", "concise", "json", "github"] {
        let ran = probe(&["-v", "--format", format, "--record", record.to_str().unwrap(), &file]);
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        assert!(!ran.stdout.contains("planted") && !ran.stderr.contains("planted"), "{}", ran.stdout);
        assert_eq!(ran.stdout.contains("gives `influxctl` a device code"), format == "human", "{}", ran.stdout);
    }
    assert_eq!(server.bodies(), ["client_id=influxctl"; 4], "one request a run");
    let kept = fs::read_to_string(record.join("facts.json")).unwrap();
    assert!(kept.contains("granted") && !kept.contains("planted"), "{kept}");
}

#[test]
fn a_refusal_is_a_finding_and_a_record_of_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let server = server(with_endpoint, || {
        let error = r#"{"error":"invalid_client","error_description":"Client not found."}"#;
        Reply::Say(400, Vec::new(), error.into())
    });
    let (file, record) = (values(folder.path(), "values.yaml", &server), folder.path().join("record"));
    let record = record.to_str().unwrap();
    let live = probe(&["--format", "concise", "--record", record, &file]);
    let says = format!("Keycloak knows no enabled client `influxctl` in realm `{}`", server.port);
    assert!(live.code == 1 && live.stdout.contains(&says), "{}{}", live.stdout, live.stderr);
    let again = idplint(&["--replay", record, "--select", RULES, "--format", "concise", &file], "");
    assert_eq!((again.code, again.stdout), (live.code, live.stdout));
    assert_eq!(server.bodies().len(), 1);
}

#[test]
fn a_refusal_that_nobody_explains_is_incomplete() {
    let folder = tempfile::tempdir().unwrap();
    let server = server(with_endpoint, || {
        Reply::Say(400, Vec::new(), br#"{"error":"slow_down","error_description":"later ##[error]"}"#.to_vec())
    });
    let ran = probe(&["--format", "json", &values(folder.path(), "values.yaml", &server)]);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let entry = &report["incomplete"][0];
    assert_eq!((&report["findings"], &entry["cause"]), (&serde_json::json!([]), &serde_json::json!("status")));
    let says = format!(
        "`127.0.0.1:{}` gives `influxctl` no device code (status 400): `slow_down`: later # #[error]",
        server.port
    );
    assert_eq!(entry["message"], says.as_str());
    assert!(entry["hint"].as_str().unwrap().contains("`OAuth 2.0 Device Authorization Grant`"), "{entry}");
}

#[test]
fn where_nothing_is_asked_the_footer_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let silent = server(without_endpoint, granted);
    let file = values(folder.path(), "values.yaml", &silent);
    let ran = probe(&["--format", "human", &file]);
    let says = "no device code was asked for `influxctl`: no device authorization endpoint of `127.0.0.1` is known";
    assert!(ran.code == 0 && ran.stdout.contains(says), "{}", ran.stdout);

    let other = server(with_endpoint, granted);
    let second = values(folder.path(), "other.yaml", &other);
    let ran = probe(&["--format", "human", &file, &second]);
    assert!(ran.code == 0 && ran.stdout.contains("2 different `jwksEndpoint`s"), "{}", ran.stdout);
    let ran = probe(&["--format", "human", "Cargo.toml"]);
    assert!(ran.stdout.contains("no file names a `jwksEndpoint`"), "{}", ran.stdout);
    assert!(silent.bodies().is_empty() && other.bodies().is_empty());
}

#[test]
fn an_ignore_of_what_was_not_asked_is_not_unused() {
    let folder = tempfile::tempdir().unwrap();
    let server = server(with_endpoint, granted);
    let file = values(folder.path(), "values.yaml", &server);
    let text = fs::read_to_string(&file).unwrap();
    let ignore = "  # idplint: ignore[client-not-public] a reason\n  jwksEndpoint";
    fs::write(&file, text.replace("  jwksEndpoint", ignore)).unwrap();
    let always = ["--allow-host", "127.0.0.1", "--format", "concise", "--fail-on", "note", &file];
    let rules = format!("unused-ignore,{RULES}");
    let ran = idplint(&[&["--select", &rules], &always[..]].concat(), "");
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let ran = idplint(&[&["--probe-device", "influxctl", "--select", &rules], &always[..]].concat(), "");
    assert!(ran.code == 1 && ran.stdout.contains("unused-ignore"), "{}", ran.stdout);
}

#[test]
fn the_flag_asks_for_a_network() {
    for args in [&["--offline"][..], &["--replay", "."], &["--network", "off"]] {
        let ran = idplint(&[&["--probe-device", "influxctl"], args].concat(), "");
        assert!(ran.code == 2 && ran.stderr.contains("--probe-device"), "{}", ran.stderr);
    }
    assert_eq!(idplint(&["--probe-device", ""], "").code, 2);
}
