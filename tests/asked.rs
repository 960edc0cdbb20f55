//! What the rules make of certificates, redirects, errors and discovery documents, and when they rest.

use idplint::engine::judge_text;
use idplint::facts::{
    Answer, Body, Certificate, CertificateFault, Discovered, Discovery, Facts, Key, Outcome, ProviderError,
};
use idplint::finding::Finding;

const KEYCLOAK: &str = "https://sso.acme.io/realms/ops/protocol/openid-connect/certs";
const DOCUMENT: &str = "https://sso.acme.io/realms/ops/.well-known/openid-configuration";
const DAY: i64 = 24 * 60 * 60;
/// 2026-05-28, 20:26:40 UTC.
const NOW: i64 = 1_780_000_000;

fn judge(name: &str, url: &str, facts: &Facts) -> Vec<Finding> {
    judge_text("values.yaml", &format!("admin:\n  identityProvider: {name}\n  jwksEndpoint: {url}\n"), facts)
}

fn messages(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn rules(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.rule).collect::<Vec<_>>().join(" ")
}

fn answer(status: u16, redirected_to: Option<&str>, body: Body) -> Outcome {
    Outcome::Answer(Answer {
        status,
        content_type: "application/json".to_owned(),
        redirected_to: redirected_to.map(str::to_owned),
        login_scheme: None,
        clock_ahead: None,
        body,
    })
}

fn keys() -> Body {
    Body::KeySet(vec![Key { kty: "RSA".to_owned(), ..Key::default() }])
}

fn document(issuer: &str, jwks_uri: &str) -> Discovery {
    Discovery { issuer: issuer.to_owned(), jwks_uri: Some(jwks_uri.to_owned()), ..Discovery::default() }
}

fn facts<const N: usize>(answers: [(&str, Outcome); N]) -> Facts {
    Facts { answers: answers.map(|(url, outcome)| (url.to_owned(), outcome)).into(), asked_at: NOW, ..Facts::default() }
}

fn certificate(names: &[&str], from: i64, until: i64) -> Certificate {
    Certificate {
        names: names.iter().map(|&name| name.to_owned()).collect(),
        issuer: "CN=`ACME` CA".to_owned(),
        not_before: NOW + from * DAY,
        not_after: NOW + until * DAY,
    }
}

#[test]
fn a_rejected_certificate_is_told_with_what_it_says() {
    use CertificateFault::{Expired, NotYetValid, UnknownIssuer, WrongName};
    let names = ["a.io", "b.io", "c.io", "d`.io", "e.io"];
    for (fault, seen, expected) in [
        (Expired, Some(certificate(&[], -90, -1)), "certificate of `sso.acme.io` expired on 2026-05-27"),
        (Expired, None, "certificate of `sso.acme.io` has expired"),
        (NotYetValid, Some(certificate(&[], 1, 90)), "certificate of `sso.acme.io` is not valid before 2026-05-29"),
        (NotYetValid, None, "certificate of `sso.acme.io` is not valid yet"),
        (WrongName, Some(certificate(&names[..1], -1, 2)), "certificate of `sso.acme.io` is for `a.io`"),
        (WrongName, Some(certificate(&names[3..], -1, 90)), "certificate of `sso.acme.io` is for `d'.io`, `e.io`"),
        (
            WrongName,
            Some(certificate(&names, -1, 90)),
            "certificate of `sso.acme.io` is for `a.io`, `b.io`, `c.io` and 2 more",
        ),
        (WrongName, Some(certificate(&[], -1, 90)), "certificate of `sso.acme.io` is for another host"),
        (WrongName, None, "certificate of `sso.acme.io` is for another host"),
        // A fragment: another layer may hold the bundle.
        (UnknownIssuer, Some(certificate(&[], -1, 90)), ""),
    ] {
        let mut learnt = facts([(KEYCLOAK, Outcome::Rejected(fault.clone()))]);
        learnt.certificates.extend(seen.map(|certificate| ("sso.acme.io".to_owned(), certificate)));
        assert_eq!(messages(&judge("keycloak", KEYCLOAK, &learnt)), expected, "{fault:?}");
    }
}

#[test]
fn times_beyond_every_calendar_are_no_panic() {
    for until in [i64::MIN, i64::MAX] {
        let seen = Certificate { not_after: until, not_before: -1 - until, ..Certificate::default() };
        let mut learnt = facts([(KEYCLOAK, Outcome::Rejected(CertificateFault::Expired))]);
        learnt.certificates.insert("sso.acme.io".to_owned(), seen);
        assert_eq!(
            messages(&judge("keycloak", KEYCLOAK, &learnt)),
            "certificate of `sso.acme.io` has expired",
            "{until}"
        );
    }
}

