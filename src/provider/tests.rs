//! What the tables promise, one line per case.

mod corpus;
mod derivation;
mod device;
mod families;
mod whereabouts;

use super::*;

const GUID: &str = "9a95fd9e-005d-487a-9a01-d08c1eab2757";

fn judged(written: &str, named: Option<Family>) -> Classified {
    classify(written, &Url::parse(written).unwrap(), named)
}

/// `T` stands for a tenant's GUID in the tables below.
fn expand(text: &str) -> String {
    text.replace("/T/", &format!("/{GUID}/"))
}

/// The URL's kind, and its replacement; a leading `=` says that the vendor fixes it.
fn check(url: &str, named: Option<Family>, kind: &UrlKind, keys: &str) {
    let (url, keys) = (expand(url), expand(keys));
    let judged = judged(&url, named);
    assert_eq!(judged.kind, *kind, "{url}");
    let offered = judged
        .keys
        .map_or(String::new(), |keys| format!("{}{}", if keys.fixed_by_vendor { "=" } else { "" }, keys.url));
    assert_eq!(offered, keys, "keys of {url}");
}

#[test]
fn discovery_documents() {
    for (url, keys) in [
        (
            "https://acme.us.auth0.com/.well-known/openid-configuration",
            "=https://acme.us.auth0.com/.well-known/jwks.json",
        ),
        (
            "https://ACME.us.auth0.com/.well-known/openid-configuration/",
            "=https://ACME.us.auth0.com/.well-known/jwks.json",
        ),
        (
            "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
            "=https://sso.acme.io/realms/ops/protocol/openid-connect/certs",
        ),
        (
            "http://Kc.acme.io:8443/auth/realms/ops/.well-known/openid-configuration",
            "=http://Kc.acme.io:8443/auth/realms/ops/protocol/openid-connect/certs",
        ),
        (
            "https://sso.acme.io/.well-known/oauth-authorization-server/realms/ops",
            "=https://sso.acme.io/realms/ops/protocol/openid-connect/certs",
        ),
        (
            "https://login.microsoftonline.com/T/v2.0/.well-known/openid-configuration",
            "=https://login.microsoftonline.com/T/discovery/v2.0/keys",
        ),
        (
            "https://login.microsoftonline.com/T/v2.0/.well-known/openid-configuration?appid=x",
            "=https://login.microsoftonline.com/T/discovery/v2.0/keys?appid=x",
        ),
        (
            "https://login.microsoftonline.com/AZURE_TENANT_ID/v2.0/.well-known/openid-configuration",
            "=https://login.microsoftonline.com/AZURE_TENANT_ID/discovery/v2.0/keys",
        ),
        (
            "https://login.microsoftonline.com/T/.well-known/openid-configuration",
            "https://login.microsoftonline.com/T/discovery/keys",
        ),
        (
            "https://acme.b2clogin.com/acme.onmicrosoft.com/b2c_1_in/v2.0/.well-known/openid-configuration",
            "https://acme.b2clogin.com/acme.onmicrosoft.com/b2c_1_in/discovery/v2.0/keys",
        ),
        ("https://acme.okta.com/.well-known/openid-configuration", ""),
        (
            "https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
            "https://acme.okta.com/oauth2/default/v1/keys",
        ),
        (
            "https://acme.okta.com/.well-known/oauth-authorization-server/oauth2/default",
            "https://acme.okta.com/oauth2/default/v1/keys",
        ),
        (
            "https://acme-admin.okta.com/oauth2/default/.well-known/openid-configuration",
            "https://acme.okta.com/oauth2/default/v1/keys",
        ),
        ("https://accounts.google.com/.well-known/openid-configuration", "https://www.googleapis.com/oauth2/v3/certs"),
        (
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x/.well-known/openid-configuration",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x/.well-known/jwks.json",
        ),
        (
            "https://ak.acme.io/application/o/influx/.well-known/openid-configuration",
            "https://ak.acme.io/application/o/influx/jwks/",
        ),
        ("https://acme.onelogin.com/oidc/2/.well-known/openid-configuration", "https://acme.onelogin.com/oidc/2/certs"),
        ("https://fs.acme.io/adfs/.well-known/openid-configuration", "https://fs.acme.io/adfs/discovery/keys"),
        ("https://id.acme.io/auth/v1/.well-known/openid-configuration", "https://id.acme.io/auth/v1/oidc/certs"),
        ("https://auth.pingone.eu/env/as/.well-known/openid-configuration", "https://auth.pingone.eu/env/as/jwks"),
        ("https://acme.zitadel.cloud/.well-known/openid-configuration", "https://acme.zitadel.cloud/oauth/v2/keys"),
        ("https://gitlab.com/.well-known/openid-configuration", "https://gitlab.com/oauth/discovery/keys"),
        (
            "https://s.projects.oryapis.com/.well-known/openid-configuration",
            "https://s.projects.oryapis.com/.well-known/jwks.json",
        ),
        (
            "https://acme.verify.ibm.com/oidc/endpoint/default/.well-known/openid-configuration",
            "https://acme.verify.ibm.com/oidc/endpoint/default/jwks",
        ),
        ("https://is.acme.io/oauth2/token/.well-known/openid-configuration", "https://is.acme.io/oauth2/jwks"),
        ("https://sso.acme.io/.well-known/openid-configuration", ""),
        ("https://sso.acme.io/oauth2/default/.well-known/openid-configuration", ""),
        (
            "https://acme.us.auth0.com/.well-known/openid-configuration?x=1#y",
            "=https://acme.us.auth0.com/.well-known/jwks.json",
        ),
        ("https://user:pw@acme.us.auth0.com/.well-known/openid-configuration", ""),
    ] {
        check(url, None, &UrlKind::Discovery, keys);
    }
    let auth0 = "https://AUTH0_HOST/.well-known/openid-configuration";
    check(auth0, None, &UrlKind::Discovery, "");
    check(auth0, Some(Family::Auth0), &UrlKind::Discovery, "=https://AUTH0_HOST/.well-known/jwks.json");
    check("https://AUTH0_HOST/x/.well-known/openid-configuration", Some(Family::Auth0), &UrlKind::Discovery, "");
    check("https://sso.acme.io/.well-known/openid-configuration", Some(Family::Keycloak), &UrlKind::Discovery, "");
    let okta = "https://id.acme.io/oauth2/default/.well-known/openid-configuration";
    check(okta, Some(Family::Okta), &UrlKind::Discovery, "https://id.acme.io/oauth2/default/v1/keys");
    // the host knows better than the name
    let host = "https://acme.auth0.com/.well-known/openid-configuration";
    check(host, Some(Family::GitLab), &UrlKind::Discovery, "=https://acme.auth0.com/.well-known/jwks.json");
}

