//! `--fix` writes whole files, keeps all that it does not mend, and finds nothing to do the second time.

mod support;

use idplint::finding::{Edit, Finding, Fix, Safety};
use idplint::mend::{Draft, Refusal, Unwritten};
use idplint::source::{Place, Source, Span};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use support::{idplint, judge};

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

/// Two bad files in one folder.
fn two() -> (tempfile::TempDir, [PathBuf; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["a.yaml", "b.yaml"].map(|name| folder.path().join(name));
    paths.iter().for_each(|path| fs::write(path, BAD).unwrap());
    (folder, paths)
}

fn drafts(paths: &[PathBuf; 2]) -> [Draft<'_>; 2] {
    let names = ["a.yaml", "b.yaml"];
    [0, 1].map(|at| Draft { name: names[at], path: &paths[at], before: BAD, after: GOOD })
}

fn texts(paths: &[PathBuf; 2]) -> [String; 2] {
    paths.each_ref().map(|path| fs::read_to_string(path).unwrap())
}

/// Calls itself: the child dies between two renames.
#[test]
fn a_kill_leaves_every_file_whole() {
    const FOLDER: &str = "IDPLINT_TEST_KILLED_WRITE";
    const ME: &str = "a_kill_leaves_every_file_whole";
    if let Some(folder) = std::env::var_os(FOLDER) {
        let (folder, last) = (PathBuf::from(folder), std::env::var("IDPLINT_TEST_LAST").unwrap());
        let paths = ["a.yaml", "b.yaml"].map(|name| folder.join(name));
        let _ = idplint::mend::write(&drafts(&paths), |name| {
            if name == last {
                std::process::abort()
            }
        });
        return;
    }
    for (last, expected) in [("a.yaml", [BAD, BAD]), ("b.yaml", [GOOD, BAD])] {
        let (folder, paths) = two();
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", ME])
            .env(FOLDER, folder.path())
            .env("IDPLINT_TEST_LAST", last)
            .output()
            .unwrap();
        assert!(!child.status.success());
        assert_eq!(texts(&paths), expected);
        let beside = fs::read_dir(folder.path()).unwrap().filter(|entry| {
            let path = entry.as_ref().unwrap().path();
            !paths.contains(&path) && fs::read_to_string(&path).unwrap() == GOOD
        });
        let left = expected.iter().filter(|text| **text == BAD).count();
        assert_eq!(beside.count(), left, "it died when the new files were whole");
    }
}

#[test]
fn one_file_that_cannot_be_written_keeps_all_as_they_were() {
    let (folder, paths) = two();
    let mut permissions = fs::metadata(&paths[1]).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&paths[1], permissions).unwrap();
    let ran = idplint(&["--offline", "--fix", folder.path().to_str().unwrap()], "");
    assert_eq!((ran.code, texts(&paths)), (3, [BAD, BAD].map(str::to_owned)));
    let [name] = [paths[1].to_str().unwrap()];
    let told = format!("error: cannot write `{name}`: it is read-only\n  no file was written\n");
    assert!(ran.stderr.starts_with(&told) && ran.stdout.is_empty(), "{}", ran.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
}

#[test]
fn what_changed_since_it_was_read_is_not_written_over() {
    let (folder, paths) = two();
    fs::write(&paths[0], "other: text\n").unwrap();
    let Err(Unwritten { written, refused }) = idplint::mend::write(&drafts(&paths), |_| {}) else { panic!("written") };
    assert!(written.is_empty() && matches!(refused.as_slice(), [("a.yaml", Refusal::Changed)]), "{refused:?}");
    assert_eq!(texts(&paths), ["other: text\n", BAD]);
    fs::remove_file(&paths[1]).unwrap();
    let Err(Unwritten { refused, .. }) = idplint::mend::write(&drafts(&paths), |_| {}) else { panic!("written") };
    assert!(matches!(refused.as_slice(), [("b.yaml", Refusal::Failed(_))]), "{refused:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside them");
}

#[test]
fn a_rename_that_fails_midway_is_told_exactly() {
    let (folder, paths) = two();
    let wreck = |name: &str| {
        if name == "b.yaml" {
            fs::remove_file(&paths[1]).unwrap();
            fs::create_dir(&paths[1]).unwrap();
        }
    };
    let Err(Unwritten { written, refused }) = idplint::mend::write(&drafts(&paths), wreck) else { panic!("written") };
    assert_eq!(written, ["a.yaml"]);
    assert!(matches!(refused.as_slice(), [("b.yaml", Refusal::Failed(_))]), "{refused:?}");
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), GOOD);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_told_and_ends() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a.yaml", "b.yaml"].map(|name| folder.path().join(name));
    symlink(&a, &b).unwrap();
    symlink(&b, &a).unwrap();
    let ran = idplint(&["--offline", "--fix", "--format", "concise", a.to_str().unwrap()], "");
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let told = format!("{}{}", ran.stdout, ran.stderr);
    assert!(told.contains("symbolic link"), "{told}");
}

