//! Places of logins: every family's URLs, and how two of them differ.

use super::{GUID, expand};
use crate::provider::*;

const OTHER: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

fn place(url: &str, named: &str) -> Option<LoginPlace> {
    place_of_login(&Url::parse(&expand(url)).unwrap(), Family::of_name(named))
}

/// The URLs that one login of each provider has (facts of the vendors' documents), where the path or the host tells
/// the family or `identityProvider` does; `-` for an endpoint that the provider lacks or that cannot be told.
const LOGINS: &[(Family, &str, &str, [&str; 3])] = {
    use Family::*;
    &[
        (
            Keycloak,
            "",
            "ops",
            [
                "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/certs",
                "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/auth/device",
                "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/token",
            ],
        ),
        (
            Auth0,
            "",
            "",
            [
                "https://acme.us.auth0.com/.well-known/jwks.json",
                "https://acme.us.auth0.com/oauth/device/code",
                "https://acme.us.auth0.com/oauth/token",
            ],
        ),
        (
            Entra,
            "",
            GUID,
            [
                "https://login.microsoftonline.com/T/discovery/v2.0/keys?appid=x",
                "https://login.windows.net/T/oauth2/v2.0/devicecode",
                "https://login.microsoftonline.com/T/oauth2/token",
            ],
        ),
        (
            Entra,
            "",
            GUID,
            [
                "https://acme.ciamlogin.com/T/discovery/v2.0/keys",
                "https://acme.ciamlogin.com/T/oauth2/v2.0/devicecode",
                "https://acme.ciamlogin.com/T/oauth2/v2.0/token",
            ],
        ),
        (
            Okta,
            "",
            "aus1",
            [
                "https://acme.okta.com/oauth2/aus1/v1/keys",
                "https://acme.okta.com/oauth2/aus1/v1/device/authorize",
                "https://acme.okta.com/oauth2/aus1/v1/token",
            ],
        ),
        (
            Google,
            "",
            "",
            [
                "https://www.googleapis.com/oauth2/v3/certs",
                "https://oauth2.googleapis.com/device/code",
                "https://oauth2.googleapis.com/token",
            ],
        ),
        (
            Cognito,
            "",
            "",
            [
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a/.well-known/jwks.json",
                "-",
                "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token",
            ],
        ),
        (
            GitLab,
            "gitlab",
            "",
            [
                "https://git.acme.io/oauth/discovery/keys",
                "https://git.acme.io/oauth/authorize_device",
                "https://git.acme.io/oauth/token",
            ],
        ),
        (
            Authentik,
            "",
            "",
            [
                "https://sso.acme.io/application/o/influx/jwks/",
                "https://sso.acme.io/application/o/device/",
                "https://sso.acme.io/application/o/token/",
            ],
        ),
        (
            Authelia,
            "authelia",
            "",
            [
                "https://auth.acme.io/jwks.json",
                "https://auth.acme.io/api/oidc/device-authorization",
                "https://auth.acme.io/api/oidc/token",
            ],
        ),
        (
            Zitadel,
            "",
            "",
            [
                "https://acme.zitadel.cloud/oauth/v2/keys",
                "https://acme.zitadel.cloud/oauth/v2/device_authorization",
                "https://acme.zitadel.cloud/oauth/v2/token",
            ],
        ),
        (
            Dex,
            "dex",
            "",
            ["https://sso.acme.io/dex/keys", "https://sso.acme.io/dex/device/code", "https://sso.acme.io/dex/token"],
        ),
        (
            Hydra,
            "hydra",
            "",
            [
                "https://a.projects.oryapis.com/.well-known/jwks.json",
                "https://a.projects.oryapis.com/oauth2/device/auth",
                "https://a.projects.oryapis.com/oauth2/token",
            ],
        ),
        (
            PingFederate,
            "",
            "",
            [
                "https://pf.acme.io:9031/pf/JWKS",
                "https://pf.acme.io:9031/as/device_authz.oauth2",
                "https://pf.acme.io:9031/as/token.oauth2",
            ],
        ),
        (
            PingOne,
            "",
            GUID,
            [
                "https://auth.pingone.eu/T/as/jwks",
                "https://auth.pingone.eu/T/as/device_authorization",
                "https://auth.pingone.eu/T/as/token",
            ],
        ),
        (OneLogin, "", "", ["https://acme.onelogin.com/oidc/2/certs", "-", "https://acme.onelogin.com/oidc/2/token"]),
        (
            JumpCloud,
            "",
            "",
            [
                "https://oauth.id.jumpcloud.com/.well-known/jwks.json",
                "-",
                "https://oauth.id.jumpcloud.com/oauth2/token",
            ],
        ),
        (
            FusionAuth,
            "fusionauth",
            "",
            [
                "https://sso.acme.io/.well-known/jwks.json",
                "https://sso.acme.io/oauth2/device_authorize",
                "https://sso.acme.io/oauth2/token",
            ],
        ),
        (
            Casdoor,
            "casdoor",
            "",
            [
                "https://sso.acme.io/.well-known/jwks",
                "https://sso.acme.io/api/device-auth",
                "https://sso.acme.io/api/login/oauth/access_token",
            ],
        ),
        (Kanidm, "kanidm", "influx", ["https://sso.acme.io/oauth2/openid/influx/public_key.jwk", "-", "-"]),
        (
            Rauthy,
            "",
            "",
            [
                "https://sso.acme.io/auth/v1/oidc/certs",
                "https://sso.acme.io/auth/v1/oidc/device",
                "https://sso.acme.io/auth/v1/oidc/token",
            ],
        ),
        (
            Adfs,
            "",
            "",
            [
                "https://fs.acme.io/adfs/discovery/keys",
                "https://fs.acme.io/adfs/oauth2/devicecode",
                "https://fs.acme.io/adfs/oauth2/token/",
            ],
        ),
        (
            Wso2,
            "wso2",
            "acme",
            [
                "https://api.asgardeo.io/t/acme/oauth2/jwks",
                "https://api.asgardeo.io/t/acme/oauth2/device_authorize",
                "https://api.asgardeo.io/t/acme/oauth2/token",
            ],
        ),
        (
            Spring,
            "spring",
            "",
            [
                "https://sso.acme.io/oauth2/jwks",
                "https://sso.acme.io/oauth2/device_authorization",
                "https://sso.acme.io/oauth2/token",
            ],
        ),
        (
            Ibm,
            "",
            "default",
            [
                "https://acme.verify.ibm.com/oidc/endpoint/default/jwks",
                "https://acme.verify.ibm.com/oidc/endpoint/default/device_authorization",
                "https://acme.verify.ibm.com/oidc/endpoint/default/token",
            ],
        ),
        (
            Sap,
            "",
            "",
            ["https://acme.accounts.ondemand.com/oauth2/certs", "-", "https://acme.accounts.ondemand.com/oauth2/token"],
        ),
        (
            Duo,
            "",
            "DI1",
            [
                "https://sso-1.sso.duosecurity.com/oidc/DI1/jwks",
                "-",
                "https://sso-1.sso.duosecurity.com/oidc/DI1/token",
            ],
        ),
        (
            Duende,
            "",
            "",
            [
                "https://sso.acme.io/.well-known/openid-configuration/jwks",
                "https://sso.acme.io/connect/deviceauthorization",
                "https://sso.acme.io/connect/token",
            ],
        ),
        (
            Vault,
            "",
            "p",
            [
                "https://vault.acme.io/v1/identity/oidc/provider/p/.well-known/keys",
                "-",
                "https://vault.acme.io/v1/identity/oidc/provider/p/token",
            ],
        ),
        (
            LinkedIn,
            "",
            "",
            ["https://www.linkedin.com/oauth/openid/jwks", "-", "https://www.linkedin.com/oauth/v2/accessToken"],
        ),
        (GitHub, "", "", ["-", "https://github.com/login/device/code", "https://github.com/login/oauth/access_token"]),
    ]
};

