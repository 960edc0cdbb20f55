//! The door of GitHub: action/run.sh as a runner starts it, with the inputs that action.yml declares.
#![cfg(unix)]

#[path = "action/changes.rs"]
mod changes;
#[path = "support/provider.rs"]
mod provider;
#[path = "action/releases.rs"]
mod releases;
#[path = "action/runner.rs"]
mod runner;

use runner::{BAD, ROOT, Runner, action, declared_inputs, pull_request, variable};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

#[test]
fn every_input_goes_by_environment_and_every_output_comes_back() {
    let action = action();
    let step = &action["runs"]["steps"][0];
    let handed: BTreeMap<_, _> = declared_inputs()
        .iter()
        .map(|(name, _)| (variable(name), Value::from(format!("${{{{ inputs.{name} }}}}"))))
        .collect();
    let env = step["env"].as_object().unwrap();
    assert_eq!(env.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<BTreeMap<_, _>>(), handed);
    let script = fs::read_to_string(Path::new(ROOT).join("action/run.sh")).unwrap();
    for name in handed.keys() {
        assert!(script.contains(&format!("${name}")) || script.contains(&format!("${{{name}")), "{name} is unused");
    }
    assert!(!step["run"].as_str().unwrap().contains("${{"));

    let sarif = Runner::new(&[("values.yaml", BAD)]).with("sarif-file", "idplint.sarif").run();
    let declared: Vec<_> = action["outputs"].as_object().unwrap().keys().cloned().collect();
    for name in declared {
        assert!(!sarif.outputs([&name])[0].is_empty(), "{name} is not set");
        assert_eq!(action["outputs"][&name]["value"], format!("${{{{ steps.check.outputs.{name} }}}}"));
    }
}

#[test]
fn findings_become_annotations_summary_outputs_and_exit_code() {
    let runner = Runner::new(&[("deploy/values.yaml", BAD)]).with("sarif-file", "out put.sarif");
    let step = runner.run();
    assert_eq!(step.code, 1, "{}", step.log);
    let commands = step.commands();
    assert_eq!(commands.len(), 1, "{}", step.log);
    assert!(commands[0].starts_with("::error file=deploy/values.yaml,line=5,"), "{}", commands[0]);
    assert_eq!(step.outputs(["exit-code", "findings", "errors", "warnings", "files"]), ["1", "1", "1", "0", "1"]);
    assert_eq!(step.outputs(["version", "sarif-file"]), [env!("CARGO_PKG_VERSION"), "out put.sarif"]);
    assert!(step.summary.starts_with("## idplint: 1 error"), "{}", step.summary);
    assert_eq!(fs::read_to_string(step.outputs(["report-file"])[0]).unwrap(), step.summary);
    let sarif = fs::read_to_string(runner.workspace().join("out put.sarif")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&sarif).unwrap()["version"], "2.1.0");
}

#[test]
fn annotations_and_summary_can_be_switched_off() {
    let step = Runner::new(&[("values.yaml", BAD)])
        .with("annotations", "false")
        .with("summary", "false")
        .with("fail-on", "never")
        .run();
    assert_eq!(step.code, 0, "{}", step.log);
    assert!(step.log.contains("error[user-id-is-email]"), "{}", step.log);
    assert_eq!((step.commands().len(), step.summary.as_str()), (0, ""));
    assert_eq!(step.outputs(["exit-code", "errors"]), ["0", "1"]);
}

#[test]
fn nothing_to_check_fails_unless_told_otherwise() {
    let step = Runner::new(&[("README.md", "nothing\n")]).run();
    assert_eq!(step.code, 3, "{}", step.log);
    assert_eq!(step.outputs(["exit-code", "files"]), ["3", "0"]);
    assert_eq!(Runner::new(&[("README.md", "nothing\n")]).with("fail-on-no-inputs", "false").run().code, 0);
}

#[test]
fn wrong_usage_says_so_and_leaves_no_report() {
    let cases = [
        ("annotations", "yes"),
        ("paths", "\n"),
        ("fail-on", "info"),
        ("args", "--probe-device c1"),
        ("args", "--fix\n--probe-device=c1"),
    ];
    for (input, value) in cases {
        let step = Runner::new(&[("values.yaml", BAD)]).with(input, value).run();
        assert_eq!(step.code, 2, "{input}: {}", step.log);
        assert_eq!(step.outputs(["exit-code", "findings"]), ["2", ""]);
        assert!(!step.log.trim().is_empty());
    }
}

#[test]
fn a_fork_is_checked_offline_unless_the_workflow_decided() {
    let unread = ("pull_request", Value::from("no object"));
    let own = pull_request("", Some("acme/deploy"));
    let fork = pull_request("", Some("mallory/deploy"));
    let run = |head: &str| json!({ "repository": { "full_name": "acme/deploy" }, "workflow_run": { "head_repository": { "full_name": head } } });
    let cases = [
        ("push", json!({}), false),
        ("schedule", json!({}), false),
        ("pull_request", own, false),
        ("pull_request", fork.clone(), true),
        ("pull_request_target", fork.clone(), true),
        ("pull_request", pull_request("", None), true),
        ("pull_request", json!({}), true),
        (unread.0, unread.1, true),
        ("workflow_run", run("acme/deploy"), false),
        ("workflow_run", run("mallory/deploy"), true),
    ];
    for (name, payload, offline) in cases {
        let step = Runner::new(&[]).with_echo().with("network", "").on(name, payload.clone()).run();
        assert_eq!(step.log.contains("<--untrusted>"), offline, "{name} {payload}: {}", step.log);
        assert_eq!(step.log.contains("<--offline>"), offline, "{name} {payload}: {}", step.log);
        assert!(!step.log.contains("<--network>"), "{}", step.log);
    }
    let step = Runner::new(&[]).with_echo().with("network", "require").on("pull_request", fork).run();
    assert!(step.log.contains("<--network><require>") && step.log.contains("<--untrusted>"), "{}", step.log);
    assert!(!step.log.contains("<--offline>"), "{}", step.log);
}

