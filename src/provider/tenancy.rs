//! Tenants, realms and authorization servers that their provider does not know.

use super::place::Place;
use super::{Family, family_of};
use url::Url;

/// A name in a URL that the provider does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTenant {
    /// Who says so.
    pub family: Family,
    /// What the family calls it: "realm".
    pub word: &'static str,
    /// The name, as written.
    pub name: String,
    /// Which segment of the path it is, from 0, empty ones not counted.
    pub at: usize,
    /// What to do about it.
    pub help: &'static str,
}

/// What an error (`code` with its sentence) says about the URL `written`, parsed as `url`: that its tenant does not
/// exist. The words are those of each vendor, so that a proxy's page never counts.
pub fn unknown_tenant(written: &str, url: &Url, code: &str, sentence: &str) -> Option<UnknownTenant> {
    let place = Place::read(written, url)?;
    let (family, _) = family_of(&place)?;
    let tenancy = family.record().tenancy.as_ref()?;
    let is_said = |word: &&str| code == *word || sentence.starts_with(*word);
    let at = (tenancy.at)(&place).filter(|_| tenancy.unknown.iter().any(is_said))?;
    let name = (*place.segments.get(at)?).to_owned();
    Some(UnknownTenant { family, word: tenancy.word, name, at, help: tenancy.help })
}

/// The realm, tenant or authorization server that the URL `written`, parsed as `url`, names: what its family calls
/// it, and its name.
pub fn tenant_in(written: &str, url: &Url) -> Option<(&'static str, String)> {
    let place = Place::read(written, url)?;
    let (family, _) = family_of(&place)?;
    let tenancy = family.record().tenancy.as_ref()?;
    let name = place.segments.get((tenancy.at)(&place)?)?;
    Some((tenancy.word, (*name).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_vendors_own_words_count_and_only_at_its_urls() {
        const REALM: &str = "https://sso.acme.io/auth/realms/Ops/protocol/openid-connect/certs";
        const SERVER: &str = "https://acme.okta.com/oauth2/aus1/v1/keys";
        const TENANT: &str = "https://login.microsoftonline.com/contoso.com/discovery/v2.0/keys";
        let none = "AADSTS90002: Tenant 'contoso.com' not found.";
        let malformed = "AADSTS900023: Specified tenant identifier 'contoso.com' is neither a valid DNS name";
        for (url, code, sentence, expected) in [
            (REALM, "Realm does not exist", "", "realm Ops 2"),
            (REALM, "Unable to find matching target resource method", "", ""),
            (REALM, "E0000007", "", ""),
            (REALM, "invalid_tenant", none, ""),
            ("https://sso.acme.io/keys", "Realm does not exist", "", ""),
            (
                SERVER,
                "E0000007",
                "Not found: Resource not found: aus1 (AuthorizationServer)",
                "authorization server aus1 1",
            ),
            (
                SERVER,
                "E0000022",
                "The endpoint does not support the provided HTTP method",
                "authorization server aus1 1",
            ),
            (SERVER, "E0000011", "Invalid token provided", ""),
            ("https://acme.okta.com/oauth2/v1/keys", "E0000022", "", ""),
            ("https://acme.okta.com/oauth2/aus1/v1/kesy", "E0000007", "", ""),
            (TENANT, "invalid_tenant", none, "tenant contoso.com 0"),
            (TENANT, "invalid_tenant", malformed, "tenant contoso.com 0"),
            (TENANT, "invalid_request", "AADSTS90014: The required field 'scope' is missing", ""),
            ("https://login.microsoftonline.com/discovery/v2.0/keys", "invalid_tenant", none, ""),
        ] {
            let found = unknown_tenant(url, &Url::parse(url).unwrap(), code, sentence);
            let shown = found.map_or(String::new(), |found| format!("{} {} {}", found.word, found.name, found.at));
            assert_eq!(shown, expected, "{url}: {code} {sentence}");
        }
    }
}
