//! What `changed-only` leaves to be checked, and against what.

use super::runner::{BAD, Runner, git, pull_request};
use serde_json::json;
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn only_changed_files_are_checked_when_asked() {
    let runner = Runner::new(&[("old.yaml", BAD), ("gone.yaml", BAD), ("elsewhere/a.yaml", "a: 1\n")]);
    let base = runner.git(&["rev-parse", "HEAD"]);
    fs::remove_file(runner.workspace().join("gone.yaml")).unwrap();
    symlink("nowhere", runner.workspace().join("dangling.yaml")).unwrap();
    runner.commit(&[("deploy/New.YAML", BAD), ("deploy/README.md", BAD), ("elsewhere/a.yaml", "a: 2\n")]);
    let events = [
        ("push", json!({ "before": base })),
        ("pull_request", pull_request(&base, Some("acme/deploy"))),
        ("merge_group", json!({ "merge_group": { "base_sha": base } })),
    ];
    let mut runner = runner.with("changed-only", "true").with("paths", "deploy\ndangling.yaml");
    for (name, payload) in events {
        runner = runner.on(name, payload);
        let step = runner.run();
        assert_eq!(step.outputs(["exit-code", "files"]), ["1", "1"], "{name}: {}", step.log);
        assert!(step.commands()[0].starts_with("::error file=deploy/New.YAML,"), "{}", step.log);
    }
    for unchanged in ["old.yaml", "gone.yaml", "dep*", "elsewhere"] {
        runner = runner.with("paths", unchanged);
        let step = runner.run();
        assert_eq!(step.outputs(["exit-code", "files"]), ["0", "0"], "{unchanged}: {}", step.log);
    }
}

#[test]
fn what_the_event_cannot_tell_is_checked_whole() {
    let zeros = "0".repeat(40);
    let events = [
        ("push", json!({ "before": zeros })),
        ("push", json!({ "before": "1".repeat(40) })),
        ("push", json!({ "before": "--output=pwned" })),
        // The workspace is the base: what differs is elsewhere.
        ("pull_request_target", pull_request("HEAD", Some("acme/deploy"))),
        ("schedule", json!({})),
    ];
    for (name, payload) in events {
        let runner = Runner::new(&[("values.yaml", BAD)]).with("changed-only", "true");
        let head = runner.git(&["rev-parse", "HEAD"]);
        let payload = serde_json::from_str(&payload.to_string().replace("HEAD", &head)).unwrap();
        let step = runner.on(name, payload).run();
        assert_eq!(step.outputs(["exit-code", "files"]), ["1", "1"], "{}", step.log);
        assert!(step.commands()[0].starts_with("::notice"), "{}", step.log);
    }
}

#[test]
fn a_shallow_checkout_fetches_the_base() {
    let origin = Runner::new(&[("old.yaml", BAD)]);
    let base = origin.git(&["rev-parse", "HEAD"]);
    origin.commit(&[("new.yaml", BAD)]);
    let runner = Runner::new(&[]).with("changed-only", "true").on("push", json!({ "before": base }));
    fs::remove_dir_all(runner.workspace()).unwrap();
    let url = format!("file://{}", origin.workspace().display());
    git(runner.folder.path(), &["clone", "--quiet", "--depth=1", &url, "work"]);
    let step = runner.run();
    assert_eq!(step.outputs(["exit-code", "files"]), ["1", "1"], "{}", step.log);
    assert!(step.commands()[0].starts_with("::error file=new.yaml,"), "{}", step.log);
}

/// What a walk opens and what it does not; in bash and in Rust.
#[test]
fn a_change_opens_what_a_walk_opens() {
    let open = [
        "a.yaml",
        "B.YML",
        "c.json",
        "d.toml",
        "e.yaml.dist",
        "f.yml.j2",
        "g.sh",
        "h.bash",
        "i.mk",
        "Makefile",
        "Dockerfile.ci",
        "j.dockerfile",
        "Containerfile.x",
        ".k.yaml",
    ];
    let closed = ["README.md", "a.txt", ".env", ".#a.yaml", "yaml.md", "dockerfile-x.md"];
    for (names, told) in [(&open[..], open.len()), (&closed, 0)] {
        let runner = Runner::new(&[("old.md", "")]);
        let base = runner.git(&["rev-parse", "HEAD"]);
        runner.commit(&names.iter().map(|name| (*name, "some: text\n")).collect::<Vec<_>>());
        let json = runner.folder.path().join("checked.json");
        let flag = format!("--format=json={}", json.display());
        let runner = runner.with("fail-on-no-inputs", "false").with("args", &flag);
        let runner = runner.on("pull_request", pull_request(&base, Some("acme/deploy")));
        let checked = || {
            let text =
                fs::read_to_string(&json).unwrap_or_else(|_| json!({ "summary": { "files_checked": 0 } }).to_string());
            fs::remove_file(&json).ok();
            serde_json::from_str::<serde_json::Value>(&text).unwrap()["summary"]["files_checked"].as_u64().unwrap()
                as usize
        };
        runner.run();
        assert_eq!(checked(), told, "changed: {names:?}");
        let runner = runner.with("changed-only", "false");
        runner.run();
        assert_eq!(checked(), told, "walked: {names:?}");
    }
}

