//! A planted secret appears in no report, whatever is wrong with the DSN that holds it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml speaks of test functions only, not of what they call"
)]

mod support;

use std::fs;
use support::idplint;

const FORMATS: [&str; 4] = ["human", "concise", "json", "github"];

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
        let ran = idplint(&["--offline", "--format", format, "-v", &path.to_string_lossy()], "");
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
