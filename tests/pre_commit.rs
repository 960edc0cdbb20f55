//! The door of pre-commit: what .pre-commit-hooks.yaml says runs as pre-commit would run it.
//!
//! With pre-commit itself, from PyPI, on the PATH: `IDPLINT_PRE_COMMIT=1 cargo test --test pre_commit`.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "clippy.toml speaks of test functions only, not of what they call; skips are told"
)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");
const IDPLINT: &str = env!("CARGO_BIN_EXE_idplint");

/// One error (`user-id-is-email`), nothing to ask offline.
const BAD: &str = "admin:
  identityProvider: auth0
  jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
  users:
    - id: ada@acme.io
      firstName: Ada
      lastName: Lovelace
      email: ada@acme.io
";

fn hooks() -> Vec<Value> {
    serde_yaml::from_str(HOOKS).unwrap()
}

fn words(hook: &Value, field: &str) -> Vec<String> {
    let words = hook[field].as_array().unwrap_or_else(|| panic!("{field} is no list"));
    words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn log(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn hooks_take_names_of_files_and_are_silent_on_other_peoples() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("-x.yaml", BAD), ("other.yaml", "a: 1\n"), ("broken.yaml", "{{ a\n"), ("package.json", "{}")]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    for hook in hooks() {
        let id = hook["id"].as_str().unwrap();
        let entry: Vec<_> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(entry[..2], ["idplint", "check"], "{id}");
        // The test may not ask anybody.
        let offline = if entry.contains(&"--offline") { &[][..] } else { &["--offline"][..] };
        let run = |names: &[&str]| {
            let mut command = Command::new(IDPLINT);
            command.args(&entry[1..]).args(offline).args(words(&hook, "args")).args(names);
            command.current_dir(folder.path()).output().unwrap()
        };
        let clean = run(&["other.yaml", "broken.yaml", "package.json"]);
        assert_eq!((clean.status.code(), log(&clean).as_str()), (Some(0), ""), "{id}");
        let found = run(&["-x.yaml", "other.yaml"]);
        assert_eq!(found.status.code(), Some(1), "{id}: {}", log(&found));
        assert!(log(&found).contains("user-id-is-email"), "{id}: {}", log(&found));
    }
}

#[test]
fn only_the_hook_that_says_so_asks_and_never_while_committing() {
    for hook in hooks() {
        let id = hook["id"].as_str().unwrap();
        let offline = hook["entry"].as_str().unwrap().contains("--offline");
        assert_eq!(offline, id != "idplint-online", "{id}");
        assert_eq!(words(&hook, "stages").contains(&"pre-commit".to_owned()), offline, "{id}");
        // Names of stages as 3.2.0 changed them.
        assert_eq!(hook["minimum_pre_commit_version"], "3.2.0", "{id}");
    }
}

#[test]
fn the_real_pre_commit_runs_the_hook() {
    if std::env::var_os("IDPLINT_PRE_COMMIT").is_none() {
        eprintln!("skipped: IDPLINT_PRE_COMMIT is not set");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (hooks, work) = (folder.path().join("hooks"), folder.path().join("work"));
    fs::create_dir_all(&hooks).unwrap();
    fs::write(hooks.join(".pre-commit-hooks.yaml"), HOOKS).unwrap();
    let revision = repository(&hooks);
    fs::create_dir_all(&work).unwrap();
    let url = hooks.display();
    let config = format!("repos:\n  - repo: {url}\n    rev: {revision}\n    hooks:\n      - id: idplint-system\n");
    fs::write(work.join(".pre-commit-config.yaml"), config).unwrap();
    fs::write(work.join("other.yaml"), "a: 1\n").unwrap();
    repository(&work);

    let here = Path::new(IDPLINT).parent().unwrap().display();
    let path = format!("{here}:{}", std::env::var("PATH").unwrap());
    let run = || {
        let mut command = Command::new("pre-commit");
        command.args(["run", "--all-files", "--color=never"]).current_dir(&work);
        command.env("PATH", &path).env("PRE_COMMIT_HOME", folder.path().join("home")).output().unwrap()
    };
    let clean = run();
    assert_eq!(clean.status.code(), Some(0), "{}", log(&clean));
    for name in ["values.yaml", "-x.yaml", "with space\nand line.yaml"] {
        fs::write(work.join(name), BAD).unwrap();
    }
    repository(&work);
    let found = run();
    assert_eq!(found.status.code(), Some(1), "{}", log(&found));
    assert_eq!(log(&found).matches("error[user-id-is-email]").count(), 3, "{}", log(&found));
}

/// Commits all of a folder and gives the commit's name.
fn repository(folder: &Path) -> String {
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder).args(["-c", "user.name=Ada", "-c", "user.email=ada@acme.io"]).args(args);
        let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", log(&output));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "all"]);
    git(&["rev-parse", "HEAD"])
}