#[test]
fn issuers() {
    for (url, keys) in [
        ("https://sso.acme.io/realms/ops", "=https://sso.acme.io/realms/ops/protocol/openid-connect/certs"),
        ("https://sso.acme.io/auth/realms/ops/", "=https://sso.acme.io/auth/realms/ops/protocol/openid-connect/certs"),
        ("https://acme.eu.auth0.com/", "=https://acme.eu.auth0.com/.well-known/jwks.json"),
        ("https://acme.eu.auth0.com", "=https://acme.eu.auth0.com/.well-known/jwks.json"),
        ("https://login.microsoftonline.com/T/v2.0", "=https://login.microsoftonline.com/T/discovery/v2.0/keys"),
        ("https://sts.windows.net/T/", "https://login.microsoftonline.com/T/discovery/keys"),
        ("https://acme.b2clogin.com/T/v2.0/", ""),
        ("https://acme.okta.com/oauth2/default", "https://acme.okta.com/oauth2/default/v1/keys"),
        ("https://acme.okta.com", ""),
        ("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs"),
        ("https://login.microsoftonline.com/", ""),
    ] {
        check(url, None, &UrlKind::Issuer, keys);
    }
}

#[test]
fn other_endpoints() {
    let kc = "=https://sso.acme.io/realms/ops/protocol/openid-connect/certs";
    let entra = "=https://login.microsoftonline.com/T/discovery/v2.0/keys";
    for (url, word, keys) in [
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/token", "token endpoint", kc),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device", "device authorization endpoint", kc),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/auth", "authorization endpoint", kc),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/userinfo", "userinfo endpoint", kc),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/logout/", "logout endpoint", kc),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/token/introspect", "introspection endpoint", kc),
        ("https://sso.acme.io/realms/ops/protocol/saml/descriptor", "SAML metadata", kc),
        ("https://sso.acme.io/realms/ops/account", "account page", kc),
        ("https://sso.acme.io/realms/ops/account/", "account page", kc),
        ("https://sso.acme.io/auth/admin/realms/ops/users", "admin console", ""),
        ("https://sso.acme.io/admin/master/console/", "admin console", ""),
        ("https://acme.us.auth0.com/oauth/token", "token endpoint", "=https://acme.us.auth0.com/.well-known/jwks.json"),
        ("https://acme.us.auth0.com/pem", "certificate", "=https://acme.us.auth0.com/.well-known/jwks.json"),
        ("https://manage.auth0.com/dashboard/us/acme", "admin console", ""),
        ("https://accounts.google.com/o/oauth2/token", "token endpoint", "https://www.googleapis.com/oauth2/v3/certs"),
        (
            "https://accounts.google.com/o/oauth2/device/code",
            "device authorization endpoint",
            "https://www.googleapis.com/oauth2/v3/certs",
        ),
        (
            "https://accounts.google.com/o/oauth2/revoke",
            "revocation endpoint",
            "https://www.googleapis.com/oauth2/v3/certs",
        ),
        ("https://portal.azure.com/", "admin console", ""),
        ("https://entra.microsoft.com/x", "admin console", ""),
        ("https://login.microsoftonline.com/T/oauth2/v2.0/token", "token endpoint", entra),
        ("https://login.microsoftonline.com/T/oauth2/v2.0/devicecode", "device authorization endpoint", entra),
        (
            "https://login.microsoftonline.com/T/FederationMetadata/2007-06/FederationMetadata.xml",
            "SAML metadata",
            entra,
        ),
        (
            "https://acme.okta.com/oauth2/default/v1/token",
            "token endpoint",
            "https://acme.okta.com/oauth2/default/v1/keys",
        ),
        ("https://acme.okta.com/oauth2/v1/token", "token endpoint", ""),
        ("https://www.googleapis.com/oauth2/v1/certs", "certificate", "https://www.googleapis.com/oauth2/v3/certs"),
        ("https://oauth2.googleapis.com/token", "token endpoint", "https://www.googleapis.com/oauth2/v3/certs"),
        ("https://ak.acme.io/application/o/token/", "token endpoint", ""),
        ("https://fs.acme.io/adfs/oauth2/token/", "token endpoint", "https://fs.acme.io/adfs/discovery/keys"),
        ("https://id.acme.io/oauth/v2/token", "token endpoint", "https://id.acme.io/oauth/v2/keys"),
        // WSO2's issuer, and the token endpoint of five families: no keys follow
        ("https://is.acme.io:9443/oauth2/token", "token endpoint", ""),
        ("https://id.acme.io/oauth/token", "token endpoint", ""),
        ("https://sso.acme.io/ca.pem", "certificate", ""),
        ("https://sso.acme.io/ca.crt", "certificate", ""),
    ] {
        check(url, None, &UrlKind::Other(word), keys);
    }
    let keys = "=https://id.acme.io/.well-known/jwks.json";
    check("https://id.acme.io/oauth/token", Some(Family::Auth0), &UrlKind::Other("token endpoint"), keys);
    check("https://id.acme.io/userinfo", Some(Family::Auth0), &UrlKind::Other("userinfo endpoint"), keys);
}

