//! One login, one cause: which fault each pair of URLs has.

use super::super::influxctl::Config;
use super::*;
use crate::input::{scalar::Reader, toml};
use crate::source::Source;

/// The faults of the two URLs and the one between them.
fn faults(device: &str, token: &str) -> String {
    let text = format!("[[profile]]\n[profile.auth.oauth2]\ndevice_url = \"{device}\"\ntoken_url = \"{token}\"\n");
    let (tree, errors) = toml::read(&Source::new("config.toml", text));
    assert!(errors.is_empty(), "{errors:?}");
    let config = Config::read(tree.document(0).unwrap().read_by(Reader::Toml));
    let login = config.profiles[0].login.as_ref().unwrap();
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
        Some(LoginFault::Apart(apart)) => apart.word.to_owned(),
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
        ("https://sso.acme.io/auth/realms/ops/protocol/openid-connect/auth/device", TOKEN, "- - /auth|"),
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
