//! KNOW: what is published about identity providers: names, URL shapes, id shapes. Pure tables and functions.
//!
//! One file per family fills one `Record`. A new provider is its file with its `mod` line, and one
//! line in the list of `families!` below; nothing else changes.

mod classify;
mod derive;
mod device;
mod host;
mod issuer;
mod login;
mod place;
mod public;
mod record;
mod tenancy;
mod whereabouts;

mod adfs;
mod auth0;
mod authelia;
mod authentik;
mod casdoor;
mod cognito;
mod dex;
mod duende;
mod duo;
mod entra;
mod fusionauth;
mod github;
mod gitlab;
mod google;
mod hydra;
mod ibm;
mod jumpcloud;
mod kanidm;
mod keycloak;
mod linkedin;
mod okta;
mod onelogin;
mod pingfederate;
mod pingone;
mod rauthy;
mod sap;
mod spring;
mod vault;
mod wso2;
mod zitadel;

#[cfg(test)]
mod tests;

pub use derive::discovery_candidates;
pub use device::{DeviceError, DeviceFault, device_endpoint, device_error, device_scopes, is_own_document};
pub use entra::{Tenant, is_b2c_host, is_guid, on_version_2, tenant_of};
pub use host::{HostClass, host_class, is_cluster_name};
pub use issuer::{documents_of, issuer_meant, newer_issuer};
pub use login::{LoginPlace, Role, login_place};
pub use public::{published_words, vendor_hosts};
pub use tenancy::{UnknownTenant, tenant_in, unknown_tenant};
pub use whereabouts::{Difference, LoginEndpoint, Whereabouts, whereabouts};

use place::Place;
use record::{Record, any_host};
use url::Url;

