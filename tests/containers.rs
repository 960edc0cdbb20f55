//! The law of containers: a fault is found wherever the block stands, at its place in the file, and mended there.

mod support;

use idplint::finding::Finding;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use support::{fixtures, judge};

/// Every fixture holds the same two faults.
const RULES: [&str; 2] = ["jwks-endpoint-is-discovery-url", "user-as-bare-id"];

/// A finding as these goldens show it: its place, its key path, and whether it can be mended here.
fn line(finding: &Finding) -> String {
    let place = &finding.label.place;
    let (start, end) = (place.source.position(place.span.start), place.source.position(place.span.end));
    let mend = if finding.fix.is_some() { "mended" } else { "told" };
    let (rule, path, document) = (finding.rule, &finding.path, finding.document);
    let text = place.text();
    format!(
        "{}:{}-{}:{} {mend} {rule}: document {document}, {path}: {text}\n",
        start.line, start.column, end.line, end.column
    )
}

#[test]
fn every_container_is_opened() {
    for fixture in fixtures("containers") {
        let name = fixture.name();
        let findings = judge(&name, &fixture.text(), &Default::default());
        for rule in RULES {
            assert!(findings.iter().any(|f| f.rule == rule), "{name}: {rule} is silent");
        }
        let said: String = findings.iter().map(line).collect();
        let golden = fixture.path.with_file_name(format!("{name}.out"));
        support::golden(&golden, &said);
        let prints: BTreeSet<String> = findings.iter().map(Finding::fingerprint).collect();
        assert_eq!(prints.len(), findings.len(), "{name}: two findings have one fingerprint:\n{said}");
    }
}

/// All values of a text by their paths, strings that hold YAML opened.
fn data(text: &str) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for (index, document) in serde_yaml::Deserializer::from_str(text).enumerate() {
        flatten(serde_yaml::Value::deserialize(document).unwrap(), index.to_string(), &mut values);
    }
    values
}

fn flatten(value: serde_yaml::Value, path: String, values: &mut BTreeMap<String, String>) {
    use serde_yaml::Value;
    match value {
        Value::Sequence(items) => {
            for (index, item) in items.into_iter().enumerate() {
                flatten(item, format!("{path}/{index}"), values);
            }
        }
        Value::Mapping(map) => {
            for (key, value) in map {
                flatten(value, format!("{path}/{}", key.as_str().unwrap()), values);
            }
        }
        Value::String(text) if text.contains('\n') || text.starts_with("{\"") => {
            flatten(serde_yaml::from_str(&text).unwrap(), path, values);
        }
        other => {
            values.insert(path, format!("{other:?}"));
        }
    }
}

/// One fix changes the values that its message names, and nothing else.
#[test]
fn every_fix_is_right_where_it_is_applied() {
    for fixture in fixtures("containers") {
        let (name, text) = (fixture.name(), fixture.text());
        let before = data(&text);
        let findings = judge(&name, &text, &Default::default());
        for finding in &findings {
            let Some(fix) = &finding.fix else { continue };
            let mended = idplint::mend::apply(&[fix]).pop().unwrap().1;
            let left = judge(&name, &mended, &Default::default());
            let gone = left.iter().all(|other| other.fingerprint() != finding.fingerprint());
            assert!(gone, "{name}: the fix of {} silences nothing\n{mended}", finding.path);
            let after = data(&mended);
            let changed: Vec<_> = after.iter().filter(|(path, value)| before.get(*path) != Some(value)).collect();
            let [(path, value)] = changed.as_slice() else { panic!("{name}: changed {changed:?}") };
            let expected = if finding.rule == RULES[0] { "/.well-known/jwks.json" } else { "auth0|" };
            assert!(value.contains(expected), "{name}: {path} became {value}");
            assert!(path.ends_with("/id") || finding.rule == RULES[0], "{name}: {path}");
            let lost: Vec<_> = before.keys().filter(|path| !after.contains_key(*path)).collect();
            assert!(lost.len() <= 1, "{name}: lost {lost:?}");
        }
    }
}