#[test]
fn what_the_project_file_excludes_is_passed_over() {
    let runner = Runner::new(&[(".idplint.toml", "exclude = [\"vendor/**\"]\n")]);
    let base = runner.git(&["rev-parse", "HEAD"]);
    runner.commit(&[("vendor/values.yaml", BAD), ("values.yaml", BAD)]);
    let step = runner.on("pull_request", pull_request(&base, Some("acme/deploy"))).run();
    assert_eq!(step.outputs(["findings"]), ["1"], "{}", step.log);
}

/// What each event leaves of one old and one new bad file.
#[test]
fn left_to_itself_only_pull_requests_are_narrowed() {
    let runner = Runner::new(&[("old.yaml", BAD)]);
    let base = runner.git(&["rev-parse", "HEAD"]);
    runner.commit(&[("new.yaml", BAD)]);
    let mut runner = runner;
    for (event, payload, findings) in [
        ("pull_request", pull_request(&base, Some("acme/deploy")), "1"),
        ("pull_request", pull_request(&base, Some("mallory/deploy")), "1"),
        ("pull_request_target", pull_request(&base, Some("acme/deploy")), "2"),
        ("merge_group", json!({ "merge_group": { "base_sha": base } }), "2"),
        ("push", json!({ "before": base }), "2"),
    ] {
        runner = runner.on(event, payload);
        let step = runner.run();
        assert_eq!(step.outputs(["findings"]), [findings], "{event}: {}", step.log);
    }
    let step = runner.with("changed-only", "maybe").run();
    assert_eq!(step.outputs(["exit-code"]), ["2"], "{}", step.log);
}

