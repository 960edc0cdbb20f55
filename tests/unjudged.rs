//! What nobody can know yet is listed for those who ask, one line each, and judged by no rule.

mod support;

use std::path::Path;
use support::{fixtures, golden, idplint};

/// What `-v` tells about a text on standard error; the report is the same without it.
fn unjudged(name: &str, text: &str) -> String {
    let args = ["--offline", "--stdin-filename", name, "-"];
    let (quiet, verbose) = (idplint(&args, text), idplint(&[&args[..], &["-v"]].concat(), text));
    assert_eq!((&*quiet.stdout, &*quiet.stderr), (&*verbose.stdout, ""), "{name}");
    let lines = verbose.stderr.lines().filter(|line| line.contains("not judged"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn healthy_files_tell_what_was_not_judged() {
    let told: String = fixtures("healthy").iter().map(|file| unjudged(&file.name(), &file.text())).collect();
    golden(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/golden/unjudged"), &told);
}

#[test]
fn every_container_gives_its_way() {
    let values = "admin: {identityProvider: '{{ .idp }}', jwksEndpoint: https://sso.acme.io/keys}\n";
    let path = "`admin.identityProvider` was not judged: a template (a.yaml:1)\n";
    assert_eq!(unjudged("a.yaml", values), path);
    let argo = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {source: {chart: influxdb3-clustered, helm: {values: ";
    let quoted = format!("{argo}{}}}}}}}\n", serde_json::Value::from(values));
    let path = "`spec.source.helm.values: admin.identityProvider` was not judged: a template (a.yaml:3)\n";
    assert_eq!(unjudged("a.yaml", &quoted), path);
    let whole = format!("{argo}'{{{{ .values }}}}'}}}}}}\n");
    assert_eq!(unjudged("a.yaml", &whole), "`spec.source.helm.values` was not judged: a template (a.yaml:3)\n");
}

#[test]
fn what_is_not_ours_is_not_told() {
    for text in [
        "image: {tag: '{{ .tag }}'}\n",
        "apiVersion: v1\nkind: Secret\nstringData: {password: 'ENC[AES256_GCM,data:x]', a.yaml: '${A}'}\n",
        "kind: SealedSecret\nspec: {encryptedData: {password: AgBy}}\n",
        "{{ if .a }}\nkind: Deployment\n{{ end }}\n",
        "admin: {identityProvider: keycloak, jwksEndpoint: https://sso.acme.io/realms/a/protocol/openid-connect/certs}\ningress: {hosts: ['${HOST}']}\n",
    ] {
        // Without a word of ours the file would not even be read.
        assert_eq!(unjudged("a.yaml", &format!("# jwks\n{text}")), "", "{text}");
    }
}
