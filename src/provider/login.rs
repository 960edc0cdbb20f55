//! What a login URL is at its provider: which endpoint, whose people it is for, and the URLs beside it.

use super::classify;
use super::entra;
use super::place::Place;
use super::record::{Shape, any_host, word};
use super::{Family, Mark, RECORDS, UrlKind, family_of};
use url::Url;

/// What an endpoint does in the device flow (RFC 8628 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Hands out the code: `device_url`.
    Device,
    /// Redeems it: `token_url`.
    Token,
    /// Has no part in it.
    Other,
}

/// An endpoint of a provider, recognised by its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginPlace {
    /// Whose it is; `None` where several families share the path.
    pub family: Option<Family>,
    /// True when the host is the vendor's own.
    pub is_hosted: bool,
    /// What it is there: "token endpoint". `None` for a path that nobody published.
    pub word: Option<&'static str>,
    /// The device authorization endpoint of the same realm, tenant or server.
    pub device_url: Option<String>,
    /// The token endpoint of the same realm, tenant or server.
    pub token_url: Option<String>,
}

/// What the URL `written`, parsed as `url`, is in a login. Nothing but the text is asked.
pub fn login_place(written: &str, url: &Url) -> Option<LoginPlace> {
    let place = Place::read(written.trim(), url)?;
    let owner = family_of(&place);
    let family = owner.map(|(family, _)| family);
    let word = word_of(&place, family);
    let beside = |wanted| word.and_then(|word| sibling(&place, family, word, wanted));
    Some(LoginPlace {
        family,
        is_hosted: owner.is_some_and(|(_, mark)| mark == Mark::Host),
        device_url: beside(word::DEVICE),
        token_url: beside(word::TOKEN),
        word,
    })
}

impl LoginPlace {
    /// What it does in the device flow; `None` for a path that nobody published.
    pub fn role(&self) -> Option<Role> {
        self.word.map(|word| match word {
            word::DEVICE => Role::Device,
            word::TOKEN => Role::Token,
            _ => Role::Other,
        })
    }

    /// The URL of the same provider for another role.
    pub fn url_of(&self, role: Role) -> Option<&str> {
        match role {
            Role::Device => self.device_url.as_deref(),
            Role::Token => self.token_url.as_deref(),
            Role::Other => None,
        }
    }

    /// True where the vendor fixes the paths, so that a URL beside this one serves what it says.
    pub fn is_fixed(&self) -> bool {
        match self.family {
            Some(Family::Keycloak) => true,
            Some(Family::Auth0 | Family::Entra) => self.is_hosted,
            _ => false,
        }
    }
}

fn word_of(place: &Place, family: Option<Family>) -> Option<&'static str> {
    match classify::judge(place, None).kind {
        UrlKind::Other(word) => Some(word),
        UrlKind::Discovery => Some(word::DISCOVERY),
        UrlKind::Issuer => Some(word::ISSUER),
        UrlKind::OktaOrgKeys => Some(word::KEYS),
        UrlKind::Keys | UrlKind::StraySlash => serves_keys(place, family).then_some(word::KEYS),
        UrlKind::EntraTenantMalformed(_) | UrlKind::KeycloakPathBroken | UrlKind::HostedPathUnknown => None,
    }
}

/// True when the path is published as one of keys; `jwks.json` is what everybody calls them.
fn serves_keys(place: &Place, family: Option<Family>) -> bool {
    let shapes = family.into_iter().flat_map(|family| family.record().shapes);
    let mut shapes = shapes.filter(|shape| shape.holds_on(&place.host));
    place.segments.last() == Some(&"jwks.json")
        || shapes.any(|shape| shape.keys.iter().any(|keys| shape.base_before(keys, &place.segments).is_some()))
}

/// The layout that the URL has, and how many of its segments are the base.
fn located<'s>(mut shapes: impl Iterator<Item = &'s Shape>, place: &Place) -> Option<(&'s Shape, usize)> {
    shapes.find_map(|shape| {
        let base = shape.base_of(place).filter(|_| shape.holds_on(&place.host))?;
        Some((shape, base))
    })
}

