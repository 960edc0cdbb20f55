//! Our JSON Schemas as `idplint schema` prints them: draft-07, self-contained, and held against the vendor's.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The first release of each span in which the vendor's schema judges alike.
const EPOCHS: [&str; 6] = [
    "20230922-650371",
    "20231024-711448",
    "20231115-746129",
    "20240605-1035562",
    "20240819-1176644",
    "20241024-1354148",
];

/// One change to a sound AppInstance, and which epochs refuse it (`x`) or let it pass (`.`).
struct Case {
    /// Member of `admin`, or a pointer into the document.
    at: &'static str,
    /// YAML; nothing removes it.
    value: &'static str,
    theirs: &'static str,
    ours: &'static str,
    /// Why we refuse what they let pass.
    because: &'static str,
}

const fn case(at: &'static str, value: &'static str, theirs: &'static str, ours: &'static str) -> Case {
    Case { at, value, theirs, ours, because: "" }
}

const fn beyond(
    at: &'static str,
    value: &'static str,
    theirs: &'static str,
    ours: &'static str,
    because: &'static str,
) -> Case {
    Case { at, value, theirs, ours, because }
}

const PARTIAL: &str = "a block with a part missing lets nobody in; absent altogether it is allowed from 20240819 on";
const ITEM: &str = "their `item` for `items` leaves every user unchecked";
const BLANK: &str = "an empty text names nothing";

