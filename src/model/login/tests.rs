//! One login, one cause: which fault each pair of URLs has.

use super::super::influxctl::Config;
use super::*;
use crate::input::{scalar::Reader, toml};
use crate::source::Source;

/// What is wrong between the two URLs.
fn fault(device: &str, token: &str) -> Option<LoginFault> {
    judged(device, token, |login| login.fault.clone())
}

fn judged<T>(device: &str, token: &str, ask: impl Fn(&Login<'_>) -> T) -> T {
    let text = format!("[[profile]]\n[profile.auth.oauth2]\ndevice_url = \"{device}\"\ntoken_url = \"{token}\"\n");
    let (tree, errors) = toml::read(&Source::new("config.toml", text));
    assert!(errors.is_empty(), "{errors:?}");
    let config = Config::read(tree.document(0).unwrap().read_by(Reader::Toml));
    ask(config.profiles[0].login.as_ref().unwrap())
}

/// The faults of the two URLs and the one between them.
fn faults(device: &str, token: &str) -> String {
    judged(device, token, told)
}

fn told(login: &Login<'_>) -> String {
    let of_url = |url: &LoginUrl<'_>| match &url.fault {
        None => "-".to_owned(),
        Some(LoginUrlFault::TenantMalformed(tenant)) => format!("tenant:{tenant}"),
        Some(LoginUrlFault::OtherEndpoint(word, _)) => (*word).to_owned(),
        Some(LoginUrlFault::StraySlash(_)) => "slash".to_owned(),
        Some(LoginUrlFault::OldVersion(_)) => "v1".to_owned(),
    };
    let between = match &login.fault {
        None => "-".to_owned(),
        Some(LoginFault::Swapped) => "swapped".to_owned(),
        Some(LoginFault::Apart(apart)) => apart.things.to_owned(),
        Some(LoginFault::Prefixes(one, other)) => format!("{one}|{other}"),
    };
    let urls: Vec<_> = login.urls().map(of_url).collect();
    format!("{} {between}", urls.join(" "))
}

#[test]
fn each_cause_is_one_fault() {
    const DEVICE: &str = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device";
    const TOKEN: &str = "https://sso.acme.io/realms/ops/protocol/openid-connect/token";
    for (device, token, expected) in [
        (DEVICE, TOKEN, "- - -"),
        (TOKEN, DEVICE, "- - swapped"),
        (TOKEN, TOKEN, "token endpoint - -"),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/auth", TOKEN, "authorization endpoint - -"),
        ("https://sso.acme.io/realms/dev/protocol/openid-connect/auth", TOKEN, "authorization endpoint - -"),
        ("https://sso.acme.io/realms/dev/protocol/openid-connect/auth/device", TOKEN, "- - realms"),
        ("https://sso.acme.io/auth/realms/ops/protocol/openid-connect/auth/device", TOKEN, "- - /auth/realms|/realms"),
        ("https://login.acme.io/auth/realms/ops/protocol/openid-connect/auth/device", TOKEN, "- - -"),
        ("https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/auth/device", TOKEN, "- - -"),
        ("https://sso.acme.io//realms/ops/protocol/openid-connect/auth/device", TOKEN, "slash - -"),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device/", TOKEN, "slash - -"),
        (
            "https://login.microsoftonline.com/contoso/oauth2/v2.0/devicecode",
            "https://login.microsoftonline.com/contoso.com/oauth2/token",
            "tenant:contoso v1 -",
        ),
        (
            "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/authorize",
            "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token",
            "- - -",
        ),
        ("https://login.acme.io/start", "https://login.acme.io/redeem", "- - -"),
    ] {
        assert_eq!(faults(device, token), expected, "{device} {token}");
    }
}

#[test]
fn two_realms_tenants_and_clouds_are_told_apart() {
    const REALM: &str = "https://sso.acme.io/realms/ops/protocol/openid-connect/token";
    const TENANT: &str = "https://login.microsoftonline.com/T/oauth2/v2.0/token";
    let other = "https://login.microsoftonline.com/1a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode";
    for (one, two, expected) in [
        (REALM, "https://sso.acme.io/realms/Ops/protocol/openid-connect/auth/device", "realms ops Ops"),
        (REALM, "https://login.acme.io/auth/realms/ops/protocol/openid-connect/auth/device", ""),
        (REALM, "https://acme.us.auth0.com/oauth/device/code", "providers Keycloak Auth0"),
        (TENANT, other, "tenants 9a95fd9e-005d-487a-9a01-d08c1eab2757 1a95fd9e-005d-487a-9a01-d08c1eab2757"),
        (TENANT, "https://login.windows.net/T/oauth2/devicecode", ""),
        (TENANT, "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/devicecode", ""),
        (TENANT, "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode", ""),
        (
            TENANT,
            "https://login.microsoftonline.us/T/oauth2/v2.0/devicecode",
            "clouds login.microsoftonline.com login.microsoftonline.us",
        ),
        (
            "https://a.us.auth0.com/oauth/token",
            "https://b.us.auth0.com/oauth/device/code",
            "tenants a.us.auth0.com b.us.auth0.com",
        ),
        (
            "https://a.okta.com/oauth2/v1/token",
            "https://a.okta.com/oauth2/aus1/v1/device/authorize",
            "authorization servers the org's own aus1",
        ),
        ("https://id.acme.io/token", "https://acme.us.auth0.com/oauth/device/code", ""),
        ("https://ak.acme.io/application/o/token/", "https://ak2.acme.io/application/o/device/", ""),
    ] {
        let guid = |url: &str| url.replace("/T/", "/9a95fd9e-005d-487a-9a01-d08c1eab2757/");
        let shown = match fault(&guid(two), &guid(one)) {
            Some(LoginFault::Apart(Apart { things, one, other })) => format!("{things} {other} {one}"),
            None => String::new(),
            Some(other) => format!("{other:?}"),
        };
        assert_eq!(shown, expected, "{one} {two}");
    }
    let prefixed =
        |prefix: &str, last: &str| format!("https://sso.acme.io{prefix}/realms/x/protocol/openid-connect/{last}");
    let fault = fault(&prefixed("/a/auth", "auth/device"), &prefixed("/a", "token"));
    assert_eq!(fault, Some(LoginFault::Prefixes("/a/auth/realms".to_owned(), "/a/realms".to_owned())));
}
