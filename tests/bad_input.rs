//! Bad input is one clear sentence and the right exit code, never a crash, never a hang.

mod support;

use std::fs;
use std::path::PathBuf;
use support::{Ran, idplint};

/// A scratch folder with one file.
fn with_file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let shown = path.to_string_lossy().into_owned();
    (folder, shown)
}

fn check(bytes: &[u8]) -> Ran {
    let (_folder, path) = with_file("values.yaml", bytes);
    idplint(&["--offline", "--format", "concise", &path], "")
}

#[track_caller]
fn assert_says(ran: &Ran, code: u8, words: &[&str]) {
    assert_eq!(ran.code, code, "{ran:#?}");
    for word in words {
        assert!(ran.stdout.contains(word), "`{word}` is not said: {ran:#?}");
    }
    assert!(ran.stdout.len() < 2_000, "one clear message, not {} bytes", ran.stdout.len());
}

const ADMIN: &str = "admin:\n  identityProvider: keycloak\n  jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs\n";

#[test]
fn an_empty_file_holds_nothing() {
    let (_folder, path) = with_file("values.yaml", b"");
    assert_says(&idplint(&["--offline", &path], ""), 0, &["it is empty"]);
}

#[test]
fn a_binary_file_is_told_apart() {
    let (_folder, path) = with_file("values.yaml", b"\x7fELF\0\0jwksEndpoint: \0");
    assert_says(&idplint(&["--offline", &path], ""), 0, &["it is a binary file"]);
}

#[test]
fn bytes_that_are_not_utf8_are_a_finding_at_the_byte() {
    let ran = check(b"admin:\n  jwksEndpoint: https://sso.acme.io/caf\xe9\n");
    assert_says(&ran, 1, &["values.yaml:2:40: error[unparsable-document]", "UTF-8"]);
}

#[test]
fn a_tab_that_indents_is_a_finding() {
    let ran = check(b"admin:\n\tjwksEndpoint: https://sso.acme.io/certs\n");
    assert_says(&ran, 1, &["values.yaml:2:", "error[unparsable-document]", "tab"]);
}

#[test]
fn a_hundred_thousand_brackets_are_too_deep() {
    for open in ["[", "{a: ", "- "] {
        let text = format!("jwksEndpoint: x\nadmin: {}", open.repeat(100_000));
        assert_says(&check(text.as_bytes()), 1, &["error[unparsable-document]"]);
    }
    let deep = format!("{ADMIN}other: {}{}\n", "[".repeat(129), "]".repeat(129));
    assert_says(&check(deep.as_bytes()), 1, &["error[unparsable-document]", "128"]);
}

#[test]
fn an_alias_bomb_is_not_set_off() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let uses = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb += &format!("a{n}: &a{n} [{uses}]\n");
    }
    assert_says(
        &check(format!("{bomb}{ADMIN}").as_bytes()),
        1,
        &["error[unparsable-document]", "aliases are written out"],
    );
    let cycle = format!("{ADMIN}loop: &a [*a]\n");
    assert_says(&check(cycle.as_bytes()), 1, &["error[unparsable-document]", "alias"]);
}

#[test]
fn a_file_of_50_mb_is_too_large() {
    let (_folder, path) = with_file("values.yaml", ADMIN.as_bytes());
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(50 << 20).unwrap();
    // A hole is NUL bytes, which would make it binary: the text comes first.
    let mut text = ADMIN.to_owned();
    while text.len() < 9 << 20 {
        text += "# a comment that goes on and on\n";
    }
    fs::write(&path, &text).unwrap();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(50 << 20).unwrap();
    assert_says(&idplint(&["--offline", &path], ""), 3, &["incomplete[too-large]", "8 MiB"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_holds_itself_is_walked_once() {
    let (folder, _) = with_file("values.yaml", ADMIN.as_bytes());
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let ran = idplint(&["--offline", "--format", "json", &folder.path().to_string_lossy()], "");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["summary"]["files_recognised"], 1, "{ran:#?}");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_judged() {
    let (_folder, good) = with_file("values.yaml", ADMIN.as_bytes());
    let missing = PathBuf::from(&good).with_file_name("missing.yaml");
    let ran = idplint(&["--offline", "--format", "json", &good, &missing.to_string_lossy()], "");
    assert_eq!(ran.code, 3, "{ran:#?}");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["summary"]["files_recognised"], 1);
    assert_eq!(report["incomplete"][0]["cause"], "unreadable");
    assert!(report["incomplete"][0]["message"].as_str().unwrap().contains("missing.yaml"));
}

#[test]
fn a_file_that_is_not_ours_may_be_broken() {
    assert_says(&check(b"a: [1, 2\n\tb: @x\n"), 0, &[]);
    assert_says(&check(b"identityProvider: @x\n"), 0, &[]);
}

#[test]
fn standard_input_is_read() {
    let ran = idplint(
        &["--offline", "--format", "concise", "--stdin-filename", "prod.yaml", "-"],
        "admin:\n\tjwksEndpoint: x\n",
    );
    assert_says(&ran, 1, &["prod.yaml:2:"]);
}

#[test]
fn json_on_one_line_that_ends_too_early_is_a_finding() {
    assert_says(
        &check(br#"{"admin": {"identityProvider": "keycloak", "jwksEndpoint": "https://sso.acme.io/x"#),
        1,
        &["values.yaml:1:60: error[unparsable-document]"],
    );
    // A sentence about the key is no key.
    assert_says(&check(b"notes: [set identityProvider, jwksEndpoint and users\n"), 0, &[]);
}

#[test]
fn no_kind_helps_an_empty_text() {
    let ran = idplint(&["--offline", "-"], "");
    assert_says(&ran, 0, &["`<stdin>` was not checked: it is empty"]);
    assert!(!ran.stdout.contains("--kind"), "{}", ran.stdout);
    assert!(idplint(&["--offline", "-"], "a: 1\n").stdout.contains("--kind"));
}

#[cfg(unix)]
#[test]
fn a_folder_for_a_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().to_string_lossy().into_owned();
    assert_says(&idplint(&["--offline", "--values", &name], ""), 3, &["name a file"]);
}