const CASES: &[Case] = &[
    case("", "", "......", "......"),
    // The block itself.
    case("/spec/package/spec/admin", "", "xxxx..", "xxxx.."),
    case("/spec/package/spec/admin", "null", "xxxxxx", "xxxxxx"),
    case("/spec/package/spec/admin", "[]", "xxxxxx", "xxxxxx"),
    beyond("/spec/package/spec/admin", "{}", "xxxx..", "xxxxxx", PARTIAL),
    case("/spec/admin", "{}", "xxxxxx", "xxxxxx"),
    beyond("/spec/package/admin", "{}", "......", "xxxxxx", "the API server prunes it"),
    case("jwksEndPoint", "https://a.example/jwks", "xxxxxx", "xxxxxx"),
    case("clientId", "a", "xxxxxx", "xxxxxx"),
    // Provider and endpoint.
    beyond("identityProvider", "", "xxxx..", "xxxxxx", PARTIAL),
    beyond("identityProvider", "''", "......", "xxxxxx", BLANK),
    case("identityProvider", "1", "xxxxxx", "xxxxxx"),
    case("identityProvider", "null", "xxxxxx", "xxxxxx"),
    case("identityProvider", "AzureAD", "......", "......"),
    beyond("jwksEndpoint", "", "xxxx..", "xxxxxx", PARTIAL),
    beyond("jwksEndpoint", "''", "......", "xxxxxx", BLANK),
    case("jwksEndpoint", "[]", "xxxxxx", "xxxxxx"),
    case("jwksEndpoint", "not a url", "......", "......"),
    // Users.
    beyond("users", "", "xxxx..", "xxxxxx", PARTIAL),
    case("users", "null", "xxxxxx", "xxxxxx"),
    case("users", "{id: a}", "xxxxxx", "xxxxxx"),
    case("users", "a", "xxxxxx", "xxxxxx"),
    beyond("users", "[]", "......", "xxxxxx", "nobody can log in"),
    beyond("users", "[a]", "......", "xxxxxx", ITEM),
    beyond("users", "[null]", "......", "xxxxxx", ITEM),
    beyond("users", "[{firstName: A, lastName: B, email: a@b.example}]", "......", "xxxxxx", ITEM),
    beyond("users", "[{id: a}]", "......", "xxxxxx", ITEM),
    beyond("users", "[{id: 1, firstName: A, lastName: B, email: a@b.example}]", "......", "xxxxxx", ITEM),
    beyond("users", "[{id: '', firstName: A, lastName: B, email: a@b.example}]", "......", "xxxxxx", ITEM),
    case("users", "[{id: a, firstName: '', lastName: '', email: ''}]", "......", "......"),
    case("users", "[{id: a, firstName: A, lastName: B, email: c, note: d}]", "......", "......"),
    beyond(
        "users",
        "[{id: a, firstName: A, lastName: B, email: c, userGroups: [Auditor]}]",
        "......",
        "xxxxx.",
        "releases before 20241024 do not know `userGroups`",
    ),
    beyond("users", "[{id: a, firstName: A, lastName: B, email: c, userGroups: Auditor}]", "......", "xxxxxx", ITEM),
    // The DSN and its references.
    case("dsn", "", "xxxx..", "xxxx.."),
    case("dsn", "null", "xxxxxx", "xxxxxx"),
    case("dsn", "postgres://a", "xxxxxx", "xxxxxx"),
    case("dsn", "{}", "..xxxx", "..xxxx"),
    case("dsn", "{value: a}", "......", "......"),
    case("dsn", "{value: null}", "......", "......"),
    case("dsn", "{value: 1}", "xxxxxx", "xxxxxx"),
    case("dsn", "{SecretName: a, SecretKey: b}", "xxxxxx", "xxxxxx"),
    case("dsn", "{value: a, valueFrom: {secretKeyRef: {name: a, key: b}}}", "..xxxx", "..xxxx"),
    case("dsn", "{value: a, valueFrom: null}", "..xxxx", "..xxxx"),
    case("dsn", "{valueFrom: null}", "..xxxx", "..xxxx"),
    case("dsn", "{valueFrom: {}}", "..xxxx", "..xxxx"),
    case("dsn", "{valueFrom: {configMapKeyRef: {name: a, key: b}}}", "......", "......"),
    case("dsn", "{valueFrom: {secretRef: {name: a}}}", "xxxxxx", "xxxxxx"),
    case(
        "dsn",
        "{valueFrom: {configMapKeyRef: {name: a, key: b}, secretKeyRef: {name: a, key: b}}}",
        "..xxxx",
        "..xxxx",
    ),
    case("dsn", "{valueFrom: {secretKeyRef: {key: b}}}", ".xxxxx", ".xxxxx"),
    case("dsn", "{valueFrom: {secretKeyRef: {name: a}}}", "xxxxxx", "xxxxxx"),
    case("dsn", "{valueFrom: {secretKeyRef: {name: null, key: b}}}", "......", "......"),
    case("dsn", "{valueFrom: {secretKeyRef: {name: a, key: null}}}", "xxxxxx", "xxxxxx"),
    case("dsn", "{valueFrom: {secretKeyRef: {name: a, key: b, optional: true}}}", "......", "......"),
    case("dsn", "{valueFrom: {secretKeyRef: {name: a, key: b, optional: 'yes'}}}", "xxxxxx", "xxxxxx"),
    case("dsn", "{valueFrom: {secretKeyRef: {name: a, key: b, namespace: c}}}", "xxxxxx", "xxxxxx"),
    beyond("dsn", "{valueFrom: {secretKeyRef: {name: '', key: ''}}}", "......", "xxxxxx", BLANK),
    // A signing key of one's own.
    case("internalSigningKey", "{id: {value: a}, privateKey: {value: b}, publicKey: {value: c}}", "......", "......"),
    case(
        "internalSigningKey",
        "{id: {value: a}, privateKey: {value: b}, publicKey: {value: c}, note: d}",
        "......",
        "......",
    ),
    case("internalSigningKey", "{id: {value: a}, privateKey: {value: b}}", "xxxxxx", "xxxxxx"),
    case("internalSigningKey", "{id: a, privateKey: {value: b}, publicKey: {value: c}}", "xxxxxx", "xxxxxx"),
    case("internalSigningKey", "{id: {value: a}, privateKey: {file: b}, publicKey: {value: c}}", "xxxxxx", "xxxxxx"),
    case("internalSigningKey", "{id: {}, privateKey: {value: b}, publicKey: {value: c}}", "..xxxx", "..xxxx"),
    case("internalSigningKey", "a", "xxxxxx", "xxxxxx"),
];

impl Case {
    fn name(&self) -> String {
        format!("`{}: {}`", self.at, self.value)
    }

    /// `document` with this one change.
    fn apply(&self, document: &Value) -> Value {
        let mut changed = document.clone();
        let inside = format!("/spec/package/spec/admin/{}", self.at);
        let pointer = if self.at.starts_with('/') { self.at } else { &inside };
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match self.value {
            "" => drop(parent.shift_remove(key)),
            value => drop(parent.insert(key.to_owned(), serde_yaml::from_str(value).unwrap())),
        }
        changed
    }
}