/// Calls itself, as nobody where it runs as root: permissions do not hold root back.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const FOLDER: &str = "IDPLINT_TEST_LOCKED_FOLDER";
    if let Some(folder) = std::env::var_os(FOLDER) {
        let ran = idplint(&["--offline", "--fix", folder.to_str().unwrap()], "");
        assert!(ran.code == 3 && ran.stderr.contains("permission denied\n  no file was written"), "{ran:?}");
        return;
    }
    let (folder, paths) = two();
    let copy = tempfile::tempdir().unwrap();
    let program = copy.path().join("test");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    fs::set_permissions(copy.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let mut child = Command::new(&program);
    child.args(["--exact", "a_folder_that_cannot_be_written_is_told"]).env(FOLDER, folder.path());
    if tempfile::tempfile_in(folder.path()).is_ok() {
        child.uid(65_534);
        paths.iter().for_each(|path| fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap());
    }
    let output = child.output().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(texts(&paths), [BAD, BAD]);
}

/// A fix of two files is one of both or of none.
#[test]
fn a_fix_of_two_files_is_applied_in_both_or_in_none() {
    let mut finding: Finding = judge("values.yaml", BAD, &Default::default()).remove(0);
    let edits = ["a.yaml", "b.yaml"].map(|name| {
        let place = Place { source: Source::new(name, "x: 1\n"), span: Span::new(3, 4) };
        Edit { place, replacement: "2".to_owned() }
    });
    finding.fix = Some(Fix { title: String::new(), safety: Safety::Safe, edits: edits.to_vec() });
    let mended = |may_write: fn(&str) -> bool| {
        idplint::mend::until_quiet(vec![finding.clone()], Safety::Safe, may_write, |_| Vec::new()).1
    };
    assert!(mended(|name| name == "a.yaml").drafts.is_empty());
    assert!(mended(|_| true).drafts.values().eq(["x: 2\n", "x: 2\n"]));
}

#[test]
fn a_run_that_must_ask_and_could_not_says_so_after_fixes_too() {
    // An address that is refused without a packet.
    let (_folder, path, name) = scratch(
        &BAD.replace("'auth0'", "'keycloak'").replace("acme.us.auth0.com/.well", "10.0.0.1/realms/influx/.well"),
    );
    let ran = idplint(&["--network", "require", "--fix", &name], "");
    assert!(ran.code == 3 && ran.stderr.contains("applied 1 fix"), "{ran:?}");
    assert!(fs::read_to_string(&path).unwrap().contains("/protocol/openid-connect/certs"));
}

#[test]
fn a_diff_gives_its_reports_to_files() {
    let (folder, _, name) = scratch(BAD);
    let ran = idplint(&["--offline", "--diff", "--format", "json", &name], "");
    assert!(ran.code == 2 && ran.stderr.contains("--format json=report.json"), "{}", ran.stderr);
    let report = format!("json={}", folder.path().join("report.json").display());
    let ran = idplint(&["--offline", "--diff", "--format", &report, &name], "");
    assert!(ran.code == 1 && ran.stdout.starts_with("--- a/"), "{}", ran.stdout);
    let report = fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert!(report.contains("jwks-endpoint-is-discovery-url"), "it tells of the files as they are: {report}");
}

#[test]
fn a_diff_of_standard_input_has_its_name() {
    let ran = idplint(&["--offline", "--diff", "--stdin-filename", "my values.yaml", "-"], BAD);
    assert!(ran.code == 1 && ran.stdout.starts_with("--- a/my values.yaml\t\n+++ b/my values.yaml\t\n"), "{ran:?}");
    let clean = idplint(&["--offline", "--diff", "-"], GOOD);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""));
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
