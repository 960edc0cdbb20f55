//! Workflows, our own and those that the README shows: pinned, with few permissions, and clean to their linters.
//!
//! With actionlint and zizmor on the PATH: `IDPLINT_LINTERS=1 cargo test --test workflows`.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const README: &str = include_str!("../README.md");

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// The YAML blocks of the README that have this key.
fn shown(key: &str) -> Vec<String> {
    let blocks = README.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    // A commit stands there once there is one to name.
    let blocks = blocks.map(|block| block.replace("COMMIT", &"0123456789".repeat(4)));
    blocks.filter(|block| yaml(block).get(key).is_some()).collect()
}

/// Our workflows and those of the README, with names.
fn workflows() -> Vec<(String, String)> {
    let ours = ["ci", "release"].map(|name| format!(".github/workflows/{name}.yml"));
    let found = fs::read_dir(Path::new(ROOT).join(".github/workflows")).unwrap().count();
    assert_eq!(found, ours.len(), "a workflow is not tested");
    let shown = shown("jobs");
    assert_eq!(shown.len(), 2, "the README shows a gate and a nightly run");
    let shown = shown.into_iter().enumerate().map(|(i, text)| (format!("readme-{i}.yml"), text));
    ours.into_iter().map(|name| (name.clone(), read(&name))).chain(shown).collect()
}

fn steps(workflow: &Value) -> Vec<&Value> {
    let jobs = workflow["jobs"].as_object().unwrap();
    jobs.values().flat_map(|job| job["steps"].as_array().unwrap()).collect()
}

#[test]
fn what_is_used_is_pinned_and_may_do_little() {
    for (name, text) in workflows() {
        let workflow = yaml(&text);
        for line in text.lines().filter(|line| line.contains("uses:") && !line.contains("idplint/idplint@")) {
            let (action, version) = line.split_once(" # v").unwrap_or_else(|| panic!("{name}: {line} has no version"));
            let commit = action.split_once('@').unwrap().1;
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {line}");
            assert_eq!(version.split('.').count(), 3, "{name}: {line}");
        }
        for step in steps(&workflow) {
            if step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout@")) {
                assert_eq!(step["with"]["persist-credentials"], false, "{name}");
            }
        }
        let allowed = workflow["permissions"].as_object().unwrap_or_else(|| panic!("{name} says no permissions"));
        assert!(allowed.iter().all(|(what, how)| what == "contents" && how == "read"), "{name}: {allowed:?}");
        assert!(!text.contains("pull_request_target"), "{name}");
    }
    let ci = yaml(&read(".github/workflows/ci.yml"));
    assert!(steps(&ci).iter().any(|step| step["run"] == "bash .ci/run"));
}

#[test]
fn writing_and_signing_are_for_the_jobs_that_publish() {
    let release = yaml(&read(".github/workflows/release.yml"));
    for (name, job) in release["jobs"].as_object().unwrap() {
        let allowed = job["permissions"].as_object().unwrap();
        let writes: BTreeSet<_> =
            allowed.iter().filter(|(_, how)| *how == "write").map(|(what, _)| what.as_str()).collect();
        let expected: &[&str] = match name.as_str() {
            "release" => &["attestations", "contents", "id-token"],
            "pypi" => &["id-token"],
            _ => &[],
        };
        assert_eq!(writes, expected.iter().copied().collect(), "{name}");
        // What holds a permission to write runs nothing of the tree.
        let checks_out =
            job["steps"].as_array().unwrap().iter().any(|step| step["uses"].to_string().contains("checkout"));
        assert!(writes.is_empty() || !checks_out, "{name}");
    }
}

#[test]
fn the_readme_names_what_there_is() {
    let action = yaml(&read("action.yml"));
    let names = |value: &Value| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
    let inputs = names(&action["inputs"]);
    let section = README.split("\n## In CI\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let cells = section.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    let ticked = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(cells.flat_map(ticked).collect::<BTreeSet<_>>(), inputs);
    let outputs = section.lines().find(|line| line.starts_with("Outputs: ")).unwrap();
    assert_eq!(ticked(outputs), names(&action["outputs"]));
    for text in shown("jobs") {
        for step in steps(&yaml(&text)).iter().filter(|step| step["uses"].to_string().contains("idplint/idplint@")) {
            assert!(names(&step["with"]).is_subset(&inputs), "{step}");
        }
    }
    let hooks: Vec<String> = yaml(&read(".pre-commit-hooks.yaml"))
        .as_array()
        .unwrap()
        .iter()
        .map(|hook| hook["id"].as_str().unwrap().to_owned())
        .collect();
    let section = README.split("\n## pre-commit\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let cells = section.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('`').nth(1));
    assert_eq!(cells.collect::<Vec<_>>(), hooks);
    for config in shown("repos") {
        assert!(hooks.contains(&yaml(&config)["repos"][0]["hooks"][0]["id"].as_str().unwrap().to_owned()));
    }
}

/// `cargo binstall`, the Action and the release agree on a name.
#[test]
fn archives_have_one_name() {
    let cargo: toml::Table = read("Cargo.toml").parse().unwrap();
    let package = &cargo["package"];
    let url = package["metadata"]["binstall"]["pkg-url"].as_str().unwrap();
    let url = url.replace("{ repo }", package["repository"].as_str().unwrap()).replace("{ name }", "idplint");
    assert_eq!(url, "https://github.com/idplint/idplint/releases/download/v{ version }/idplint-{ target }.tar.gz");
    assert!(read("action/run.sh").contains("idplint/idplint/releases/download/v$1/$name"));
    assert!(read("action/run.sh").contains("name=idplint-$2.tar.gz"));
    assert!(read(".github/workflows/release.yml").contains("path: idplint-${{ matrix.target }}.tar.gz"));
}

#[test]
fn linters_have_nothing_to_say() {
    if std::env::var_os("IDPLINT_LINTERS").is_none() {
        eprintln!("skipped: IDPLINT_LINTERS is not set");
        return;
    }
    // Both look for the repository that a workflow is in.
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join(".github/workflows");
    fs::create_dir_all(&place).unwrap();
    let copy = |(name, text): (String, String)| {
        let path = place.join(Path::new(&name).file_name().unwrap());
        fs::write(&path, text).unwrap();
        path
    };
    let mut files: Vec<PathBuf> = workflows().into_iter().map(copy).collect();
    let lint = |program: &str, flags: &[&str], files: &[PathBuf]| {
        let output = Command::new(program).args(flags).args(files).current_dir(folder.path()).output().unwrap();
        let told = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
        assert!(output.status.success(), "{program}: {told}");
    };
    lint("actionlint", &["-no-color"], &files);
    files.push(Path::new(ROOT).join("action.yml"));
    lint("zizmor", &["--offline", "--no-progress"], &files);
}
