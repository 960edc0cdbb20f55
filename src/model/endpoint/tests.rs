//! What a text tells, one line per case.

use super::*;
use crate::provider::UrlKind;

fn url(written: &str) -> WrittenUrl {
    match Endpoint::judge(written, None) {
        Some(Endpoint::Url(url)) => url,
        other => panic!("{written}: {other:?}"),
    }
}

fn fault(written: &str) -> UrlFault {
    match Endpoint::judge(written, None) {
        Some(Endpoint::Malformed(fault)) => fault,
        other => panic!("{written}: {other:?}"),
    }
}

#[test]
fn what_is_no_url_and_what_was_meant() {
    for (written, what, meant) in [
        ("sso.acme.io/realms/ops", "no scheme", "https://sso.acme.io/realms/ops"),
        ("//sso.acme.io/keys", "no scheme", "https://sso.acme.io/keys"),
        ("sso.acme.io:8443/keys", "no scheme", "https://sso.acme.io:8443/keys"),
        ("keycloak", "no scheme", ""),
        ("htps://sso.acme.io/keys", "the scheme `htps`", "https://sso.acme.io/keys"),
        ("https:/sso.acme.io/keys", "one slash after the scheme", "https://sso.acme.io/keys"),
        ("https:///keys", "no host", ""),
        ("https://", "no host", ""),
        ("https://:8080/keys", "no host", ""),
        ("https://https://sso.acme.io/keys", "the scheme twice", "https://sso.acme.io/keys"),
        ("https://sso.acme.io/ certs", "a blank", "https://sso.acme.io/certs"),
        ("https://sso.acme.io/\ncerts", "a line break", "https://sso.acme.io/certs"),
        ("https://sso.acme.io\\keys", "a backslash", "https://sso.acme.io/keys"),
        ("https://sso.acme.io:0/keys", "a port that is no number from 1 to 65535", ""),
        ("https://sso.acme.io:65536/keys", "a port that is no number from 1 to 65535", ""),
        ("https://a.acme.io/keys, https://b.acme.io/keys", "two URLs", ""),
        ("https://a.acme.io/keys,https://b.acme.io/keys", "two URLs", ""),
        ("https://a b/keys", "a blank", "https://ab/keys"),
        ("https://kc.acme.io/realms/ops # why", "a blank", "https://kc.acme.io/realms/ops"),
        ("https://sso|acme.io/keys", "no host that can exist", ""),
    ] {
        let found = fault(written);
        assert_eq!((found.what.as_str(), found.meant.unwrap_or_default().as_str()), (what, meant), "{written}");
    }
}

#[test]
fn odd_but_legal_urls_are_urls() {
    for written in [
        "HTTPS://SSO.acme.io/keys",
        "https://[2001:db8::1]:8443/keys",
        "https://b\u{fc}cher.example/keys",
        "https://sso.acme.io/realms/my realm/protocol/openid-connect/certs",
        "https://sso.acme.io/keys?next=https://acme.io/",
        "https://sso.acme.io:443/keys",
    ] {
        let _ = url(written);
    }
}

#[test]
fn another_cause_silences_the_form() {
    for written in ["AUTH0_HOST", "<endpoint>", "https://<influxdb-host>:x/", "http://keycloak:<nil>/auth/realms/ops"] {
        assert!(Endpoint::judge(written, None).is_none(), "{written}");
    }
}

#[test]
fn a_placeholder_silences_only_its_own_part() {
    let host = match Endpoint::judge("https://AUTH0_HOST/.well-known/openid-configuration", Some(Family::Auth0)) {
        Some(Endpoint::Url(url)) => url,
        other => panic!("{other:?}"),
    };
    assert!(host.placeholder_host && !host.placeholder_path);
    assert_eq!(host.classified.kind, UrlKind::Discovery);
    assert_eq!(host.classified.keys.map(|k| k.url).as_deref(), Some("https://AUTH0_HOST/.well-known/jwks.json"));
    let path = url("https://sso.acme.io/realms/KEYCLOAK_REALM");
    assert!(!path.placeholder_host && path.placeholder_path);
    assert_eq!(path.classified.kind, UrlKind::Issuer);
}

#[test]
fn passwords_are_never_repeated() {
    assert_eq!(url("https://ci:se@cret@sso.acme.io/a@b").shown, "https://***@sso.acme.io/a@b");
    let broken = fault("https://ci:secret@sso.acme.io:0/keys");
    assert!(!format!("{broken:?}").contains("secret"));
    let broken = fault("ci:secret@sso.acme.io/keys");
    assert!(!format!("{broken:?}").contains("secret"), "{broken:?}");
}

#[test]
fn parts_are_slices() {
    let parts = Parts::of("https://u:p@sso.acme.io:8443/a//b/?q=/x#/y");
    assert_eq!((parts.scheme, parts.user_info, parts.host), ("https", Some("u:p"), "sso.acme.io:8443"));
    assert_eq!(parts.path, "/a//b/?q=/x#/y");
    assert_eq!(parts.segments().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(Parts::of("https://sso.acme.io").path, "");
}
