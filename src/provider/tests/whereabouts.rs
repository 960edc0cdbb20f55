//! Places of logins: every family's URLs, and how two of them differ.

use super::{GUID, expand};
use crate::provider::*;

const OTHER: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

fn place(url: &str, named: &str) -> Option<Whereabouts> {
    whereabouts(&Url::parse(&expand(url)).unwrap(), Family::of_name(named))
}

/// One line per provider: its name, with `!` where only `identityProvider` tells it; the realm or tenant; what the
/// URLs begin with; and how the keys, the device and the token endpoint go on, `-` for what it has not.
const LOGINS: &str = "
keycloak ops https://sso.acme.io/auth/realms/ops/protocol/openid-connect/ certs auth/device token
auth0 - https://acme.us.auth0.com/ .well-known/jwks.json oauth/device/code oauth/token
azure T https://login.microsoftonline.com/T/ discovery/v2.0/keys?appid=x oauth2/v2.0/devicecode oauth2/token
azure T https://login.partner.microsoftonline.cn/T/ discovery/keys oauth2/devicecode oauth2/v2.0/token
azure T https://acme.ciamlogin.com/T/ discovery/v2.0/keys oauth2/v2.0/devicecode oauth2/v2.0/token
okta aus1 https://acme.okta.com/oauth2/aus1/v1/ keys device/authorize token
google - https:// www.googleapis.com/oauth2/v3/certs oauth2.googleapis.com/device/code oauth2.googleapis.com/token
cognito - https:// cognito-idp.us-east-1.amazonaws.com/p/.well-known/jwks.json - a.amazoncognito.com/oauth2/token
!gitlab - https://git.acme.io/oauth/ discovery/keys authorize_device token
github - https://github.com/login/ - device/code oauth/access_token
authentik - https://sso.acme.io/application/o/ influx/jwks/ device/ token/
!authelia - https://auth.acme.io/ jwks.json api/oidc/device-authorization api/oidc/token
zitadel - https://acme.zitadel.cloud/oauth/v2/ keys device_authorization token
!dex - https://sso.acme.io/dex/ keys device/code token
hydra - https://a.projects.oryapis.com/ .well-known/jwks.json oauth2/device/auth oauth2/token
pingfederate - https://pf.acme.io:9031/ pf/JWKS as/device_authz.oauth2 as/token.oauth2
pingone T https://auth.pingone.eu/T/as/ jwks device_authorization token
onelogin - https://acme.onelogin.com/oidc/2/ certs - token
jumpcloud - https://oauth.id.jumpcloud.com/ .well-known/jwks.json - oauth2/token
!fusionauth - https://sso.acme.io/ .well-known/jwks.json oauth2/device_authorize oauth2/token
!casdoor - https://sso.acme.io/ .well-known/jwks api/device-auth api/login/oauth/access_token
!kanidm influx https://sso.acme.io/oauth2/ openid/influx/public_key.jwk - token
rauthy - https://sso.acme.io/auth/v1/oidc/ certs device token
adfs - https://fs.acme.io/adfs/ discovery/keys oauth2/devicecode oauth2/token/
!wso2 acme https://api.asgardeo.io/t/acme/oauth2/ jwks device_authorize token
!spring - https://sso.acme.io/oauth2/ jwks device_authorization token
ibm default https://acme.verify.ibm.com/oidc/endpoint/default/ jwks device_authorization token
sap - https://acme.accounts.ondemand.com/oauth2/ certs - token
duo DI1 https://sso-1.sso.duosecurity.com/oidc/DI1/ jwks - token
duende - https://sso.acme.io/ .well-known/openid-configuration/jwks connect/deviceauthorization connect/token
vault p https://vault.acme.io/v1/identity/oidc/provider/p/ .well-known/keys - token
linkedin - https://www.linkedin.com/oauth/ openid/jwks - v2/accessToken
";

#[test]
fn the_urls_of_one_login_are_at_one_place() {
    let mut families = Vec::new();
    for line in LOGINS.lines().skip(1) {
        let [word, name, base, paths @ ..] = &*line.split(' ').collect::<Vec<_>>() else { panic!("{line}") };
        let named = word.strip_prefix('!');
        let family = Family::of_name(named.unwrap_or(word)).unwrap_or_else(|| panic!("{line}"));
        let name = if *name == "T" { GUID } else { name };
        families.push(family);
        let mut places = Vec::new();
        for (path, endpoint) in paths.iter().zip([LoginEndpoint::Keys, LoginEndpoint::Device, LoginEndpoint::Token]) {
            let url = expand(&format!("{base}{path}"));
            if *path == "-" {
                continue;
            }
            let place = place(&url, named.unwrap_or_default()).unwrap_or_else(|| panic!("{url}"));
            assert_eq!((place.family, place.endpoint), (family, endpoint), "{url}");
            if let Some(found) = place.name.as_ref().filter(|_| name != "-") {
                assert_eq!(found, name, "{url}");
                let url = Url::parse(&url).unwrap();
                assert_eq!(url.path_segments().unwrap().nth(place.at.unwrap()), Some(name), "{url}");
            }
            places.push(place);
        }
        assert!(name == "-" || places.iter().any(|place| place.name.is_some()), "{line}");
        for (one, other) in places.iter().flat_map(|one| places.iter().map(move |other| (one, other))) {
            assert_eq!(one.difference(other), None, "{one:?} {other:?}");
        }
    }
    for family in Family::ALL {
        assert!(families.contains(family), "{family:?}");
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
        (realm("a.io/iam/realms/ops"), realm("a.io/realms/ops"), Some(Prefix)),
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
    assert_eq!(shown(okta, Difference::Name), ("the org's own".to_owned(), "authorization servers"));
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
