//! The law of layers: what several files and settings make together is judged once, at the place that won.

mod support;

use std::path::{Path, PathBuf};
use support::idplint;

/// `testdata/projects/<case>/`: `args` holds one argument a line, `{}` is the folder; `expected.out` is what the
/// run prints and its exit code. Out of our own repository: other cases are no part of a case.
#[test]
fn projects_speak_as_recorded() {
    for case in cases("projects") {
        let copy = tempfile::tempdir().unwrap();
        copy_into(&case, copy.path());
        speaks_as_recorded(&case, copy.path());
    }
}

/// The same in a git repository: around the case, or around its folder `repository`. The folder `git` is `.git`.
#[test]
fn repositories_speak_as_recorded() {
    for case in cases("repositories") {
        let copy = repository(&case);
        speaks_as_recorded(&case, copy.path());
    }
}

fn repository(case: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_into(case, copy.path());
    let inner = copy.path().join("repository");
    let root = if inner.exists() { inner.as_path() } else { copy.path() };
    let given = copy.path().join("git");
    if given.exists() {
        std::fs::rename(given, root.join(".git")).unwrap();
    } else {
        std::fs::create_dir(root.join(".git")).unwrap();
    }
    copy
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/repositories").join(name)
}

/// Whoever takes values from a file, a fault in it keeps its fingerprint: it is told once, and a baseline holds.
#[test]
fn a_fault_in_a_layer_is_the_fault_of_its_file() {
    for name in ["argo-file-not-asked-for", "argo-umbrella", "argo-ref"] {
        let copy = repository(&case(name));
        let prints = |path: &str| {
            let path = copy.path().join(path).to_string_lossy().into_owned();
            let ran = idplint(&["--offline", "--format", "json", &path], "");
            let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            let findings = report["findings"].as_array().unwrap().clone();
            findings.iter().map(|one| (one["fingerprint"].clone(), one["path"].clone())).collect::<Vec<_>>()
        };
        let file = if name == "argo-umbrella" { "charts" } else { "values" };
        let through = prints("apps");
        assert_eq!(through.len(), 1, "{name}");
        assert_eq!(through, prints(file), "{name}");
        assert_eq!(through, prints(""), "{name}");
    }
}

/// A link is no way out of the repository.
#[cfg(unix)]
#[test]
fn a_layer_behind_a_link_that_leads_out_is_unknown() {
    let copy = repository(&case("argo-file-not-asked-for"));
    let outside = tempfile::tempdir().unwrap();
    let (inner, outer) = (copy.path().join("values/base.yaml"), outside.path().join("base.yaml"));
    let apps = copy.path().join("apps").to_string_lossy().into_owned();
    std::fs::rename(&inner, &outer).unwrap();
    std::os::unix::fs::symlink(&outer, &inner).unwrap();
    assert_eq!(idplint(&["--offline", &apps], "").code, 0);
    std::fs::remove_file(&inner).unwrap();
    std::fs::rename(&outer, copy.path().join("values/other.yaml")).unwrap();
    std::os::unix::fs::symlink("other.yaml", &inner).unwrap();
    assert_eq!(idplint(&["--offline", &apps], "").code, 1);
}

fn cases(room: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(room);
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 10, "{room} are missing");
    cases
}

fn copy_into(folder: &Path, copy: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let target = copy.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy_into(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn speaks_as_recorded(case: &Path, folder: &Path) {
    let folder = folder.to_string_lossy();
    let args = std::fs::read_to_string(case.join("args")).unwrap().replace("{}", &folder);
    let args: Vec<&str> = ["--offline", "--no-progress"].into_iter().chain(args.lines()).collect();
    let formats: [&[&str]; 2] = [&["--format", "concise"], &["--format", "json"]];
    let [concise, json] = formats.map(|format| idplint(&[&args[..], format].concat(), ""));
    let labels = labels(&json.stdout);
    let said = format!("{}{}{labels}exit {}\n", concise.stdout, concise.stderr, concise.code);
    support::golden(&case.join("expected.out"), &said.replace(&*folder, "."));
}

/// The related labels: the value that lost, the entries that are gone.
fn labels(json: &str) -> String {
    let Ok(report) = serde_json::from_str::<serde_json::Value>(json) else { return String::new() };
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let labels = findings.iter().flat_map(|finding| finding["labels"].as_array().cloned().unwrap_or_default());
    let line = |label: serde_json::Value| {
        let start = &label["span"]["start"];
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        format!("  {}:{}:{} {}\n", text(&label["file"]), start["line"], start["column"], text(&label["message"]))
    };
    labels.map(line).collect()
}
