//! Scripts, Secrets and tokens in a tree as git sees it: what is found there, under which name, and what stays quiet.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::idplint;
use tempfile::TempDir;

/// Put together here, so that no scanner takes this file for a leak.
fn token(prefix: &str) -> String {
    format!("{prefix}{}", "aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS".repeat(2))
}

fn jwt() -> String {
    format!("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhZG1pbiJ9.{}", token(""))
}

fn profile() -> String {
    let token = token("M.V1.");
    format!(
        "[[profile]]\nname = \"a\"\nproduct = \"clustered\"\nhost = \"a.io\"\nport = \"443\"\nmgmt_token = \"{token}\"\n"
    )
}

fn tree(files: &[(&str, &str)]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = tree.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        set_mode(&path, 0o600);
    }
    tree
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

fn report(args: &[&str]) -> serde_json::Value {
    let ran = idplint(&[&["--offline", "--format", "json"], args].concat(), "");
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:#?}"))
}

/// Each file with the rules that speak there.
fn found(tree: &TempDir) -> BTreeMap<String, Vec<String>> {
    let report = report(&[&tree.path().to_string_lossy()]);
    let root = format!("{}/", tree.path().display());
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let file = finding["file"].as_str().unwrap().replace(&root, "");
        found.entry(file).or_default().push(finding["rule"].as_str().unwrap().to_owned());
    }
    found
}

fn rules(found: &BTreeMap<String, Vec<String>>, file: &str) -> String {
    found.get(file).map(|rules| rules.join(" ")).unwrap_or_default()
}

#[test]
fn git_decides_which_of_two_rules_speaks_of_a_token() {
    let json = format!("{{\"access_token\": \"{}\"}}\n", jwt());
    let files = [
        (".git/HEAD", ""),
        (".gitignore", "private/\n"),
        ("config.toml", &profile()),
        ("token.json", &json),
        ("private/config.toml", &profile()),
        ("private/token.json", &json),
    ];
    let tree = tree(&files);
    set_mode(&tree.path().join("private/token.json"), 0o644);
    set_mode(&tree.path().join("token.json"), 0o644);
    let found_here = found(&tree);
    assert_eq!(rules(&found_here, "config.toml"), "token-in-repository");
    assert_eq!(rules(&found_here, "token.json"), "token-in-repository");
    // A walk does not enter what git ignores.
    let report = report(&[&tree.path().join("private/token.json").to_string_lossy()]);
    let said: Vec<_> = report["findings"].as_array().unwrap().iter().map(|f| f["rule"].clone()).collect();
    if cfg!(unix) {
        assert_eq!(said, ["token-file-readable-by-others"]);
    }
    fs::remove_dir_all(tree.path().join(".git")).unwrap();
    let outside = found(&tree);
    assert_eq!(rules(&outside, "config.toml"), "", "0600 is as it should be");
    assert_eq!(outside.contains_key("token.json"), cfg!(unix));
}

#[test]
fn every_kind_is_found_by_a_walk_and_named() {
    let create = "influxctl management create\n";
    let workflow = "jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n    - run: influxctl management create > f\n";
    let secret =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: admin-token, namespace: influxdb}\ndata: {token: YWJj}\n";
    let list = "[{\"token_prefix\": \"M.V1.abcd\", \"account_id\": \"1\", \"created_at\": {\"seconds\": 1}}]\n";
    let tree = tree(&[
        (".git/HEAD", ""),
        ("rotate.sh", create),
        ("Makefile", "rotate:\n\t@influxctl management create\n"),
        ("Dockerfile.ci", "FROM a\nRUN influxctl management create\n"),
        (".github/workflows/rotate.yml", workflow),
        (".gitlab-ci.yml", "a:\n  script:\n  - influxctl management create > f\n"),
        ("secret.yaml", secret),
        ("tokens.json", list),
        ("token.json", &jwt()),
        // Nothing of ours:
        ("build.sh", "make all\n"),
        ("print.sh", "echo influxctl management create\n"),
        ("README.md", "    influxctl management create\n"),
        (".github/workflows/build.yml", "jobs:\n  a:\n    steps:\n    - run: echo influxctl\n"),
        ("vault.yaml", &secret.replace(", namespace: influxdb", "")),
        ("data.json", "{\"token\": \"abc\", \"keys\": []}\n"),
    ]);
    let root = format!("{}/", tree.path().display());
    let report = report(&[&tree.path().to_string_lossy()]);
    let kinds: Vec<String> = report["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| {
            let file = input["file"].as_str().unwrap().replace(&root, "");
            format!("{file} {}", input["kind"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ".github/workflows/rotate.yml script",
            ".gitlab-ci.yml script",
            "Dockerfile.ci script",
            "Makefile script",
            "rotate.sh script",
            "secret.yaml secret-manifest",
            "token.json token-file",
            "tokens.json token-list",
        ]
    );
    let found = found(&tree);
    for script in [".github/workflows/rotate.yml", ".gitlab-ci.yml", "Dockerfile.ci", "Makefile", "rotate.sh"] {
        assert_eq!(rules(&found, script), "management-token-without-expiry", "{script}");
    }
    assert_eq!(rules(&found, "secret.yaml"), "secret-manifest-in-plain-text");
    assert_eq!(rules(&found, "tokens.json"), "listed-token-never-expires");
    assert_eq!(rules(&found, "token.json"), "token-in-repository");
    assert_eq!(found.len(), 8);
}

#[test]
fn comments_hide_findings_in_scripts_and_in_texts_inside_yaml() {
    let ignore = "# idplint: ignore[management-token-without-expiry] until we have a store";
    let tree = tree(&[
        ("a.sh", &format!("{ignore}\ninfluxctl management create\n")),
        ("b.sh", &format!("influxctl management create {ignore}\n")),
        ("c.yml", &format!("a:\n  script:\n  - |\n    {ignore}\n    influxctl management create > f\n")),
        ("d.yml", &format!("a:\n  script:\n  {ignore}\n  - influxctl management create > f\n")),
        ("Makefile", &format!("a:\n{ignore}\n\tinfluxctl management create\n")),
        ("e.sh", &format!("{ignore}\ninfluxctl token list\n")),
    ]);
    let found = found(&tree);
    assert_eq!(rules(&found, "e.sh"), "unused-ignore");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn settings_that_name_a_secret_in_another_file_tell_it() {
    let settings = "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nspec:\n  package:\n    spec:\n      admin:\n        identityProvider: keycloak\n        jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs\n        dsn:\n          valueFrom:\n            secretKeyRef: {name: catalog, key: dsn}\n";
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: catalog}\nstringData: {dsn: 'postgres://a:b@c/d'}\n";
    let tree = tree(&[(".git/HEAD", ""), ("app.yaml", settings), ("secret.yaml", secret)]);
    assert_eq!(rules(&found(&tree), "app.yaml"), "secret-manifest-in-plain-text");
    fs::write(tree.path().join("secret.yaml"), format!("{secret}sops: {{}}\n")).unwrap();
    assert_eq!(found(&tree).len(), 0);
}
