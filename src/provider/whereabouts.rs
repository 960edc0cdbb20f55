//! Where a URL lets people log in: provider, cloud, realm or tenant, host; and how two such places differ.
//!
//! A key set, a device authorization endpoint and a token endpoint of one provider share all of these, whatever
//! their last words are.

use super::place::Place;
use super::record::{Record, Shape, any_host, word};
use super::{Family, entra, family_of, owner};
use url::Url;

/// The endpoints that a cluster and a profile name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginEndpoint {
    /// The JWK Set.
    Keys,
    /// The device authorization endpoint (RFC 8628 section 3.1).
    Device,
    /// The token endpoint (RFC 6749 section 3.2).
    Token,
}

/// Where a URL lets people log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// Whose it is.
    pub family: Family,
    /// Which endpoint the URL is.
    pub endpoint: LoginEndpoint,
    /// The realm, tenant or authorization server; `None` where the URL names none that can be compared: endpoints
    /// that all share, and Entra's domains, which may stand for any directory id.
    pub name: Option<String>,
    /// Which segment of the path names it, from 0, empty ones not counted.
    pub at: Option<usize>,
    /// The host, with its port when that is not the default of the scheme.
    pub host: String,
    /// What stands before `/realms`: "", `/auth`.
    pub prefix: String,
    /// Which of Microsoft's clouds: no account of one exists in another.
    cloud: Option<&'static str>,
    /// What the family calls `name`, in the plural: "realms".
    names: &'static str,
    origin: Origin,
    /// The family shows by its host, or by marks that nobody else uses.
    is_certain: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
    is_vendors: bool,
    /// Other hosts of the vendor serve the same people.
    is_one_of_many: bool,
}

/// The first thing in which two places differ: exactly one, so exactly one rule can speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Two products.
    Provider,
    /// Two clouds of Microsoft.
    Cloud,
    /// Two realms, tenants or authorization servers of one product.
    Name,
    /// Two hosts or ports, the rest alike.
    Host,
    /// `/auth/realms` and `/realms` of one Keycloak: it serves one of them.
    Prefix,
}

/// Where `url` lets people log in, when it is the keys, the device or the token endpoint of a provider we know.
/// `named` is the family that `identityProvider` names, for hosts and paths that tell nothing.
pub fn whereabouts(url: &Url, named: Option<Family>) -> Option<Whereabouts> {
    let place = Place::read(url.as_str(), url)?;
    let is_certain = owner(&place).is_some();
    let family = family_of(&place).map(|(family, _)| family).or(named)?;
    let record = family.record();
    let shapes = record.shapes.iter().filter(|shape| shape.holds_on(&place.host));
    let (shape, endpoint, base) = shapes.filter_map(|shape| shape.login(&place)).next()?;
    let at = name_at(shape, base);
    let segment = at.and_then(|at| place.segments.get(at).copied());
    Some(Whereabouts {
        family,
        endpoint,
        name: comparable_name(record, shape, segment),
        at,
        host: match url.port() {
            Some(port) => format!("{}:{port}", place.host),
            None => place.host.clone(),
        },
        prefix: prefix(shape, place.segments.get(..base)?),
        cloud: entra::cloud_name(&place.host).filter(|_| family == Family::Entra),
        names: names(record),
        origin: Origin {
            scheme: url.scheme().to_owned(),
            port: url.port(),
            is_vendors: any_host(record.hosts, &place.host),
            is_one_of_many: record.many_hosts,
            host: place.host,
        },
        is_certain,
    })
}

impl LoginEndpoint {
    /// The name of the endpoint, as [`super::UrlKind::Other`] says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keys => "JWK Set",
            Self::Device => word::DEVICE,
            Self::Token => word::TOKEN,
        }
    }
}

