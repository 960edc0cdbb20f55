//! `--redact`: no value of a file is in any report, whatever the format, and every span lies on its placeholder.

mod runs;
mod support;

use idplint::facts::{Cause, Facts, Trouble};
use idplint::finding::Finding;
use idplint::provider::{published_words, vendor_hosts};
use idplint::report::{Format, Input, Run, Style, redact, report};
use idplint::source::Source;
use std::collections::BTreeSet;
use std::fs;
use support::{Ran, fixtures, idplint};

const FORMATS: [&str; 8] = ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];

/// A cluster with one value of every class, and many faults.
const VALUES: &str = "# the cluster of Zyxcorp, ask Grimhilde
namespaceOverride: zyx-metrics
images:
  registryOverride: registry.zyxcorp.io/mirror
imagePullSecrets:
  - name: zyx-pull-secret
admin: # run by grimhilde
  identityProvider: keycloak
  jwksEndpoint: http://login.zyxcorp.io/realms/zyxrealm/protocol/openid-connect/token
  dsn:
    value: postgres://zyxdbuser:hunter2@pg7.zyxcorp.io:5432/zyxdb?sslmode=disable
  users:
    - id: grimhilde@zyxcorp.io
      firstName: Grimhilde
      lastName: Müllerström
      email: grimhilde zyxcorp.io
    - id: 110169484474386276334
      firstName: Quirin
      lastName: Zyxhuber
      email: quirin@mail.zyxcorp.io
      zyxkey: zyxvalue
catalog:
  dsn:
    SecretName: zyx-catalog
    SecretKey: zyx-dsn
ingress:
  hosts: [https://influx.zyxcorp.io]
";
const ENTRA: &str = "admin:
  identityProvider: azuread
  jwksEndpoint: https://login.microsoftonline.com/7d3e1c55-9a8b-4c6d-8e2f-abcdefabcdef/discovery/keys
  users:
    - id: grimhilde@zyxcorp.io
      firstName: Grimhilde
    - id: 9c0d1e2f-aaaa-4bbb-8ccc-123456789abc
      firstName: Grimhilde
    - id: 9c0d1e2f-aaaa-4bbb-8ccc-123456789abc
";
const AUTH0: &str = "admin:
  identityProvider: auth0
  jwksEndpoint: https://zyxtenant.eu.auth0.com/.well-known/openid-configuration
  users: [{id: 'auth0|zyx64f0c2'}, {id: samlp|zyxadfs|grimhilde@zyxcorp.io}, zyxbare]
";
const PROFILE: &str = "# of Grimhilde
[[profile]]
name = \"zyxprofile\"
product = \"clustered\"
host = \"https://influx.zyxcorp.io\"
port = 443
database = \"zyxdb\"
[profile.auth.oauth2]
client_id = \"zyx-client\"
client_secret = \"hunter2\"
device_url = \"http://login.zyxcorp.io/realms/zyxrealm/protocol/openid-connect/token\"
token_url = \"https://login.zyxcorp.io/realms/zyxother/protocol/openid-connect/auth/device\"
";
const SCRIPT: &str = "#!/bin/sh
# Grimhilde wrote this
kubectl create job --from=job/zyx-keygen zyx-job -n zyx-metrics
influxctl management create --description zyxtoken > /home/grimhilde/zyx.json
curl -H \"Authorization: Bearer $ZYX_TOKEN\" https://influx.zyxcorp.io/api/v2/query?org=zyxorg
";
const BROKEN: &str = "admin:\n  identityProvider: keycloak\n  jwksEndpoint: 'https://login.zyxcorp.io/realms/zyxrealm\n  users: [{id: zyxbroken\n";

/// No text of others may hold any of these, in any case.
const PLANTED: [&str; 12] = [
    "zyx",
    "grimhilde",
    "müller",
    "m\\u00fcller",
    "quirin",
    "7d3e1c55",
    "9c0d1e2f",
    "64f0c2",
    "hunter2",
    "110169484",
    "1.1016",
    "pg7",
];

struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        let folder = project.0.path().join("zyxfolder");
        fs::create_dir(&folder).unwrap();
        for (name, text) in [
            ("values-zyxcorp.yaml", VALUES),
            ("entra.yaml", ENTRA),
            ("auth0.yaml", AUTH0),
            ("config.toml", PROFILE),
            ("zyx.sh", SCRIPT),
            ("broken.yaml", BROKEN),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        fs::write(folder.join("latin-zyx.yaml"), b"admin: {identityProvider: keycloak, jwksEndpoint: \xff}\n").unwrap();
        project
    }

    fn told(&self, format: &str, more: &[&str]) -> Ran {
        let folder = self.0.path().to_string_lossy().into_owned();
        let missing = format!("{folder}/zyxmissing/grimhilde.yaml");
        let flags = ["--isolated", "--offline", "--redact", "-v", "--format", format, &folder, &missing];
        let ran = idplint(&[&flags, more].concat(), "");
        Ran { stdout: without_rules(&ran.stdout), ..ran }
    }
}

