//! The runs that the golden files tell.
#![allow(dead_code, reason = "each test binary uses its part")]

use idplint::facts::{Cause, Trouble};
use idplint::finding::{Confidence, Finding, Fix, Label, Safety, Severity};
use idplint::report::{HOME, Input, Run};
use idplint::source::{Place, Source, Span};
use std::sync::Arc;

/// CRLF and a byte order mark; umlauts before a value; a finding on line 1.
const VALUES: &str = "\u{feff}admin: # Müller GmbH\r\n  identityProvider: 'auth0'\r\n  \
    firma: {größe: 3, jwksEndpoint: 'https://tenant.auth0.com/.well-known/openid-configuration'}\r\n  \
    users:\r\n    - id: auth0|1\r\n      firstName: Zoë\r\n    - email: zoe@example.com\r\n      firstName: Zoë\r\n";

const PROFILE: &str = "[[profile]]\nname = \"default\"\n\n[profile.auth.oauth2]\nclient_id = \"3f1c\"\n\
    device_url = \"https://other.auth0.com/oauth/device/code\"\n";

/// The first place of `text` in a file.
pub(crate) fn at(source: &Arc<Source>, text: &str) -> Place {
    let start = source.text().find(text).unwrap();
    Place { source: Arc::clone(source), span: Span::new(start, start + text.len()) }
}

fn label(place: Place, message: &str) -> Label {
    Label { place, message: message.to_owned() }
}

fn finding(rule: &'static str, severity: Severity, message: &str, label: Label) -> Finding {
    Finding {
        rule,
        severity,
        confidence: Confidence::Certain,
        message: message.to_owned(),
        label,
        related: Vec::new(),
        help: String::new(),
        note: None,
        fix: None,
        document: 0,
        path: "admin".to_owned(),
        url: format!("{HOME}/blob/main/docs/rules/{rule}.md"),
    }
}

/// A note on a place, with nothing but its message.
pub(crate) fn note_on(source: &Arc<Source>, span: Span) -> Finding {
    let place = Place { source: Arc::clone(source), span };
    finding("placeholder-left", Severity::Note, "a placeholder is left", label(place, "here"))
}

fn trouble(cause: Cause, host: &str, message: &str, hint: &str) -> Trouble {
    Trouble { cause, host: host.to_owned(), message: message.to_owned(), hint: hint.to_owned() }
}

/// Every kind of finding and of trouble.
pub(crate) fn troubled() -> Run {
    let values = Source::new("deploy/values.yaml", VALUES);
    let profile = Source::new("deploy/config.toml", PROFILE);
    let endpoint = at(&values, "https://tenant.auth0.com/.well-known/openid-configuration");
    let wrong_url = Finding {
        help: "write `https://tenant.auth0.com/.well-known/jwks.json`".to_owned(),
        note: Some(
            "InfluxData's Auth0 example shows this URL too (docs, AUTH:661-665); the operator reads the keys of a JWK \
             Set (RFC 7517 section 5) and finds none in a discovery document"
                .to_owned(),
        ),
        fix: Some(Fix::replace(
            endpoint.clone(),
            "https://tenant.auth0.com/.well-known/jwks.json",
            "write the key set's URL",
            Safety::Safe,
        )),
        path: "admin.firma.jwksEndpoint".to_owned(),
        ..finding(
            "jwks-endpoint-is-discovery-url",
            Severity::Error,
            "`jwksEndpoint` is the URL of the discovery document, not of the keys",
            label(endpoint, "this serves no keys"),
        )
    };
    let mismatch = Finding {
        related: vec![
            label(at(&profile, "https://other.auth0.com/oauth/device/code"), "`other.auth0.com`"),
            label(at(&values, "'auth0'"), "the provider is named here"),
        ],
        help: "take both from one provider".to_owned(),
        confidence: Confidence::Likely,
        path: "admin.firma.jwksEndpoint".to_owned(),
        ..finding(
            "login-tenant-differs",
            Severity::Warning,
            "`jwksEndpoint` and `device_url` belong to different tenants: `tenant.auth0.com`, `other.auth0.com`",
            label(at(&values, "tenant.auth0.com"), "`tenant.auth0.com`"),
        )
    };
    let no_id = Finding {
        help: "add the user's id at the provider:\n- id: auth0|…\n  firstName: Zoë".to_owned(),
        path: "admin.users[1]".to_owned(),
        ..finding(
            "user-without-id",
            Severity::Error,
            "second user of `admin.users` has no `id`",
            label(at(&values, "email: zoe@example.com\r\n      firstName: Zoë\r\n"), "this entry"),
        )
    };
    let first_line = Finding {
        help: "remove the comment: 100%, really".to_owned(),
        ..finding("company-name", Severity::Note, "a name: on line 1, with a comma", label(at(&values, "Müller"), ""))
    };
    Run {
        files_checked: 3,
        inputs: vec![
            Input { file: "deploy/config.toml".to_owned(), kind: "influxctl-config", package_version: None },
            Input {
                file: "deploy/values.yaml".to_owned(),
                kind: "helm-values",
                package_version: Some("20260421-2022186".to_owned()),
            },
        ],
        findings: vec![first_line, wrong_url, mismatch, no_id],
        suppressed: 1,
        misconfigured: false,
        known: Vec::new(),
        gone: 0,
        inputs_failed: false,
        hint: None,
        facts: Default::default(),
        writable: Default::default(),
        incomplete: vec![
            trouble(
                Cause::Dns,
                "tenant.auth0.com",
                "could not ask `tenant.auth0.com`: the name does not resolve",
                "check the host, or run with `--offline`",
            ),
            trouble(
                Cause::Unreadable,
                "deploy/broken.yaml",
                "could not read `deploy/broken.yaml`: not UTF-8",
                "save it as UTF-8",
            ),
        ],
        unjudged: vec![
            "`admin.users[1].id` was not judged: a template (deploy/values.yaml:5)".to_owned(),
            "3 settings were not judged: encrypted (deploy/secrets.yaml:2)".to_owned(),
        ],
        remarks: vec!["asked 1 host: `tenant.auth0.com`".to_owned()],
    }
}

