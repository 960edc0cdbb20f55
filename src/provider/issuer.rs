//! From an issuer to its discovery document, and to what that document leaves out.

use super::Family;
use super::entra::Tenant;
use super::place::{Place, issuer_path};
use super::record::word;
use url::Url;

/// Families whose documents were seen without the endpoint that their servers have.
const SILENT: [Family; 3] = [Family::GitLab, Family::Casdoor, Family::Auth0];

/// The issuer that a person means by `url`: itself, or the one whose discovery document it is. Without its final
/// slash, which discovery drops (OpenID Connect Discovery 1.0 section 4).
pub fn issuer_meant(url: &Url) -> Url {
    let segments: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let path = issuer_path(&segments).unwrap_or(&segments).join("/");
    let mut issuer = url.clone();
    issuer.set_path(&path);
    issuer
}

/// Where the discovery document of an issuer is: OpenID Connect Discovery 1.0 section 4, then RFC 8414 section 3.1,
/// which differs for an issuer with a path.
pub fn documents_of(issuer: &Url) -> Vec<Url> {
    let path = issuer.path().trim_end_matches('/');
    let at = |path: String| {
        let mut url = issuer.clone();
        url.set_path(&path);
        url
    };
    let mut documents = vec![at(format!("{path}/.well-known/openid-configuration"))];
    if !path.is_empty() {
        documents.push(at(format!("/.well-known/oauth-authorization-server{path}")));
    }
    documents
}

/// The issuer of version 2 for an issuer of Microsoft's version 1, whose endpoints and tokens are others.
pub fn newer_issuer(issuer: &Url) -> Option<String> {
    let place = Place::read(issuer.as_str(), issuer)?;
    let (Tenant::Guid(tenant) | Tenant::Domain(tenant)) = super::tenant_of(issuer.as_str(), issuer)? else {
        return None;
    };
    let is_new = place.segments.last().is_some_and(|last| *last == "v2.0");
    let origin = (place.host == "sts.windows.net").then_some("https://login.microsoftonline.com");
    (!is_new).then(|| place.with_path(origin, &[&tenant], "v2.0"))
}

impl Family {
    /// The device authorization endpoint that belongs to a key set, for families whose discovery documents do not
    /// name it though their servers have it.
    pub fn unadvertised_device_url(self, keys: &Url) -> Option<String> {
        let place = Place::read(keys.as_str(), keys)?;
        let shapes = self.record().shapes.iter().filter(|shape| shape.holds_on(&place.host));
        shapes.filter(|_| SILENT.contains(&self)).find_map(|shape| {
            let length = shape.keys.iter().find_map(|keys| shape.base_before(keys, &place.segments))?;
            let (device, _) = shape.others.iter().find(|(_, name)| *name == word::DEVICE)?;
            Some(place.with_path(None, place.segments.get(..length)?, device))
        })
    }

    /// The `scope` that influxctl has to ask for. `CLIENT_ID` stands for the client's id.
    pub fn login_scopes(self) -> &'static [&'static str] {
        self.record().scopes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn an_issuer_is_found_in_both_forms_of_its_discovery_url() {
        for (written, issuer) in [
            ("https://sso.acme.io/realms/ops/", "https://sso.acme.io/realms/ops"),
            ("https://sso.acme.io/realms/ops/.well-known/openid-configuration", "https://sso.acme.io/realms/ops"),
            ("https://sso.acme.io/.well-known/oauth-authorization-server/as", "https://sso.acme.io/as"),
            ("https://acme.us.auth0.com/.well-known/openid-configuration", "https://acme.us.auth0.com/"),
        ] {
            assert_eq!(issuer_meant(&url(written)).as_str(), issuer);
        }
    }

    #[test]
    fn the_second_place_differs_for_issuers_with_a_path() {
        let places = |issuer| documents_of(&url(issuer)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            places("https://acme.us.auth0.com/"),
            ["https://acme.us.auth0.com/.well-known/openid-configuration"]
        );
        assert_eq!(
            places("https://sso.acme.io/as/"),
            [
                "https://sso.acme.io/as/.well-known/openid-configuration",
                "https://sso.acme.io/.well-known/oauth-authorization-server/as",
            ]
        );
    }

    #[test]
    fn version_1_of_microsoft_has_a_newer_issuer() {
        let newer = |issuer| newer_issuer(&url(issuer));
        let new = Some("https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0".to_owned());
        assert_eq!(newer("https://sts.windows.net/acme.onmicrosoft.com/"), new);
        assert_eq!(newer("https://login.microsoftonline.com/acme.onmicrosoft.com"), new);
        assert_eq!(newer("https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0"), None);
        assert_eq!(newer("https://sso.acme.io/acme.onmicrosoft.com"), None);
    }

    #[test]
    fn device_endpoints_that_no_document_names() {
        let device = |family: Family, keys| family.unadvertised_device_url(&url(keys));
        assert_eq!(
            device(Family::GitLab, "https://acme.io/git/oauth/discovery/keys").as_deref(),
            Some("https://acme.io/git/oauth/authorize_device")
        );
        assert_eq!(
            device(Family::Auth0, "https://login.acme.io/.well-known/jwks.json").as_deref(),
            Some("https://login.acme.io/oauth/device/code")
        );
        assert_eq!(device(Family::Dex, "https://acme.io/dex/keys"), None, "an older Dex has none");
    }
}
