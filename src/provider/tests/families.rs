//! Names, hosts and tenants, and the records as a whole.

use super::GUID;
use crate::provider::*;

#[test]
fn tenants_by_shape() {
    let tenant = |text: &str| tenant_of(text, &Url::parse(text).unwrap());
    let login = |first: &str| tenant(&format!("https://login.microsoftonline.com/{first}/oauth2/v2.0/token"));
    assert_eq!(login(GUID), Some(Tenant::Guid(GUID.to_owned())));
    assert_eq!(login("acme.onmicrosoft.com"), Some(Tenant::Domain("acme.onmicrosoft.com".to_owned())));
    assert_eq!(login("Common"), Some(Tenant::Shared("Common".to_owned())));
    assert_eq!(login("AZURE_TENANT_ID"), Some(Tenant::Placeholder("AZURE_TENANT_ID".to_owned())));
    assert_eq!(login("<tenant>"), Some(Tenant::Placeholder("<tenant>".to_owned())));
    assert_eq!(login("acme..com"), Some(Tenant::Malformed("acme..com".to_owned())));
    assert_eq!(login(""), Some(Tenant::Malformed(String::new())));
    assert_eq!(tenant("https://acme.b2clogin.com/acme/p/oauth2/v2.0/token"), None);
    assert_eq!(tenant("https://acme.ciamlogin.com/acme/oauth2/v2.0/token"), None);
}

#[test]
fn families_by_name_host_and_path() {
    assert_eq!(Family::of_name("azure"), Some(Family::Entra));
    assert_eq!(Family::of_name("keycloak"), Some(Family::Keycloak));
    assert_eq!(Family::of_name("Keycloak"), None);
    for alias in ["azuread", "AzureAD", "azure-ad", "aad", "entra", "entra-id", "EntraID", "microsoft", "msft", "Azure"]
    {
        assert!(entra_alias(alias), "{alias}");
    }
    assert!(entra_alias("Azure AD") && entra_alias("Entra ID"));
    for other in ["azure", " azure", "adfs", "keycloak", ""] {
        assert!(!entra_alias(other), "{other}");
    }
    for (url, family) in [
        ("https://acme.okta.com/x", Some((Family::Okta, Mark::Host))),
        ("https://okta.com.evil.io/x", None),
        ("https://LOGIN.MICROSOFTONLINE.COM/x", Some((Family::Entra, Mark::Host))),
        ("https://acme.ciamlogin.com/x", Some((Family::Entra, Mark::Host))),
        ("https://cognito-idp.eu-west-1.amazonaws.com/x", Some((Family::Cognito, Mark::Host))),
        ("https://sso.acme.io/realms/ops", Some((Family::Keycloak, Mark::Path))),
        ("https://fs.acme.io/adfs/discovery/keys", Some((Family::Adfs, Mark::Path))),
        ("https://ak.acme.io/application/o/x/jwks/", Some((Family::Authentik, Mark::Path))),
        // WSO2 and Spring
        ("https://id.acme.io/oauth2/jwks", None),
        ("https://id.acme.io/.well-known/jwks.json", None),
        ("https://id.acme.io/keys", None),
    ] {
        assert_eq!(Family::of_url(&Url::parse(url).unwrap()), family, "{url}");
    }
}

#[test]
fn records_are_complete_and_apart() {
    let mut names: Vec<&str> = Vec::new();
    for family in Family::ALL {
        let record = family.record();
        assert_eq!(record.family, *family, "a record copied from another file");
        assert!(!record.display.is_empty() && !record.names.is_empty(), "{family:?}");
        assert!(!record.shapes.is_empty(), "{family:?}");
        names.extend(record.names);
    }
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "a name that two families claim");
}

#[test]
fn https_only_hosts() {
    let https_only = |url: &str| serves_https_only(&Url::parse(url).unwrap());
    assert!(https_only("http://acme.us.auth0.com/x"));
    assert!(https_only("http://login.microsoftonline.us/x"));
    assert!(!https_only("http://sso.acme.io/realms/ops"));
}

#[test]
fn odd_urls_are_judged_without_a_panic() {
    for text in [
        "https://-admin.okta.com/",
        "https://u:p@acme-admin.okta.com/oauth2/default/v1/keys",
        "https://B\u{fc}cher-admin.okta.com/oauth2/default/v1/keys",
        "https:/sso.acme.io/realms",
        "https:\\\\sso.acme.io\\realms\\ops",
        "https://sso.acme.io?x#y",
        "https://[::1]:8080/realms/realms/realms",
        "file:///realms/ops",
        "data:,x",
        "https://login.microsoftonline.com////",
        "https://a.b2clogin.com/?p=",
    ] {
        let url = Url::parse(text).unwrap();
        for named in Family::ALL.iter().copied().map(Some).chain([None]) {
            let judged = classify(text, &url, named);
            assert!(judged.keys.is_none_or(|keys| Url::parse(&keys.url).is_ok()), "{text}");
        }
        assert!(discovery_candidates(&url).len() <= 6 && spellings(&url).len() <= 2, "{text}");
    }
}

#[test]
fn passwords_are_never_repeated() {
    let text = "https://ci:secret@sso.acme.io//realms/ops/protocol/openid-connect/token";
    let judged = classify(text, &Url::parse(text).unwrap(), None);
    assert_eq!((judged.kind, judged.keys), (UrlKind::Other("token endpoint"), None));
}
