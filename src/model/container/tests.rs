//! Containers: layers, readers, names and limits that a finding does not show.

use super::*;
use crate::model::{Document, understand};

fn contents(text: &str) -> Contents {
    Contents::read(&Source::new("a.yaml", text), &Hints::default(), None)
}

fn with_documents<T>(text: &str, look: impl Fn(&[Document<'_>]) -> T) -> T {
    let contents = contents(text);
    look(&understand(&contents, &Hints::default()))
}

const LAYERS: &str = "catalog: {dsn: {SecretName: a, SecretKey: b}}, objectStore: {bucket: c}, \
    admin: {jwksEndpoint: https://a.io, identityProvider: x}";

fn argo(helm: &str, chart: &str) -> String {
    format!("apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {{source: {{{chart}, helm: {helm}}}}}\n")
}

#[test]
fn a_container_with_other_layers_is_a_fragment() {
    let whole = |text: &str| with_documents(text, |found| found.iter().map(|d| d.seems_whole).collect::<Vec<_>>());
    let ours = "chart: influxdb3-clustered";
    assert_eq!(whole(&argo(&format!("{{valuesObject: {{{LAYERS}}}}}"), ours)), [true]);
    assert_eq!(whole(&argo(&format!("{{valueFiles: [], valuesObject: {{{LAYERS}}}}}"), ours)), [true]);
    assert_eq!(whole(&argo(&format!("{{valueFiles: [b.yaml], valuesObject: {{{LAYERS}}}}}"), ours)), [false]);
    assert_eq!(whole(&argo(&format!("{{valuesObject: {{{LAYERS}}}}}"), "path: charts/wrapper")), [false]);
    assert_eq!(whole(&format!("influx: {{{LAYERS}}}\n")), [false]);
    assert_eq!(whole(&format!("{{{LAYERS}}}\n")), [true]);
    let flux = |more: &str| {
        let chart = "chart: {spec: {chart: influxdb3-clustered}}";
        format!(
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {{{chart}, {more}values: {{{LAYERS}}}}}\n"
        )
    };
    assert_eq!(whole(&flux("")), [true]);
    assert_eq!(whole(&flux("valuesFrom: [{kind: Secret, name: b}], ")), [false]);
}

#[test]
fn a_template_patch_with_settings_of_ours_is_told_as_unjudged() {
    let closed = |patch: &str| {
        let set =
            format!("apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec: {{templatePatch: {patch:?}}}\n");
        contents(&set).closed.into_iter().map(|one| one.what).collect::<Vec<_>>()
    };
    assert_eq!(closed("a:\n  jwksEndpoint: '{{ .keys }}'\n"), ["`spec.templatePatch`"]);
    assert_eq!(closed("a: {{ .b }}\n"), Vec::<String>::new());
}

#[test]
fn each_document_is_typed_by_its_own_reader() {
    let user = "admin: {identityProvider: x, jwksEndpoint: y, users: [{id: 1234567890123456789}, {id: 0123}]}";
    let instance = format!(
        "{{apiVersion: kubecfg.dev/v1alpha1, kind: AppInstance, spec: {{package: {{apiVersion: influxdata.com/v1, spec: {{{user}}}}}}}}}"
    );
    let ids = |text: &str| {
        with_documents(text, |found| {
            let entries = found.iter().flat_map(|document| document.admin.iter().flat_map(|admin| &admin.entries));
            entries.map(|user| format!("{:?}", user.node.get("id").and_then(Node::typed))).collect::<Vec<_>>()
        })
    };
    let number = |digits: &str| format!("Some(Number({digits:?}))");
    let text = "Some(Text)".to_owned();
    assert_eq!(ids(&format!("{instance}\n")), [number("1234567890123456789"), number("83")]);
    assert_eq!(ids(&format!("{{{user}}}\n")), [number("1234567890123456800"), number("83")]);
    let stream = format!("{instance}\n---\n{{{user}}}\n");
    assert_eq!(ids(&stream)[0], number("1234567890123456789"));
    assert_eq!(ids(&stream)[2], number("1234567890123456800"));
    let payload = format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  app-instance: |\n    {instance}\n");
    assert_eq!(ids(&payload), [number("1234567890123456789"), text.clone()]);
    let parameter = |value: &str, more: &str| {
        argo(
            &format!("{{parameters: [{{name: 'admin.users[0].id', value: {value}{more}}}]}}"),
            "chart: influxdb3-clustered",
        )
    };
    assert_eq!(ids(&parameter("'1234567890123456789'", "")), [number("1234567890123456789")]);
    for value in ["'0123'", "1e5", "yes", "0x1F", "''"] {
        assert_eq!(ids(&parameter(value, "")), [text.as_str()], "{value}");
    }
    assert_eq!(ids(&parameter("'true'", "")), ["Some(Bool(true))"]);
    assert_eq!(ids(&parameter("'12'", ", forceString: true")), [text]);
}

#[test]
fn the_outermost_container_gives_its_name() {
    let instance =
        "{apiVersion: kubecfg.dev/v1alpha1, kind: AppInstance, spec: {package: {apiVersion: influxdata.com/v1}}}";
    let config_map = format!("{{apiVersion: v1, kind: ConfigMap, data: {{app-instance: '{instance}'}}}}");
    let list = format!("{{apiVersion: v1, kind: List, items: [{config_map}]}}\n");
    for (text, word) in [(instance, "app-instance"), (&config_map, "config-map"), (&list, "list")] {
        assert_eq!(with_documents(text, |found| found[0].container.word()), word);
    }
    assert_eq!(with_documents(&list, |found| found[0].prefix.clone()), "items[0].data[\"app-instance\"]: ");
}

#[test]
fn a_broken_payload_is_told_and_a_broken_stranger_is_not() {
    let text =
        |key: &str| format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  {key}: |\n    jwksEndpoint: x\n    users: @y\n");
    let found = contents(&text("app-instance"));
    let [broken] = found.broken.as_slice() else { panic!("{:?}", found.broken) };
    assert_eq!((broken.error.span.start, &*broken.prefix), (86, "data[\"app-instance\"]: "));
    assert!(contents(&text("README.md")).broken.is_empty());
    let template = "apiVersion: v1\nkind: ConfigMap\ndata:\n  values.yaml: |\n    {{ if x }}\n    jwksEndpoint: @x\n";
    assert!(contents(template).broken.is_empty());
}

#[test]
fn hostile_names_and_depths_cost_nothing() {
    let hostile = ["admin.users[99999999999]", "admin.users[0", "admin..users", "admin.users[-1].id", "[0]", "a\\\\.b"];
    for name in hostile {
        let text = argo(&format!("{{parameters: [{{name: '{name}', value: x}}]}}"), "chart: influxdb3-clustered");
        with_documents(&text, |found| {
            assert!(found.iter().all(|d| d.admin.as_ref().is_none_or(|a| a.entries.len() < 2)));
        });
    }
    // Laid again for each unknown one, these would take a minute.
    let layers = "x.yaml, {admin: {jwksEndpoint: y}}, ".repeat(5_000);
    let helmfile = format!("releases: [{{chart: a/influxdb3-clustered, values: [{layers}]}}]\n");
    assert_eq!(contents(&helmfile).parts.len(), 5_000);
    let mut text = "admin: {jwksEndpoint: x, users: []}\n".to_owned();
    for _ in 0..12 {
        let quoted = serde_json::Value::from(text).to_string();
        text =
            format!("{{apiVersion: v1, kind: ConfigMap, data: {{\"values.yaml\": {quoted}, \"a.yaml\": {quoted}}}}}");
        assert!(contents(&text).trees.len() < 100);
        if text.len() > 1 << 18 {
            break;
        }
    }
}