#[test]
fn the_urls_of_one_login_are_at_one_place() {
    for family in Family::ALL {
        assert!(LOGINS.iter().any(|(known, ..)| known == family), "{family:?}");
    }
    for (family, named, name, urls) in LOGINS {
        let mut places = Vec::new();
        for (url, endpoint) in urls.iter().zip([LoginEndpoint::Keys, LoginEndpoint::Device, LoginEndpoint::Token]) {
            if *url == "-" {
                continue;
            }
            let place = place(url, named).unwrap_or_else(|| panic!("{family:?}: {url}"));
            assert_eq!((place.family, place.endpoint), (*family, endpoint), "{url}");
            if let Some(found) = &place.name
                && !name.is_empty()
            {
                assert_eq!(found, name, "{url}");
                let at = place.at.unwrap();
                assert_eq!(Url::parse(&expand(url)).unwrap().path_segments().unwrap().nth(at), Some(*name), "{url}");
            }
            places.push(place);
        }
        assert!(name.is_empty() || places.iter().any(|place| place.name.is_some()), "{family:?} has no name");
        for (one, other) in places.iter().flat_map(|one| places.iter().map(move |other| (one, other))) {
            assert_eq!(one.difference(other), None, "{one:?} {other:?}");
        }
    }
}

#[test]
fn the_first_difference_counts_and_what_nobody_can_tell_is_none() {
    use Difference::*;
    let realm = |base: &str| format!("https://{base}/protocol/openid-connect/token");
    let entra = |base: &str| format!("https://{base}/oauth2/v2.0/token");
    let other = |host: &str| entra(&format!("{host}/{OTHER}"));
    let own = |host: &str| entra(&format!("{host}/T"));
    let (us, cn) = ("login.microsoftonline.us", "login.partner.microsoftonline.cn");
    let cases: &[(String, String, Option<Difference>)] = &[
        (realm("a.io/realms/ops"), "https://a.us.auth0.com/oauth/token".into(), Some(Provider)),
        (realm("a.io/realms/ops"), own("login.windows.net"), Some(Provider)),
        // a path that any product may have is no proof of another one
        (realm("a.io/realms/ops"), "https://a.io/oauth2/device/auth".into(), None),
        (realm("a.io/realms/ops"), "https://a.io/oauth2/token".into(), None),
        (realm("a.io/realms/ops"), realm("a.io/realms/Ops"), Some(Name)),
        (realm("a.io/realms/ops"), realm("b.io/auth/realms/dev"), Some(Name)),
        (realm("a.io/realms/ops"), realm("b.io/auth/realms/ops"), Some(Host)),
        (realm("a.io/realms/ops"), realm("A.io.:443/realms/ops"), None),
        (realm("a.io/realms/ops"), realm("a.io:8443/realms/ops"), Some(Host)),
        ("http://a.io/realms/o/protocol/openid-connect/token".into(), realm("a.io:8443/realms/o"), None),
        (realm("a.io/realms/ops"), realm("a.io/auth/realms/ops"), Some(Prefix)),
        (realm("a.io/iam/auth/realms/ops"), realm("a.io/iam/realms/ops"), Some(Prefix)),
        (realm("a.io/iam/realms/ops"), realm("a.io/realms/ops"), None),
        (own("login.microsoftonline.com"), other("login.windows.net"), Some(Name)),
        (own("login.microsoftonline.com"), own(us), Some(Cloud)),
        (own(us), own("login.usgovcloudapi.net"), None),
        (own(cn), own("login.chinacloudapi.cn"), None),
        (own(cn), other(us), Some(Cloud)),
        (own("login.microsoftonline.com"), own("acme.ciamlogin.com"), Some(Cloud)),
        (entra(&format!("login.windows.net/{}", GUID.to_uppercase())), own("login.windows.net"), None),
        (own("login.windows.net"), entra("login.windows.net/acme.io"), None),
        (entra("login.windows.net/acme.io"), entra("login.windows.net/acme.onmicrosoft.com"), None),
        (own("login.windows.net"), entra("login.windows.net/common"), None),
        ("https://a.okta.com/oauth2/v1/token".into(), "https://a.okta.com/oauth2/aus1/v1/token".into(), Some(Name)),
        (
            "https://a.okta.com/oauth2/default/v1/token".into(),
            "https://b.okta.com/oauth2/default/v1/token".into(),
            Some(Host),
        ),
        (
            "https://a.okta.com/oauth2/default/v1/token".into(),
            "https://login.acme.io/oauth2/default/v1/token".into(),
            None,
        ),
        ("https://a.us.auth0.com/oauth/token".into(), "https://b.eu.auth0.com/oauth/token".into(), Some(Host)),
        ("https://a.us.auth0.com/oauth/token".into(), "https://login.acme.io/oauth/device/code".into(), None),
        ("https://a.io/application/o/influx/jwks/".into(), "https://b.io/application/o/token/".into(), Some(Host)),
        ("https://auth.pingone.eu/T/as/token".into(), "https://login.acme.io/as/token".into(), None),
    ];
    for (one, other, expected) in cases {
        let (ours, theirs) = (place(one, ""), place(other, ""));
        let difference = ours.as_ref().zip(theirs.as_ref()).and_then(|(ours, theirs)| ours.difference(theirs));
        let back = ours.as_ref().zip(theirs.as_ref()).and_then(|(ours, theirs)| theirs.difference(ours));
        assert_eq!(difference, *expected, "{one} {other}");
        assert_eq!(back, *expected, "{other} {one}");
    }
}

