//! `--fix` writes whole files, keeps all that it does not mend, and finds nothing to do the second time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml speaks of test functions only, not of what they call"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{fixtures, idplint};

const BAD: &str = "\u{feff}# ours\r\nadmin:\r\n  identityProvider: 'auth0'   # fine\r\n  jwksEndpoint: \
                   'https://acme.us.auth0.com/.well-known/openid-configuration'\r\n";
const GOOD: &str = "\u{feff}# ours\r\nadmin:\r\n  identityProvider: 'auth0'   # fine\r\n  jwksEndpoint: \
                    'https://acme.us.auth0.com/.well-known/jwks.json'\r\n";

fn scratch(text: &str) -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("values.yaml");
    fs::write(&path, text).unwrap();
    let name = path.to_str().unwrap().to_owned();
    (folder, path, name)
}

#[test]
fn a_fix_keeps_every_other_byte() {
    let (folder, path, name) = scratch(BAD);
    assert_eq!(idplint(&["--offline", &name], "").code, 1);
    let ran = idplint(&["--offline", "--fix", &name], "");
    assert_eq!((ran.code, fs::read_to_string(&path).unwrap().as_str()), (0, GOOD), "{}", ran.stdout);
    assert!(ran.stderr.contains("applied 1 fix in 1 file"), "{}", ran.stderr);
    let again = idplint(&["--offline", "--fix", &name], "");
    assert_eq!(fs::read_to_string(&path).unwrap(), GOOD);
    assert!(again.stderr.contains("applied 0 fixes"), "{}", again.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_diff_writes_nothing_and_can_be_applied() {
    let (_folder, path, name) = scratch(BAD);
    let ran = idplint(&["--offline", "--diff", &name], "");
    assert_eq!((ran.code, fs::read_to_string(&path).unwrap().as_str()), (1, BAD));
    let added = "+  jwksEndpoint: 'https://acme.us.auth0.com/.well-known/jwks.json'\r\n";
    assert!(ran.stdout.starts_with("--- a/") && ran.stdout.contains(added), "{}", ran.stdout);
    assert!(ran.stderr.contains("would apply 1 fix"), "{}", ran.stderr);
}

#[test]
fn what_came_from_standard_input_goes_to_standard_output() {
    let ran = idplint(&["--offline", "--fix", "-"], BAD);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, GOOD), "{}", ran.stderr);
    assert!(ran.stderr.contains("nothing wrong"), "{}", ran.stderr);
    let clean = idplint(&["--offline", "--fix", "-"], GOOD);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, GOOD));
}

#[test]
fn unsafe_fixes_are_asked_for_by_name() {
    let ran = idplint(&["--offline", "--unsafe-fixes", "-"], BAD);
    assert!(ran.code == 2 && ran.stderr.contains("--fix"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, path, _) = scratch(BAD);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.yaml");
    symlink("values.yaml", &link).unwrap();
    idplint(&["--offline", "--fix", link.to_str().unwrap()], "");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), GOOD);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn bytes_that_are_no_utf_8_are_never_written_over() {
    let (_folder, path, name) = scratch("");
    let bytes = [BAD.replace("ours", "caf").as_bytes(), b"# \xe9\n"].concat();
    fs::write(&path, &bytes).unwrap();
    idplint(&["--offline", "--fix", &name], "");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

/// Calls itself: the child dies between the new file and the rename.
#[test]
fn a_kill_before_the_rename_leaves_the_old_file_whole() {
    const PATH: &str = "IDPLINT_TEST_KILLED_WRITE";
    if let Some(path) = std::env::var_os(PATH) {
        let _ = idplint::mend::write(Path::new(&path), GOOD, || std::process::abort());
        return;
    }
    let (folder, path, name) = scratch(BAD);
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_kill_before_the_rename_leaves_the_old_file_whole"])
        .env(PATH, &name)
        .output()
        .unwrap();
    assert!(!child.status.success());
    assert_eq!(fs::read_to_string(&path).unwrap(), BAD);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "it died when the new file was whole");
}

/// Over every fixture: after all fixes nothing is left to mend, and no fix has made the file unreadable.
#[test]
fn mending_ends_and_breaks_nothing() {
    for fixture in fixtures("rules") {
        let text = fixture.text();
        let name = fixture.name();
        let run = |text: &str| {
            let args = ["--offline", "--fix", "--unsafe-fixes", "--format", "json", "--stdin-filename", &name, "-"];
            idplint(&args, text)
        };
        let unreadable = |stderr: &str| stderr.matches("\"unparsable-document\"").count();
        let before = idplint(&["--offline", "--format", "json", "--stdin-filename", &name, "-"], &text);
        let once = run(&text);
        assert!(unreadable(&once.stderr) <= unreadable(&before.stdout), "{}:\n{}", fixture.path.display(), once.stdout);
        let twice = run(&once.stdout);
        assert_eq!(once.stdout, twice.stdout, "{}", fixture.path.display());
        assert!(twice.stderr.contains("applied 0 fixes"), "{}: {}", fixture.path.display(), twice.stderr);
    }
}

#[test]
fn two_keys_meant_as_one_are_left_alone() {
    let text = format!("{}  jwks_endpoint: https://sso.acme.io/keys\n", GOOD.replace("jwksEndpoint", "jwksEndPoint"));
    let ran = idplint(&["--offline", "--fix", "--unsafe-fixes", "-"], &text);
    assert_eq!(ran.stdout, text);
    assert_eq!(ran.stderr.matches("keep one of them as `jwksEndpoint`").count(), 2, "{}", ran.stderr);
}

#[test]
fn a_diff_tells_what_it_holds_back() {
    let text = "admin:\n  identityProvider: keycloack\n  jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs\n";
    let ran = idplint(&["--offline", "--diff", "-"], text);
    assert_eq!(ran.stderr.trim_end(), "would apply 0 fixes; 1 more with `--unsafe-fixes`");
    let all = idplint(&["--offline", "--diff", "--unsafe-fixes", "-"], text);
    assert_eq!(all.stderr.trim_end(), "would apply 1 fix in 1 file");
}
