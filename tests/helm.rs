//! The model of the chart against a real helm, with a chart of ours that does to its values what the vendor's does.
//!
//! Opt in: `IDPLINT_HELM=$(e2e/helm/fetch) cargo test --test helm`.

mod support;

use idplint::input::scalar::Reader;
use idplint::input::{strict, yaml};
use idplint::model::helm::{Failure, Outcome, Rendered, render};
use idplint::source::Source;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::oracle::{rows, values_file};

const CHART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/e2e/helm/chart");

/// Rows whose second document Helm 3 and Helm 4 treat differently.
const BY_VERSION: [u16; 2] = [205, 206];

/// What the measured table leaves out: the chart's defaults underneath, its switches, odd texts of the two settings
/// that it prints unquoted.
const BESIDE: &[&str] = &[
    "admin: {SOUND}",
    "admin: {SOUND, dsn: {value: postgres://a}}",
    "admin: {SOUND, dsn: {value: postgres://a, valueFrom: null}}",
    "admin: {SOUND, dsn: {value: null}}",
    "admin: {SOUND, dsn: {valueFrom: {secretKeyRef: null}}}",
    "admin: {SOUND, dsn: {valueFrom: {secretKeyRef: null, configMapKeyRef: {name: a, key: b}}}}",
    "admin: {SOUND, dsn: {valueFrom: {secretKeyRef: {name: a}}}}",
    "admin: {SOUND, dsn: {valueFrom: text}}",
    "admin: {SOUND, dsn: {SecretName: a, SecretKey: b}}",
    "admin: {SOUND, dsn: 'postgres://a'}",
    "admin: {SOUND, dsn: [a]}",
    "admin: {SOUND, dsn: false}",
    "admin: {SOUND, users: 5}",
    "admin: {SOUND, users: false}",
    "admin: {SOUND, users: {id: x, dsn: y, firstName: F}}",
    "admin: {SOUND, users: {users: [a], b: c}}",
    "admin: {SOUND, users: [{id: ~, more: [1, 2.5, {a: b}]}]}",
    "admin: text",
    "admin: 5",
    "admin: {SOUND, internalSigningKey: {id: a}, issuer: x}",
    "admin: {SOUND}\nuseCustomEgress: true",
    "admin: {SOUND}\nuseCustomEgress: 'false'\negress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca}}}}",
    "admin: {SOUND}\nuseCustomEgress: 0\negress: {customCertificates: {a: b}}",
    "admin: {SOUND}\nuseCustomEgress: ''",
    "admin: {SOUND}\nuseCustomEgress: [x]\negress: {customCertificates: null}",
    "admin: {SOUND}\nuseCustomEgress: true\negress: null",
    "admin: {SOUND}\nuseCustomEgress: true\negress: text",
    "admin: {SOUND}\nkubitSingleNamespace: 'no'",
    "admin: {identityProvider: [a, 1, null, {b: c}], jwksEndpoint: {z: 1, a: [true]}}",
    "admin: {identityProvider: 0.00001, jwksEndpoint: 123456789012345678901}",
    "admin: {identityProvider: false, jwksEndpoint: 0}",
];