fn printed(name: &str, release: &str) -> Value {
    let run = support::idplint(&["schema", name, "--package-version", release], "");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft7::options().offline().build(schema).unwrap()
}

fn sound_admin() -> Value {
    json!({
        "identityProvider": "keycloak",
        "jwksEndpoint": "https://sso.acme.io/realms/influxdb/protocol/openid-connect/certs",
        "users": [{"id": "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e", "firstName": "Ada", "lastName": "L", "email": "ada@acme.io"}],
        "dsn": {"valueFrom": {"secretKeyRef": {"name": "influxdb-dsn", "key": "dsn"}}},
    })
}

fn sound_instance() -> Value {
    json!({
        "apiVersion": "kubecfg.dev/v1alpha1",
        "kind": "AppInstance",
        "spec": {"package": {
            "apiVersion": "influxdata.com/v1alpha1",
            "image": "us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20260421-2022186",
            "spec": {"admin": sound_admin()},
        }},
    })
}

/// Every key and every reference of a schema.
fn keys_and_references(schema: &Value, keys: &mut BTreeSet<String>, references: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                keys.insert(key.clone());
                references.extend(value.as_str().filter(|_| key == "$ref").map(str::to_owned));
                keys_and_references(value, keys, references);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys_and_references(item, keys, references)),
        _ => {}
    }
}

#[test]
fn schemas_are_draft_07_and_stand_alone() {
    for (name, release) in
        ["appinstance", "config", "helm-values"].iter().flat_map(|name| EPOCHS.map(|epoch| (name, epoch)))
    {
        let schema = printed(name, release);
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        jsonschema::draft7::meta::validate(&schema).unwrap();
        let (mut keys, mut references) = (BTreeSet::new(), BTreeSet::new());
        keys_and_references(&schema, &mut keys, &mut references);
        assert_eq!(keys.iter().find(|key| key.starts_with("x-") || *key == "$id"), None, "{name} {release}");
        assert!(references.len() > 3);
        for reference in references {
            let pointer = reference.strip_prefix('#').expect("a reference into the schema itself");
            assert!(schema.pointer(pointer).is_some(), "{name} {release}: {reference} leads nowhere");
        }
    }
}

#[test]
fn a_release_selects_the_text_and_the_newest_known_is_the_default() {
    let rules = |mut schema: Value| {
        schema.as_object_mut().unwrap().shift_remove("description");
        schema
    };
    let run = support::idplint(&["schema", "appinstance"], "");
    let default = rules(serde_json::from_str(&run.stdout).unwrap());
    assert_eq!(default, rules(printed("appinstance", "20260421-2022186")));
    assert_eq!(default, rules(printed("appinstance", "20990101-9999999")));
    assert_ne!(default, rules(printed("appinstance", EPOCHS[4])));
}

#[test]
fn ours_judges_as_the_table_says_and_refuses_all_that_theirs_refuses() {
    for (epoch, release) in EPOCHS.iter().enumerate() {
        let ours = validator(&printed("appinstance", release));
        for case in CASES {
            let refuses = |column: &str| column.as_bytes()[epoch] == b'x';
            let name = case.name();
            assert_eq!(!ours.is_valid(&case.apply(&sound_instance())), refuses(case.ours), "{release}: {name}");
            assert!(refuses(case.ours) || !refuses(case.theirs), "{release}: {name} is refused by theirs only");
        }
    }
    for case in CASES {
        assert_eq!(case.ours != case.theirs, !case.because.is_empty(), "{} has a reason", case.name());
    }
}

/// With `IDPLINT_CORPUS=folder` the column of theirs is measured with every schema in `release-artifacts/`.
#[test]
fn theirs_judges_as_the_table_says() {
    let folder = std::env::var_os("IDPLINT_CORPUS").map(|folder| PathBuf::from(folder).join("release-artifacts"));
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        eprintln!("skipped: IDPLINT_CORPUS names no folder with release-artifacts/");
        return;
    };
    let read = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    let mut seen = BTreeSet::new();
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let release = path.file_stem().unwrap().to_string_lossy().into_owned();
        let epoch = EPOCHS.iter().rposition(|first| *first <= release.as_str()).unwrap();
        seen.insert(epoch);
        let theirs = validator(&serde_json::from_str(&read(&path)).unwrap());
        let ours = validator(&printed("appinstance", &release));
        let mut example: Value = serde_yaml::from_str(&read(&path.with_extension("yml"))).unwrap();
        assert!(theirs.is_valid(&example) && ours.is_valid(&example), "{release}: the vendor's own example");
        example["spec"]["package"]["spec"]["admin"] = sound_admin();
        for case in CASES {
            let document = case.apply(&example);
            let refused = (!theirs.is_valid(&document), !ours.is_valid(&document));
            let expected = (case.theirs.as_bytes()[epoch] == b'x', case.ours.as_bytes()[epoch] == b'x');
            assert_eq!(refused, expected, "{release}: {}", case.name());
        }
    }
    assert_eq!(seen.len(), EPOCHS.len(), "a release of each epoch");
}

