//! What is wrong between the provider's name and the provider's URL: exactly one fault, so one rule speaks.

use super::admin::family_of_name;
use super::endpoint::Endpoint;
use super::placeholder;
use super::setting::Setting;
use crate::provider::{self, Family, Mark};

/// A fault of the provider, the first that applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderFault {
    /// The URL belongs to a provider, named here, that has no device authorization flow.
    WithoutDeviceFlow(&'static str),
    /// `identityProvider` names Microsoft Entra ID in words that InfluxDB does not know.
    AzureMisnamed {
        /// The URL is Microsoft's too: nothing else can be meant.
        hosted_by_microsoft: bool,
    },
    /// Microsoft Entra ID on one side only.
    Disagree {
        /// Whose URL it is.
        owner: Family,
        /// What shows it.
        mark: Mark,
    },
    /// Two known providers, neither of them Entra.
    NamesDiffer {
        /// Whose URL it is.
        owner: Family,
        /// What shows it.
        mark: Mark,
    },
    /// A misspelling of a documented name, which is this one.
    Misspelled(&'static str),
}

impl ProviderFault {
    /// True when name and URL are of two providers.
    pub(super) fn is_dispute(&self) -> bool {
        matches!(self, Self::Disagree { .. } | Self::NamesDiffer { .. })
    }

    pub(super) fn find(name: Option<&Setting<'_>>, endpoint: Option<&Endpoint>) -> Option<Self> {
        let url = match endpoint {
            Some(Endpoint::Url(url)) => Some(&url.url),
            _ => None,
        };
        if let Some(display) = url.and_then(provider::without_device_flow) {
            return Some(Self::WithoutDeviceFlow(display));
        }
        let name = name.and_then(Setting::text).filter(|name| placeholder::find(name).is_none())?;
        let owner = url.and_then(Family::of_url);
        let named = family_of_name(name);
        let is_alias = provider::entra_alias(name);
        match (named, owner) {
            // The two products of Microsoft are easily taken for each other.
            (Some(Family::Entra), Some((Family::Adfs, _))) | (Some(Family::Adfs), Some((Family::Entra, _))) => None,
            (Some(Family::Entra), Some((owner, mark))) if owner != Family::Entra => {
                Some(Self::Disagree { owner, mark })
            }
            (Some(Family::Entra), owner) => {
                is_alias.then_some(Self::AzureMisnamed { hosted_by_microsoft: owner.is_some() })
            }
            (Some(named), Some((owner, mark))) if named != owner => Some(match owner {
                Family::Entra => Self::Disagree { owner, mark },
                _ => Self::NamesDiffer { owner, mark },
            }),
            (Some(_), _) => None,
            (None, _) => meant(name).map(Self::Misspelled),
        }
    }
}

/// The documented name that `name` is a misspelling of. Every other word may be meant: any provider is allowed.
fn meant(name: &str) -> Option<&'static str> {
    // A short name has many neighbours, and `auth` may be anybody's.
    const KNOWN: [(&str, usize); 2] = [("keycloak", 2), ("auth0", 1)];
    let folded: String = name.to_lowercase().chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
    let near = |&&(known, most): &&(&'static str, usize)| strsim::osa_distance(&folded, known) <= most;
    KNOWN.iter().find(near).filter(|_| folded != "auth").map(|(known, _)| *known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_words_are_misspellings() {
        for name in ["Keycloak", "KEYCLOAK", "keyclock", "keycloack", "key-cloak", "kecloak", "keyclaok"] {
            assert_eq!(meant(name), Some("keycloak"), "{name}");
        }
        for name in ["Auth0", "auth-0", "auth_0", "autho", "auht0", "AUTH0"] {
            assert_eq!(meant(name), Some("auth0"), "{name}");
        }
        for name in ["auth", "oauth", "oauth2", "oidc", "okta", "dex", "zitadel", "authelia", "keystone", "sso"] {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
