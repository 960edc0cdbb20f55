//! Where `binary` is empty: a release whose sum is known, from a server on loopback.

use super::provider::{Authority, Reply, Server, redirect};
use super::runner::{BAD, ROOT, Runner, Step};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What a runner calls itself, and the archive that it needs.
const RUNNERS: [(&str, &str, &str); 6] = [
    ("Linux", "X64", "x86_64-unknown-linux-musl"),
    ("Linux", "ARM64", "aarch64-unknown-linux-musl"),
    ("macOS", "X64", "x86_64-apple-darwin"),
    ("macOS", "ARM64", "aarch64-apple-darwin"),
    ("Windows", "X64", "x86_64-pc-windows-msvc"),
    ("Windows", "ARM64", "x86_64-pc-windows-msvc"),
];

fn targets() -> BTreeSet<&'static str> {
    RUNNERS.iter().map(|(.., target)| *target).collect()
}

/// The archive of a release, with the idplint of this test behind a script.
fn archive() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_idplint"));
    let program = folder.path().join("idplint");
    fs::write(&program, script).unwrap();
    assert!(Command::new("chmod").arg("755").arg(&program).status().unwrap().success());
    let packed = Command::new("tar").arg("-C").arg(folder.path()).args(["-czf", "-", "idplint"]).output().unwrap();
    assert!(packed.status.success());
    packed.stdout
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// A runner whose action knows this sum of this version for every target, and whose GitHub is `server`.
fn runner(sum: &str, server: &str) -> Runner {
    let runner = Runner::new(&[("values.yaml", BAD)]).with("binary", "");
    let action = runner.folder.path().join("the action");
    fs::create_dir_all(action.join("action")).unwrap();
    let rows: String = targets().iter().map(|target| format!("{VERSION} {target} {sum}\n")).collect();
    fs::write(action.join("action/checksums.txt"), format!("# version target sum\n{rows}")).unwrap();
    fs::copy(Path::new(ROOT).join("Cargo.toml"), action.join("Cargo.toml")).unwrap();
    runner
        .variable("GITHUB_ACTION_PATH", action)
        .variable("GITHUB_SERVER_URL", server)
        .variable("NO_PROXY", "127.0.0.1")
}

fn found(step: &Step) {
    assert_eq!(step.outputs(["exit-code", "findings", "version"]), ["1", "1", VERSION], "{}", step.log);
}

/// Nothing of a release was run or kept.
fn stopped(runner: &Runner, code: &str, says: &str) {
    let step = runner.run();
    assert_eq!(step.outputs(["exit-code", "version"]), [code, ""], "{}", step.log);
    assert!(step.log.contains(&format!("::error title=idplint::{says}")), "{}", step.log);
    assert!(!runner.folder.path().join("tools/idplint").exists(), "{}", step.log);
}

#[test]
fn a_release_is_fetched_once_and_checked_always() {
    let archive = archive();
    let (body, fine) = (archive.clone(), sum(&archive));
    // A server that is busy at first is asked again.
    let server = Server::start(move |_, turn| match turn {
        0 => Reply::Say(503, Vec::new(), Vec::new()),
        _ => Reply::Say(200, Vec::new(), body.clone()),
    });
    let runner = runner(&fine, &server.url(""));
    found(&runner.run());
    let path = format!("/idplint/idplint/releases/download/v{VERSION}/idplint-x86_64-unknown-linux-musl.tar.gz");
    assert!(server.requests()[1].starts_with(&format!("get {path} ")), "{:?}", server.requests());
    found(&runner.run());
    assert_eq!(server.requests().len(), 2, "the second run needs nothing");
    let kept = runner.folder.path().join(format!("tools/idplint/{VERSION}/idplint-x86_64-unknown-linux-musl.tar.gz"));
    fs::write(&kept, "other").unwrap();
    found(&runner.run());
    assert_eq!(
        (server.requests().len(), fs::read(&kept).unwrap()),
        (3, archive),
        "what another job put there is not run"
    );
}

#[test]
fn another_archive_than_the_known_one_is_never_run() {
    let archive = archive();
    let expected = sum(b"what was released");
    let (body, is) = (archive.clone(), sum(&archive));
    let server = Server::start(move |_, _| Reply::Say(200, Vec::new(), body.clone()));
    let says = format!(
        "the release {VERSION} for x86_64-unknown-linux-musl is not what this action knows: its SHA-256 is {is} in place of {expected}"
    );
    stopped(&runner(&expected, &server.url("")), "3", &says);
}

#[test]
fn what_cannot_be_fetched_says_so() {
    let server = Server::start(|_, _| Reply::Say(404, Vec::new(), b"::error::not here".to_vec()));
    let says = format!("the release {VERSION} for x86_64-unknown-linux-musl cannot be fetched");
    stopped(&runner(&sum(b""), &server.url("")), "3", &says);
}

#[test]
fn https_is_not_left() {
    let archive = archive();
    let known = sum(&archive);
    let plain = Server::start(move |_, _| Reply::Say(200, Vec::new(), archive.clone()));
    let ca = Authority::new("a CA of this test");
    let to = plain.url("/archive");
    let server = Server::start_tls(ca.server("127.0.0.1", 2100), move |_, _| redirect(&to));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ca.pem"), ca.pem()).unwrap();
    let url = format!("https://127.0.0.1:{}", server.port);
    let runner = runner(&known, &url).variable("CURL_CA_BUNDLE", folder.path().join("ca.pem"));
    stopped(&runner, "3", "the release");
    assert_eq!((server.requests().len(), plain.requests().len()), (1, 0));
}

#[test]
fn a_version_without_a_sum_is_refused() {
    let server = Server::start(|_, _| Reply::Say(200, Vec::new(), Vec::new()));
    let known = sum(b"");
    for (version, says) in [
        ("9.9.9", "this action knows no sum for release 9.9.9 on x86_64-unknown-linux-musl"),
        ("v0.1.0", "`version` is three numbers"),
        ("../0.1.0", "`version` is three numbers"),
        ("0.1.0\n", "`version` is more than one line"),
    ] {
        stopped(&runner(&known, &server.url("")).with("version", version), "2", says);
    }
    let other = runner(&known, &server.url("")).with("version", VERSION).variable("RUNNER_OS", "Plan9");
    stopped(&other, "2", "this action knows no sum");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn each_runner_asks_for_its_own_archive() {
    let server = Server::start(|_, _| Reply::Say(404, Vec::new(), Vec::new()));
    for (os, arch, target) in RUNNERS {
        let known = sum(b"");
        runner(&known, &server.url("")).variable("RUNNER_OS", os).variable("RUNNER_ARCH", arch).run();
        let asked = server.requests().pop().unwrap();
        assert!(asked.contains(&format!("/idplint-{target}.tar.gz ")), "{os} {arch}: {asked}");
    }
}

/// What is fetched is what is released: for all targets, with a sum, or not at all.
#[test]
fn the_table_knows_whole_releases() {
    let table = fs::read_to_string(Path::new(ROOT).join("action/checksums.txt")).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split(' ').collect()).collect();
    for row in &rows {
        let [version, _, sum] = row[..] else { panic!("{row:?} is no version, target and sum") };
        assert!(sum.len() == 64 && sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{row:?}");
        for target in targets() {
            assert_eq!(rows.iter().filter(|row| row[..2] == [version, target]).count(), 1, "{version} {target}");
        }
    }
    let release = fs::read_to_string(Path::new(ROOT).join(".github/workflows/release.yml")).unwrap();
    for target in targets() {
        assert!(release.contains(&format!("target: {target}")), "{target} is not released");
    }
}