#[test]
fn a_certificate_is_told_two_weeks_before_its_end() {
    for (from, until, label) in [
        (-76, 15, ""),
        (-76, 14, "ends in 14 days"),
        (-14, 1, "ends in 1 day"),
        (-13, 1, ""),
        (-90, 0, ""),
        (-90, -1, ""),
    ] {
        let mut learnt = facts([(KEYCLOAK, answer(200, None, keys()))]);
        learnt.certificates.insert("sso.acme.io".to_owned(), certificate(&[], from, until));
        let labels = |found: &[Finding]| found.iter().map(|f| f.label.message.clone()).collect::<String>();
        assert_eq!(labels(&judge("keycloak", KEYCLOAK, &learnt)), label, "{from} {until}");
        learnt.asked_at = 0;
        assert_eq!(labels(&judge("keycloak", KEYCLOAK, &learnt)), "", "nobody said when the run began");
    }
}

const WHOLE: &str = "catalog: {dsn: {SecretName: dsn, SecretKey: dsn}}\nobjectStore: {bucket: b}\nadmin:\n  \
    identityProvider: keycloak\n  jwksEndpoint: URL\n  dsn: {valueFrom: {secretKeyRef: {name: dsn, key: dsn}}}\n  users:\n    - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e\n      \
    firstName: Ada\n      lastName: Lovelace\n      email: ada@acme.io\n";
const BUNDLE: &str = "egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca, key: ca.pem}}}}\n";

#[test]
fn a_bundle_or_what_may_be_one_silences_the_unknown_ca() {
    let inside = "https://keycloak.auth.svc/realms/ops/protocol/openid-connect/certs";
    let unknown = facts([(inside, Outcome::Rejected(CertificateFault::UnknownIssuer))]);
    let expired = facts([(inside, Outcome::Rejected(CertificateFault::Expired))]);
    for (learnt, more, expected) in [
        (&unknown, String::new(), "tls-issuer-untrusted"),
        (&unknown, format!("useCustomEgress: true\n{BUNDLE}"), ""),
        (&unknown, format!("useCustomEgress: '{{{{ .x }}}}'\n{BUNDLE}"), ""),
        (&unknown, BUNDLE.to_owned(), "egress-switched-off"),
        (&expired, String::new(), "private-host-without-ca tls-certificate-rejected"),
        (&expired, format!("useCustomEgress: true\n{BUNDLE}"), "tls-certificate-rejected"),
        (&Facts::default(), String::new(), "private-host-without-ca"),
    ] {
        let text = format!("{}{more}", WHOLE.replace("URL", inside));
        assert_eq!(rules(&judge_text("values.yaml", &text, learnt)), expected, "{learnt:?}\n{more}");
    }
}

#[test]
fn one_rule_speaks_about_a_redirect() {
    let html = || Body::Html { excerpt: "<html>".to_owned() };
    let led_to = || Body::Discovery(Box::new(document("https://sso.acme.io", "https://sso.acme.io/keys")));
    let other = "https://login.acme.io/keys";
    let plain = KEYCLOAK.replace("https", "http");
    for (url, to, status, body, expected) in [
        (KEYCLOAK, other, 200, keys(), "jwks-endpoint-redirects unsafe"),
        (KEYCLOAK, "http://sso.acme.io/keys", 200, keys(), "jwks-endpoint-redirects none"),
        (KEYCLOAK, "https://a:b@sso.acme.io/keys", 200, keys(), "jwks-endpoint-redirects none"),
        (KEYCLOAK, other, 200, html(), "jwks-endpoint-serves-other-content none"),
        (KEYCLOAK, other, 404, html(), "jwks-endpoint-not-found none"),
        (KEYCLOAK, other, 200, led_to(), "jwks-endpoint-redirects none"),
        (&plain, KEYCLOAK, 200, keys(), "plain-http-endpoint unsafe"),
        (&plain, other, 200, keys(), "plain-http-endpoint unsafe jwks-endpoint-redirects unsafe"),
        (
            "http://keycloak.auth.svc/keys",
            "https://keycloak.auth.svc/keys",
            200,
            keys(),
            "plain-http-inside-cluster none jwks-endpoint-redirects unsafe",
        ),
    ] {
        let learnt = facts([(url, answer(status, Some(to), body))]);
        let found = judge("keycloak", url, &learnt);
        let safety = |f: &Finding| f.fix.as_ref().map_or("none", |fix| fix.safety.word());
        let mut said: Vec<String> = found.iter().map(|f| format!("{} {}", f.rule, safety(f))).collect();
        said.sort_by_key(|one| !one.starts_with("plain"));
        assert_eq!(said.join(" "), expected, "{url} {to} {status}");
        assert!(!format!("{} {:?}", messages(&found), found.iter().map(|f| &f.help)).contains("a:b@"), "{found:?}");
    }
}