/// What a file of values may hold, and what Helm sees once the chart's defaults lie underneath.
#[test]
fn values_pass_before_and_after_the_charts_defaults_are_merged() {
    let schema = printed("helm-values", "20260421-2022186");
    let values = validator(&schema);
    let passes = [
        // The chart's own defaults, which Helm holds against the schema when nothing is set.
        "{admin: {users: [{firstName: '', lastName: '', email: '', id: ''}], identityProvider: '', jwksEndpoint: '', \
         dsn: {valueFrom: {secretKeyRef: {name: '', key: ''}}}}, useCustomEgress: false, \
         egress: {customCertificates: {valueFrom: {configMapKeyRef: {key: '', name: ''}}}}, featureFlags: [], kubit: {}}",
        // One layer of several, and what an umbrella chart adds.
        "{image: {tag: 20260421-2022186}, global: {}}",
        "{admin: {jwksEndpoint: https://a.example/jwks}}",
        "{x-people: &people [{id: a, firstName: A, lastName: B, email: c}], admin: {users: *people, x-note: a}}",
        // Null takes the chart's default away.
        "{admin: {dsn: {value: postgres://a, valueFrom: null}}, egress: null}",
        "{admin: {dsn: {valueFrom: {secretKeyRef: null, configMapKeyRef: {name: a, key: b}}}}}",
    ];
    for text in passes {
        let document: Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(values.iter_errors(&document).next().map(|error| error.to_string()), None, "{text}");
    }
    let refused = [
        "{admin: {users: null}}",
        "{admin: {users: {id: a}}}",
        "{admin: {users: [a]}}",
        "{admin: {users: [{id: 1, firstName: A, lastName: B, email: c}]}}",
        "{admin: {jwksEndPoint: https://a.example/jwks}}",
        "{admin: {dsn: postgres://a}}",
        "{admin: {dsn: {value: postgres://a, valueFrom: {secretKeyRef: {name: '', key: ''}}}}}",
        "{admin: {dsn: {valueFrom: {secretKeyRef: {name: '', key: ''}, configMapKeyRef: {name: a, key: b}}}}}",
        "{spec: {package: {spec: {admin: {}}}}}",
    ];
    for text in refused {
        assert!(!values.is_valid(&serde_yaml::from_str(text).unwrap()), "{text}");
    }
    let both = serde_yaml::from_str(refused[6]).unwrap();
    assert!(validator(&printed("helm-values", EPOCHS[1])).is_valid(&both), "before 20231115 any mix was right");
}

#[test]
fn a_project_file_passes_as_far_as_it_is_one() {
    let run = support::idplint(&["schema", "config"], "");
    let validator = validator(&serde_json::from_str(&run.stdout).unwrap());
    for passes in [
        json!({}),
        json!({"allow-hosts": ["a"], "exclude": ["b/**"], "levels": {"wrong-type": "off", "not-yet-known": "note"}}),
        json!({"ignore": [{"rules": ["wrong-type"], "paths": ["a"], "reason": "b", "until": "2027-01-31"}]}),
        json!({"pair": [{"cluster": "a", "influxctl": "b"}], "admins": [{"ids": ["a"], "paths": []}]}),
    ] {
        assert_eq!(validator.iter_errors(&passes).next().map(|error| error.to_string()), None, "{passes}");
    }
    for refused in [
        json!({"allow_hosts": []}),
        json!({"levels": {"wrong-type": "warn"}}),
        json!({"ignore": [{"reason": "b"}]}),
        json!({"ignore": [{"rules": ["no-such-rule"]}]}),
        json!({"pair": [{"cluster": "a"}]}),
        json!({"admins": [{"ids": []}]}),
    ] {
        assert!(!validator.is_valid(&refused), "{refused}");
    }
}
