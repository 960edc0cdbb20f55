//! A planted secret appears in no report, whatever is wrong with the DSN that holds it.

mod support;

use std::fs;
use support::{Ran, idplint};

const FORMATS: [&str; 8] = ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];

/// A run, without the pages of the rules that SARIF lists: the secrets in their examples are ours.
fn told(args: &[&str]) -> Ran {
    let mut ran = idplint(args, "");
    if let Ok(mut log) = serde_json::from_str::<serde_json::Value>(&ran.stdout)
        && log["runs"][0]["tool"]["driver"]["rules"].is_array()
    {
        log["runs"][0]["tool"]["driver"]["rules"] = serde_json::Value::Null;
        ran.stdout = log.to_string();
    }
    ran
}

/// An AppInstance whose `admin.dsn.value` is written so.
fn document(value: &str) -> String {
    format!(
        "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nspec:\n  package:\n    spec:\n      admin:\n        \
         identityProvider: keycloak\n        jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs\n        \
         dsn:\n          value: {value}\n"
    )
}

fn reports(value: &str, rules: &[&str], secrets: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("influxdb.yaml");
    fs::write(&path, document(value)).unwrap();
    for format in FORMATS {
        let ran = told(&["--offline", "--format", format, "-v", &path.to_string_lossy()]);
        for rule in rules {
            assert!(ran.stdout.contains(rule), "{format}: {rule} is silent on {value}: {}", ran.stdout);
        }
        for secret in secrets {
            assert!(!ran.stdout.contains(secret), "{format} shows `{secret}` of {value}: {}", ran.stdout);
            assert!(!ran.stderr.contains(secret), "{format} shows `{secret}` of {value}: {}", ran.stderr);
        }
    }
}

#[test]
fn no_report_shows_a_password() {
    const IN_THE_OPEN: &str = "dsn-password-in-plain-text";
    const MALFORMED: &str = "dsn-url-malformed";
    const PLAIN: &str = "dsn-without-tls";
    for (value, rules, secrets) in [
        ("postgres://influx:hunter2@pg.acme.io/db?sslmode=disable", &[IN_THE_OPEN, PLAIN][..], &["hunter2"][..]),
        ("postgres://influx:hunt#er22@pg.acme.io/db", &[IN_THE_OPEN, MALFORMED], &["hunt", "er22"]),
        ("postgres://influx:hunt/er22@pg.acme.io/db", &[IN_THE_OPEN, MALFORMED], &["hunt", "er22"]),
        ("'postgres://influx:hunt er22@pg.acme.io/db'", &[IN_THE_OPEN, MALFORMED], &["hunt", "er22"]),
        ("'postgres://influx:hunt''@er22@pg.acme.io/db'", &[IN_THE_OPEN, MALFORMED], &["hunt", "er22"]),
        ("\"postgres://influx:hunt\\\"er:22@pg.acme.io/db\"", &[IN_THE_OPEN, MALFORMED], &["hunt", "er:22"]),
        ("\"postgres://influx:hunt\\\n            er22@pg.acme.io/db\"", &[IN_THE_OPEN], &["hunt", "er22"]),
        ("jdbc:postgresql://influx:hunt}er22@pg.acme.io/db", &[IN_THE_OPEN, MALFORMED], &["hunt", "er22"]),
        ("|-\n            postgres://influx:hunter2@/db", &[IN_THE_OPEN, MALFORMED], &["hunter2"]),
        ("host=pg.acme.io password=hunter2 user=influx", &[IN_THE_OPEN], &["hunter2"]),
        ("postgres://pg.acme.io/db?user=influx&password=hunter2", &[IN_THE_OPEN], &["hunter2"]),
    ] {
        reports(value, rules, secrets);
    }
}

#[test]
fn nothing_is_said_about_passwords_of_standard_input() {
    let text = document("postgres://influx:hunter2@pg.acme.io/db");
    let ran = idplint(&["--offline", "--format", "concise", "-"], &text);
    assert!(!ran.stdout.contains("dsn-password-in-plain-text"), "{}", ran.stdout);
}

