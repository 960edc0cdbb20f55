//! KNOW: what is published about identity providers: names, URL shapes, id shapes. Pure tables and functions.

use url::Url;

/// A family of identity providers that share URL shapes and id shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Keycloak and its products (Red Hat SSO).
    Keycloak,
    /// Auth0.
    Auth0,
    /// Microsoft Entra ID, External ID and B2C.
    Entra,
    /// Okta.
    Okta,
    /// Google.
    Google,
}

/// What a URL is at its provider. Exactly one per URL, so exactly one rule can speak about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlKind {
    /// Serves keys, or may do so: nothing to say.
    Keys,
    /// A discovery document.
    Discovery,
    /// The issuer itself.
    Issuer,
    /// Another endpoint; in words: "token endpoint".
    Other(&'static str),
    /// A Microsoft login URL whose tenant is none.
    EntraTenantMalformed(String),
    /// Keycloak's marks, but not its key path.
    KeycloakPathBroken,
    /// A vendor's host with a path that serves no keys there.
    HostedPathUnknown,
    /// The org authorization server of Okta.
    OktaOrgKeys,
    /// An empty segment, or a slash after the last word.
    StraySlash,
}

/// The JWKS URL that belongs where another URL stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysUrl {
    /// The URL to write; the host is spelled as it was written.
    pub url: String,
    /// True when the vendor fixes the path, so that it always serves keys.
    pub fixed_by_vendor: bool,
}

/// All that a JWKS URL tells without asking anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// Whose URL it is, by host or by path.
    pub family: Option<Family>,
    /// What it is there.
    pub kind: UrlKind,
    /// What to write instead, when it can be derived.
    pub keys: Option<KeysUrl>,
}

/// A discovery document that may belong to a JWKS URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where to look.
    pub url: Url,
    /// True when the provider's own shape says so; false for the generic walk.
    pub exact: bool,
}

/// Judges the text of a JWKS URL (`written`, parsed as `url`). `named` is the family that
/// `identityProvider` names, for hosts that tell nothing.
pub fn classify(_written: &str, _url: &Url, _named: Option<Family>) -> Classified {
    Classified { family: None, kind: UrlKind::Keys, keys: None }
}

/// Where the discovery document of a JWKS URL may be, best first, at most six.
pub fn discovery_candidates(_jwks: &Url) -> Vec<Candidate> {
    Vec::new()
}

/// STUB
pub fn spellings(_: &Url) -> Vec<Url> {
    Vec::new()
}
/// STUB
pub fn of_name(n: &str) -> Option<Family> {
    match n {
        "keycloak" => Some(Family::Keycloak),
        "auth0" => Some(Family::Auth0),
        "azure" => Some(Family::Entra),
        _ => None,
    }
}
/// STUB
pub fn entra_alias(_: &str) -> bool {
    false
}