/// Texts for both of the settings that are printed unquoted, in quotes of JSON.
const TEXTS: &[&str] = &[
    r#""#,
    r#" "#,
    r#"no"#,
    r#"~"#,
    r#"0x10"#,
    r#"1_000"#,
    r#"0777"#,
    r#"2024-01-01"#,
    r#"12:30"#,
    r#".inf"#,
    r#"<<"#,
    r#"="#,
    r#"a: b"#,
    r#"a:"#,
    r#"a #b"#,
    r#"a\t#b"#,
    r#"#a"#,
    r#"a#b"#,
    r#"*a"#,
    r#"&a"#,
    r#"&a b"#,
    r#"!a"#,
    r#"!a b"#,
    r#"!!str no"#,
    r#"!!int x"#,
    r#"|"#,
    r#">"#,
    r#"|-"#,
    r#"| a"#,
    r#"%a"#,
    r#"@a"#,
    r#"`a`"#,
    r#"'a'"#,
    r#"'a"#,
    r#"'a' b"#,
    r#"\"a\""#,
    r#"\"a"#,
    r#"\"a\\tb\""#,
    r#"{a}"#,
    r#"{a: b}"#,
    r#"{a"#,
    r#"[a]"#,
    r#"[a"#,
    r#"]"#,
    r#"}"#,
    r#","#,
    r#"- a"#,
    r#"-a"#,
    r#"-"#,
    r#"---"#,
    r#"? a"#,
    r#"?a"#,
    r#":a"#,
    r#": a"#,
    r#"a\nb"#,
    r#"a\nb: c"#,
    r#"a\n        b: c"#,
    r#"a\n          b"#,
    r#"a\n          b: c"#,
    r#"a\n      b: c"#,
    r#"a\n  b: c"#,
    r#"a\r\nb"#,
    r#"a\n---\nb: c"#,
    r#"a\n...\n"#,
    r#"a\n# b"#,
    r#"\na"#,
    r#"\n\n"#,
    r#"\ta"#,
    r#"a\t"#,
    r#"a\u00a0"#,
    r#"\u00a0a"#,
    r#"\u200ba"#,
    r#"\ufeffa"#,
    r#"a\u0085b"#,
    r#"a\u2028b"#,
    r#"a\u0001"#,
    r#"a\u007f"#,
    r#"ä😀"#,
    r#"$a"#,
    r#"a,b"#,
    r#"a  b"#,
    r#"a\\b"#,
    r#"{{ .a }}"#,
    r#"${A}"#,
    r#"<a>"#,
    r#"null # x"#,
    r#"\"a\" # x"#,
    r#"a:b:c"#,
    r#"1e3"#,
    r#"-0"#,
    r#"+1"#,
    r#"1e400"#,
    r#"Yes"#,
    r#"tRue"#,
];

fn cases() -> Vec<String> {
    let sound = "identityProvider: keycloak, jwksEndpoint: 'https://a.example/keys'";
    let of_rows =
        rows().filter(|row| !BY_VERSION.contains(&row.number)).filter_map(|row| Some(values_file(&row)?.text));
    let beside = BESIDE.iter().map(|values| values.replace("SOUND", sound));
    let texts = TEXTS.iter().flat_map(|text| {
        [
            format!("admin: {{identityProvider: \"{text}\", jwksEndpoint: 'https://a.example/keys'}}"),
            format!("admin: {{identityProvider: keycloak, jwksEndpoint: \"{text}\"}}"),
            format!("admin: {{identityProvider: keycloak, jwksEndpoint: \"{text}\"}}\nfeatureFlags: [a]"),
        ]
    });
    let plain: Vec<String> = of_rows.chain(beside).chain(texts).collect();
    // `fromYaml | toJson` lets Go itself say what it reads.
    let as_json = plain.iter().map(|text| single_namespace(text)).collect::<Vec<_>>();
    plain.into_iter().chain(as_json).collect()
}

fn single_namespace(text: &str) -> String {
    match text.strip_prefix('{') {
        _ if text.contains("kubitSingleNamespace") => text.to_owned(),
        Some(rest) => format!("{{\"kubitSingleNamespace\": true, {rest}"),
        None => format!("kubitSingleNamespace: true\n{}", text.trim_start_matches('\u{feff}')),
    }
}

fn ours(text: &str) -> Result<Outcome, String> {
    let (tree, error) = yaml::read(&Source::new("values.yaml", text), Reader::Helm);
    match error.or_else(|| strict::refusals(&tree, 0).into_iter().next()) {
        Some(error) => Err(error.reason),
        None => Ok(render(tree.document(0).unwrap())),
    }
}

/// A real helm in a home of its own.
struct Helm {
    program: PathBuf,
    home: tempfile::TempDir,
}

impl Helm {
    fn template(&self, text: &str) -> Output {
        let values = self.home.path().join("values.yaml");
        std::fs::write(&values, text).unwrap();
        let mut command = Command::new(&self.program);
        command.env_clear().env("HOME", self.home.path()).args(["template", "probe", CHART, "--values"]).arg(values);
        command.output().unwrap()
    }
}

