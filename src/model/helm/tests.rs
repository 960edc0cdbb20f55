//! The chart's guards, defaults and second reading, beyond the measured table (tests/oracle_verdicts.rs).

use super::*;
use crate::input::scalar::Reader;
use crate::input::yaml;
use crate::source::Source;

fn outcome(values: &str) -> Outcome {
    let (tree, error) = yaml::read(&Source::new("values.yaml", values), Reader::Helm);
    assert!(error.is_none(), "{values}");
    render(tree.document(0).unwrap())
}

fn resource(values: &str) -> Rendered {
    match outcome(values) {
        Outcome::Renders(rendered) => *rendered,
        other => panic!("{values}: {other:?}"),
    }
}

const SOUND: &str = "identityProvider: keycloak, jwksEndpoint: 'https://a.example/keys'";

#[test]
fn the_defaults_lie_underneath() {
    let rendered = resource(&format!("admin: {{{SOUND}}}"));
    assert_eq!(rendered.users, json!([{"firstName": "", "lastName": "", "email": "", "id": ""}]));
    assert_eq!(rendered.dsn, json!({"valueFrom": {"secretKeyRef": {"name": "", "key": ""}}}));
    let dsn = |dsn: &str| resource(&format!("admin: {{{SOUND}, dsn: {dsn}}}")).dsn;
    let blank = json!({"name": "", "key": ""});
    assert_eq!(dsn("{value: x}"), json!({"value": "x", "valueFrom": {"secretKeyRef": blank}}));
    assert_eq!(dsn("{value: x, valueFrom: null}"), json!({"value": "x"}));
    assert_eq!(dsn("{valueFrom: {secretKeyRef: null}}"), json!({"valueFrom": {}}));
    assert_eq!(
        dsn("{valueFrom: {secretKeyRef: {name: a}}}")["valueFrom"]["secretKeyRef"],
        json!({"name": "a", "key": ""})
    );
    assert_eq!(dsn("postgres://a"), json!("postgres://a"));
}

#[test]
fn egress_needs_its_switch_and_any_text_is_yes() {
    let egress = "egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca}}}}";
    let certificates = |switch: &str| resource(&format!("admin: {{{SOUND}}}\n{egress}\n{switch}")).custom_certificates;
    assert_eq!(certificates(""), None);
    assert_eq!(certificates("useCustomEgress: no"), None);
    assert_eq!(certificates("useCustomEgress: 0"), None);
    assert_eq!(certificates("useCustomEgress: ''"), None);
    let on = json!({"valueFrom": {"configMapKeyRef": {"name": "ca", "key": ""}}});
    assert_eq!(certificates("useCustomEgress: true").as_ref(), Some(&on));
    assert_eq!(certificates("useCustomEgress: 'false'").as_ref(), Some(&on));
    let gone = outcome(&format!("admin: {{{SOUND}}}\nuseCustomEgress: true\negress: null"));
    assert_eq!(gone, Outcome::Fails(Failure::NilPointer("customCertificates")));
}

#[test]
fn lines_behind_a_line_break_become_keys() {
    let url = r#""https://a.example/keys\n        internalSigningKey: {}""#;
    let rendered = resource(&format!("admin: {{identityProvider: keycloak, jwksEndpoint: {url}}}"));
    assert_eq!(rendered.leaked, ["spec.package.spec.admin.internalSigningKey"]);
    assert_eq!(rendered.jwks_endpoint, json!("https://a.example/keys"));
    let rendered = resource(r#"admin: {identityProvider: a, jwksEndpoint: "x\nfoo: bar\n---\nb: c"}"#);
    assert_eq!(rendered.leaked, ["foo"], "what follows `---` is another document");
}

#[test]
fn the_keys_of_a_map_of_users_leak() {
    let rendered = resource(&format!("admin: {{{SOUND}, users: {{id: x, dsn: y, firstName: F}}}}"));
    assert_eq!(rendered.leaked, ["spec.package.spec.admin.firstName", "spec.package.spec.admin.id"]);
    assert_eq!((rendered.users, rendered.dsn["valueFrom"]["secretKeyRef"]["name"].clone()), (json!(null), json!("")));
    assert_eq!(resource(&format!("admin: {{{SOUND}, users: {{users: [a]}}}}")).users, json!(["a"]));
}

#[test]
fn what_survives_is_no_misprint() {
    for text in ["azure", " azure\n", "\"azure\"", "'azure'", "a#b", "a:b", "-a", "\u{a0}azure", "“azure”", "<azure>"]
    {
        assert_eq!(misprint(Field::IdentityProvider, text), None, "{text:?}");
    }
    for url in ["https://a.example/{TENANT}/keys", "https://a.example/k#f", "https://a.example/ certs", "`https://a`"] {
        assert_eq!(misprint(Field::JwksEndpoint, url), None, "{url:?}");
    }
}

#[test]
fn the_culprit_is_named() {
    let of = |text: &str| match misprint(Field::IdentityProvider, text) {
        Some(Misprint::Broken { arrival, culprit }) => (arrival, culprit),
        other => panic!("{text:?}: {other:?}"),
    };
    let value = Arrival::Value;
    assert_eq!(of("azure # c"), (value(json!("azure")), Culprit::Comment(5..9)));
    assert_eq!(of(" a: b"), (Arrival::Breaks, Culprit::Colon(2..3)));
    assert_eq!(of("*"), (Arrival::Breaks, Culprit::Leading(0..1)));
    assert_eq!(of("- x"), (Arrival::Breaks, Culprit::Leading(0..2)));
    assert_eq!(of("&x"), (value(json!(null)), Culprit::Leading(0..1)));
    assert_eq!(of("!x"), (value(json!("")), Culprit::Leading(0..1)));
    assert_eq!(of("|"), (value(json!("")), Culprit::Leading(0..1)));
    assert_eq!(of("a\nb"), (Arrival::Breaks, Culprit::LineBreak));
    assert_eq!(of("no"), (value(json!(false)), Culprit::Typed));
    assert_eq!(of("0x10"), (value(json!(16)), Culprit::Typed));
    assert_eq!(of(" "), (value(json!(null)), Culprit::Typed));
    assert_eq!(of("{a: b}"), (value(json!({"a": "b"})), Culprit::Leading(0..1)));
    assert_eq!(misprint(Field::JwksEndpoint, "{TENANT}"), Some(Misprint::Template));
}
