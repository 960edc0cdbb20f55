//! A pair: a cluster and a profile of influxctl that logs people in for it; what differs between the two.

use std::borrow::Cow;
use url::Url;

use super::Document;
use super::admin::{self, Admin, User};
use super::endpoint::{Endpoint, Parts, WrittenUrl, place_of};
use super::influxctl::{Login, LoginUrl, Profile};
use super::ingress::{Ingress, plain_name};
use super::provider_fault::ProviderFault;
use super::setting::Setting;
use crate::provider::{self, Difference, Family, HostClass, LoginEndpoint, UrlKind, Whereabouts};
use crate::source::Place;

/// A cluster and a profile that belong together.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The document of the cluster.
    pub cluster: &'a Document<'a>,
    /// The file of the profile.
    pub config: &'a Document<'a>,
    /// The profile.
    pub profile: &'a Profile<'a>,
    /// What differs between `jwksEndpoint` and the URLs of the login.
    pub faults: Vec<PairFault<'a>>,
}

/// One difference between `jwksEndpoint` and URLs of a login.
#[derive(Debug)]
pub struct PairFault<'a> {
    /// What differs.
    pub difference: Difference,
    /// `jwksEndpoint`, and where it lets people log in.
    pub keys: (&'a Setting<'a>, Whereabouts),
    /// The URLs that differ from it in the same way, `device_url` first.
    pub urls: Vec<(&'a LoginUrl<'a>, Whereabouts)>,
}

impl<'a> Pair<'a> {
    /// The pair of the two, compared once.
    pub fn of(cluster: &'a Document<'a>, config: &'a Document<'a>, profile: &'a Profile<'a>) -> Self {
        let faults = cluster.admin.as_ref().zip(profile.login.as_ref()).map(|(admin, login)| faults(admin, login));
        Self { cluster, config, profile, faults: faults.unwrap_or_default() }
    }

    /// The document that holds `place`: the cluster's, unless it is in the file of the profile.
    pub fn home(&self, place: &Place) -> &'a Document<'a> {
        let is_profiles = place.source.name() == self.config.root.place().source.name();
        if is_profiles { self.config } else { self.cluster }
    }

    /// `jwksEndpoint` as a URL.
    pub fn keys(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl)> {
        written_keys(self.cluster.admin.as_ref()?)
    }

    /// The ids of users that are the `client_id` of the profile, which comes second. An id with a fault of its own
    /// has its finding.
    pub fn ids_of_client(&self) -> Vec<(&'a Setting<'a>, &'a Setting<'a>)> {
        let client_id = self.profile.login.as_ref().and_then(|login| login.client_id.as_ref());
        let (Some(admin), Some(client_id)) = (self.cluster.admin.as_ref(), client_id) else { return Vec::new() };
        let Some(client) = client_id.text() else { return Vec::new() };
        let is_client = |id: &str| id == client || (provider::is_guid(id) && id.eq_ignore_ascii_case(client));
        let users = admin.written_entries().filter(|user| user.id_fault.is_none());
        let ids = users.filter_map(User::real_id).filter(|(_, text)| is_client(text));
        ids.map(|(id, _)| (id, client_id)).collect()
    }

    /// `host` of the profile and the hosts of the cluster among which it is not. Names inside one network may be
    /// those of a forwarded port.
    pub fn host_outside(&self) -> Option<(&'a Setting<'a>, Ingress<'a>)> {
        let host = self.profile.host.as_ref()?;
        let ingress = self.cluster.ingress().filter(|ingress| ingress.is_complete && !ingress.names().is_empty())?;
        let name = plain_name(host)?;
        let is_public =
            Url::parse(&format!("https://{name}")).is_ok_and(|url| provider::host_class(&url) == HostClass::Public);
        (is_public && !ingress.holds(&name)).then_some((host, ingress))
    }
}

/// True when `profile` is for a cluster on one of these hosts.
pub fn is_for(profile: &Profile<'_>, ingress: &Ingress<'_>) -> bool {
    let host = profile.host.as_ref().and_then(plain_name);
    profile.is_clustered() && host.is_some_and(|host| ingress.holds(&host))
}

/// Where the provider's keys are, as the URLs of a login tell; `None` where they tell two places.
pub fn keys_of(login: &Login<'_>) -> Option<Url> {
    let mut told = login.urls().filter_map(|url| {
        let Some(Endpoint::Url(url)) = &url.endpoint else { return None };
        let is_filled_in = !url.placeholder_host && !url.placeholder_path;
        Url::parse(&url.classified.keys.as_ref().filter(|_| is_filled_in)?.url).ok()
    });
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}

