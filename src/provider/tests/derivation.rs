//! From JWKS URLs to discovery documents: every row of the providers, and the generic walk.

use crate::provider::{discovery_candidates, same_url, spellings};
use url::Url;

fn candidates(jwks: &str) -> Vec<(String, bool)> {
    let found = discovery_candidates(&Url::parse(jwks).unwrap());
    found.into_iter().map(|candidate| (candidate.url.to_string(), candidate.exact)).collect()
}

#[test]
fn each_provider_has_its_own_shape() {
    for (jwks, issuer) in [
        ("https://www.googleapis.com/oauth2/v1/certs", "https://accounts.google.com"),
        ("https://www.googleapis.com/oauth2/v3/certs", "https://accounts.google.com"),
        ("https://www.linkedin.com/oauth/openid/jwks", "https://www.linkedin.com/oauth"),
        ("https://id.a.io/x/.well-known/openid-configuration/jwks", "https://id.a.io/x"),
        ("https://login.microsoftonline.com/t/discovery/v2.0/keys?appid=1", "https://login.microsoftonline.com/t/v2.0"),
        ("https://login.chinacloudapi.cn/t/discovery/v2.0/keys", "https://login.chinacloudapi.cn/t/v2.0"),
        ("https://a.ciamlogin.com/t/discovery/v2.0/keys", "https://a.ciamlogin.com/t/v2.0"),
        ("https://a.b2clogin.com/t/p/discovery/v2.0/keys", "https://a.b2clogin.com/t/p/v2.0"),
        ("https://a.b2clogin.com/t/discovery/v2.0/keys?x=1&p=p", "https://a.b2clogin.com/t/p/v2.0"),
        ("https://login.microsoftonline.com/t/discovery/keys", "https://login.microsoftonline.com/t"),
        ("https://sts.windows.net/t/discovery/keys", "https://login.microsoftonline.com/t"),
        ("https://kc.a.io/realms/r/protocol/openid-connect/certs", "https://kc.a.io/realms/r"),
        ("http://kc.a.io:8080/a/b/realms/r/protocol/openid-connect/certs/", "http://kc.a.io:8080/a/b/realms/r"),
        ("https://a.okta.com/oauth2/v1/keys", "https://a.okta.com"),
        ("https://id.a.io/oauth2/default/v1/keys", "https://id.a.io/oauth2/default"),
        ("https://fs.a.io/adfs/discovery/keys", "https://fs.a.io/adfs"),
        ("https://ak.a.io/application/o/s/jwks/", "https://ak.a.io/application/o/s"),
        ("https://git.a.io/gitlab/oauth/discovery/keys", "https://git.a.io/gitlab"),
        ("https://z.a.io/oauth/v2/keys", "https://z.a.io"),
        ("https://a.onelogin.com/oidc/2/certs", "https://a.onelogin.com/oidc/2"),
        ("https://ping.a.io:9031/pf/JWKS", "https://ping.a.io:9031"),
        ("https://auth.pingone.eu/e/as/jwks", "https://auth.pingone.eu/e/as"),
        ("https://id.a.io/as/jwks", "https://id.a.io/as"),
        ("https://a.accounts.ondemand.com/oauth2/certs", "https://a.accounts.ondemand.com"),
        ("https://is.a.io/oauth2/jwks", "https://is.a.io/oauth2/token"),
        ("https://api.asgardeo.io/t/o/oauth2/jwks", "https://api.asgardeo.io/t/o/oauth2/token"),
        ("https://a.verify.ibm.com/oidc/endpoint/default/jwks", "https://a.verify.ibm.com/oidc/endpoint/default"),
        ("https://r.a.io/auth/v1/oidc/certs", "https://r.a.io/auth/v1"),
        ("https://k.a.io/oauth2/openid/c/public_key.jwk", "https://k.a.io/oauth2/openid/c"),
        ("https://a.auth0.com/.well-known/jwks.json", "https://a.auth0.com"),
        (
            "https://cognito-idp.eu-west-1.amazonaws.com/pool/.well-known/jwks.json",
            "https://cognito-idp.eu-west-1.amazonaws.com/pool",
        ),
        ("https://hydra.a.io/.well-known/jwks.json", "https://hydra.a.io"),
        ("https://casdoor.a.io/.well-known/jwks", "https://casdoor.a.io"),
        ("https://v.a.io/v1/identity/oidc/provider/p/.well-known/keys", "https://v.a.io/v1/identity/oidc/provider/p"),
        ("https://id.a.io/x/.well-known/certs", "https://id.a.io/x"),
        ("https://id.a.io/.well-known/jwk.json", "https://id.a.io"),
        ("https://auth.a.io/sub/jwks.json", "https://auth.a.io/sub"),
        ("https://dex.a.io/dex/keys", "https://dex.a.io/dex"),
        ("http://127.0.0.1:5556/keys", "http://127.0.0.1:5556"),
        ("https://sso-1.sso.duosecurity.com/oidc/c/jwks", "https://sso-1.sso.duosecurity.com/oidc/c"),
    ] {
        let expected = (format!("{issuer}/.well-known/openid-configuration"), true);
        assert_eq!(candidates(jwks).first(), Some(&expected), "{jwks}");
    }
}

