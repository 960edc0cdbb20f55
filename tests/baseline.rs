//! A baseline hides what was there, and nothing else: by rule, file, document and key path, with counts.

mod runs;
mod support;

use idplint::quiet::Baseline;
use idplint::source::Source;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::{Ran, idplint};

const VALUES: &str = "admin:
  identityProvider: auth0
  jwksEndpoint: https://acme.us.auth0.com/.well-known/openid-configuration
  users:
    - id: ada@acme.io
      firstName: Ada
      lastName: Lovelace
      email: ada@acme.io
";
const SECOND: &str = "    - id: bob@acme.io
      firstName: Bob
      lastName: Ross
      email: bob@acme.io
";

struct Project(tempfile::TempDir);

impl Project {
    fn new(values: &str) -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        project.write("values.yaml", values);
        project
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// `check` on the values, one line a finding.
    fn check(&self, more: &[&str]) -> Ran {
        let values = self.path("values.yaml");
        idplint(&[&["--offline", "--format", "concise"], more, &[&*values]].concat(), "")
    }

    fn record(&self) -> Ran {
        self.check(&["--write-baseline", &self.path("baseline.json")])
    }

    fn check_again(&self, more: &[&str]) -> Ran {
        self.check(&[&["--baseline", &*self.path("baseline.json")], more].concat())
    }
}

/// The program in a folder.
fn run_in(folder: &Path, args: &[&str]) -> (i32, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_idplint")).current_dir(folder).args(args).output().unwrap();
    (ran.status.code().unwrap(), String::from_utf8(ran.stdout).unwrap())
}

#[test]
fn what_was_there_is_hidden_and_what_is_new_fails() {
    let project = Project::new(VALUES);
    assert_eq!(project.check(&[]).code, 1);
    let written = project.record();
    assert_eq!((written.code, written.stdout.as_str()), (0, ""), "{written:?}");
    assert!(written.stderr.starts_with("wrote 2 findings to `"), "{}", written.stderr);

    let again = project.check_again(&[]);
    assert_eq!((again.code, again.stdout.as_str(), again.stderr.as_str()), (0, "", ""));

    project.write("values.yaml", &format!("# moved\n\n{VALUES}{SECOND}"));
    let again = project.check_again(&[]);
    assert_eq!((again.code, again.stdout.lines().count()), (1, 1), "{again:?}");
    assert!(again.stdout.contains("user-id-is-email") && again.stdout.contains("bob@acme.io"), "{}", again.stdout);
}

#[test]
fn the_summary_counts_what_is_hidden() {
    let project = Project::new(VALUES);
    project.record();
    let (values, baseline) = (project.path("values.yaml"), project.path("baseline.json"));
    let ran = idplint(&["--offline", "--format", "json", "--baseline", &baseline, &values], "");
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&json["summary"]["suppressed"], &json["summary"]["warnings"]), (&2.into(), &0.into()));
}

#[test]
fn the_file_has_one_finding_a_line_in_order() {
    let project = Project::new(VALUES);
    project.record();
    let text = project.read("baseline.json");
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("\"fingerprint\"")).collect();
    assert_eq!(lines.len(), 2, "{text}");
    for (line, rule, path) in [
        (lines[0], "jwks-endpoint-is-discovery-url", "admin.jwksEndpoint"),
        (lines[1], "user-id-is-email", "admin.users[0].id"),
    ] {
        let entry: serde_json::Value = serde_json::from_str(line.trim().trim_end_matches(',')).unwrap();
        assert_eq!((&entry["rule"], &entry["path"]), (&rule.into(), &path.into()));
        assert_eq!((&entry["file"], &entry["count"]), (&"values.yaml".into(), &1.into()));
    }
    let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&whole["version"], &whole["tool"]["name"]), (&1.into(), &"idplint".into()));
    project.record();
    assert_eq!(project.read("baseline.json"), text, "two runs write the same");
}