impl PairFault<'_> {
    /// The part of the setting that shows it.
    pub fn place(&self, setting: &Setting<'_>, place: &Whereabouts) -> Place {
        place_of(setting, |parts| part(parts, place, self.difference))
    }

    /// Both values, that of the cluster first.
    pub fn values(&self) -> (String, String) {
        let theirs = self.urls.first().map(|(_, place)| place.shown(self.difference));
        (self.keys.1.shown(self.difference), theirs.unwrap_or_default())
    }

    /// The first of the URLs by its key: `device_url`.
    pub fn url_name(&self) -> Cow<'_, str> {
        self.urls.first().map(|(url, _)| url.setting.key.name()).unwrap_or_default()
    }
}

fn part<'p>(parts: Parts<'p>, place: &Whereabouts, difference: Difference) -> Option<&'p str> {
    match difference {
        Difference::Provider | Difference::Cloud | Difference::Host => Some(parts.host),
        Difference::Name => parts.segments().nth(place.at?),
        Difference::Prefix => {
            let shown = place.shown(difference);
            parts.path.get(..shown.len()).filter(|start| *start == shown)
        }
    }
}

fn written_keys<'a>(admin: &'a Admin<'a>) -> Option<(&'a Setting<'a>, &'a WrittenUrl)> {
    match (admin.jwks_endpoint.as_ref()?, admin.endpoint.as_ref()?) {
        (setting, Endpoint::Url(url)) => Some((setting, url)),
        (_, Endpoint::Malformed(_)) => None,
    }
}

/// A URL that has a finding of its own, or that is another endpoint, tells nothing about the other file.
fn faults<'a>(admin: &'a Admin<'a>, login: &'a Login<'a>) -> Vec<PairFault<'a>> {
    let named = admin.identity_provider.as_ref().and_then(Setting::text).and_then(admin::family_of_name);
    let Some((setting, url)) = written_keys(admin).filter(|(_, url)| url.classified.kind == UrlKind::Keys) else {
        return Vec::new();
    };
    let Some(keys) = place(url, LoginEndpoint::Keys, named) else { return Vec::new() };
    let device = login.device.as_ref().and_then(|url| Some((url, url_place(url, LoginEndpoint::Device, named)?)));
    let token = login.token.as_ref().and_then(|url| Some((url, url_place(url, LoginEndpoint::Token, named)?)));
    // What differs within the profile is told there.
    let within = device.as_ref().zip(token.as_ref()).and_then(|((_, device), (_, token))| device.difference(token));
    if matches!(within, Some(Difference::Provider | Difference::Cloud | Difference::Name)) {
        return Vec::new();
    }
    let mut faults: Vec<PairFault<'a>> = Vec::new();
    for (login_url, theirs) in device.into_iter().chain(token) {
        let Some(difference) = keys.difference(&theirs) else { continue };
        let is_told = match difference {
            Difference::Provider => admin.provider_fault.as_ref().is_some_and(ProviderFault::is_dispute),
            // The vendor's hosts are tenants: of two in one profile one is wrong there.
            Difference::Host if within == Some(Difference::Host) && theirs.is_hosted() => true,
            Difference::Host => is_split(url, login_url),
            Difference::Prefix => within == Some(Difference::Prefix),
            Difference::Cloud | Difference::Name => false,
        };
        if is_told {
            continue;
        }
        let shown = theirs.shown(difference);
        let same = faults.iter_mut().find(|fault| fault.difference == difference && fault.values().1 == shown);
        match same {
            Some(fault) => fault.urls.push((login_url, theirs)),
            None => {
                faults.push(PairFault { difference, keys: (setting, keys.clone()), urls: vec![(login_url, theirs)] });
            }
        }
    }
    faults
}

/// True where hosts may differ: the cluster reaches its provider from inside (split horizon), or the URL of the
/// profile, where no name of a cluster belongs, has a finding of its own.
fn is_split(keys: &WrittenUrl, login: &LoginUrl<'_>) -> bool {
    let is_inside = |endpoint: &Endpoint| matches!(endpoint, Endpoint::Url(url) if provider::is_cluster_name(&url.url));
    provider::host_class(&keys.url) != HostClass::Public || login.endpoint.as_ref().is_some_and(is_inside)
}

fn url_place(url: &LoginUrl<'_>, expected: LoginEndpoint, named: Option<Family>) -> Option<Whereabouts> {
    match url.endpoint.as_ref()? {
        Endpoint::Url(url) => place(url, expected, named),
        Endpoint::Malformed(_) => None,
    }
}

/// Where a written URL leads, when it is the endpoint that belongs there and nothing is left to be filled in.
fn place(url: &WrittenUrl, expected: LoginEndpoint, named: Option<Family>) -> Option<Whereabouts> {
    let is_filled_in = !url.placeholder_host && !url.placeholder_path;
    let place = provider::whereabouts(&url.url, named).filter(|_| is_filled_in)?;
    (place.endpoint == expected).then_some(place)
}
