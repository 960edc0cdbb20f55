//! The law of layers: what several files and settings make together is judged once, at the place that won.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml speaks of test functions only, not of what they call"
)]

mod support;

use std::path::{Path, PathBuf};
use support::idplint;

/// `testdata/projects/<case>/`: `args` holds one argument a line, `{}` is the folder; `expected.out` is what the
/// run prints and its exit code.
#[test]
fn projects_speak_as_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 10, "projects are missing");
    for case in cases {
        let folder = case.to_string_lossy();
        let args = std::fs::read_to_string(case.join("args")).unwrap().replace("{}", &folder);
        let args: Vec<&str> = ["--offline", "--no-progress"].into_iter().chain(args.lines()).collect();
        let formats: [&[&str]; 2] = [&["--format", "concise"], &["--format", "json"]];
        let [concise, json] = formats.map(|format| idplint(&[&args[..], format].concat(), ""));
        let labels = labels(&json.stdout);
        let said = format!("{}{}{labels}exit {}\n", concise.stdout, concise.stderr, concise.code);
        support::golden(&case.join("expected.out"), &said.replace(&*folder, "."));
    }
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