/// From the folder, from elsewhere, by an absolute path: the path from the baseline's folder is what counts.
#[test]
fn the_folder_of_the_run_does_not_matter() {
    let project = Project::new("");
    project.write("deploy/values.yaml", VALUES);
    project.write("ci/.keep", "");
    project.write("elsewhere/deploy/values.yaml", VALUES);
    let root = project.0.path();
    let flags = ["--offline", "--isolated", "--format", "concise"];
    let (code, _) = run_in(root, &[&flags[..], &["--write-baseline", "ci/baseline.json", "deploy"]].concat());
    assert_eq!(code, 0);
    assert!(project.read("ci/baseline.json").contains("\"file\":\"../deploy/values.yaml\""));
    let (values, baseline) = (project.path("deploy/values.yaml"), project.path("ci/baseline.json"));
    for (folder, args) in [
        ("", ["ci/baseline.json", "./deploy/values.yaml"]),
        ("deploy", ["../ci/baseline.json", "."]),
        ("ci", ["baseline.json", &values]),
        ("elsewhere", [&baseline, "../deploy/../deploy/values.yaml"]),
    ] {
        let ran = run_in(&root.join(folder), &[&flags[..], &["--baseline"], &args[..]].concat());
        assert_eq!(ran, (0, String::new()), "in {folder}: {args:?}");
    }
    let (code, _) = run_in(&root.join("elsewhere"), &[&flags[..], &["--baseline", &baseline, "deploy"]].concat());
    assert_eq!(code, 1, "another file is not hidden");
}

#[test]
fn standard_input_goes_by_its_shown_name() {
    let project = Project::new("");
    let baseline = project.path("baseline.json");
    let flags = ["--offline", "--format", "concise", "-"];
    assert_eq!(idplint(&[&flags[..], &["--write-baseline", &baseline]].concat(), VALUES).code, 0);
    assert!(project.read("baseline.json").contains("\"file\":\"<stdin>\""));
    assert_eq!(idplint(&[&flags[..], &["--baseline", &baseline]].concat(), VALUES).code, 0);
    let named = ["--baseline", &baseline, "--stdin-filename", "other.yaml"];
    assert_eq!(idplint(&[&flags[..], &named].concat(), VALUES).code, 1);
}

/// Two findings with one fingerprint are known: the first two are hidden, wherever they stand, and a third is new.
#[test]
fn equal_findings_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let findings = |lines: usize| {
        let source = Source::new("a.yaml", "# moved\n".repeat(9 - lines) + &"key: value\n".repeat(lines));
        (10 - lines..10).map(|line| runs::note_on(&source, source.line_span(line).unwrap())).collect::<Vec<_>>()
    };
    let hide = |baseline: &Baseline, lines: usize| {
        let mut found = findings(lines);
        let (known, gone) = baseline.hide(&mut found, ["a.yaml"], |rule| rule == "placeholder-left");
        let lines = found.iter().map(|one| one.label.place.source.position(one.label.place.span.start).line);
        (known.len(), gone, lines.collect::<Vec<_>>())
    };
    let written = Baseline::of(&findings(2), folder.path());
    let read = |text: &str| Baseline::read(text, folder.path()).unwrap();
    assert!(written.to_json().contains("\"count\":2"), "{}", written.to_json());
    for baseline in [&written, &read(&written.to_json())] {
        assert_eq!(baseline.len(), 2);
        assert_eq!(hide(baseline, 1), (1, 1, vec![]));
        assert_eq!(hide(baseline, 2), (2, 0, vec![]));
        assert_eq!(hide(baseline, 3), (2, 0, vec![9]));
    }
    // What two branches recorded alike is one record.
    let line = written.to_json().lines().find(|line| line.contains("count")).unwrap().to_owned();
    let merged = read(&written.to_json().replace(&line, &format!("{line},\n{line}")));
    assert_eq!(hide(&merged, 3), (2, 0, vec![9]));
    assert_eq!(hide(&merged, 1), (1, 1, vec![]));
}

#[test]
fn what_is_gone_is_told_once_where_it_was_looked_for() {
    let project = Project::new(VALUES);
    project.write("other.yaml", VALUES);
    let (values, other, baseline) =
        (project.path("values.yaml"), project.path("other.yaml"), project.path("baseline.json"));
    idplint(&["--offline", "--write-baseline", &baseline, &values, &other], "");
    project.write("values.yaml", &VALUES.replace("id: ada@acme.io", "id: auth0|64f0c2"));
    let human = |more: &[&str]| idplint(&[&["--offline", "--baseline", &baseline], more].concat(), "").stdout;
    let remark = "1 finding of the baseline is gone: write it anew with `--write-baseline`\n";
    assert!(human(&[&values, &other]).ends_with(remark), "{}", human(&[&values, &other]));
    assert!(!human(&[&other]).contains("baseline"), "its file was not checked");
    assert!(!human(&[&values, "--ignore", "user-id-is-email"]).contains("baseline"), "its rule did not run");
    let ran = idplint(&["--offline", "--baseline", &baseline, "--write-baseline", &baseline, &values, &other], "");
    assert!(ran.stderr.ends_with(", 0 of them new; 1 of the one before are gone\n"), "{}", ran.stderr);
    assert!(!ran.stdout.contains("gone"), "{}", ran.stdout);
    assert!(!human(&[&values, &other]).contains("baseline"));
}

