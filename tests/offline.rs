//! `--offline` opens no socket: the kernel is asked, not the code.
#![cfg(target_os = "linux")]

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

/// The traced network calls of one run; `None` when nothing can be traced here.
fn network_calls(args: &[&OsStr]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o"])
        .arg(&trace)
        .arg(env!("CARGO_BIN_EXE_idplint"))
        .args(args)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let status = match status {
        Ok(status) => status,
        Err(error) => {
            eprintln!("skipped: strace does not run: {error}");
            return None;
        }
    };
    let calls = std::fs::read_to_string(&trace).unwrap_or_default();
    // findings and troubles end with 1 to 3; more means that strace itself failed
    if status.code().is_none_or(|code| code > 3) {
        panic!("strace: {status}: {calls}");
    }
    Some(calls)
}

fn test_data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

#[test]
fn offline_opens_no_socket() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("values.yaml");
    let text = "admin:\n  identityProvider: keycloak\n  jwksEndpoint: https://localhost:1/realms/ops\n  users: [ada]\n";
    std::fs::write(&bad, text).unwrap();

    let allow = ["--allow-host", "localhost"].map(OsStr::new);
    let online = [&allow[..], &[bad.as_os_str()]].concat();
    let Some(calls) = network_calls(&online) else { return };
    if calls.is_empty() {
        eprintln!("skipped: strace sees no call of a run that asks; ptrace may be forbidden here");
        return;
    }
    assert!(calls.contains("socket("), "the trace sees what it shall forbid: {calls}");

    let healthy = test_data("healthy");
    for file in [healthy.as_os_str(), bad.as_os_str()] {
        for off in [&["--offline"][..], &["--network", "off"]] {
            let off: Vec<&OsStr> = off.iter().map(OsStr::new).collect();
            let calls = network_calls(&[&off[..], &allow, &[file]].concat()).unwrap();
            // A thread that ends as strace attaches to it is told as a call without a name.
            let named: Vec<&str> = calls.lines().filter(|call| !call.contains("???(")).collect();
            assert!(named.is_empty(), "{file:?}: {calls}");
        }
    }
}