macro_rules! families {
    ($($(#[$doc:meta])* $family:ident = $record:path),* $(,)?) => {
        /// A family of identity providers that share URL shapes and id shapes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Family {
            $($(#[$doc])* $family,)*
        }

        /// All records, in the order in which they are asked.
        static RECORDS: &[&Record] = &[$(&$record),*];

        impl Family {
            /// Every family.
            pub const ALL: &[Self] = &[$(Self::$family),*];

            fn record(self) -> &'static Record {
                match self {
                    $(Self::$family => &$record,)*
                }
            }
        }
    };
}

families! {
    /// Keycloak and its products (Red Hat SSO).
    Keycloak = keycloak::KEYCLOAK,
    /// Auth0.
    Auth0 = auth0::AUTH0,
    /// Microsoft Entra ID, External ID and B2C.
    Entra = entra::ENTRA,
    /// Okta.
    Okta = okta::OKTA,
    /// Google.
    Google = google::GOOGLE,
    /// Amazon Cognito.
    Cognito = cognito::COGNITO,
    /// GitLab, hosted or not.
    GitLab = gitlab::GITLAB,
    /// GitHub: no provider for people, but often tried.
    GitHub = github::GITHUB,
    /// Authentik.
    Authentik = authentik::AUTHENTIK,
    /// Authelia.
    Authelia = authelia::AUTHELIA,
    /// Zitadel.
    Zitadel = zitadel::ZITADEL,
    /// Dex.
    Dex = dex::DEX,
    /// Ory Hydra and Ory Network.
    Hydra = hydra::HYDRA,
    /// PingFederate.
    PingFederate = pingfederate::PINGFEDERATE,
    /// PingOne.
    PingOne = pingone::PINGONE,
    /// OneLogin.
    OneLogin = onelogin::ONELOGIN,
    /// JumpCloud.
    JumpCloud = jumpcloud::JUMPCLOUD,
    /// FusionAuth.
    FusionAuth = fusionauth::FUSIONAUTH,
    /// Casdoor.
    Casdoor = casdoor::CASDOOR,
    /// Kanidm.
    Kanidm = kanidm::KANIDM,
    /// Rauthy.
    Rauthy = rauthy::RAUTHY,
    /// Active Directory Federation Services.
    Adfs = adfs::ADFS,
    /// WSO2 Identity Server and Asgardeo.
    Wso2 = wso2::WSO2,
    /// Spring Authorization Server: shares its key path with WSO2.
    Spring = spring::SPRING,
    /// IBM Verify.
    Ibm = ibm::IBM,
    /// SAP Cloud Identity Services.
    Sap = sap::SAP,
    /// Duo Single Sign-On.
    Duo = duo::DUO,
    /// Duende IdentityServer.
    Duende = duende::DUENDE,
    /// The OIDC provider of HashiCorp Vault.
    Vault = vault::VAULT,
    /// LinkedIn.
    LinkedIn = linkedin::LINKEDIN,
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
    /// What to write instead, when it can be derived. Never given for a URL with user info.
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

/// What gave a family away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The host is the vendor's own: certain.
    Host,
    /// The path has the family's shape, on a host that could be anybody's.
    Path,
}

impl Family {
    /// The name that people know it by.
    pub fn display(self) -> &'static str {
        self.record().display
    }

    /// The family that an `identityProvider` names; exact, because InfluxDB compares exactly.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|family| family.record().names.contains(&name))
    }

    /// True for providers that have one issuer on a host, so that the document at its root is theirs: Auth0, on
    /// custom domains as well.
    pub fn owns_host(self) -> bool {
        self == Self::Auth0
    }

    /// Whose URL this is, and how it shows. `None` where several families share the path.
    pub fn of_url(url: &Url) -> Option<(Self, Mark)> {
        let place = Place::read(url.as_str(), url)?;
        family_of(&place)
    }

    /// False when the provider has no device authorization grant (RFC 8628). B2C: see [`is_b2c_host`].
    pub fn has_device_flow(self) -> bool {
        self.record().device_flow
    }

    /// The `identityProvider` that names it.
    pub fn name(self) -> &'static str {
        self.record().names.first().copied().unwrap_or_default()
    }

    /// True when the vendor's own hosts issue people access tokens that no key set verifies.
    pub fn has_opaque_tokens(self) -> bool {
        self.record().opaque_tokens
    }
}

/// True when `name` means Microsoft Entra ID but is not the `azure` that InfluxDB demands.
pub fn entra_alias(name: &str) -> bool {
    // `Azure AD`, as its console writes it.
    let name = name.replace(' ', "-");
    name != "azure" && entra::ALIASES.iter().any(|alias| alias.eq_ignore_ascii_case(&name))
}

/// Where the family's console shows the id of a person, for help texts.
pub fn user_id_place(family: Family) -> &'static str {
    family.record().user_id_place
}

/// The provider of `url` when it has no device authorization flow for certain: on the vendor's own host, or
/// below the path of a product that is only self-hosted. A custom domain tells nothing.
pub fn without_device_flow(url: &Url) -> Option<&'static str> {
    if is_b2c_host(url) {
        return Some("Azure AD B2C");
    }
    let (family, mark) = Family::of_url(url)?;
    let certain = mark == Mark::Host || family.record().hosts.is_empty();
    (certain && !family.has_device_flow()).then(|| family.display())
}

/// The provider of `url` when the vendor's own host issues people access tokens that no key set verifies.
pub fn with_opaque_tokens(url: &Url) -> Option<&'static str> {
    let (family, mark) = Family::of_url(url)?;
    (mark == Mark::Host && family.has_opaque_tokens()).then(|| family.display())
}

/// True when the host belongs to a vendor that serves https only, so that `http:` can be replaced blindly.
pub fn serves_https_only(url: &Url) -> bool {
    Place::read(url.as_str(), url).is_some_and(|place| RECORDS.iter().any(|record| any_host(record.hosts, &place.host)))
}