#[test]
fn tenants_that_are_none() {
    for (url, tenant) in [
        ("https://login.microsoftonline.com/contoso/discovery/v2.0/keys", "contoso"),
        (
            "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab275/discovery/v2.0/keys",
            "9a95fd9e-005d-487a-9a01-d08c1eab275",
        ),
        ("https://login.microsoftonline.com//discovery/v2.0/keys", ""),
        ("https://login.microsoftonline.us/contoso/discovery/keys", "contoso"),
        ("https://login.microsoftonline.com/contoso/v2.0/discovery/keys", "contoso"),
    ] {
        check(url, None, &UrlKind::EntraTenantMalformed(tenant.to_owned()), "");
    }
    let discovery = "https://login.microsoftonline.com/contoso/v2.0/.well-known/openid-configuration";
    check(discovery, None, &UrlKind::Discovery, "");
    // earlier kinds keep their word
    let token = judged("https://login.microsoftonline.com/contoso/oauth2/v2.0/token", None);
    assert_eq!(token.kind, UrlKind::Other("token endpoint"));
}

#[test]
fn keycloak_paths_that_are_broken() {
    let keys = "=https://sso.acme.io/realms/ops/protocol/openid-connect/certs";
    for (url, keys) in [
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/cert", keys),
        ("https://sso.acme.io/realm/ops/protocol/openid-connect/certs", keys),
        ("https://sso.acme.io/realms/ops/openid-connect/jwks", keys),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/jwks", keys),
        ("https://sso.acme.io/realms//protocol/openid-connect/certs", ""),
        ("https://sso.acme.io/realms/", ""),
        ("https://sso.acme.io/protocol/openid-connect/certs", ""),
        (
            "https://sso.acme.io/sso/realms/my realm/protocol/openid-connect/certs",
            "=https://sso.acme.io/sso/realms/my%20realm/protocol/openid-connect/certs",
        ),
    ] {
        check(url, None, &UrlKind::KeycloakPathBroken, keys);
    }
}