#[test]
fn what_is_hidden_is_not_mended() {
    let project = Project::new(VALUES);
    project.record();
    let ran = project.check_again(&["--fix"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "applied 0 fixes\n"));
    assert_eq!(project.read("values.yaml"), VALUES);
    // What --fix mends is not recorded.
    let ran = project.check(&["--fix", "--write-baseline", &project.path("baseline.json")]);
    assert!(ran.stderr.contains("applied 1 fix in 1 file\nwrote 1 finding to"), "{}", ran.stderr);
}

#[test]
fn a_comment_hides_before_the_baseline_does() {
    let project =
        Project::new(&VALUES.replace("id: ada@acme.io", "id: ada@acme.io # idplint: ignore[user-id-is-email] lab"));
    project.record();
    assert!(!project.read("baseline.json").contains("user-id-is-email"));
}

/// Findings about comments enter like all others: after `--write-baseline` a run is quiet at every level.
#[test]
fn notes_about_comments_enter_the_baseline() {
    let project = Project::new(&format!("# idplint: ignore[user-id-is-email]\n{VALUES}"));
    let ran = project.check(&["--fail-on", "note", "--write-baseline", &project.path("baseline.json")]);
    assert_eq!(ran.code, 0);
    assert!(project.read("baseline.json").contains("ignore-without-reason"));
    assert_eq!(project.check_again(&["--fail-on", "note"]).code, 0);
}

#[test]
fn a_run_that_could_not_finish_says_so() {
    let project = Project::new(VALUES);
    let missing = project.path("missing.yaml");
    let ran = project.check(&["--write-baseline", &project.path("baseline.json"), &missing]);
    assert_eq!(ran.code, 3);
    assert!(project.read("baseline.json").contains("user-id-is-email"));
}

#[test]
fn a_file_that_is_no_baseline_is_wrong_usage() {
    let project = Project::new(VALUES);
    for (text, place) in [
        ("", "baseline.json:1:1: this is no baseline: EOF"),
        ("{\n  \"version\": 1,\n  \"findings\": [{}]\n}\n", "baseline.json:3:17: this is no baseline: missing field"),
        ("{\"version\": 2, \"findings\": {}}", "baseline.json:1:1: this is no baseline: this is version 2"),
        ("[]", "this is no baseline"),
        (
            "{\"version\": 1, \"findings\": [{\"fingerprint\":\"a\",\"rule\":\"b\",\"file\":\"c\",\"path\":\"d\",\"count\":0}]}",
            "this is no baseline",
        ),
        ("{\"version\": \"\u{1b}[31m\"}", "this is no baseline"),
    ] {
        project.write("baseline.json", text);
        let ran = project.check_again(&[]);
        assert!(ran.code == 2 && ran.stderr.contains(place), "{text}: {}", ran.stderr);
        assert!(!ran.stderr.contains('\u{1b}') && ran.stdout.is_empty(), "{ran:?}");
    }
    fs::remove_file(project.path("baseline.json")).unwrap();
    let ran = project.check_again(&[]);
    assert!(ran.code == 2 && ran.stderr.contains("cannot read the baseline"), "{}", ran.stderr);
    let ran = project.check(&["--write-baseline", &project.path("none/baseline.json")]);
    assert!(ran.code == 2 && ran.stderr.contains("cannot write"), "{}", ran.stderr);
}

/// What is wrong in the project file tells how this run was made: it stays until it is mended.
#[test]
fn the_project_file_is_never_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let note = |name: &str| {
        let source = Source::new(name, "pair = 1\n");
        runs::note_on(&source, source.line_span(1).unwrap())
    };
    let mut findings = vec![note("sub/.idplint.toml"), note("values.yaml")];
    let baseline = Baseline::of(&findings, folder.path());
    assert_eq!(baseline.len(), 1);
    let (known, _) = baseline.hide(&mut findings, [""; 0], |_| true);
    assert_eq!((known.len(), findings.len()), (1, 1));
    assert_eq!(findings[0].label.place.source.name(), "sub/.idplint.toml");
}
