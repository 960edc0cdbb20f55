//! The door of pre-commit: what .pre-commit-hooks.yaml says runs as pre-commit would run it.
//!
//! With pre-commit itself: `IDPLINT_PRE_COMMIT=FOLDER cargo test --test pre_commit`, where `pre-commit`, `prek`, `uv` and
//! `maturin` are on the PATH and the folder holds a wheel of `setuptools`. No index is asked: what PyPI calls `idplint`
//! is not what is tested.
#![cfg(unix)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
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

/// The same with the id that Auth0 gives.
const GOOD: &str = "admin:
  identityProvider: auth0
  jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
  users:
    - id: auth0|660d8a0ec36b45004be8c23d
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
    for name in [".git", "vendor"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("vendor/x.yaml"), BAD).unwrap();
    fs::write(folder.path().join(".idplint.toml"), "exclude = [\"vendor/**\"]\n").unwrap();
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
        let clean = run(&["other.yaml", "broken.yaml", "package.json", "vendor/x.yaml"]);
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

/// With the wheel's own project in the root, or with code in the hook's, pip would call a compiler.
#[test]
fn the_root_is_a_placeholder_for_the_wheel_of_this_version() {
    let read = |name: &str| fs::read_to_string(Path::new(ROOT).join(name)).unwrap();
    let hook: toml::Table = read("pyproject.toml").parse().unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let project = ["name", "version"].map(|key| hook["project"][key].as_str().unwrap());
    assert_eq!(project, ["idplint-hook", version]);
    assert_eq!(hook["project"]["dependencies"].as_array().unwrap(), &[format!("idplint=={version}").into()]);
    assert_eq!(hook["build-system"]["build-backend"].as_str(), Some("setuptools.build_meta"));
    assert_eq!(hook["tool"]["setuptools"]["py-modules"].as_array().map(Vec::len), Some(0));
    let wheel: toml::Table = read("python/pyproject.toml").parse().unwrap();
    assert_eq!(wheel["project"]["name"].as_str(), Some("idplint"));
    assert!(wheel["project"]["dynamic"].as_array().unwrap().contains(&"version".into()), "Cargo.toml says it");
    assert_eq!(wheel["tool"]["maturin"]["manifest-path"].as_str(), Some("../Cargo.toml"));
}

/// Hooks run on every commit of every repository: on a file of others nothing is started.
#[test]
#[cfg(target_os = "linux")]
fn a_file_of_others_costs_one_read_and_no_thread() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let calls = |text: &str| {
        fs::write(folder.path().join("some.yaml"), text).unwrap();
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "signal=none", "-o"]).arg(&trace).arg(IDPLINT);
        // Where cargo says that libraries may be, the loader looks hundreds of times.
        command.env_remove("LD_LIBRARY_PATH");
        let entry = ["check", "--offline", "--quiet", "--", "some.yaml"];
        if let Err(error) = command.args(entry).current_dir(folder.path()).output() {
            eprintln!("skipped: strace does not run: {error}");
            return None;
        }
        let trace = fs::read_to_string(&trace).unwrap_or_default();
        Some(trace.lines().filter(|line| !line.contains("???(")).map(str::to_owned).collect::<Vec<_>>())
    };
    let Some(other) = calls("kind: Deployment\nmetadata: {name: web}\n") else { return };
    if other.is_empty() {
        eprintln!("skipped: strace sees nothing; ptrace may be forbidden here");
        return;
    }
    let count = |word: &str| other.iter().filter(|line| line.contains(word)).count();
    assert_eq!(count("some.yaml\", O_RDONLY"), 1, "{other:#?}");
    assert_eq!(["clone(", "clone3(", "vfork(", "socket("].map(count), [0; 4], "{other:#?}");
    // The loader of a Linux makes about sixty; a pool, a schema or a runtime would make hundreds.
    assert!(other.len() < 200, "{}: {other:#?}", other.len());
}

/// What is staged together, and how often the hook's message shall be told.
const COMMITS: [(&[(&str, &str)], usize); 4] = [
    (&[("other.yaml", "kind: Deployment\n"), ("notes.md", BAD)], 0),
    (&[("deploy/values.yaml", BAD)], 1),
    (&[("-x.yaml", BAD), ("with space.yaml", BAD), ("$(touch pwned);`touch pwned`\n::error::.yaml", BAD)], 3),
    (&[("deploy/values.yaml", GOOD)], 0),
];