#[test]
fn hosted_paths_that_are_unknown() {
    let entra = "=https://login.microsoftonline.com/T/discovery/v2.0/keys";
    let auth0 = "=https://acme.us.auth0.com/.well-known/jwks.json";
    let okta = "=https://acme.okta.com/oauth2/default/v1/keys";
    for (url, keys) in [
        ("https://login.microsoftonline.com/T/v2.0/discovery/keys", entra),
        ("https://login.microsoftonline.com/T/oauth2/v2.0/keys", entra),
        ("https://login.microsoftonline.com/T/discovery/v2/keys", entra),
        ("https://login.microsoftonline.com/discovery/v2.0/keys", ""),
        ("https://login.microsoftonline.com/v2.0/discovery/keys", ""),
        ("https://login.microsoftonline.com/T/", entra),
        (
            "https://login.microsoftonline.com/AZURE_TENANT_ID/v2.0/discovery/keys",
            "=https://login.microsoftonline.com/AZURE_TENANT_ID/discovery/v2.0/keys",
        ),
        ("https://acme.us.auth0.com/jwks", auth0),
        ("https://acme.us.auth0.com/.well-known/jwks", auth0),
        ("https://acme.us.auth0.com/api/v2/users", auth0),
        ("https://acme.us.auth0.com/realms/ops/protocol/openid-connect/certs", auth0),
        ("https://acme.okta.com/oauth2/default/keys", okta),
        ("https://acme-admin.okta.com/oauth2/default/v1/keys", okta),
        // which custom server is meant, the URL does not say
        ("https://acme-admin.okta.com/oauth2/v1/keys", "https://acme.okta.com/oauth2/default/v1/keys"),
        ("https://acme.okta.com/oauth2/keys", ""),
    ] {
        check(url, None, &UrlKind::HostedPathUnknown, keys);
    }
}

