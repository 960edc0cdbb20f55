//! How far a repair of the endpoint or of the provider's name is trusted, and what a fact silences.

use idplint::engine::judge_text;
use idplint::facts::{Answer, Body, Discovery, Facts, Key, Outcome};
use idplint::finding::Finding;

const TENANT: &str = "9a95fd9e-005d-487a-9a01-d08c1eab2757";

fn judge(name: &str, url: &str, facts: &Facts) -> Vec<Finding> {
    let url = url.replace("/T/", &format!("/{TENANT}/"));
    judge_text("values.yaml", &format!("admin:\n  identityProvider: {name}\n  jwksEndpoint: {url}\n"), facts)
}

/// Each finding as `rule safety`.
fn said(findings: &[Finding]) -> Vec<String> {
    let safety = |f: &Finding| f.fix.as_ref().map_or("none", |fix| fix.safety.word());
    findings.iter().map(|f| format!("{} {}", f.rule, safety(f))).collect()
}

#[test]
fn only_what_the_vendor_fixes_is_written_without_asking() {
    for (name, url, expected) in [
        ("auth0", "https://acme.us.auth0.com/.well-known/openid-configuration", "jwks-endpoint-is-discovery-url safe"),
        ("auth0", "https://login.acme.io/.well-known/openid-configuration", "jwks-endpoint-is-discovery-url safe"),
        (
            "okta",
            "https://acme.okta.com/oauth2/x/.well-known/openid-configuration",
            "jwks-endpoint-is-discovery-url unsafe",
        ),
        ("okta", "https://acme.okta.com/.well-known/openid-configuration", "jwks-endpoint-is-discovery-url none"),
        ("acme", "https://login.acme.io/.well-known/openid-configuration", "jwks-endpoint-is-discovery-url none"),
        ("azure", "https://login.microsoftonline.com/T/v2.0", "jwks-endpoint-is-issuer-url safe"),
        ("okta", "https://acme.okta.com/oauth2/default", "jwks-endpoint-is-issuer-url unsafe"),
        ("okta", "https://acme.okta.com", "jwks-endpoint-is-issuer-url none"),
        ("keycloak", "https://sso.acme.io/realms/ops/account", "jwks-endpoint-is-other-endpoint safe"),
        ("keycloak", "https://sso.acme.io/admin/master/console", "jwks-endpoint-is-other-endpoint none"),
        ("keycloak", "https://sso.acme.io/realms/ops/certs", "keycloak-keys-path-broken unsafe"),
        ("okta", "https://acme-admin.okta.com/oauth2/default/v1/keys", "hosted-keys-path-unknown safe"),
        ("okta", "https://acme-admin.okta.com/oauth2/v1/keys", "hosted-keys-path-unknown unsafe"),
        ("azure", "https://login.microsoftonline.com/discovery/v2.0/keys", "hosted-keys-path-unknown none"),
        ("auth0", "http://acme.us.auth0.com/.well-known/jwks.json", "plain-http-endpoint safe"),
        ("auth0", "http://acme.us.auth0.com:80/.well-known/jwks.json", "plain-http-endpoint none"),
        ("acme", "http://login.acme.io/keys", "plain-http-endpoint unsafe"),
        ("azuread", "https://login.microsoftonline.com/T/discovery/v2.0/keys", "azure-provider-misnamed safe"),
        ("azuread", "https://login.acme.io/keys", "azure-provider-misnamed unsafe"),
        (
            "keycloak",
            "https://login.microsoftonline.com/T/discovery/v2.0/keys",
            "provider-and-endpoint-disagree unsafe",
        ),
        ("acme", "login.acme.io/keys", "endpoint-url-malformed unsafe"),
    ] {
        assert_eq!(said(&judge(name, url, &Facts::default())), [expected], "{name} {url}");
    }
}

#[test]
fn a_placeholder_silences_only_what_judges_its_own_part() {
    for (name, url, also) in [
        ("auth0", "https://AUTH0_HOST/.well-known/openid-configuration", &["jwks-endpoint-is-discovery-url safe"][..]),
        ("auth0", "http://AUTH0_HOST/.well-known/jwks.json", &[]),
        ("auth0", "http://cluster-host.com/.well-known/jwks.json", &[]),
        ("azure", "https://login.microsoftonline.com/AZURE_TENANT_ID/discovery/v2.0/keys", &[]),
        (
            "azure",
            "http://login.microsoftonline.com/AZURE_TENANT_ID/discovery/v2.0/keys",
            &["plain-http-endpoint safe"],
        ),
        (
            "azure",
            "https://KEYCLOAK_HOST/realms/ops/protocol/openid-connect/certs",
            &["provider-and-endpoint-disagree unsafe"],
        ),
    ] {
        let mut said = said(&judge(name, url, &Facts::default()));
        let all = said.len();
        said.retain(|finding| finding != "placeholder-left none");
        assert_eq!(all, said.len() + 1, "{url}: the placeholder is told");
        assert_eq!(said, also, "{url}");
    }
}

#[test]
fn a_stray_character_is_not_the_urls_form() {
    for url in [
        "\u{201c}https://login.acme.io/keys\u{201d}",
        "https://login\u{a0}.acme.io/keys",
        "`https://login.acme.io/keys`",
    ] {
        let found = judge("acme", &format!("'{url}'"), &Facts::default());
        assert_eq!(found.iter().map(|f| f.rule).collect::<Vec<_>>(), ["stray-character"], "{url}");
    }
}

