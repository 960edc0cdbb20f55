//! What a pair of cluster and profile, and the discovery document of its provider, say about the login.

use super::{Context, Subject};
use crate::facts::Discovered;
use crate::model::admin::Admin;
use crate::model::endpoint::{Endpoint, WrittenUrl};
use crate::model::influxctl::{Login, LoginUrl};
use crate::model::pair::{Pair, PairFault, keys_of};
use crate::model::setting::Setting;
use crate::provider::{self, Difference, Family, HostClass, LoginEndpoint, UrlKind};
use url::Url;

impl<'a> Context<'a> {
    /// The pair, when one is judged.
    pub fn pair(&self) -> Option<&'a Pair<'a>> {
        match self.subject {
            Subject::Pair(pair) => Some(pair),
            _ => None,
        }
    }

    /// The pair and the discovery document that confirms the cluster's keys.
    pub fn pair_discovery(&self) -> Option<(&'a Pair<'a>, &'a Discovered)> {
        let pair = self.pair()?;
        let (_, keys) = pair.keys()?;
        Some((pair, self.facts.discovered(keys.url.as_str()).filter(|found| found.confirms_keys)?))
    }

    /// What differs between the cluster and the profile. Host and prefix are guesses, which a published endpoint
    /// silences.
    pub fn pair_faults(&self) -> impl Iterator<Item = &'a PairFault<'a>> {
        let found = self.pair_discovery().map(|(_, found)| found);
        let is_published = move |fault: &PairFault<'_>| {
            fault.urls.iter().any(|(_, place)| found.is_some_and(|found| published(found, place.endpoint).is_some()))
        };
        let is_guess = |fault: &PairFault<'_>| matches!(fault.difference, Difference::Host | Difference::Prefix);
        let faults = self.pair().into_iter().flat_map(|pair| &pair.faults);
        faults.filter(move |fault| !(is_guess(fault) && is_published(fault)))
    }

    /// The URLs of profiles that their provider publishes otherwise: that of the paired cluster, or the one that the
    /// URLs themselves tell. Another realm or tenant, and another kind of endpoint, have findings of their own.
    pub fn unpublished_logins(&self) -> Vec<UnpublishedLogin<'a>> {
        if let Some((pair, found)) = self.pair_discovery() {
            let named = pair.cluster.admin.as_ref().and_then(Admin::family);
            let keys = pair.keys().map(|(setting, _)| setting);
            let login = pair.profile.login.iter();
            return login.flat_map(|login| unpublished(login, found, keys, named)).collect();
        }
        let config = self.document().and_then(|document| document.influxctl.as_ref());
        let logins = config.iter().flat_map(|config| &config.profiles).filter_map(|profile| profile.login.as_ref());
        let found = logins.filter_map(|login| {
            let found = self.facts.discovered(keys_of(login)?.as_str()).filter(|found| found.confirms_keys)?;
            Some(unpublished(login, found, None, None))
        });
        found.flatten().collect()
    }
}

fn unpublished<'a>(
    login: &'a Login<'a>,
    found: &'a Discovered,
    keys: Option<&'a Setting<'a>>,
    named: Option<Family>,
) -> Vec<UnpublishedLogin<'a>> {
    let device = login.device.as_ref().map(|url| (url, LoginEndpoint::Device));
    let token = login.token.as_ref().map(|url| (url, LoginEndpoint::Token));
    let differing = device.into_iter().chain(token).filter_map(|(url, endpoint)| {
        let Endpoint::Url(written) = url.endpoint.as_ref()? else { return None };
        let published = written.replaceable_by(published(found, endpoint)?)?;
        differs(written, &published, endpoint, named).then_some(UnpublishedLogin {
            url,
            written,
            published,
            found,
            keys,
        })
    });
    differing.collect()
}

/// A URL of a profile that its provider publishes otherwise.
#[derive(Debug)]
pub struct UnpublishedLogin<'a> {
    /// The key with its URL.
    pub url: &'a LoginUrl<'a>,
    /// The URL.
    pub written: &'a WrittenUrl,
    /// What is published in its place.
    pub published: Url,
    /// The discovery document that says so.
    pub found: &'a Discovered,
    /// `jwksEndpoint` of the paired cluster, which the document confirms.
    pub keys: Option<&'a Setting<'a>>,
}

/// The URL that a discovery document publishes for an endpoint.
fn published(found: &Discovered, endpoint: LoginEndpoint) -> Option<&str> {
    let document = &found.document;
    let url = match endpoint {
        LoginEndpoint::Keys => &document.jwks_uri,
        LoginEndpoint::Device => &document.device_authorization_endpoint,
        LoginEndpoint::Token => &document.token_endpoint,
    };
    url.as_deref()
}

/// True when the two lead elsewhere and nobody else says so.
fn differs(written: &WrittenUrl, published: &Url, endpoint: LoginEndpoint, named: Option<Family>) -> bool {
    let is_other = match &written.classified.kind {
        UrlKind::Discovery | UrlKind::Issuer => true,
        UrlKind::Other(word) => *word != endpoint.word(),
        _ => false,
    };
    let is_filled_in = !written.placeholder_host && !written.placeholder_path;
    // What a provider publishes to its own network is not what people's machines need.
    let is_inside = |url: &Url| provider::host_class(url) != HostClass::Public;
    if is_other || !is_filled_in || (is_inside(published) && !is_inside(&written.url)) || *published == written.url {
        return false;
    }
    let places = [&written.url, published].map(|url| provider::whereabouts(url, named));
    let [Some(ours), Some(theirs)] = places else { return true };
    match ours.difference(&theirs) {
        Some(Difference::Provider | Difference::Cloud | Difference::Name) => false,
        Some(Difference::Host | Difference::Prefix) => true,
        // A custom domain, a host of the same cloud, the directory by its domain, an older version of the endpoint.
        None => ours.endpoint == endpoint && ours.host == theirs.host && ours.family != Family::Entra,
    }
}