/// Why our model is wrong about `text`.
fn judge(helm: &Helm, text: &str) -> Option<String> {
    // Our reader refuses a byte order mark inside a text; go-yaml takes it, and `stray-character` reports it.
    if text.contains("\\ufeff") {
        return None;
    }
    let output = helm.template(text);
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let ours = ours(text);
    let agrees = match &ours {
        _ if output.status.success() != matches!(ours, Ok(Outcome::Renders(_) | Outcome::ShipsError(_))) => false,
        Err(_) => stderr.contains("failed to parse"),
        Ok(Outcome::Fails(Failure::BrokenYaml(_))) => stderr.contains("YAML parse error"),
        Ok(Outcome::Fails(failure)) => stderr.contains(&failure.to_string()),
        Ok(Outcome::ShipsError(_)) => resource(&stdout).get("Error").is_some(),
        Ok(Outcome::Renders(rendered)) => *rendered.as_ref() == read(&stdout),
    };
    (!agrees).then(|| format!("{text:?}\n  ours {ours:?}\n  helm {}{stderr}{stdout}\n", output.status))
}

/// The resource that helm printed: as it stands, or as JSON in the ConfigMap.
fn resource(stdout: &str) -> Value {
    let (tree, error) = yaml::read(&Source::new("manifest.yaml", stdout), Reader::Kubectl);
    assert!(error.is_none(), "{stdout}");
    let root = tree.documents().find(|root| root.get("kind").is_some()).unwrap();
    match root.at(&["data", "app-instance"]) {
        Some(payload) => serde_json::from_str(&payload.text().unwrap()).unwrap(),
        None => value(root),
    }
}

fn value(node: idplint::input::node::Node<'_>) -> Value {
    if node.is_map() {
        return Value::Object(node.entries().map(|e| (e.name().into_owned(), value(e.value))).collect());
    }
    if node.is_seq() {
        return node.items().map(value).collect();
    }
    match node.text() {
        Some(text) => text.into(),
        None => serde_json::from_str(&node.name()).unwrap(),
    }
}

fn read(stdout: &str) -> Rendered {
    let root = resource(stdout);
    let mut leaked = Vec::new();
    let mut others = |path: &str, own: &[&str]| {
        let map = root.pointer(path).and_then(Value::as_object);
        let keys = map.into_iter().flat_map(Map::keys).filter(|key| !own.contains(&key.as_str()));
        leaked.extend(keys.map(|key| format!("{path}/{key}")[1..].replace('/', ".")));
    };
    others("", &["apiVersion", "kind", "metadata", "spec"]);
    others("/spec", &["package"]);
    others("/spec/package", &["apiVersion", "image", "spec"]);
    others("/spec/package/spec", &["admin", "egress", "featureFlags"]);
    others("/spec/package/spec/admin", &["users", "dsn", "identityProvider", "jwksEndpoint"]);
    leaked.sort();
    let admin = |key: &str| root.pointer(&format!("/spec/package/spec/admin/{key}")).cloned().unwrap_or_default();
    let is_json = !stdout.contains("kind: AppInstance");
    Rendered {
        identity_provider: admin("identityProvider"),
        jwks_endpoint: admin("jwksEndpoint"),
        users: admin("users"),
        dsn: admin("dsn"),
        custom_certificates: root.pointer("/spec/package/spec/egress/customCertificates").cloned(),
        leaked,
        in_config_map: is_json,
    }
}

#[test]
fn the_model_renders_what_a_real_helm_renders() {
    let Some(program) = std::env::var_os("IDPLINT_HELM") else {
        return eprintln!("skipped: IDPLINT_HELM names no helm; e2e/helm/fetch fetches one");
    };
    let helm = Helm { program: Path::new(&program).into(), home: tempfile::tempdir().unwrap() };
    let cases = cases();
    let wrong: Vec<String> = cases.iter().filter_map(|text| judge(&helm, text)).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    println!("{} cases agree", cases.len());
}