/// The endpoint `wanted` beside the URL, which is the one that `word` says; of an unknown family the one that all
/// layouts with this path agree on.
fn sibling(place: &Place, family: Option<Family>, word: &str, wanted: &str) -> Option<String> {
    // A password must not be repeated.
    if place.has_user_info() || RECORDS.iter().any(|record| any_host(record.consoles, &place.host)) {
        return None;
    }
    if let Some(family) = family {
        let (shape, base) = located(family.record().shapes.iter(), place)?;
        return beside(shape, place, base, word, wanted);
    }
    let shapes = RECORDS.iter().flat_map(|record| record.shapes);
    let shown: Vec<(&Shape, usize)> = shapes.map(|shape| (shape, shape.shown(place))).collect();
    let most = shown.iter().map(|(_, weight)| *weight).max().filter(|most| *most >= 2)?;
    let best = shown.into_iter().filter(|(shape, weight)| *weight == most && shape.holds_on(&place.host));
    let mut urls = best.map(|(shape, _)| beside(shape, place, shape.base_of(place)?, word, wanted));
    let first = urls.next()??;
    urls.all(|url| url.as_deref() == Some(&first)).then_some(first)
}

fn beside(shape: &Shape, place: &Place, base: usize, word: &str, wanted: &str) -> Option<String> {
    let (below, _) = shape.others.iter().find(|(_, word)| *word == wanted)?;
    let is_of_flow = matches!(word, word::DEVICE | word::TOKEN);
    // The endpoints of the flow are elsewhere than what is known here.
    let has_own_origin = shape.issuer_at.is_some() || shape.keys_at.is_some();
    if !is_of_flow && (has_own_origin || !shape.offered) {
        return None;
    }
    let url = place.with_path(None, place.segments.get(..base)?, below);
    let newer = Url::parse(&url).ok().and_then(|parsed| entra::on_version_2(&url, &parsed));
    Some(newer.unwrap_or(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "9a95fd9e-005d-487a-9a01-d08c1eab2757";

    fn read(url: &str) -> LoginPlace {
        let url = url.replace("/T/", &format!("/{GUID}/"));
        login_place(&url, &Url::parse(&url).unwrap()).unwrap()
    }

    #[test]
    fn every_provider_has_its_two_endpoints() {
        for (family, device, token) in [
            (
                "Keycloak",
                "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device",
                "https://sso.acme.io/realms/ops/protocol/openid-connect/token",
            ),
            (
                "Keycloak",
                "https://sso.acme.io:8443/a/auth/realms/ops/protocol/openid-connect/auth/device",
                "https://sso.acme.io:8443/a/auth/realms/ops/protocol/openid-connect/token",
            ),
            ("Auth0", "https://acme.us.auth0.com/oauth/device/code", "https://acme.us.auth0.com/oauth/token"),
            (
                "Microsoft Entra ID",
                "https://login.microsoftonline.com/T/oauth2/v2.0/devicecode",
                "https://login.microsoftonline.com/T/oauth2/v2.0/token",
            ),
            (
                "Microsoft Entra ID",
                "https://acme.ciamlogin.com/T/oauth2/v2.0/devicecode",
                "https://acme.ciamlogin.com/T/oauth2/v2.0/token",
            ),
            (
                "Okta",
                "https://acme.okta.com/oauth2/default/v1/device/authorize",
                "https://acme.okta.com/oauth2/default/v1/token",
            ),
            ("Okta", "https://acme.okta.com/oauth2/v1/device/authorize", "https://acme.okta.com/oauth2/v1/token"),
            ("Google", "https://oauth2.googleapis.com/device/code", "https://oauth2.googleapis.com/token"),
            ("GitLab", "https://gitlab.com/oauth/authorize_device", "https://gitlab.com/oauth/token"),
            ("GitHub", "https://github.com/login/device/code", "https://github.com/login/oauth/access_token"),
            ("Authentik", "https://ak.acme.io/application/o/device/", "https://ak.acme.io/application/o/token/"),
            ("Authelia", "https://auth.acme.io/api/oidc/device-authorization", "https://auth.acme.io/api/oidc/token"),
            (
                "Zitadel",
                "https://a.zitadel.cloud/oauth/v2/device_authorization",
                "https://a.zitadel.cloud/oauth/v2/token",
            ),
            ("Dex", "https://dex.acme.io/dex/device/code", "https://dex.acme.io/dex/token"),
            (
                "PingFederate",
                "https://sso.acme.io:9031/as/device_authz.oauth2",
                "https://sso.acme.io:9031/as/token.oauth2",
            ),
            ("PingOne", "https://auth.pingone.eu/T/as/device_authorization", "https://auth.pingone.eu/T/as/token"),
            (
                "IBM Verify",
                "https://acme.verify.ibm.com/oidc/endpoint/default/device_authorization",
                "https://acme.verify.ibm.com/oidc/endpoint/default/token",
            ),
            ("Casdoor", "https://cas.acme.io/api/device-auth", "https://cas.acme.io/api/login/oauth/access_token"),
            ("Rauthy", "https://id.acme.io/auth/v1/oidc/device", "https://id.acme.io/auth/v1/oidc/token"),
            ("AD FS", "https://fs.acme.io/adfs/oauth2/devicecode", "https://fs.acme.io/adfs/oauth2/token/"),
            (
                "Duende IdentityServer",
                "https://id.acme.io/connect/deviceauthorization",
                "https://id.acme.io/connect/token",
            ),
        ] {
            let (device, token) =
                (device.replace("/T/", &format!("/{GUID}/")), token.replace("/T/", &format!("/{GUID}/")));
            let at_device = read(&device);
            assert_eq!(at_device.family.map(Family::display), Some(family), "{device}");
            assert_eq!(at_device.role(), Some(Role::Device), "{device}");
            assert_eq!(at_device.token_url.as_deref(), Some(&*token), "{device}");
            let at_token = read(&token);
            assert!(matches!(at_token.role(), Some(Role::Token) | None), "{token}");
            if at_token.family == at_device.family {
                assert_eq!(at_token.device_url.as_deref(), Some(&*device), "{token}");
            }
        }
    }

    #[test]
    fn other_urls_of_a_provider_lead_to_its_endpoints() {
        for (url, word, token) in [
            (
                "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/auth",
                "authorization endpoint",
                "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/token",
            ),
            (
                "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
                "discovery document",
                "https://sso.acme.io/realms/ops/protocol/openid-connect/token",
            ),
            (
                "https://sso.acme.io/realms/ops",
                "issuer",
                "https://sso.acme.io/realms/ops/protocol/openid-connect/token",
            ),
            ("https://acme.eu.auth0.com/.well-known/jwks.json", "JWK Set", "https://acme.eu.auth0.com/oauth/token"),
            ("https://acme.eu.auth0.com/", "issuer", "https://acme.eu.auth0.com/oauth/token"),
            ("https://acme.eu.auth0.com/authorize", "authorization endpoint", "https://acme.eu.auth0.com/oauth/token"),
            ("https://manage.auth0.com/dashboard", "admin console", ""),
            ("https://u:p@acme.eu.auth0.com/authorize", "authorization endpoint", ""),
            (
                "https://login.microsoftonline.com/contoso.com/v2.0",
                "issuer",
                "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
            ),
            (
                "https://login.microsoftonline.com/contoso.com/discovery/keys",
                "JWK Set",
                "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
            ),
            ("https://www.googleapis.com/oauth2/v3/certs", "JWK Set", ""),
            ("https://acme.okta.com/.well-known/openid-configuration", "discovery document", ""),
            ("https://acme.okta.com/oauth2/aus1", "issuer", "https://acme.okta.com/oauth2/aus1/v1/token"),
            ("https://id.acme.io/oauth2/token", "token endpoint", "https://id.acme.io/oauth2/token"),
            ("https://id.acme.io/.well-known/openid-configuration", "discovery document", ""),
        ] {
            let place = read(url);
            assert_eq!(place.word, Some(word), "{url}");
            assert_eq!(place.token_url.unwrap_or_default(), token, "{url}");
        }
        for url in ["https://id.acme.io/token", "https://id.acme.io/login", "https://acme.eu.auth0.com/oauth/devices"] {
            assert_eq!(read(url).word, None, "{url}");
        }
    }
}