#[test]
fn real_hooks_block_a_bad_commit_and_let_a_good_one_pass() {
    let Some(wheels) = std::env::var_os("IDPLINT_PRE_COMMIT").map(PathBuf::from) else {
        eprintln!("skipped: IDPLINT_PRE_COMMIT names no folder of wheels");
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let ours = scratch.path().join("wheels");
    let mut maturin = Command::new("maturin");
    // The profile of this test: nearly all of it is compiled already, unless build scripts see the variables of a test.
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
    {
        maturin.env_remove(name);
    }
    maturin.args(["build", "--profile", "dev", "--out"]).arg(&ours).current_dir(Path::new(ROOT).join("python"));
    succeed(&mut maturin);
    let hooks = scratch.path().join("hooks");
    let revision = repository_of_this_tree(&hooks);
    for program in ["pre-commit", "prek"] {
        for hook in ["idplint", "idplint-system"] {
            let folder = scratch.path().join(format!("{program} {hook}"));
            let work = Work { folder, hook, home: scratch.path().join("home"), wheels: [ours.clone(), wheels.clone()] };
            let url = hooks.display();
            let config = format!("repos:\n- repo: {url}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n");
            work.write(&[(".pre-commit-config.yaml", &config)]);
            succeed(&mut work.git(&["init", "--quiet"]));
            succeed(work.command(program).arg("install"));
            work.commit_each();
            let all =
                work.command(program).args(["run", "--all-files", "--verbose", "--color=never"]).output().unwrap();
            assert!(all.status.success() && !log(&all).contains("wrong"), "{program} {hook}: {}", log(&all));
        }
    }
}

/// A repository of a user with one hook of ours.
struct Work<'a> {
    folder: PathBuf,
    hook: &'a str,
    home: PathBuf,
    wheels: [PathBuf; 2],
}

impl Work<'_> {
    fn write(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = self.folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn command(&self, program: &str) -> Command {
        let mut path = std::env::var("PATH").unwrap();
        if self.hook == "idplint-system" {
            path = format!("{}:{path}", Path::new(IDPLINT).parent().unwrap().display());
        }
        let [ours, others] = self.wheels.each_ref().map(|folder| folder.display());
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("PATH", path).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("PRE_COMMIT_HOME", self.home.join("pre-commit")).env("PREK_HOME", self.home.join("prek"));
        // pre-commit installs with pip, prek with uv.
        command.env("PIP_NO_INDEX", "1").env("PIP_FIND_LINKS", format!("{ours} {others}"));
        command
            .env("UV_OFFLINE", "1")
            .env("UV_CACHE_DIR", self.home.join("uv"))
            .env("UV_FIND_LINKS", format!("{ours},{others}"));
        command
    }

    fn git(&self, args: &[&str]) -> Command {
        let mut command = self.command("git");
        command.args(["-c", "user.name=Ada", "-c", "user.email=ada@acme.io"]).args(args);
        command
    }

    fn commit_each(&self) {
        for (files, told) in COMMITS {
            self.write(files);
            succeed(&mut self.git(&["add", "--all"]));
            let done = self.git(&["commit", "--message", "change"]).output().unwrap();
            let case = self.folder.display();
            assert_eq!(done.status.success(), told == 0, "{case} {files:?}: {}", log(&done));
            assert_eq!(log(&done).matches("error[user-id-is-email]").count(), told, "{case}: {}", log(&done));
            if told > 0 {
                succeed(&mut self.git(&["reset", "--quiet", "--hard"]));
            }
        }
        assert!(!self.folder.join("pwned").exists());
    }
}

/// A repository with the files of this tree as they are now; gives the commit.
fn repository_of_this_tree(folder: &Path) -> String {
    fs::create_dir_all(folder).unwrap();
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(folder.join(".git")).arg("--work-tree").arg(ROOT).args(args).current_dir(ROOT);
        String::from_utf8(succeed(command.env("GIT_CONFIG_GLOBAL", "/dev/null"))).unwrap().trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["-c", "user.name=Ada", "-c", "user.email=ada@acme.io", "commit", "--quiet", "--message", "all"]);
    git(&["rev-parse", "HEAD"])
}

fn succeed(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", log(&output));
    output.stdout
}