/// A stranger's comments and project file hide nothing; those of one's own do.
#[test]
fn a_fork_hides_nothing() {
    let comment = "    # idplint: ignore[user-id-is-email] known\n    - id:";
    let hidden = BAD.replace("    - id:", comment);
    let project = "[levels]\nuser-id-is-email = \"off\"\n";
    for files in
        [[("values.yaml", hidden.as_str()), (".idplint.toml", "")], [("values.yaml", BAD), (".idplint.toml", project)]]
    {
        for (head, errors) in [("acme/deploy", "0"), ("mallory/deploy", "1")] {
            let step = Runner::new(&files).on("pull_request", pull_request("", Some(head))).run();
            assert_eq!(step.outputs(["errors"]), [errors], "{head}: {}", step.log);
        }
    }
}

#[test]
fn inputs_are_words_and_never_code() {
    let step = Runner::new(&[("b.md", "")])
        .with_echo()
        .with("paths", "a b.yaml\r\n$(touch pwned)\n-x.yaml\n*.yaml\n")
        .with("allow-hosts", "idp.corp:8443\n  *")
        .with("args", "--timeout 5\n--ignore `touch,pwned` *")
        .run();
    let flags = "<--allow-host=idp.corp:8443><--allow-host=*><--timeout><5><--ignore><`touch,pwned`><*>";
    assert!(step.log.contains(flags), "{}", step.log);
    assert!(step.log.contains("<--><./a b.yaml><./$(touch pwned)><./-x.yaml><./*.yaml>"), "{}", step.log);
}

const HOSTILE: [&str; 5] =
    ["with space.yaml", "-", "--network=auto.yaml", "new\nline.yaml", "x\n::error::##[set-env name=PATH]y,z%.yaml"];

#[test]
fn hostile_names_are_names() {
    for changed_only in ["false", "true"] {
        let runner = Runner::new(&[("README.md", "")]);
        let base = runner.git(&["rev-parse", "HEAD"]);
        runner.commit(&HOSTILE.map(|name| (name, BAD)));
        let step = runner.with("changed-only", changed_only).on("push", json!({ "before": base })).run();
        assert_eq!(step.outputs(["exit-code", "files", "findings"]), ["1", "5", "5"], "{}", step.log);
        let commands = step.commands();
        assert_eq!(commands.len(), 5, "{}", step.log);
        assert!(commands.iter().all(|line| line.starts_with("::error file=")), "{}", step.log);
        assert!(!step.log.contains("##["), "{}", step.log);
    }
}

/// Runners of one's own may lack jq.
#[test]
fn python_reads_what_jq_would() {
    let python = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output();
    let Ok(python) = python else {
        eprintln!("skipped: no python3");
        return;
    };
    // Python would look for its own modules in the workspace first.
    let runner = Runner::new(&[("values.yaml", BAD), ("json.py", "raise SystemExit('pwned')\n")]).with("network", "");
    let tools = runner.folder.path().join("tools");
    fs::create_dir(&tools).unwrap();
    symlink(String::from_utf8(python.stdout).unwrap().trim(), tools.join("python3")).unwrap();
    for tool in ["bash", "cat", "git", "head", "mktemp", "wc"] {
        let path = Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().unwrap().stdout;
        symlink(String::from_utf8(path).unwrap().trim(), tools.join(tool)).unwrap();
    }
    let step = runner.variable("PATH", tools).on("pull_request", pull_request("", Some("mallory/deploy"))).run();
    assert_eq!(step.outputs(["exit-code", "findings", "errors", "files"]), ["1", "1", "1", "1"], "{}", step.log);
}

#[test]
fn without_a_binary_cargo_builds_the_action_outside_of_the_workspace() {
    // What a pull request could bring to choose the compiler.
    let runner = Runner::new(&[(".cargo/config.toml", "[build]\nrustc-wrapper = 'pwned'\n")]).with("binary", "");
    let install = format!(
        r#"echo "<$PWD> <$CARGO_TARGET_DIR> $*"; for root; do :; done; mkdir "$root/bin"; ln -s '{}' "$root/bin/idplint""#,
        env!("CARGO_BIN_EXE_idplint")
    );
    runner.program("cargo", &install);
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", runner.folder.path().display());
    let runner = runner.variable("PATH", path);
    let step = runner.run();
    let tools = runner.folder.path().join("tools/idplint");
    let cargo = format!("<{ROOT}> <{}> install --quiet --locked --path . --root ", tools.display());
    assert!(step.log.contains(&cargo), "{}", step.log);
    assert_eq!(step.outputs(["exit-code", "version"]), ["3", env!("CARGO_PKG_VERSION")], "{}", step.log);
}

#[test]
fn a_runner_without_a_compiler_is_told_so() {
    let runner = Runner::new(&[("values.yaml", BAD)]).with("binary", "");
    runner.program("cargo", "exit 101");
    let path = format!("{}:{}", runner.folder.path().display(), std::env::var("PATH").unwrap());
    let step = runner.variable("PATH", path).run();
    assert_eq!(step.outputs(["exit-code", "version"]), ["3", ""], "{}", step.log);
    assert!(step.log.contains("::error title=idplint::cargo cannot build this action"), "{}", step.log);
}