/// Values say the same in a file of their own and in an Application, whatever the string is written like.
#[test]
fn a_string_changes_nothing_but_the_place() {
    let rooms = ["rules", "example", "vendor-examples", "healthy"].into_iter().flat_map(fixtures);
    let mut compared = 0;
    for fixture in rooms {
        let text = fixture.text();
        let is_block = text.starts_with([' ', '[', '\u{feff}']) || text.contains("\n---") || text.ends_with("\n\n");
        // A comment that ignores speaks for a line, and a quoted string has but one.
        let ignores = text.contains("idplint: ignore[") || text.contains("idplint:ignore[");
        let is_container = ["apiVersion", "releases:", "helmCharts:"].iter().any(|word| text.contains(word));
        let is_other = is_container || !text.contains("admin") || fixture.name().ends_with(".toml");
        if is_other || is_block || ignores {
            continue;
        }
        let alone = judge("values.yaml", &text, &Default::default());
        let body: String = text.split_inclusive('\n').map(|line| format!("        {line}")).collect();
        let literal = format!("{}|\n{body}", application());
        let quoted = format!("{}{}\n", application(), serde_json::Value::from(text.as_str()));
        for wrapped in [literal, quoted] {
            let inside = judge("application.yaml", &wrapped, &Default::default());
            let told = |findings: &[Finding], prefix: &str| -> BTreeSet<String> {
                let words = |f: &Finding| format!("{} {prefix}{} {}", f.rule, f.path, f.message);
                findings.iter().map(words).collect()
            };
            let expected = told(&alone, "spec.source.helm.values: ");
            assert_eq!(told(&inside, ""), expected, "{}\n{wrapped}", fixture.path.display());
            compared += expected.len();
        }
    }
    assert!(compared > 0, "nothing was compared");
}

fn application() -> &'static str {
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    chart: influxdb3-clustered\n    helm:\n      values: "
}

/// With `IDPLINT_CORPUS=folder` every file below it is read and judged: nothing may panic.
#[test]
fn a_corpus_of_strangers_is_read() {
    let Some(folder) = std::env::var_os("IDPLINT_CORPUS") else {
        eprintln!("skipped: IDPLINT_CORPUS names no folder");
        return;
    };
    let mut files = Vec::new();
    files_below(Path::new(&folder), &mut files);
    assert!(!files.is_empty(), "IDPLINT_CORPUS holds no file");
    for path in files {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let mut findings = judge(&path.to_string_lossy(), &text, &Default::default());
        let quoted = serde_json::Value::from(text.as_str());
        let wrapped = format!("{}{quoted}\n", application());
        findings.extend(judge("wrapped.yaml", &wrapped, &Default::default()));
        for finding in &findings {
            let text = finding.label.place.source.text();
            let span = finding.label.place.span;
            assert!(text.get(span.range()).is_some(), "{}: {span:?}", path.display());
        }
        if !findings.is_empty() {
            eprintln!("{}: {}", path.display(), findings.iter().map(line).collect::<String>());
        }
    }
}

fn files_below(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

#[test]
fn values_of_an_umbrella_are_found_by_their_kind_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("values.yaml");
    let text = "influx:\n  admin:\n    identityProvider: keycloak\n    jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs\n    users: [ada]\n";
    std::fs::write(&path, text).unwrap();
    let name = path.to_string_lossy().into_owned();
    let ran = support::idplint(&["--offline", "--format", "concise", "--kind", "helm-values", &name], "");
    assert!(ran.stdout.contains(":5:13: error[user-as-bare-id]"), "{}", ran.stdout);
}

#[test]
fn the_kind_of_named_files_is_not_that_of_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[[profile]]\nname = \"default\"\nproduct = \"clusterd\"\nhost = \"a.acme.io\"\n[profile.auth.oauth2]\nclient_id = \"a\"\n";
    std::fs::write(folder.path().join("config.toml"), text).unwrap();
    let name = folder.path().to_string_lossy().into_owned();
    let ran = support::idplint(&["--offline", "--format", "concise", "--kind", "helm-values", &name], "");
    assert!(ran.stdout.contains("[product-unknown]"), "{}", ran.stdout);
    let file = format!("{name}/config.toml");
    let ran = support::idplint(&["--offline", "--format", "concise", "--kind", "helm-values", &file], "");
    assert!(ran.stdout.contains("cannot read this as YAML"), "{}", ran.stdout);
}