/// Every kind of input with a secret in it, in a git work tree, with the rules that must speak.
fn kinds() -> Vec<(&'static str, String, &'static [&'static str])> {
    use base64::Engine as _;
    let random = "aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS";
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let jwt = format!("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhZG1pbiJ9.{random}");
    let secret = |name: &str, data: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: influxdb}}\n{data}\n")
    };
    let pem = format!("-----BEGIN PRIVATE KEY-----\\n{random}{random}\\n-----END PRIVATE KEY-----");
    let profile = "[[profile]]\nname = \"a\"\nproduct = \"clustered\"\nhost = \"a.io\"\nport = \"443\"\n";
    let in_repository: &[&str] = &["token-in-repository"];
    let key: &[&str] = &["private-key-in-plain-text"];
    let manifest: &[&str] = &["secret-manifest-in-plain-text"];
    vec![
        (
            "a.sh",
            format!("influxctl query --token apiv1_{random} x\ncurl -H 'Authorization: Bearer {jwt}' a\n"),
            in_repository,
        ),
        ("a.sh", format!("# M.V1.{random}\ninfluxctl management create -pwd hunter2\n"), in_repository),
        (
            "a.sh",
            "helm upgrade https://ada:hunter2@a.io/influxdb3-clustered --password hunter2\n".into(),
            &["helm-upgrade-without-release"],
        ),
        (
            "a.sh",
            "kubectl get secret admin-token -n influxdb -o json --token hunter2 > a\n".into(),
            &["admin-token-copied-to-file"],
        ),
        (
            "a.yml",
            format!("a:\n  script:\n  - influxctl token create --token apiv3_{random}\n"),
            &["token-in-repository", "token-printed-to-log"],
        ),
        ("a.toml", format!("{profile}mgmt_token = \"M.V1.{random}\"\n"), in_repository),
        ("a.toml", format!("{profile}mgmt_token = \"{jwt}\"\n[profile.tls]\nkey = \"{pem}\"\n"), key),
        ("token.json", format!("{{\"access_token\": \"{jwt}\"}}\n"), in_repository),
        ("token.json", jwt.clone(), in_repository),
        (
            "tokens.json",
            format!("[{{\"token_prefix\": \"M.V1.{random}\", \"account_id\": 1, \"created_at\": 1}}]\n"),
            &["listed-token-never-expires"],
        ),
        ("a.yaml", secret("admin-token", "data: {token: aHVudGVyMg==}"), manifest),
        ("a.yaml", secret("admin-token", "stringData: {x: hunter2}"), manifest),
        ("a.yaml", secret("rsa-keys", &format!("stringData: {{x: \"{pem}\"}}")), key),
        ("a.yaml", secret("rsa-keys", &format!("data: {{x: {}}}", encoded(&pem.replace("\\n", "\n")))), key),
        ("a.yaml", secret("rsa-keys", &format!("stringData: {{x: '{{\"kty\":\"RSA\",\"d\":\"{random}\"}}'}}")), key),
        ("a.yaml", secret("other", &format!("data: {{x: {}}}", encoded(&format!("M.V1.{random}")))), in_repository),
        ("a.yaml", secret("other", &format!("stringData:\n  x: apiv3_{random}")), in_repository),
        ("a.yaml", secret("influxdb-auth", "stringData: {password: admin, other: hunter2}"), &["sample-secret-left"]),
        (
            "values.yaml",
            format!("catalog: {{dsn: {{SecretName: a}}}}\nadmin: {{jwksEndpoint: a, users: [], x: M.V1.{random}}}\n"),
            in_repository,
        ),
    ]
}

#[test]
fn no_report_shows_a_token_or_a_key() {
    let encoded_part = "aB3xY9kQ7m";
    for (name, text, rules) in kinds() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let path = folder.path().join(name);
        fs::write(&path, &text).unwrap();
        let record = folder.path().join("record");
        for format in FORMATS {
            let (path, record) = (path.to_string_lossy(), record.to_string_lossy());
            let ran = told(&["--offline", "--format", format, "-v", "--record", &record, &path]);
            for rule in rules {
                assert!(ran.stdout.contains(rule), "{format}: {rule} is silent on {text}: {ran:#?}");
            }
            for secret in [encoded_part, "hunter2", "aHVudGVyMg", "YUIzeFk5a1E3bU4y", "QjN4WTlr", "IzeFk5a1"] {
                assert!(!ran.stdout.contains(secret), "{format} shows `{secret}` of {text}: {}", ran.stdout);
                assert!(!ran.stderr.contains(secret), "{format} shows `{secret}` of {text}: {}", ran.stderr);
            }
        }
        for entry in fs::read_dir(&record).into_iter().flatten() {
            let recorded = fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(!recorded.contains(encoded_part) && !recorded.contains("hunter2"), "{recorded}");
        }
    }
}

#[test]
fn what_is_held_for_the_rules_shows_no_secret_when_it_is_printed() {
    use idplint::model::Hints;
    use idplint::model::container::Contents;
    for (name, text, _) in kinds() {
        let source = idplint::source::Source::new(name, text.as_str());
        let shown = format!("{:?}", Contents::read(&source, &Hints::default(), None).companions);
        assert!(!shown.contains("aB3xY9kQ7m") && !shown.contains("hunter2"), "{shown}");
    }
}
