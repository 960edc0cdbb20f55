//! The record that each provider file fills: names, hosts and URL shapes.

use super::Family;
use super::classify::Verdict;
use super::device::{DEVICE, Device};
use super::place::{Place, issuer_path};

/// What is published about one family. Start from [`RECORD`] and fill what differs.
pub(super) struct Record {
    /// Whose record this is.
    pub(super) family: Family,
    /// The name that people know it by.
    pub(super) display: &'static str,
    /// The exact texts of `identityProvider` that name it.
    pub(super) names: &'static [&'static str],
    /// Where its console shows the id of a person.
    pub(super) user_id_place: &'static str,
    /// Hosts that belong to the vendor and serve https only; `*` stands for any text.
    pub(super) hosts: &'static [&'static str],
    /// True when one login of the vendor is spread over several of its hosts, or several of them lead to it.
    pub(super) many_hosts: bool,
    /// Hosts of the vendor where people click and nothing serves keys.
    pub(super) consoles: &'static [&'static str],
    /// Where its endpoints are.
    pub(super) shapes: &'static [Shape],
    /// False when the provider cannot do RFC 8628 at all.
    pub(super) device_flow: bool,
    /// How its clients use that flow.
    pub(super) device: Device,
    /// True when the vendor's hosts issue access tokens that no key set verifies.
    pub(super) opaque_tokens: bool,
    /// What influxctl has to ask for in `scopes`; `CLIENT_ID` stands for the client's id.
    pub(super) scopes: &'static [&'static str],
    /// How it names those whose people a URL is for.
    pub(super) tenancy: Option<Tenancy>,
    /// True when the path alone carries the family's marks, on any host.
    pub(super) owns_path: fn(&Place) -> bool,
    /// What a URL is at this family when no shape matches.
    pub(super) otherwise: fn(&Place) -> Verdict,
    /// The last word on a URL of this family, after the shapes.
    pub(super) refine: fn(&Place, Verdict) -> Verdict,
    /// Discovery URLs that the shapes cannot derive from a JWKS URL.
    pub(super) derive: fn(&Place) -> Option<String>,
}

/// An empty record to start from: a self-hosted product without marks of its own.
pub(super) const RECORD: Record = Record {
    family: Family::Keycloak,
    display: "",
    names: &[],
    user_id_place: "the `sub` claim of the person's access token",
    hosts: &[],
    many_hosts: false,
    consoles: &[],
    shapes: &[],
    device_flow: true,
    device: DEVICE,
    opaque_tokens: false,
    scopes: &["openid"],
    tenancy: None,
    owns_path: |_| false,
    otherwise: |_| Verdict::keys(),
    refine: |_, verdict| verdict,
    derive: |_| None,
};

/// How a family names those whose people a URL is for, and how it says that it knows none of that name.
pub(super) struct Tenancy {
    /// What the family calls it: "realm".
    pub(super) word: &'static str,
    /// Which segment of the path names it.
    pub(super) at: fn(&Place) -> Option<usize>,
    /// The error code, or the beginning of its sentence.
    pub(super) unknown: &'static [&'static str],
    /// What to do about it.
    pub(super) help: &'static str,
}

/// One layout of endpoints: a base path, and what hangs below it.
pub(super) struct Shape {
    /// Hosts that use this layout; none named means any host.
    pub(super) hosts: &'static [&'static str],
    /// The common beginning of all paths: words, `*` for one segment, a leading `**` for any prefix.
    pub(super) base: &'static str,
    /// Whom the layout is for, where its base names nobody but others of the family do.
    pub(super) implied: Option<&'static str>,
    /// The issuer's path below the base.
    pub(super) issuer: &'static str,
    /// Paths below the base that serve keys; the first is the one to write.
    pub(super) keys: &'static [&'static str],
    /// Other endpoints below the base, each with its name.
    pub(super) others: &'static [(&'static str, &'static str)],
    /// Origin of the discovery document, where it is not that of the URL.
    pub(super) issuer_at: Option<&'static str>,
    /// Origin of the keys, where it is not that of the URL.
    pub(super) keys_at: Option<&'static str>,
    /// True when the vendor fixes the key path, so that the replacement always serves keys.
    pub(super) fixed: bool,
    /// False when the keys must not be offered as a replacement.
    pub(super) offered: bool,
    /// True when the issuer's path names the family on any host.
    pub(super) issuer_tells: bool,
    /// True when the query selects the keys and must survive.
    pub(super) keeps_query: bool,
}