#[test]
fn differences_are_shown_by_what_differs() {
    let shown = |url: &str, difference| {
        let place = place(url, "").unwrap();
        (place.shown(difference), place.things(difference))
    };
    let okta = "https://acme.okta.com/oauth2/v1/token";
    let realm = "https://sso.acme.io:8443/auth/realms/ops/protocol/openid-connect/token";
    assert_eq!(shown(okta, Difference::Name), ("org".to_owned(), "authorization servers"));
    assert_eq!(shown(realm, Difference::Name), ("ops".to_owned(), "realms"));
    assert_eq!(shown(realm, Difference::Host), ("sso.acme.io:8443".to_owned(), "hosts"));
    assert_eq!(shown(realm, Difference::Prefix), ("/auth/realms".to_owned(), "prefixes"));
    assert_eq!(shown(realm, Difference::Provider), ("Keycloak".to_owned(), "providers"));
}

#[test]
fn other_endpoints_are_no_place_of_a_login() {
    for url in [
        "https://sso.acme.io/realms/ops/protocol/openid-connect/auth",
        "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
        "https://sso.acme.io/realms/ops",
        "https://sso.acme.io/login/token",
        "https://login.microsoftonline.com/T/oauth2/v2.0/authorize",
    ] {
        assert_eq!(place(url, "keycloak"), None, "{url}");
    }
}