fn assert_clean(text: &str, format: &str) {
    for (number, line) in text.lines().enumerate() {
        let lower = line.to_lowercase();
        for planted in PLANTED {
            assert!(!lower.contains(planted), "{format} line {number} shows `{planted}`: {line}");
        }
    }
}

#[test]
fn no_format_shows_a_planted_value() {
    let project = Project::new();
    for format in FORMATS {
        let ran = project.told(format, &[]);
        assert!(ran.stdout.contains("user-id-is-email"), "{format}: {ran:?}");
        assert_clean(&ran.stdout, format);
        assert_clean(&ran.stderr, format);
        let again = project.told(format, &[]);
        assert_eq!((again.stdout, again.stderr), (ran.stdout, ran.stderr), "{format}: two runs differ");
    }
}

/// The values of lines such as `firstName: Ada` that are none of everybody's words.
fn values(text: &str) -> BTreeSet<&str> {
    const KEYS: [&str; 16] = [
        "id",
        "firstName",
        "lastName",
        "email",
        "client_id",
        "SecretName",
        "namespace",
        "namespaceOverride",
        "realm",
        "jwksEndpoint",
        "device_url",
        "token_url",
        "host",
        "account_id",
        "cluster_id",
        "repoURL",
    ];
    let listed = include_str!("../src/report/redact/vocabulary.txt");
    let listed: BTreeSet<&str> = listed.split(|c: char| c.is_whitespace() || "-_.".contains(c)).collect();
    let is_public = |word: &str| published_words().chain(vendor_hosts()).any(|public| public.contains(word));
    let is_ours = |word: &&str| listed.contains(word) || listed.contains(&*word.to_lowercase()) || is_public(word);
    let behind = text.lines().filter_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        KEYS.contains(&key.trim().trim_start_matches("- ")).then(|| value.split(" #").next().unwrap())
    });
    let words = behind.flat_map(|value| value.split(|c: char| !c.is_alphanumeric()));
    // Ports, and what tells only where a host is: in a cluster, in a region.
    let is_kept = |word: &str| {
        word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_digit()) || ["local", "west"].contains(&word)
    };
    words.filter(|word| word.len() >= 4 && !is_kept(word) && !is_ours(word)).collect()
}