#[test]
fn one_path_may_belong_to_two_products() {
    let found = candidates("https://id.a.io/oauth2/jwks");
    let exact: Vec<&str> = found.iter().filter(|(_, exact)| *exact).map(|(url, _)| url.as_str()).collect();
    let spring = "https://id.a.io/.well-known/openid-configuration";
    assert_eq!(exact, ["https://id.a.io/oauth2/token/.well-known/openid-configuration", spring]);
}

#[test]
fn the_walk_goes_from_the_longest_prefix_to_none() {
    let found = candidates("https://me:pw@gw.a.io:8443/a/b/set?x=1#y");
    let urls: Vec<&str> = found.iter().map(|(url, _)| url.as_str()).collect();
    assert!(found.iter().all(|(_, exact)| !exact));
    assert_eq!(
        urls,
        [
            "https://gw.a.io:8443/a/b/.well-known/openid-configuration",
            "https://gw.a.io:8443/a/.well-known/openid-configuration",
            "https://gw.a.io:8443/.well-known/openid-configuration",
            "https://gw.a.io:8443/.well-known/openid-configuration/a/b",
            "https://gw.a.io:8443/.well-known/oauth-authorization-server/a/b",
        ]
    );
}

#[test]
fn never_more_than_six_and_never_twice() {
    for jwks in ["https://gw.a.io/1/2/3/4/5/6/7/8/keys", "https://gw.a.io/", "https://gw.a.io/keys", "data:x"] {
        let found = candidates(jwks);
        let mut urls: Vec<&String> = found.iter().map(|(url, _)| url).collect();
        assert!(urls.len() <= 6, "{jwks}");
        urls.sort();
        urls.dedup();
        assert_eq!(urls.len(), found.len(), "{jwks}");
    }
}

#[test]
fn only_listed_hosts_lead_elsewhere() {
    for jwks in
        ["https://a.auth0.com/.well-known/jwks.json", "http://gw.a.io:81/x/y", "https://login.a.io/t/discovery/keys"]
    {
        let origin = Url::parse(jwks).unwrap().origin();
        let found = discovery_candidates(&Url::parse(jwks).unwrap());
        assert!(!found.is_empty() && found.iter().all(|candidate| candidate.url.origin() == origin), "{jwks}");
    }
}

#[test]
fn spellings_of_a_path_that_was_not_found() {
    let spelled = |url: &str| -> Vec<String> {
        spellings(&Url::parse(url).unwrap()).iter().map(|url| url[url::Position::BeforePath..].to_owned()).collect()
    };
    let certs = "protocol/openid-connect/certs";
    assert_eq!(spelled(&format!("https://a.io/realms/r/{certs}")), [format!("/auth/realms/r/{certs}")]);
    assert_eq!(spelled(&format!("https://a.io/auth/realms/r/{certs}")), [format!("/realms/r/{certs}")]);
    let slashed = [format!("/realms/r/{certs}"), format!("/auth/realms/r/{certs}")];
    assert_eq!(spelled(&format!("https://a.io/realms/r/{certs}/")), slashed);
    assert_eq!(spelled("https://a.io/application/o/s/jwks"), ["/application/o/s/jwks/"]);
    assert!(spelled("https://a.io/.well-known/jwks.json").is_empty());
    assert!(spelled("https://a.io/").is_empty());
}

#[test]
fn urls_are_compared_normalised() {
    assert!(same_url("https://A.io:443/x/../keys", "https://a.io/keys"));
    assert!(!same_url("https://a.io/keys", "https://a.io/keys/"));
    assert!(!same_url("https://a.io/keys", "http://a.io/keys"));
    assert!(!same_url("nothing", "nothing"));
}
