//! The project file: found upward, it pairs files, and what is wrong in it is told with its place.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml speaks of test functions only, not of what they call"
)]

mod support;

use std::fs;
use std::path::Path;
use support::{Ran, idplint};

const VALUES: &str = "admin:\n  identityProvider: keycloak\n  jwksEndpoint: \
                      https://sso.acme.io/realms/prod/protocol/openid-connect/certs\n  users: [{id: a}]\n";
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

/// A repository with a cluster, a profile and a project file.
fn repository(config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".git/HEAD", "ref: refs/heads/main\n");
    write("deploy/values.yaml", VALUES);
    write("people/config.toml", PROFILE);
    write(".idplint.toml", config);
    folder
}

fn judge(folder: &Path, flags: &[&str]) -> Ran {
    let values = folder.join("deploy/values.yaml");
    let args = ["--offline", "--format", "concise", "--select", "login-tenant-differs"];
    idplint(&[&args, flags, &[values.to_str().unwrap()]].concat(), "")
}

#[test]
fn a_pair_is_judged_where_only_its_cluster_is_named() {
    let folder = repository(PAIR);
    let ran = judge(folder.path(), &[]);
    assert!(ran.code == 1 && ran.stdout.contains("[login-tenant-differs]"), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(judge(folder.path(), &["--isolated"]).code, 0);
    let other = repository("");
    assert_eq!(judge(other.path(), &[]).code, 0, "files that no one ties are no pair");
    let named = folder.path().join(".idplint.toml");
    assert_eq!(judge(other.path(), &["--config", named.to_str().unwrap()]).code, 0, "paths begin at the project file");
}

#[test]
fn a_pair_is_judged_where_only_its_profile_is_named() {
    let folder = repository(PAIR);
    let profile = folder.path().join("people/config.toml");
    let run = |select: &[&str]| {
        let args = ["--offline", "--format", "concise", profile.to_str().unwrap()];
        idplint(&[&args, select].concat(), "")
    };
    let ran = run(&["--select", "login-tenant-differs"]);
    assert!(ran.code == 1 && ran.stdout.contains("[login-tenant-differs]"), "{}{}", ran.stdout, ran.stderr);
    // What is wrong with the cluster alone, nobody asked.
    let ran = run(&["--select", "user-detail-missing"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
}

#[test]
fn a_pair_never_leads_out_of_the_repository() {
    let outside = repository("");
    for name in [outside.path().join("people/config.toml").to_str().unwrap(), ".git/config"] {
        let folder = repository(&format!("[[pair]]\ncluster = \"deploy/values.yaml\"\ninfluxctl = \"{name}\"\n"));
        fs::write(folder.path().join(".git/config"), PROFILE).unwrap();
        let ran = judge(folder.path(), &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{name}: {}", ran.stderr);
    }
}

#[test]
fn a_project_file_beyond_the_repository_does_not_count() {
    let folder = repository(PAIR);
    fs::create_dir(folder.path().join("deploy/.git")).unwrap();
    assert_eq!(judge(folder.path(), &[]).code, 0);
}

#[test]
fn what_is_wrong_in_it_ends_the_run_with_its_place() {
    for (text, says, help) in [
        ("[[pairs]]\n", ".idplint.toml:1:3: unknown key `pairs`", "did you mean `pair`?"),
        ("[pair]\ncluster = 'a'\n", ":1:1: `pair` is one table", "write `[[pair]]`"),
        ("[[pair]]\ncluster = 1\n", ":2:11: `cluster` is no path", "write a path in quotes"),
        ("[[pair]]\ncluster = 'a'\n", ":1:1: this pair has no `influxctl`", "name a file"),
        ("[[pair]\n", ":1:", "correct the TOML"),
    ] {
        let folder = repository(text);
        let ran = judge(folder.path(), &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{text}: {}", ran.stderr);
        assert!(ran.stderr.contains(says) && ran.stderr.contains(help), "{text}: {}", ran.stderr);
    }
    let folder = repository("");
    let ran = judge(folder.path(), &["--config", "nowhere.toml"]);
    assert!(ran.code == 2 && ran.stderr.contains("nowhere.toml"), "{}", ran.stderr);
}
