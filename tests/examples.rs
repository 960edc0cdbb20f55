//! The six examples of InfluxData's guide, in our own words: offline as they stand, online against a provider
//! on loopback.

#[path = "support/provider.rs"]
mod provider;
mod support;

use provider::{Authority, KEYS, Reply, Server, json, status};
use std::fs;
use std::path::{Path, PathBuf};
use support::idplint;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/vendor-examples")
}

fn report(args: &[&str]) -> serde_json::Value {
    let ran = idplint(args, "");
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:#?}"))
}

#[test]
fn the_auth0_examples_are_caught_to_the_character() {
    for (name, line, column) in [("helm-auth0.yaml", 7, 5), ("app-instance-auth0.yaml", 13, 11)] {
        let path = folder().join(name);
        let text = fs::read_to_string(&path).unwrap();
        let found = report(&["--offline", "--format", "json", &path.to_string_lossy()]);
        let findings = found["findings"].as_array().unwrap();
        let finding = findings.iter().find(|f| f["rule"] == "jwks-endpoint-is-discovery-url").unwrap();
        let url = "https://AUTH0_HOST/.well-known/openid-configuration";
        let start = text.find(url).unwrap();
        assert_eq!(finding["span"]["start"]["line"], line, "{finding:#}");
        assert_eq!(finding["span"]["start"]["column"], column, "{finding:#}");
        assert_eq!(finding["span"]["start"]["offset"], start, "{finding:#}");
        assert_eq!(finding["span"]["end"]["offset"], start + url.len(), "{finding:#}");
        assert!(
            finding["help"].as_str().unwrap().contains("`https://AUTH0_HOST/.well-known/jwks.json`"),
            "{finding:#}"
        );
        let note = finding["note"].as_str().unwrap();
        assert!(note.contains("install/secure-cluster/auth/"), "the page that shows it: {note}");
        assert!(note.contains("app-instance-schema.json"), "the schema that asks for keys: {note}");
    }
}

#[test]
fn the_examples_have_placeholders_and_the_one_fault() {
    let found = report(&["--offline", "--format", "json", &folder().to_string_lossy()]);
    assert_eq!(found["summary"]["files_recognised"], 6);
    let rules = found["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap());
    let mut counts = std::collections::BTreeMap::new();
    rules.for_each(|rule| *counts.entry(rule).or_insert(0) += 1);
    let expected = [("jwks-endpoint-is-discovery-url", 2), ("placeholder-left", 12)];
    assert_eq!(counts, expected.into(), "{found:#}");
}

/// A provider of each layout behind one loopback origin, with a certificate of `ca`.
fn serve(ca: &Authority, origin: &'static std::sync::OnceLock<String>) -> Server {
    Server::start_tls(ca.server("127.0.0.1", 4000), move |path, _| {
        let origin = origin.get().unwrap();
        let document = |issuer: &str, keys: &str, device: &str, token: &str| {
            json(
                &serde_json::json!({
                    "issuer": format!("{origin}{issuer}"),
                    "jwks_uri": format!("{origin}{keys}"),
                    "device_authorization_endpoint": format!("{origin}{device}"),
                    "token_endpoint": format!("{origin}{token}"),
                })
                .to_string(),
            )
        };
        let realm = "/auth/realms/ops";
        match path {
            "/auth/realms/ops/.well-known/openid-configuration" => document(
                realm,
                &format!("{realm}/protocol/openid-connect/certs"),
                &format!("{realm}/protocol/openid-connect/auth/device"),
                &format!("{realm}/protocol/openid-connect/token"),
            ),
            "/.well-known/openid-configuration" => {
                document("/", "/.well-known/jwks.json", "/oauth/device/code", "/oauth/token")
            }
            "/auth/realms/ops/protocol/openid-connect/certs" | "/.well-known/jwks.json" => json(KEYS),
            _ => status(404),
        }
    })
}

/// The example with a real host, realm and user, in a scratch folder.
fn filled_in(name: &str, origin: &str) -> (tempfile::TempDir, String) {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    let text = text
        .replace("https://KEYCLOAK_HOST", origin)
        .replace("https://AUTH0_HOST", origin)
        .replace("KEYCLOAK_REALM", "ops")
        .replace("KEYCLOAK_USER_ID", "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e")
        .replace("AUTH0_USER_ID", "auth0|5f7c8ec7c33c6c004bbafe82");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("values.yaml");
    fs::write(&path, text).unwrap();
    let shown = path.to_string_lossy().into_owned();
    (folder, shown)
}

#[test]
fn a_provider_on_loopback_confirms_all_three_endpoints() {
    static ORIGIN: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let ca = Authority::new("ours");
    let server = serve(&ca, &ORIGIN);
    ORIGIN.set(format!("https://127.0.0.1:{}", server.port)).unwrap();
    let host = format!("127.0.0.1:{}", server.port);
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    fs::write(&ca_file, ca.pem()).unwrap();
    let trusting = ["--allow-host", &host, "--ca-file", &ca_file.to_string_lossy()].map(str::to_owned);
    let trusting = trusting.each_ref().map(String::as_str);
    for name in ["helm-keycloak.yaml", "app-instance-keycloak.yaml"] {
        let (_folder, path) = filled_in(name, ORIGIN.get().unwrap());
        let ran = idplint(
            &[&["--network", "require", "--ignore", "endpoint-on-loopback", &path], trusting.as_slice()].concat(),
            "",
        );
        assert_eq!(ran.code, 0, "{ran:#?}");
        let all = "confirms key set URL, device authorization endpoint and token endpoint of issuer";
        assert!(ran.stdout.contains(all), "{ran:#?}");
    }
    for name in ["helm-auth0.yaml", "app-instance-auth0.yaml"] {
        let (_folder, path) = filled_in(name, ORIGIN.get().unwrap());
        let found = report(&[&["--format", "json", &path], trusting.as_slice()].concat());
        let findings = found["findings"].as_array().unwrap();
        let finding = findings.iter().find(|f| f["rule"] == "jwks-endpoint-serves-discovery").unwrap();
        let keys = format!("{}/.well-known/jwks.json", ORIGIN.get().unwrap());
        assert_eq!(finding["fix"]["safety"], "safe", "{finding:#}");
        assert!(finding["help"].as_str().unwrap().contains(&keys), "{finding:#}");
        assert!(findings.iter().all(|f| f["rule"] != "jwks-endpoint-is-discovery-url"), "facts silence the guess");
    }
}

#[test]
fn offline_opens_no_socket_and_unreachable_is_incomplete() {
    let server = Server::start(|_, _| Reply::HangUp);
    let host = format!("127.0.0.1:{}", server.port);
    let (_folder, path) = filled_in("helm-keycloak.yaml", &format!("http://{host}"));
    let quiet = ["--ignore", "endpoint-on-loopback,plain-http-endpoint,plain-http-inside-cluster"];
    let run = |extra: &[&str]| idplint(&[&quiet, extra, &[path.as_str()]].concat(), "");
    assert_eq!(run(&["--offline", "--allow-host", &host]).code, 0);
    assert_eq!(run(&["--network", "auto"]).code, 0, "loopback is refused: incomplete, not a finding");
    assert_eq!(server.connections(), 0, "no socket was opened");
    let ran = run(&["--network", "require", "--allow-host", &host]);
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert!(ran.stdout.contains("incomplete["), "{ran:#?}");
    assert!(server.connections() > 0);
}