/// What a report can tell of a run, in a few texts.
fn texts(run: &Run) -> String {
    let style = Style { color: false, width: 400, quiet: false };
    let tell = |format| {
        let mut out = Vec::new();
        report(format, style).write(run, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    tell(Format::Human) + &tell(Format::Json)
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).collect()
}

/// Whatever a rule says of a fixture of the house.
#[test]
fn no_rule_shows_a_value() {
    let (mut judged, mut failed) = (0, Vec::new());
    for fixture in
        ["rules", "vendor-examples", "vendor-doc-bugs", "containers", "example"].iter().flat_map(|room| fixtures(room))
    {
        let text = fixture.text();
        let findings = support::judge_in(&fixture.name(), &text, &Facts::default(), fixture.standing());
        let run = Run { findings, ..Run::default() };
        // A word that our sentences use is none of a file's.
        let shown = texts(&redact(&run));
        let leaked: Vec<&str> = values(&text).intersection(&words(&shown)).copied().collect();
        if !leaked.is_empty() {
            failed.push(format!("{}: {leaked:?}", fixture.path.display()));
        }
        judged += values(&text).len();
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(judged > 1000, "{judged}");
}

/// What is no finding: what servers say, what was not reached, what was asked, what could not be judged.
#[test]
fn nothing_beside_the_findings_shows_a_value() {
    let source = Source::new("zyxfolder/zyx.yaml", "admin: # Grimhilde\n  jwksEndpoint: https://login.zyxcorp.io\n");
    let mut finding = runs::note_on(&source, source.line_span(1).unwrap());
    finding.note = Some("the server says `invalid_client`: Grimhilde of Zyxcorp is unknown".to_owned());
    finding.url = "https://zyxcorp.io".to_owned();
    finding.path = "admin.zyxkey[1].quirin".to_owned();
    let trouble = |cause, host: &str, message: &str| Trouble {
        cause,
        host: host.to_owned(),
        message: message.to_owned(),
        hint: "allow it with `--allow-host zyxhost:8443`".to_owned(),
    };
    let run = Run {
        findings: vec![finding],
        inputs: vec![Input {
            file: "zyx.d/quirin.toml".to_owned(),
            kind: "influxctl-config",
            package_version: Some("zyx".to_owned()),
        }],
        incomplete: vec![
            trouble(Cause::Dns, "zyxhost:8443", "could not ask `zyxhost`: no such name"),
            trouble(Cause::Tls, "login.zyxcorp.io", "login.zyxcorp.io serves the certificate of quirin.zyxcorp.io"),
            trouble(Cause::Unreadable, "zyxfolder/grimhilde.yaml", "could not read `zyxfolder/grimhilde.yaml`"),
        ],
        unjudged: vec!["`admin.users` was not judged: a template (zyx.d/quirin.toml:3)".to_owned()],
        remarks: vec!["asked 1 host: `login.zyxcorp.io`".to_owned(), "the pair in `zyxfolder/quirin` rests".to_owned()],
        ..runs::troubled()
    };
    let redacted = redact(&run);
    assert!(redacted.facts.answers.is_empty() && redacted.writable.is_empty() && redacted.known.is_empty());
    let mut verbose = Vec::new();
    idplint::report::tell(&redacted, &mut verbose).unwrap();
    let style = Style { color: true, width: 400, quiet: false };
    for format in Format::ALL {
        let mut out = verbose.clone();
        report(format, style).write(&redacted, &mut out).unwrap();
        assert_clean(&without_rules(&String::from_utf8(out).unwrap()), format.word());
    }
    assert_eq!(redacted.incomplete[0].message, "could not ask `host-3.example`: no such name");
    assert_eq!(redacted.incomplete[0].host, "host-3.example:8443");
    assert_eq!(redacted.incomplete[1].host, "host-1.example");
    assert_eq!(redacted.findings[0].label.place.source.text(), "admin: # …\n  jwksEndpoint: https://host-1.example\n");
}

/// A report without the rules' pages, which SARIF holds in one block.
fn without_rules(told: &str) -> String {
    match (told.find("\"rules\": ["), told.find("\"columnKind\"")) {
        (Some(start), Some(end)) => format!("{}{}", &told[..start], &told[end..]),
        _ => told.to_owned(),
    }
}

/// A span keeps its line, and covers whole placeholders: what it shows is what the message says.
#[test]
fn spans_follow_what_they_show() {
    for (name, text) in
        [("a.yaml", VALUES), ("b.yaml", ENTRA), ("c.yaml", AUTH0), ("d.toml", PROFILE), ("e.sh", SCRIPT)]
    {
        let run = Run { findings: idplint::engine::judge_text(name, text, &Facts::default()), ..Run::default() };
        let redacted = redact(&run);
        assert!(!run.findings.is_empty());
        for (before, after) in run.findings.iter().zip(&redacted.findings) {
            let (old, new) = (&before.label.place, &after.label.place);
            assert_eq!(new.source.text().lines().count(), text.lines().count());
            assert_eq!(
                new.source.position(new.span.start).line,
                old.source.position(old.span.start).line,
                "{}",
                before.message
            );
            assert_eq!(old.span.is_empty(), new.span.is_empty(), "{}", before.message);
            let quoted =
                |finding: &Finding, text: &str| text.len() > 3 && finding.message.contains(&format!("`{text}`"));
            if quoted(before, old.text()) {
                assert!(quoted(after, new.text()), "`{}` is not in: {}", new.text(), after.message);
            }
            for (old, new) in
                before.fix.iter().flat_map(|fix| &fix.edits).zip(after.fix.iter().flat_map(|fix| &fix.edits))
            {
                assert_eq!(
                    old.place.text() == old.replacement,
                    new.place.text() == new.replacement,
                    "{}",
                    before.message
                );
            }
        }
    }
}

#[test]
fn the_shape_of_values_stays() {
    let run = Run { findings: idplint::engine::judge_text("a.yaml", AUTH0, &Facts::default()), ..Run::default() };
    let redacted = redact(&run);
    assert_eq!(
        redacted.findings[0].label.place.source.text(),
        "admin:\n  identityProvider: auth0\n  jwksEndpoint: https://tenant-1.eu.auth0.com/.well-known/openid-configuration\n  \
         users: [{id: 'auth0|id-1'}, {id: samlp|id-2|email-1@example}, id-3]\n"
    );
    assert_eq!(
        redacted.findings[0].message,
        "`jwksEndpoint` is a discovery URL: `https://tenant-1.eu.auth0.com/.well-known/openid-configuration`"
    );
}

/// What would write the real texts beside the redacted ones.
#[test]
fn a_run_that_redacts_writes_reports_only() {
    let project = Project::new();
    let folder = project.0.path().to_string_lossy().into_owned();
    let beside = project.0.path().join("beside").to_string_lossy().into_owned();
    for flags in [&["--fix"][..], &["--diff"], &["--record", &beside], &["--write-baseline", &beside]] {
        let ran = idplint(&[&["--redact", "--offline"], flags, &[&*folder]].concat(), "");
        assert!(ran.code == 2 && ran.stderr.contains("--redact"), "{flags:?}: {ran:?}");
    }
}
