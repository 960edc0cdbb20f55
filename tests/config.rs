//! The project file: found upward, it pairs files, and what is wrong in it is told with its place.

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
fn a_half_of_a_pair_that_is_not_there_is_told() {
    let folder = repository(&PAIR.replace("values.yaml", "valeus.yaml"));
    let values = folder.path().join("deploy/values.yaml");
    let ran = idplint(&["--offline", values.to_str().unwrap()], "");
    assert_eq!(ran.stdout.matches("`deploy/valeus.yaml` of a `[[pair]]` in").count(), 1, "{}", ran.stdout);
    assert!(!ran.stdout.contains("`people/config.toml` of a"), "{}", ran.stdout);
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

/// Concise lines without the folder.
fn said(folder: &Path, flags: &[&str], paths: &[&str]) -> (u8, String) {
    let paths: Vec<String> = paths.iter().map(|path| folder.join(path).to_string_lossy().into_owned()).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let ran = idplint(&[&["--offline", "--format", "concise"], flags, &paths].concat(), "");
    let folder = folder.canonicalize().unwrap();
    (ran.code, format!("{}{}", ran.stdout, ran.stderr).replace(&format!("{}/", folder.display()), ""))
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const HTTP: &str = "admin:\n  identityProvider: keycloak\n  jwksEndpoint: \
                    http://sso.acme.io/realms/prod/protocol/openid-connect/certs\n";

#[test]
fn what_the_schema_refuses_ends_the_run_as_findings_with_exit_code_2() {
    for (text, says) in [
        (
            "[[pairs]]\n",
            ".idplint.toml:1:3: error[misspelled-key] unknown key `pairs` in the root: did you mean `pair`?",
        ),
        ("Exclude = []\n", ":1:1: error[misspelled-key]"),
        ("allow_hosts = []\n", ":1:1: error[misspelled-key]"),
        ("color = 1\n", ":1:1: error[unknown-key] unknown key `color` in the root"),
        ("[pair]\ncluster = 'a'\n", ":1:1: error[wrong-type] `pair` must be a list, not a map"),
        ("ignore = ['wrong-type']\n", ":1:11: error[wrong-type] `ignore[0]` must be a map, not a string"),
        ("[[pair]]\ncluster = 1\ninfluxctl = 'b'\n", ":2:11: error[wrong-type]"),
        ("[[pair]]\ncluster = 'a'\n", ":1:1: error[missing-field] `pair[0].influxctl` is missing"),
        ("[[ignore]]\nreason = 'x' # ...\n", ":1:1: error[missing-field] `ignore[0].rules` is missing"),
        ("[levels]\nexclude = []\n", ":2:1: error[key-at-wrong-level] `exclude` does not belong in `levels`"),
        ("[[pair]\n", ": error[unparsable-document] cannot read this as TOML"),
        ("exclude = [\"“\"]\n[levels\n", ": error[unparsable-document]"),
    ] {
        let folder = repository(text);
        let (code, lines) = said(folder.path(), &["--select", "login-tenant-differs"], &["deploy"]);
        assert!(code == 2 && lines.contains(says), "{text}: {lines}");
        assert!(lines.lines().all(|line| line.starts_with(".idplint.toml:")), "nothing else is judged: {lines}");
    }
}

#[test]
fn no_level_and_no_ignore_hides_what_is_wrong_in_a_project_file() {
    let folder = repository("# idplint: ignore[unknown-key] x\ncolor = 1\n[levels]\nunknown-key = 'off'\n");
    for flags in [&["--level", "unknown-key=off"][..], &["--ignore", "unknown-key"], &["--untrusted"]] {
        assert_eq!(said(folder.path(), flags, &["deploy"]).0, 2, "{flags:?}");
    }
    assert_eq!(said(folder.path(), &["--isolated", "--fail-on", "never"], &["deploy"]).0, 0);
}

#[test]
fn every_format_tells_what_is_wrong_in_it() {
    let folder = repository("exclud = []\n");
    for format in ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"] {
        let path = folder.path().join("deploy");
        let ran = idplint(&["--offline", "--format", format, path.to_str().unwrap()], "");
        assert!(ran.code == 2 && ran.stdout.contains("misspelled-key"), "{format}: {}", ran.stdout);
    }
}

#[test]
fn what_no_schema_states_is_one_sentence_with_its_place() {
    for (text, says) in [
        ("exclude = ['a', '[']\n", ".idplint.toml:1:18: `[` is no glob: unclosed character class"),
        ("[[ignore]]\nrules = ['wrong-type']\npaths = ['[']\n", ":3:11: `[` is no glob"),
        ("[[admins]]\nids = ['a']\npaths = ['{a']\n", ":3:11: `{a` is no glob"),
        ("allow-hosts = ['https://idp.corp']\n", ":1:17: `https://idp.corp` names no host"),
        ("[levels]\nwrong-type = 'warn'\n", ":2:15: unknown level `warn`\n  help: did you mean `warning`?"),
        ("[levels]\nwrong-type = 'hint'\n", "help: write `error`, `warning`, `note` or `off`"),
        ("[[ignore]]\nrules = []\n", ":1:1: this entry names no rule"),
        ("[[ignore]]\nrules = ['wrong-type']\nuntil = '2027-02-30'\n", ":3:10: `2027-02-30` is no day"),
        (
            "[[ignore]]\nrules = ['wrong-type']\nuntil = 2027-01-31T10:00:00Z\n",
            ":3:9: `2027-01-31T10:00:00Z` is no day",
        ),
        ("[[ignore]]\nrules = ['wrong-type']\nreason = 2027-01-31\n", ":3:10: a string belongs here, not a date"),
        ("exclude = ['[\\u001b[31m']\n".replace("'", "\"").leak(), "is no glob"),
    ] {
        let folder = repository(text);
        let (code, lines) = said(folder.path(), &[], &["deploy"]);
        assert!(code == 2 && lines.starts_with("error: ") && lines.contains(says), "{text}: {lines}");
        assert!(!lines.contains('\u{1b}'), "{lines:?}");
    }
    let folder = repository("");
    let ran = judge(folder.path(), &["--config", "nowhere.toml"]);
    assert!(ran.code == 2 && ran.stderr.contains("nowhere.toml"), "{}", ran.stderr);
}

#[test]
fn hostile_project_files_are_refused_or_read() {
    let entries = "[[ignore]]\nrules = ['wrong-type']\npaths = ['a*b?c[d]/**']\nreason = 'x'\n".repeat(10_000);
    let huge = format!("# {}\n", "x".repeat(2 << 20));
    for (bytes, code, says) in [
        (&b"\0\0\0"[..], 2, "cannot read the project file"),
        (b"exclude = ['\xff']\n", 2, "cannot read the project file"),
        (huge.as_bytes(), 2, "is larger than 1 MiB"),
        (entries.as_bytes(), 0, ""),
        (b"\xef\xbb\xbfexclude = []\r\n", 0, ""),
        (b"", 0, ""),
    ] {
        let folder = repository("");
        fs::write(folder.path().join(".idplint.toml"), bytes).unwrap();
        let (exit, lines) = said(folder.path(), &["--select", "wrong-type"], &["deploy"]);
        assert!(exit == code && lines.contains(says), "{exit} {lines}");
    }
}

#[test]
fn the_nearest_project_file_speaks_for_a_file() {
    let folder = repository("[levels]\nplain-http-endpoint = 'note'\n");
    write(folder.path(), "deploy/values.yaml", HTTP);
    write(folder.path(), "lab/inner/values.yaml", HTTP);
    write(folder.path(), "lab/.idplint.toml", "[levels]\nplain-http-endpoint = 'off'\n");
    let (code, lines) = said(folder.path(), &[], &["deploy", "lab"]);
    assert!(code == 0 && lines.matches("note[plain-http-endpoint]").count() == 1, "{lines}");
    assert!(lines.contains("deploy/values.yaml"), "{lines}");
    let (_, lines) = said(folder.path(), &["--level", "plain-http-endpoint=error"], &["deploy", "lab"]);
    assert_eq!(lines.matches("error[plain-http-endpoint]").count(), 2, "{lines}");
    let named = folder.path().join("lab/.idplint.toml");
    assert_eq!(said(folder.path(), &["--config", named.to_str().unwrap()], &["deploy"]), (0, String::new()));
    // Standard input stands where its name says.
    let at = folder.path().join("lab/inner/new.yaml");
    let ran = idplint(&["--offline", "--format", "concise", "--stdin-filename", at.to_str().unwrap(), "-"], HTTP);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let ran = idplint(&["--offline", "--format", "concise", "-"], HTTP);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
}

#[test]
fn a_level_changes_severity_summary_and_exit_code_in_every_report() {
    let folder = repository("[levels]\nplain-http-endpoint = 'error'\n");
    write(folder.path(), "deploy/values.yaml", HTTP);
    let path = folder.path().join("deploy/values.yaml");
    let run = |flags: &[&str]| idplint(&[&["--offline", path.to_str().unwrap()], flags].concat(), "");
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json"]).stdout).unwrap();
    assert_eq!(json["summary"]["errors"], 1);
    assert_eq!(json["findings"][0]["severity"], "error");
    let sarif: serde_json::Value = serde_json::from_str(&run(&["--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "error");
    assert_eq!(run(&["--fail-on", "error"]).code, 1);
    assert_eq!(run(&["--fail-on", "error", "--level", "plain-http-endpoint=warning"]).code, 0);
    let off = run(&["--level", "plain-http-endpoint=off,wrong-type=note", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&off.stdout).unwrap();
    assert_eq!((off.code, &json["summary"]["suppressed"]), (0, &serde_json::json!(0)));
    for (word, says) in [
        ("plain-http-endpont=off", "did you mean `plain-http-endpoint`?"),
        ("plain-http-endpoint=warn", "did you mean `warning`?"),
        ("plain-http-endpoint", "names no level"),
    ] {
        let ran = run(&["--level", word]);
        assert!(ran.code == 2 && ran.stderr.contains(says), "{word}: {}", ran.stderr);
    }
}

const LAB: &str = "[[ignore]]\nrules = ['plain-http-endpoint']\npaths = ['lab/**']\nreason = 'lab cluster'\n";

#[test]
fn an_entry_hides_by_file_and_is_judged_itself() {
    let folder = repository(LAB);
    write(folder.path(), "deploy/values.yaml", HTTP);
    write(folder.path(), "lab/values.yaml", HTTP);
    let (_, lines) = said(folder.path(), &[], &["."]);
    assert_eq!(lines.lines().count(), 1, "{lines}");
    assert!(lines.starts_with("deploy/values.yaml:"), "{lines}");
    // Nothing is known of an entry when no file that it speaks for was checked.
    assert_eq!(said(folder.path(), &[], &["deploy"]).1.lines().count(), 1);
    write(folder.path(), "lab/values.yaml", VALUES);
    let (_, lines) = said(folder.path(), &[], &["lab"]);
    assert!(lines.contains(".idplint.toml:1:1: note[unused-ignore]"), "{lines}");
    for flags in [&["--select", "unused-ignore"][..], &["--level", "plain-http-endpoint=off"], &["--untrusted"]] {
        let (_, lines) = said(folder.path(), flags, &["lab"]);
        assert!(!lines.contains("unused-ignore"), "{flags:?}: {lines}");
    }
    write(folder.path(), ".idplint.toml", &format!("{LAB}[levels]\nplain-http-endpoint = 'off'\n"));
    assert!(!said(folder.path(), &[], &["lab"]).1.contains("unused-ignore"), "a rule that is off did not run");
    write(folder.path(), "lab/values.yaml", HTTP);
    write(folder.path(), ".idplint.toml", &format!("{LAB}until = 2020-01-31\n"));
    let (code, lines) = said(folder.path(), &[], &["lab"]);
    assert!(code == 1 && lines.contains("unused-ignore") && lines.contains("lab/values.yaml:3"), "{lines}");
    write(folder.path(), ".idplint.toml", &format!("{LAB}until = '9999-12-31'\n"));
    assert_eq!(said(folder.path(), &[], &["lab"]), (0, String::new()));
}

#[test]
fn names_of_rules_and_reasons_are_judged_in_the_same_run() {
    let text = "[[ignore]]\nrules = ['plain-http-endpoints']\n[levels]\nplain-http-endpont = 'off'\n";
    let folder = repository(text);
    let (code, lines) = said(folder.path(), &["--ignore", "user-detail-missing"], &["deploy"]);
    for line in [
        ".idplint.toml:1:1: note[ignore-without-reason] ignore of `plain-http-endpoints` gives no reason",
        ".idplint.toml:2:11: warning[unknown-rule-name] unknown rule `plain-http-endpoints`: did you mean",
        ".idplint.toml:4:1: warning[unknown-rule-name] unknown rule `plain-http-endpont`: did you mean",
    ] {
        assert!(code == 1 && lines.contains(line), "{lines}");
    }
}

#[test]
fn fixes_mend_the_project_file_and_leave_the_rest_of_it() {
    let unused = format!("# ours\nexclude = []\n\n{LAB}\n[levels]\nwrong-type = 'note'\n");
    for (text, mended, flags) in [
        (unused.as_str(), "# ours\nexclude = []\n\n[levels]\nwrong-type = 'note'\n", &["--fix"][..]),
        ("allow_hosts = [] # x\n", "allow-hosts = [] # x\n", &["--fix"]),
        ("[levels]\nwrong-typ = 'off'\n", "[levels]\nwrong-type = 'off'\n", &["--fix", "--unsafe-fixes"]),
        ("color = 1\n", "color = 1\n", &["--fix", "--unsafe-fixes"]),
    ] {
        let folder = repository(text);
        write(folder.path(), "lab/values.yaml", VALUES);
        said(folder.path(), flags, &["lab"]);
        assert_eq!(fs::read_to_string(folder.path().join(".idplint.toml")).unwrap(), mended);
    }
}

#[test]
fn a_project_file_that_is_named_is_an_input_of_its_own() {
    let folder = repository(LAB);
    let path = folder.path().join(".idplint.toml");
    let run =
        |flags: &[&str]| idplint(&[&["--offline", "--format", "json", "--fail-on-no-inputs"], flags].concat(), "");
    let ran = run(&[path.to_str().unwrap()]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, &json["inputs"][0]["kind"]), (0, &serde_json::json!("config")), "{}", ran.stdout);
    fs::remove_dir_all(folder.path().join("deploy")).unwrap();
    fs::remove_dir_all(folder.path().join("people")).unwrap();
    assert_eq!(run(&[folder.path().to_str().unwrap()]).code, 3, "in force it is no input");
    fs::write(&path, "color = 1\n").unwrap();
    assert_eq!(run(&["--isolated", path.to_str().unwrap()]).code, 2);
    let named = path.to_str().unwrap();
    let ran = idplint(&["--offline", "--fix", "--stdin-filename", named, "-"], "allow_hosts = []\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "allow-hosts = []\n"), "{}", ran.stderr);
}

#[test]
fn walks_do_not_open_what_is_excluded() {
    let folder = repository("exclude = ['vendor/**', '!vendor/ours/', 'broken.yaml']\n");
    for name in ["vendor/values.yaml", "vendor/deep/values.yaml", "lab/broken.yaml", "lab/values.yaml"] {
        write(folder.path(), name, HTTP);
    }
    let told = |flags: &[&str], paths: &[&str]| {
        let (_, lines) = said(folder.path(), flags, paths);
        lines.lines().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let some = ["--select", "plain-http-endpoint"];
    assert_eq!(told(&some, &["."]), ["lab/values.yaml"]);
    assert_eq!(told(&some, &["vendor"]), [""; 0]);
    assert_eq!(told(&some, &["vendor/values.yaml", "lab/broken.yaml"]).len(), 2, "a named file is always read");
    let forced = [&some[..], &["--force-exclude"]].concat();
    assert_eq!(told(&forced, &["vendor/values.yaml", "lab/values.yaml", "vendor/deep"]), ["lab/values.yaml"]);
    assert_eq!(told(&[&some[..], &["--isolated"]].concat(), &["."]).len(), 4);
    assert_eq!(told(&[&some[..], &["--untrusted"]].concat(), &["."]).len(), 4, "a stranger excludes nothing");
}

#[test]
fn a_tree_of_somebody_else_hides_and_allows_nothing() {
    let all = format!("allow-hosts = ['127.0.0.1']\nexclude = ['x']\n{LAB}[levels]\nwrong-type = 'off'\n{PAIR}");
    let folder = repository(&all);
    write(folder.path(), "lab/values.yaml", &HTTP.replace("certs", "certs # idplint: ignore[plain-http-endpoint] x"));
    let lab = folder.path().join("lab");
    let (lab, deploy) = (lab.to_str().unwrap(), folder.path().join("deploy"));
    let config = folder.path().join(".idplint.toml");
    for named in [&[][..], &["--config", config.to_str().unwrap()]] {
        let ran = idplint(&[&["--offline", lab], named].concat(), "");
        assert!(ran.code == 0 && ran.stdout.contains("1 suppressed"), "{}", ran.stdout);
        let ran = idplint(&[&["--offline", "--untrusted", lab], named].concat(), "");
        let remark =
            "untrusted, so not honoured: 1 ignore comment, `[levels]`, `[[ignore]]`, `exclude`, `allow-hosts`\n";
        assert!(ran.code == 1 && ran.stdout.ends_with(remark), "{}", ran.stdout);
    }
    let pair = ["--offline", "--untrusted", "--select", "login-tenant-differs", deploy.to_str().unwrap()];
    assert_eq!(idplint(&pair, "").code, 1, "a pair only adds findings");
    let ran = idplint(&["--untrusted", "--probe-device", "a", lab], "");
    assert!(ran.code == 2 && ran.stderr.contains("--probe-device"), "{}", ran.stderr);
}

/// The complete example of README.md.
fn example() -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let section = readme.split("## Project file\n").nth(1).unwrap();
    section.split("```toml\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

#[test]
fn the_example_of_the_readme_does_what_it_says() {
    let folder = repository(&example());
    write(folder.path(), "lab/values.yaml", HTTP);
    write(folder.path(), "charts/vendor/values.yaml", HTTP);
    write(folder.path(), "inside.yaml", &HTTP.replace("sso.acme.io", "keycloak.sso.svc"));
    let ada = "6a0d8f5c-6c7e-4f5e-9f0b-0d8a5b8b7a11";
    let bo = VALUES.replace("{id: a}", "{id: 33333333-6c7e-4f5e-9f0b-0d8a5b8b7a11}");
    write(folder.path(), "deploy/prod/values.yaml", &bo);
    let rules = ["plain-http-endpoint", "plain-http-inside-cluster", "login-tenant-differs", "unexpected-admin"];
    let rules = [&rules[..], &["expected-admin-missing", "unused-ignore", "unknown-rule-name"]].concat().join(",");
    let (code, lines) = said(folder.path(), &["--select", &rules], &["."]);
    let told: Vec<_> =
        lines.lines().map(|line| (line.split(':').next().unwrap(), line.split(['[', ']']).nth(1))).collect();
    let expected = [
        ("deploy/prod/values.yaml", Some("expected-admin-missing")),
        ("deploy/prod/values.yaml", Some("unexpected-admin")),
        ("deploy/values.yaml", Some("login-tenant-differs")),
    ];
    assert_eq!((code, told), (1, expected.to_vec()), "{lines}");
    assert!(lines.contains(ada), "{lines}");
}

#[test]
fn hosts_that_a_project_file_allows_are_asked() {
    let values = "admin:\n  identityProvider: keycloak\n  jwksEndpoint: http://127.0.0.1:9/realms/a/protocol/openid-connect/certs\n";
    let folder = repository("allow-hosts = ['127.0.0.1:9']\n");
    write(folder.path(), "lab/values.yaml", values);
    let path = folder.path().join("lab/values.yaml");
    let run = |flags: &[&str]| idplint(&[&["--format", "json", path.to_str().unwrap()], flags].concat(), "");
    // Nobody listens there: what is allowed is a failed connection, what is not is refused without one.
    assert!(run(&[]).stdout.contains("\"connect\""), "{}", run(&[]).stdout);
    assert!(!run(&["--untrusted"]).stdout.contains("\"connect\""), "{}", run(&["--untrusted"]).stdout);
    assert!(!run(&["--isolated"]).stdout.contains("\"connect\""));
}