#[test]
fn what_the_provider_calls_unknown_is_said_once() {
    let unknown = || Body::Error(ProviderError { code: "Realm does not exist".to_owned(), ..ProviderError::default() });
    let blocked = || Body::Error(ProviderError { code: "blocked".to_owned(), ..ProviderError::default() });
    for (url, learnt, expected) in [
        (KEYCLOAK, facts([(KEYCLOAK, answer(404, None, unknown()))]), "tenant-unknown-to-provider"),
        (KEYCLOAK, facts([(KEYCLOAK, answer(404, None, blocked()))]), "jwks-endpoint-not-found"),
        (KEYCLOAK, facts([(DOCUMENT, answer(404, None, unknown()))]), "tenant-unknown-to-provider"),
        (KEYCLOAK, facts([(DOCUMENT, answer(404, None, blocked()))]), ""),
        (
            KEYCLOAK,
            facts([(KEYCLOAK, answer(404, None, blocked())), (DOCUMENT, answer(404, None, unknown()))]),
            "tenant-unknown-to-provider",
        ),
        // The final slash is a guess, the realm a fact.
        (
            "https://sso.acme.io/realms/ops/protocol/openid-connect/certs/",
            facts([(&format!("{KEYCLOAK}/"), answer(404, None, unknown()))]),
            "tenant-unknown-to-provider",
        ),
    ] {
        assert_eq!(rules(&judge("keycloak", url, &learnt)), expected, "{learnt:?}");
    }
    let text =
        format!("realm: &keys \"{KEYCLOAK}\"\r\nadmin:\r\n  identityProvider: keycloak\r\n  jwksEndpoint: *keys\r\n");
    let found = judge_text("values.yaml", &text, &facts([(KEYCLOAK, answer(404, None, unknown()))]));
    assert_eq!((found[0].label.place.text(), found[0].related[0].place.text()), ("ops", "*keys"));
}

#[test]
fn an_origin_elsewhere_is_told_unless_it_is_there_by_design() {
    const GOOGLE: &str = "https://www.googleapis.com/oauth2/v3/certs";
    const POOL: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a/.well-known/jwks.json";
    const EXTERNAL: &str = "https://acme.ciamlogin.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys";
    const SELF: &str = "https://acme.io/keys";
    let google = "https://accounts.google.com/.well-known/openid-configuration";
    let pool = POOL.replace("jwks.json", "openid-configuration");
    let external = EXTERNAL.replace("discovery/v2.0/keys", "v2.0/.well-known/openid-configuration");
    let own = "https://acme.io/.well-known/openid-configuration";
    let token = |token: &str, document: Discovery| Discovery { token_endpoint: Some(token.to_owned()), ..document };
    for (url, at, document, expected) in [
        (KEYCLOAK, DOCUMENT, document("https://sso.acme.io/realms/ops/", KEYCLOAK), ""),
        (
            KEYCLOAK,
            DOCUMENT,
            token("http://keycloak:8080/token", document("https://sso.acme.io/realms/ops", KEYCLOAK)),
            "`sso.acme.io` advertises `http://keycloak:8080` for token endpoint",
        ),
        (
            KEYCLOAK,
            DOCUMENT,
            token("https://sso.acme.io:8443/token", document("http://sso.acme.io/realms/ops", KEYCLOAK)),
            "`sso.acme.io` advertises `http://sso.acme.io` for issuer; `https://sso.acme.io:8443` for token endpoint",
        ),
        (
            SELF,
            own,
            token("https://id.acme.example/token", document("https://id.acme.example", SELF)),
            "`acme.io` advertises `https://id.acme.example` for issuer, token endpoint",
        ),
        (SELF, own, document("acme.com", SELF), ""),
        (SELF, "https://acme.io/other", document("https://other.example", "https://other.example/keys"), ""),
        (GOOGLE, google, token("https://oauth2.googleapis.com/token", document("accounts.google.com", GOOGLE)), ""),
        (
            POOL,
            &pool,
            token(
                "https://login.acme.io/oauth2/token",
                document(POOL.trim_end_matches("/.well-known/jwks.json"), POOL),
            ),
            "",
        ),
        (
            EXTERNAL,
            &external,
            document("https://9a95fd9e-005d-487a-9a01-d08c1eab2757.ciamlogin.com/9a95fd9e/v2.0", EXTERNAL),
            "",
        ),
    ] {
        let confirms_keys = document.jwks_uri.as_deref() == Some(url);
        let mut learnt = facts([(url, answer(200, None, keys()))]);
        learnt.discovery.insert(url.to_owned(), Discovered { url: at.to_owned(), document, confirms_keys });
        let mut found = judge("acme", url, &learnt);
        found.retain(|finding| finding.rule == "discovery-advertises-other-origin");
        assert_eq!(messages(&found), expected, "{url}");
    }
}