/// True when a document at `from` may name `other` by design, though it is elsewhere: the vendor's own hosts share
/// the work (Google, Cognito), or the issuer lives on another one of them (Entra v1, External ID, national clouds).
pub fn may_advertise(from: &Url, other: &Url) -> bool {
    let record_of = |url: &Url| {
        let place = Place::read(url.as_str(), url)?;
        RECORDS.iter().find(|record| any_host(record.hosts, &place.host)).map(|record| record.family)
    };
    other.scheme() == "https" && record_of(other).is_some_and(|family| record_of(from) == Some(family))
}

/// Judges the text of a JWKS URL (`written`, parsed as `url`). `named` is the family that
/// `identityProvider` names, for hosts that tell nothing.
pub fn classify(written: &str, url: &Url, named: Option<Family>) -> Classified {
    let Some(place) = Place::read(written.trim(), url) else {
        return Classified { family: None, kind: UrlKind::Keys, keys: None };
    };
    let verdict = classify::judge(&place, named);
    Classified { family: family_of(&place).map(|(family, _)| family), kind: verdict.kind, keys: verdict.keys }
}

/// The URL `written`, parsed as `url`, without empty segments and without a final slash where its vendor writes none;
/// `None` when nothing is stray.
pub fn without_stray_slash(written: &str, url: &Url) -> Option<String> {
    let place = Place::read(written.trim(), url).filter(|place| !place.has_user_info())?;
    let record = owner(&place).map(|(record, _)| record);
    classify::stray_slash(&place, record)?.keys.map(|keys| keys.url)
}

/// True when two URLs are the same after WHATWG normalisation (case of the host, default port, dot segments).
pub fn same_url(a: &str, b: &str) -> bool {
    matches!((Url::parse(a), Url::parse(b)), (Ok(a), Ok(b)) if a == b)
}

/// Other spellings of a JWKS URL that answered 404: Keycloak with and without `/auth`, and the final slash.
pub fn spellings(url: &Url) -> Vec<Url> {
    let path = url.path().trim_end_matches('/');
    let slashed = url.path() != path;
    let mut paths = Vec::new();
    if let Some(rest) = path.strip_prefix("/auth/realms/") {
        paths.push(format!("/realms/{rest}"));
    } else if path.starts_with("/realms/") {
        paths.push(format!("/auth{path}"));
    }
    if slashed {
        paths.insert(0, path.to_owned());
    } else if Family::of_url(url).is_some_and(|(family, _)| family == Family::Authentik) {
        paths.push(format!("{path}/"));
    }
    let with_path = |path: String| {
        let mut other = url.clone();
        other.set_path(&path);
        other
    };
    paths.into_iter().map(with_path).filter(|other| other != url).collect()
}

/// The record that a URL belongs to beyond doubt: by the vendor's host, or by marks that nobody else uses.
fn owner(place: &Place) -> Option<(&'static Record, Mark)> {
    let records = || RECORDS.iter().copied();
    let by_host = records().find(|record| any_host(record.hosts, &place.host));
    let by_path = || records().find(|record| (record.owns_path)(place)).map(|record| (record, Mark::Path));
    by_host.map(|record| (record, Mark::Host)).or_else(by_path)
}

fn family_of(place: &Place) -> Option<(Family, Mark)> {
    if let Some((record, mark)) = owner(place) {
        return Some((record.family, mark));
    }
    let shown = |record: &'static Record| {
        let shapes = record.shapes.iter().filter(|shape| shape.holds_on(&place.host));
        (shapes.map(|shape| shape.shown(place)).max().unwrap_or(0), record.family)
    };
    let most = RECORDS.iter().map(|record| shown(record).0).max().filter(|most| *most >= 2)?;
    let mut best = RECORDS.iter().map(|record| shown(record)).filter(|(count, _)| *count == most);
    match (best.next(), best.next()) {
        (Some((_, family)), None) => Some((family, Mark::Path)),
        _ => None,
    }
}