#[test]
fn an_anchored_text_is_never_rewritten_without_asking() {
    let text = "issuer: &i https://sso.acme.io/realms/ops\nadmin:\n  identityProvider: keycloak\n  jwksEndpoint: *i\n";
    let found = judge_text("values.yaml", text, &Facts::default());
    assert_eq!(said(&found), ["jwks-endpoint-is-issuer-url unsafe"]);
    assert_eq!(found[0].label.place.text(), "https://sso.acme.io/realms/ops");
    assert_eq!(found[0].related[0].place.text(), "*i");
}

#[test]
fn passwords_are_in_no_word_of_a_finding() {
    for url in [
        "http://ci:hunter2@sso.acme.io//realms/ops/protocol/openid-connect/token",
        "http://ci:hunter2@keycloak/realms/ops",
        "https://ci:hunter2@sso.acme.io:0/keys",
        "ci:hunter2@sso.acme.io/keys",
        "https://ci:hunter2@login.microsoftonline.com/contoso/discovery/v2.0/keys",
        "https://ci:hunter2@acme.us.auth0.com/jwks",
    ] {
        let found = judge("keycloak", url, &Facts::default());
        assert!(!found.is_empty());
        for finding in found {
            let Finding { message, help, note, fix, related, label, .. } = &finding;
            let labels: Vec<&str> = related.iter().chain([label]).map(|l| l.message.as_str()).collect();
            assert!(!format!("{message}{help}{note:?}{labels:?}").contains("hunter2"), "{finding:?}");
            assert!(!fix.iter().any(|f| f.edits.iter().any(|e| e.replacement.contains("hunter2"))), "{finding:?}");
        }
    }
}

const ASKED: &str = "https://sso.acme.io/realms/ops";

fn answer(status: u16, body: Body) -> Answer {
    Answer {
        status,
        content_type: "application/json".to_owned(),
        redirected_to: None,
        login_scheme: None,
        clock_ahead: None,
        body,
    }
}

fn keys() -> Answer {
    answer(200, Body::KeySet(vec![Key { kty: "RSA".to_owned(), ..Key::default() }]))
}

fn discovery(jwks_uri: &str) -> Answer {
    let document = Discovery { issuer: ASKED.to_owned(), jwks_uri: Some(jwks_uri.to_owned()), ..Discovery::default() };
    answer(200, Body::Discovery(Box::new(document)))
}

fn facts<const N: usize>(answers: [(&str, Answer); N]) -> Facts {
    let answers = answers.map(|(url, answer)| (url.to_owned(), Outcome::Answer(answer)));
    Facts { answers: answers.into(), ..Facts::default() }
}

#[test]
fn a_fact_silences_the_guess() {
    let redirected = Answer { redirected_to: Some("https://login.acme.io/".to_owned()), ..discovery("https://x.io/k") };
    for (learnt, expected) in [
        (facts([]), "jwks-endpoint-is-issuer-url safe"),
        (facts([(ASKED, keys())]), ""),
        (facts([(ASKED, answer(404, Body::Empty))]), "jwks-endpoint-not-found none"),
        (facts([(ASKED, answer(200, Body::Empty))]), "jwks-endpoint-serves-other-content none"),
        (facts([(ASKED, answer(200, Body::KeySet(Vec::new())))]), "key-set-without-usable-key none"),
        (facts([(ASKED, redirected)]), "jwks-endpoint-is-issuer-url safe"),
    ] {
        assert_eq!(said(&judge("keycloak", ASKED, &learnt)).join(""), expected, "{learnt:?}");
    }
    for status in [400, 401, 403] {
        let found = said(&judge("keycloak", ASKED, &facts([(ASKED, answer(status, Body::Empty))])));
        let guess = "jwks-endpoint-is-issuer-url safe".to_owned();
        assert!(found.contains(&guess), "{status} says nothing about what is at the URL: {found:?}");
    }
    let inside = "https://keycloak.auth.svc/realms/ops";
    let learnt = facts([(inside, answer(404, Body::Empty))]);
    assert_eq!(said(&judge("keycloak", inside, &learnt)), ["jwks-endpoint-is-issuer-url safe"]);
}

#[test]
fn a_servers_word_is_written_only_where_it_was_seen_to_be_true() {
    let own = "https://sso.acme.io/realms/ops/keys";
    for (jwks_uri, seen, expected) in [
        (own, true, "safe"),
        (own, false, "unsafe"),
        ("https://evil.example/keys", true, "unsafe"),
        ("http://sso.acme.io/keys", true, "none"),
        ("https://a:b@sso.acme.io/keys", true, "none"),
        ("javascript:alert(1)", true, "none"),
    ] {
        let mut learnt = facts([(ASKED, discovery(jwks_uri))]);
        if seen {
            learnt.answers.insert(jwks_uri.to_owned(), Outcome::Answer(keys()));
        }
        let expected = format!("jwks-endpoint-serves-discovery {expected}");
        assert_eq!(said(&judge("keycloak", ASKED, &learnt)), [expected], "{jwks_uri}");
    }
}