#[test]
fn keys_of_the_org_server() {
    for host in ["acme.okta.com", "acme.oktapreview.com"] {
        let keys = format!("https://{host}/oauth2/default/v1/keys");
        check(&format!("https://{host}/oauth2/v1/keys"), None, &UrlKind::OktaOrgKeys, &keys);
    }
}

#[test]
fn stray_slashes() {
    let kc = "https://sso.acme.io/realms/ops/protocol/openid-connect/certs";
    for (url, keys) in [
        ("https://sso.acme.io//realms/ops/protocol/openid-connect/certs", kc),
        ("https://sso.acme.io/realms/ops/protocol/openid-connect/certs/", kc),
        ("https://sso.acme.io/realms//ops/protocol/openid-connect/certs", kc),
        ("https://acme.auth0.com/.well-known/jwks.json/", "https://acme.auth0.com/.well-known/jwks.json"),
        ("https://acme.okta.com/oauth2/default/v1/keys/", "https://acme.okta.com/oauth2/default/v1/keys"),
        (
            "https://login.microsoftonline.com/T/discovery/v2.0/keys/?appid=x",
            "https://login.microsoftonline.com/T/discovery/v2.0/keys?appid=x",
        ),
        (
            "https://login.microsoftonline.com//T/discovery/v2.0/keys",
            "https://login.microsoftonline.com/T/discovery/v2.0/keys",
        ),
        ("https://ak.acme.io//application/o/influx/jwks/", "https://ak.acme.io/application/o/influx/jwks/"),
        ("https://gw.acme.io/a//b", "https://gw.acme.io/a/b"),
    ] {
        check(url, None, &UrlKind::StraySlash, keys);
    }
}

#[test]
fn nothing_to_say() {
    for url in [
        "https://sso.acme.io/realms/ops/protocol/openid-connect/certs",
        "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/certs",
        "https://sso.acme.io/a/b/realms/my%20realm/protocol/openid-connect/certs",
        "https://acme.us.auth0.com/.well-known/jwks.json",
        "https://login.microsoftonline.com/T/discovery/v2.0/keys",
        "https://login.microsoftonline.com/T/discovery/v2.0/keys?appid=x",
        "https://login.microsoftonline.com/T/discovery/keys",
        "https://login.microsoftonline.com/common/discovery/keys",
        "https://login.microsoftonline.com/acme.onmicrosoft.com/discovery/v2.0/keys",
        "https://login.microsoftonline.com/AZURE_TENANT_ID/discovery/v2.0/keys",
        "https://acme.b2clogin.com/acme/b2c_1_in/discovery/v2.0/keys",
        "https://acme.b2clogin.com/tfp/acme/b2c_1_in/discovery/v2.0/keys",
        "https://acme.ciamlogin.com/acme/discovery/v2.0/keys",
        "https://acme.okta.com/oauth2/default/v1/keys",
        "https://id.acme.io/oauth2/v1/keys",
        "https://id.acme.io/oauth2/default",
        "https://www.googleapis.com/oauth2/v3/certs",
        "https://demo.duendesoftware.com/.well-known/openid-configuration/jwks",
        "https://ak.acme.io/application/o/influx/jwks/",
        "https://ak.acme.io/application/o/influx/",
        "https://fs.acme.io/adfs/discovery/keys",
        "https://id.acme.io/auth/v1/oidc/certs/",
        "https://gw.acme.io/oauth2/keys",
        "https://gw.acme.io/jwks",
        "https://gw.acme.io/certs/",
        "https://gw.acme.io/discovery/keys",
        "https://gw.acme.io/anything/at/all",
        "https://gw.acme.io/userinfo",
        "https://gw.acme.io/",
        "https://am.acme.io/am/oauth2/realms/alpha/connect/jwk_uri",
    ] {
        check(url, None, &UrlKind::Keys, "");
    }
    check("https://login.acme.io/.well-known/jwks.json", Some(Family::Auth0), &UrlKind::Keys, "");
}