const CLUSTER: &str = "admin:
  identityProvider: keycloak
  jwksEndpoint: https://sso.acme.io/realms/prod/protocol/openid-connect/certs
  users:
    - {id: 0b1ea9a4-3b5a-4b7e-9e0c-0f8a2f2d7c11, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
";
const PROFILE: &str = r#"
[[profile]]
name = "default"
product = "clustered"
host = "influxdb.acme.io"
[profile.auth.oauth2]
client_id = "influxctl"
device_url = "https://sso.acme.io/realms/dev/protocol/openid-connect/auth/device"
token_url = "https://sso.acme.io/realms/dev/protocol/openid-connect/token"
"#;
const PAIR: &str = "[[pair]]\ncluster = \"deploy/values.yaml\"\ninfluxctl = \"people/config.toml\"\n";

#[test]
fn the_other_half_of_a_pair_comes_along() {
    let hosts = "ingress: {hosts: [influxdb.acme.io]}\n";
    for (project, cluster) in [(PAIR, CLUSTER.to_owned()), ("", format!("{CLUSTER}{hosts}"))] {
        for changed in ["deploy/values.yaml", "people/config.toml"] {
            let runner = Runner::new(&[
                (".idplint.toml", project),
                ("deploy/values.yaml", &cluster),
                ("people/config.toml", PROFILE),
            ]);
            let base = runner.git(&["rev-parse", "HEAD"]);
            let text = fs::read_to_string(runner.workspace().join(changed)).unwrap();
            runner.commit(&[(changed, &format!("{text}\n# changed\n"))]);
            let step = runner.on("pull_request", pull_request(&base, Some("acme/deploy"))).run();
            assert_eq!(step.code, 1, "{project:?} {changed}: {}", step.log);
            assert!(step.log.contains("login-tenant-differs"), "{project:?} {changed}: {}", step.log);
        }
    }
}

#[test]
fn another_project_file_may_change_everything() {
    for (config, name) in
        [("", ".idplint.toml"), ("", "deploy/.idplint.toml"), ("deploy/ours.toml", "deploy/ours.toml")]
    {
        let runner = Runner::new(&[("values.yaml", BAD)]);
        let base = runner.git(&["rev-parse", "HEAD"]);
        runner.commit(&[(name, "")]);
        let step = runner.with("config", config).on("pull_request", pull_request(&base, Some("acme/deploy"))).run();
        assert_eq!(step.outputs(["findings"]), ["1"], "{name}: {}", step.log);
    }
}

#[test]
fn one_chart_of_two_is_checked_and_named_from_the_workspace_on() {
    let chart = |name: &str| format!("apiVersion: v2\nname: {name}\nversion: 1.0.0\n");
    let (one, two) = (chart("one"), chart("two"));
    let runner = Runner::new(&[
        ("charts/one/Chart.yaml", &one),
        ("charts/one/values.yaml", BAD),
        ("charts/two/Chart.yaml", &two),
        ("charts/two/values.yaml", BAD),
    ]);
    let base = runner.git(&["rev-parse", "HEAD"]);
    runner.commit(&[("charts/two/values.yaml", &format!("# two\n{BAD}"))]);
    let all = runner.on("schedule", json!({}));
    assert_eq!(all.run().outputs(["findings"]), ["2"]);
    let mut runner = all.on("pull_request", pull_request(&base, Some("acme/deploy")));
    for (folder, paths, findings) in [
        (".", "charts", "1"),
        (".", "charts/one\ncharts/two", "1"),
        (".", "charts/one", "0"),
        ("charts", "two", "1"),
        ("charts/two", ".", "1"),
        ("charts/one", ".", "0"),
    ] {
        runner = runner.with("working-directory", folder).with("paths", paths);
        let step = runner.run();
        assert_eq!(step.outputs(["findings"]), [findings], "{folder} {paths}: {}", step.log);
        let named = step.log.contains("::error file=charts/two/values.yaml,line=6,");
        assert_eq!(named, findings == "1", "{folder} {paths}: {}", step.log);
    }
    let step = runner.with("working-directory", "charts/three").run();
    assert_eq!(step.outputs(["exit-code"]), ["2"], "{}", step.log);
}

#[test]
fn a_base_of_the_workflow_is_a_branch_or_a_commit_and_nothing_else() {
    let origin = Runner::new(&[("old.yaml", BAD)]);
    let first = origin.git(&["rev-parse", "HEAD"]);
    origin.git(&["branch", "-M", "main"]);
    let hostile = "-x;$(touch${IFS}pwned)`touch${IFS}pwned`";
    origin.git(&["update-ref", &format!("refs/heads/{hostile}"), &first]);
    origin.git(&["checkout", "--quiet", "-b", "change"]);
    origin.commit(&[("new.yaml", BAD)]);
    let runner = Runner::new(&[]).on("workflow_dispatch", json!({})).with("changed-only", "true");
    fs::remove_dir_all(runner.workspace()).unwrap();
    let url = format!("file://{}", origin.workspace().display());
    git(runner.folder.path(), &["clone", "--quiet", "--depth=1", "--branch=change", &url, "work"]);
    let mut runner = runner;
    let unknown = ["nowhere", "--output=pwned", "--upload-pack=touch pwned", "main:pwned", "+main", "", "a b", "HEAD"];
    for (base, findings) in
        [("origin/main", "1"), ("main", "1"), (hostile, "1")].into_iter().chain(unknown.map(|base| (base, "2")))
    {
        runner = runner.with("base", base);
        let step = runner.run();
        assert_eq!(step.outputs(["findings"]), [findings], "{base}: {}", step.log);
        assert_eq!(runner.git(&["branch", "--list", "pwned"]), "", "{base}");
        assert!(!runner.workspace().join("pwned").exists(), "{base}");
    }
    let step = runner.with("base", "a\nb").run();
    assert_eq!(step.outputs(["exit-code"]), ["2"], "{}", step.log);
}

#[test]
fn hostile_branches_are_names() {
    let branch = "x;$(touch${IFS}pwned)`touch${IFS}pwned`&|'\"%";
    let runner = Runner::new(&[("old.yaml", BAD)]);
    let base = runner.git(&["rev-parse", "HEAD"]);
    runner.git(&["checkout", "--quiet", "-b", branch]);
    runner.commit(&[("new.yaml", BAD)]);
    let mut payload = pull_request(&base, Some("mallory/deploy"));
    payload["pull_request"]["head"]["ref"] = branch.into();
    payload["pull_request"]["title"] = "::error::$(touch pwned)".into();
    let runner =
        runner.on("pull_request", payload).variable("GITHUB_HEAD_REF", branch).variable("GITHUB_REF_NAME", branch);
    let step = runner.run();
    assert_eq!(step.outputs(["exit-code", "findings"]), ["1", "1"], "{}", step.log);
    assert_eq!(step.commands().len(), 1, "{}", step.log);
    assert!(!runner.workspace().join("pwned").exists());
}