/// Nothing is wrong.
pub(crate) fn clean() -> Run {
    Run { findings: Vec::new(), incomplete: Vec::new(), suppressed: 0, ..troubled() }
}

/// Names, texts and answers that try to write more than text.
pub(crate) fn hostile() -> Run {
    const EVIL: &str = "100 %0A, %, \u{1b}[31mred\u{9b}0m \u{202e}txt\u{2066}\u{e0041} ##[error]x\r\n::error::pwned\n::warning file=a::b";
    let text = format!("key: \"\u{1b}[2J\u{202e}x ##[add-path]/tmp\"\r\n::error::in the file\r::x\r\n{EVIL}\n");
    let named = Source::new("::error file=x,line=1::\u{1b}]0;t\u{7}\nvalues.yaml", text);
    let whole = Span::new(0, named.text().len());
    let place = |span| Place { source: Arc::clone(&named), span };
    let evil = |span| Finding {
        related: vec![label(place(Span::new(5, 12)), EVIL)],
        help: EVIL.to_owned(),
        note: Some(EVIL.to_owned()),
        fix: Some(Fix::replace(place(span), EVIL, EVIL, Safety::Unsafe)),
        path: EVIL.to_owned(),
        url: EVIL.to_owned(),
        ..finding("plain-rule", Severity::Error, EVIL, label(place(span), EVIL))
    };
    Run {
        files_checked: 1,
        inputs: vec![Input {
            file: named.name().to_owned(),
            kind: "helm-values",
            package_version: Some(EVIL.to_owned()),
        }],
        findings: vec![evil(at(&named, "x ##").span), evil(whole), evil(Span::new(9_999, 10_000))],
        incomplete: vec![trouble(Cause::NotJson, EVIL, EVIL, EVIL)],
        unjudged: vec![EVIL.to_owned()],
        remarks: vec![EVIL.to_owned()],
        suppressed: 0,
        misconfigured: false,
        known: Vec::new(),
        gone: 0,
        inputs_failed: false,
        hint: None,
        facts: Default::default(),
        writable: Default::default(),
    }
}

/// A finding on the line of a secret, and the secret.
pub(crate) fn beside_a_secret() -> (Run, &'static str) {
    let source = Source::new("config.toml", "client_id = \"3f1c\"\nclient_secret = \"hunter2-geheim\"\n");
    let span = at(&source, "client_secret").span;
    (Run { findings: vec![note_on(&source, span)], ..Run::default() }, "hunter2-geheim")
}