impl Whereabouts {
    /// How the two differ. `None` where they agree, and where nobody can tell: a domain and a directory id, a vendor's
    /// host and a custom domain of it.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        if self.family != other.family {
            return (self.is_certain && other.is_certain).then_some(Difference::Provider);
        }
        if both_differ(self.cloud, other.cloud) {
            return Some(Difference::Cloud);
        }
        if both_differ(self.name.as_deref(), other.name.as_deref()) {
            return Some(Difference::Name);
        }
        if self.origin.is_one_of_many || self.origin.is_vendors != other.origin.is_vendors {
            return None;
        }
        if self.origin.differs_from(&other.origin) {
            return Some(Difference::Host);
        }
        (self.family == Family::Keycloak && self.prefix != other.prefix).then_some(Difference::Prefix)
    }

    /// True on a host of the vendor.
    pub fn is_hosted(&self) -> bool {
        self.origin.is_vendors
    }

    /// What this place has, where another has something else: `ops`, `sso.acme.io`, `/auth/realms`.
    pub fn shown(&self, difference: Difference) -> String {
        match difference {
            Difference::Provider => self.family.display().to_owned(),
            Difference::Name => self.name.clone().unwrap_or_default(),
            Difference::Cloud | Difference::Host => self.host.clone(),
            Difference::Prefix => format!("{}/realms", self.prefix),
        }
    }

    /// What the two differ in, in the plural: "realms", "clouds".
    pub fn things(&self, difference: Difference) -> &'static str {
        match difference {
            Difference::Provider => "providers",
            Difference::Cloud => "clouds",
            Difference::Name => self.names,
            Difference::Host => "hosts",
            Difference::Prefix => "prefixes",
        }
    }
}

impl Origin {
    /// Plain `http` has another port by itself, and rules of its own.
    fn differs_from(&self, other: &Self) -> bool {
        self.host != other.host || (self.scheme == other.scheme && self.port != other.port)
    }
}

fn both_differ(ours: Option<&str>, theirs: Option<&str>) -> bool {
    ours.zip(theirs).is_some_and(|(ours, theirs)| ours != theirs)
}

impl Shape {
    fn login(&self, place: &Place) -> Option<(&Self, LoginEndpoint, usize)> {
        let keys = self.keys.iter().map(|below| (*below, LoginEndpoint::Keys));
        let others = self.others.iter().filter_map(|(below, word)| Some((*below, endpoint_of(word)?)));
        let mut found = keys.chain(others).filter_map(|(below, endpoint)| {
            let base = self.base_before(below, &place.segments)?;
            Some((self, endpoint, base))
        });
        found.next()
    }
}

/// Which segment of a path with a base of this many segments stands for `*`.
fn name_at(shape: &Shape, base: usize) -> Option<usize> {
    let words: Vec<&str> = shape.base.split('/').filter(|word| !matches!(*word, "" | "**")).collect();
    let star = words.iter().position(|word| *word == "*")?;
    Some(base.checked_sub(words.len())? + star)
}

fn endpoint_of(named: &str) -> Option<LoginEndpoint> {
    [LoginEndpoint::Device, LoginEndpoint::Token].into_iter().find(|endpoint| endpoint.word() == named)
}

/// A layout without keys is shared by all: it names nobody.
fn comparable_name(record: &Record, shape: &Shape, segment: Option<&str>) -> Option<String> {
    let segment = segment.or(shape.implied).filter(|_| !shape.keys.is_empty())?;
    match record.family {
        Family::Entra => entra::directory(segment),
        _ => Some(segment.to_owned()),
    }
}

fn prefix(shape: &Shape, base: &[&str]) -> String {
    let fixed = shape.base.split('/').filter(|word| !matches!(*word, "" | "**")).count();
    let before = base.len().saturating_sub(fixed);
    base.iter().take(before).flat_map(|segment| ["/", *segment]).collect()
}

fn names(record: &Record) -> &'static str {
    match record.tenancy.as_ref().map(|tenancy| tenancy.word) {
        Some("realm") => "realms",
        Some("tenant") => "tenants",
        Some("authorization server") => "authorization servers",
        _ => "issuers",
    }
}
