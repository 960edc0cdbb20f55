//! A runner of GitHub, as far as a step of ours sees it.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const IDPLINT: &str = env!("CARGO_BIN_EXE_idplint");

/// One error (`user-id-is-email`), nothing to ask offline.
pub const BAD: &str = "admin:
  identityProvider: auth0
  jwksEndpoint: https://acme.us.auth0.com/.well-known/jwks.json
  users:
    - id: ada@acme.io
      firstName: Ada
      lastName: Lovelace
      email: ada@acme.io
";

/// A runner: a workspace that is a git repository, and the files and variables of a job.
pub struct Runner {
    pub folder: TempDir,
    pub inputs: BTreeMap<String, String>,
    pub event: (&'static str, Value),
    pub variables: BTreeMap<&'static str, OsString>,
}

/// What a step leaves.
pub struct Step {
    pub code: i32,
    pub log: String,
    pub outputs: BTreeMap<String, String>,
    pub summary: String,
}

impl Runner {
    /// A push, offline, to a repository with these files in its first commit.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("work")).unwrap();
        fs::create_dir_all(folder.path().join("temp")).unwrap();
        let inputs = BTreeMap::from([("network".into(), "off".into()), ("binary".into(), IDPLINT.into())]);
        let runner = Self { folder, inputs, event: ("push", json!({})), variables: BTreeMap::new() };
        runner.git(&["init", "--quiet"]);
        runner.commit(files);
        runner
    }

    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    pub fn git(&self, args: &[&str]) -> String {
        git(&self.workspace(), args)
    }

    /// Commits these files and gives the commit's name.
    pub fn commit(&self, files: &[(&str, &str)]) -> String {
        for (name, text) in files {
            let path = self.workspace().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "change"]);
        self.git(&["rev-parse", "HEAD"])
    }

    pub fn with(mut self, input: &str, value: &str) -> Self {
        self.inputs.insert(input.to_owned(), value.to_owned());
        self
    }

    pub fn on(mut self, name: &'static str, payload: Value) -> Self {
        self.event = (name, payload);
        self
    }

    pub fn variable(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name, value.into());
        self
    }

    /// A program beside the workspace.
    pub fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// An idplint that tells its arguments in place of a report.
    pub fn with_echo(self) -> Self {
        let path = self.program("echo", "printf '<%s>' \"$@\"");
        self.with("binary", path.to_str().unwrap())
    }

    pub fn run(&self) -> Step {
        let at = |name: &str| self.folder.path().join(name);
        fs::write(at("event.json"), self.event.1.to_string()).unwrap();
        fs::write(at("output"), "").unwrap();
        fs::write(at("summary.md"), "").unwrap();
        let mut command = Command::new("bash");
        command
            .arg(Path::new(ROOT).join("action/run.sh"))
            .env("GITHUB_ACTION_PATH", ROOT)
            .env("GITHUB_WORKSPACE", self.workspace())
            .env("GITHUB_EVENT_NAME", self.event.0)
            .env("GITHUB_EVENT_PATH", at("event.json"))
            .env("GITHUB_OUTPUT", at("output"))
            .env("GITHUB_STEP_SUMMARY", at("summary.md"))
            .env("RUNNER_TEMP", at("temp"))
            .env("GITHUB_SERVER_URL", "https://github.com")
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env("RUNNER_TOOL_CACHE", at("tools"));
        for (name, default) in declared_inputs() {
            let value = self.inputs.get(&name).unwrap_or(&default);
            command.env(variable(&name), value);
        }
        command.envs(&self.variables);
        let output = command.output().unwrap();
        let lines = fs::read_to_string(at("output")).unwrap();
        let outputs = lines.lines().map(|line| line.split_once('=').unwrap());
        Step {
            code: output.status.code().unwrap(),
            log: log(&output),
            outputs: outputs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            summary: fs::read_to_string(at("summary.md")).unwrap(),
        }
    }
}

impl Step {
    pub fn outputs<const N: usize>(&self, names: [&str; N]) -> [&str; N] {
        names.map(|name| self.outputs.get(name).map_or("", String::as_str))
    }

    /// The lines that a runner takes for commands.
    pub fn commands(&self) -> Vec<&str> {
        self.log.lines().filter(|line| line.trim_start().starts_with("::") || line.contains("##[")).collect()
    }
}

/// A runner reads commands from both streams.
fn log(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

pub fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@acme.io", "-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", log(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub fn action() -> Value {
    serde_yaml::from_str(&fs::read_to_string(Path::new(ROOT).join("action.yml")).unwrap()).unwrap()
}

/// The inputs of action.yml with their defaults.
pub fn declared_inputs() -> Vec<(String, String)> {
    let action = action();
    let inputs = action["inputs"].as_object().unwrap();
    inputs.iter().map(|(name, input)| (name.clone(), input["default"].as_str().unwrap().to_owned())).collect()
}

/// The variable that carries an input.
pub fn variable(input: &str) -> String {
    format!("INPUT_{}", input.replace('-', "_").to_uppercase())
}

pub fn pull_request(base: &str, head: Option<&str>) -> Value {
    let head = head.map(|name| json!({ "full_name": name }));
    json!({ "pull_request": {
        "base": { "sha": base, "repo": { "full_name": "acme/deploy" } },
        "head": { "repo": head },
    } })
}