/// An empty shape to start from.
pub(super) const SHAPE: Shape = Shape {
    hosts: &[],
    base: "",
    implied: None,
    issuer: "",
    keys: &[],
    others: &[],
    issuer_at: None,
    keys_at: None,
    fixed: false,
    offered: true,
    issuer_tells: false,
    keeps_query: false,
};

/// The names of endpoints, as messages say them.
pub(super) mod word {
    pub(in crate::provider) const KEYS: &str = "JWK Set";
    pub(in crate::provider) const DISCOVERY: &str = "discovery document";
    pub(in crate::provider) const ISSUER: &str = "issuer";
    pub(in crate::provider) const TOKEN: &str = "token endpoint";
    pub(in crate::provider) const DEVICE: &str = "device authorization endpoint";
    pub(in crate::provider) const AUTHORIZE: &str = "authorization endpoint";
    pub(in crate::provider) const USERINFO: &str = "userinfo endpoint";
    pub(in crate::provider) const LOGOUT: &str = "logout endpoint";
    pub(in crate::provider) const INTROSPECT: &str = "introspection endpoint";
    pub(in crate::provider) const REVOKE: &str = "revocation endpoint";
    pub(in crate::provider) const CONSOLE: &str = "admin console";
    pub(in crate::provider) const ACCOUNT: &str = "account page";
    pub(in crate::provider) const CERTIFICATE: &str = "certificate";
    pub(in crate::provider) const SAML: &str = "SAML metadata";
}

impl Shape {
    /// True when hosts named `host` use this layout.
    pub(super) fn holds_on(&self, host: &str) -> bool {
        self.hosts.is_empty() || any_host(self.hosts, host)
    }

    /// How many segments of `path` are the base, when the path is the base followed by `below`.
    pub(super) fn base_before(&self, below: &str, path: &[&str]) -> Option<usize> {
        let head = path.strip_suffix(words(below).collect::<Vec<_>>().as_slice())?;
        let (open, base) = match self.base.strip_prefix("**") {
            Some(base) => (true, words(base).collect::<Vec<_>>()),
            None => (false, words(self.base).collect::<Vec<_>>()),
        };
        let spare = head.len().checked_sub(base.len())?;
        let fits = base.iter().zip(head.iter().skip(spare)).all(|(word, segment)| *word == "*" || word == segment);
        (fits && (open || spare == 0)).then_some(head.len())
    }

    /// How many segments of the URL are the base, whichever endpoint of this layout it is.
    pub(super) fn base_of(&self, place: &Place) -> Option<usize> {
        if let Some(issuer) = issuer_path(&place.segments) {
            return self.base_before(self.issuer, issuer);
        }
        let others = self.others.iter().map(|(below, _)| *below);
        let paths = others.chain(self.keys.iter().copied()).chain([self.issuer]);
        paths.into_iter().find_map(|below| self.base_before(below, &place.segments))
    }

    /// How many published words a path of the base and `below` holds: what it takes to be a mark.
    pub(super) fn weight(&self, below: &str) -> usize {
        words(self.base).chain(words(below)).filter(|word| !matches!(*word, "*" | "**" | ".well-known")).count()
    }

    /// The replacement for a URL with the base `base`: where this layout serves its keys.
    pub(super) fn keys_url(&self, place: &Place, base: &[&str]) -> Option<String> {
        let keys = self.keys.first().filter(|_| self.offered)?;
        let text = place.with_path(self.keys_at, base, keys);
        Some(match place.query.filter(|_| self.keeps_query) {
            Some(query) => format!("{text}?{query}"),
            None => text,
        })
    }

    /// The discovery document that belongs to the keys below `base` (OpenID Connect Discovery 1.0 section 4).
    pub(super) fn discovery_url(&self, place: &Place, base: &[&str]) -> String {
        let issuer: Vec<&str> = base.iter().copied().chain(words(self.issuer)).collect();
        place.with_path(self.issuer_at, &issuer, ".well-known/openid-configuration")
    }
}

/// True when `host` fits one of `patterns`.
pub(super) fn any_host(patterns: &[&str], host: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.split_once('*') {
        Some((start, end)) => {
            host.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).is_some_and(|middle| !middle.is_empty())
        }
        None => *pattern == host,
    })
}

fn words(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|word| !word.is_empty())
}
