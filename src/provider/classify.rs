//! What a JWKS URL is at its provider: one kind per URL, in the order in which the rules may speak.

use super::place::{Place, issuer_path};
use super::record::{Record, Shape, any_host, word};
use super::{Family, KeysUrl, RECORDS, UrlKind, owner};

/// What one record says about a URL.
pub(super) struct Verdict {
    pub(super) kind: UrlKind,
    pub(super) keys: Option<KeysUrl>,
}

impl Verdict {
    /// Nothing to say.
    pub(super) fn keys() -> Self {
        Self { kind: UrlKind::Keys, keys: None }
    }

    /// A kind, and the replacement when there is one.
    pub(super) fn new(kind: UrlKind, url: Option<String>, fixed_by_vendor: bool) -> Self {
        Self { kind, keys: url.map(|url| KeysUrl { url, fixed_by_vendor }) }
    }
}

/// Judges a URL by the record that owns it, else by the named one, else by the path alone.
pub(super) fn judge(place: &Place, named: Option<Family>) -> Verdict {
    if RECORDS.iter().any(|record| any_host(record.consoles, &place.host)) {
        return Verdict::new(UrlKind::Other(word::CONSOLE), None, false);
    }
    let owner = owner(place).map(|(record, _)| record);
    let verdict = match owner {
        Some(record) => owned(record, place),
        None => unowned(place, named),
    };
    let verdict = if verdict.kind == UrlKind::Keys { stray_slash(place, owner).unwrap_or(verdict) } else { verdict };
    // a password in the URL must not be repeated in a help text
    if place.has_user_info() { Verdict { keys: None, ..verdict } } else { verdict }
}

/// Judges a URL that belongs to `record` for certain.
pub(super) fn owned(record: &Record, place: &Place) -> Verdict {
    (record.refine)(place, by_shape(record, place))
}

fn by_shape(record: &Record, place: &Place) -> Verdict {
    let shapes = || record.shapes.iter().filter(|shape| shape.holds_on(&place.host));
    if let Some(issuer) = issuer_path(&place.segments) {
        let found = shapes().find_map(|shape| shape.issuer_is(issuer, place));
        return found.unwrap_or(Replacement(None)).with_kind(UrlKind::Discovery);
    }
    if let Some(found) = shapes().find_map(|shape| shape.other(place)) {
        return found.replacement.with_kind(UrlKind::Other(found.word));
    }
    if shapes().any(|shape| shape.serves_keys(place)) {
        return Verdict::keys();
    }
    if let Some(found) = shapes().find_map(|shape| shape.issuer_is(&place.segments, place)) {
        return found.with_kind(UrlKind::Issuer);
    }
    if place.segments.is_empty() {
        return Verdict::new(UrlKind::Issuer, None, false);
    }
    let rest = (record.otherwise)(place);
    match by_extension(place) {
        Some(word) => Verdict { kind: UrlKind::Other(word), ..rest },
        None => rest,
    }
}

/// Judges a URL whose host and path name nobody. What `named` knows comes first; without it a
/// replacement is offered only when all families that know the path agree on it.
fn unowned(place: &Place, named: Option<Family>) -> Verdict {
    let shapes = || RECORDS.iter().flat_map(|record| record.shapes).filter(|shape| shape.holds_on(&place.host));
    let own =
        || named.into_iter().flat_map(|family| family.record().shapes).filter(|shape| shape.holds_on(&place.host));

    if let Some(issuer) = issuer_path(&place.segments) {
        if let Some(found) = own().find_map(|shape| shape.issuer_is(issuer, place)) {
            return found.with_kind(UrlKind::Discovery);
        }
        let told = shapes().filter(|shape| shape.issuer_tells).filter_map(|shape| shape.issuer_is(issuer, place));
        return agreed(told).with_kind(UrlKind::Discovery);
    }
    if let Some(found) = own().find_map(|shape| shape.other(place)) {
        return found.replacement.with_kind(UrlKind::Other(found.word));
    }
    // one published word may stand in anybody's path, two do not meet by chance
    let others: Vec<Endpoint> =
        shapes().filter_map(|shape| shape.other(place)).filter(|found| found.weight >= 2).collect();
    // `/adfs/oauth2/token` is AD FS before it is anything that ends in `/oauth2/token`
    if let Some(best) = others.iter().max_by_key(|found| found.weight) {
        let (word, weight) = (best.word, best.weight);
        let offers = others.into_iter().filter(|found| found.weight == weight).map(|found| found.replacement);
        return agreed(offers.map(Replacement::unfixed)).with_kind(UrlKind::Other(word));
    }
    match by_extension(place) {
        Some(word) => Verdict::new(UrlKind::Other(word), None, false),
        None => Verdict::keys(),
    }
}

/// What the last word of a path gives away on any host.
fn by_extension(place: &Place) -> Option<&'static str> {
    let last = place.segments.last()?.to_ascii_lowercase();
    if last.ends_with(".pem") || last.ends_with(".crt") {
        Some(word::CERTIFICATE)
    } else {
        (last == "federationmetadata.xml").then_some(word::SAML)
    }
}

/// An empty segment anywhere, or a final slash where the vendor writes none.
pub(super) fn stray_slash(place: &Place, owner: Option<&Record>) -> Option<Verdict> {
    let slashless = owner
        .is_some_and(|record| matches!(record.family, Family::Keycloak | Family::Auth0 | Family::Entra | Family::Okta));
    let ends = place.path.ends_with('/') && !place.segments.is_empty();
    let stray = place.path.contains("//") || (slashless && ends);
    if !stray {
        return None;
    }
    let mut url = place.with_path(None, &place.segments, "");
    if ends && !slashless {
        url.push('/');
    }
    if let Some(query) = place.query {
        url.push('?');
        url.push_str(query);
    }
    Some(Verdict::new(UrlKind::StraySlash, Some(url), false))
}

/// The keys that a shape offers, if it offers any.
#[derive(PartialEq, Eq)]
struct Replacement(Option<KeysUrl>);

impl Replacement {
    fn with_kind(self, kind: UrlKind) -> Verdict {
        Verdict { kind, keys: self.0 }
    }

    fn unfixed(self) -> Self {
        Self(self.0.map(|keys| KeysUrl { fixed_by_vendor: false, ..keys }))
    }
}

/// The one replacement that all offers agree on.
fn agreed(mut offers: impl Iterator<Item = Replacement>) -> Replacement {
    let first = offers.next().unwrap_or(Replacement(None));
    if offers.all(|offer| offer == first) { first } else { Replacement(None) }
}

/// An endpoint that is not that of the keys.
struct Endpoint {
    word: &'static str,
    weight: usize,
    replacement: Replacement,
}

impl Shape {
    fn replacement(&self, place: &Place, base: &[&str]) -> Replacement {
        Replacement(self.keys_url(place, base).map(|url| KeysUrl { url, fixed_by_vendor: self.fixed }))
    }

    fn issuer_is(&self, issuer: &[&str], place: &Place) -> Option<Replacement> {
        let base = self.base_before(self.issuer, issuer)?;
        Some(self.replacement(place, issuer.get(..base)?))
    }

    fn other(&self, place: &Place) -> Option<Endpoint> {
        self.others.iter().find_map(|(below, word)| {
            let base = place.segments.get(..self.base_before(below, &place.segments)?)?;
            Some(Endpoint { word, weight: self.weight(below), replacement: self.replacement(place, base) })
        })
    }

    fn serves_keys(&self, place: &Place) -> bool {
        self.keys.iter().any(|keys| self.base_before(keys, &place.segments).is_some())
    }

    /// How many published words of this layout the path shows; two are a mark, one may be anybody's.
    pub(super) fn shown(&self, place: &Place) -> usize {
        let paths = self.keys.iter().copied().chain(self.others.iter().map(|(below, _)| *below));
        let matching = paths.filter(|below| self.base_before(below, &place.segments).is_some());
        matching.map(|below| self.weight(below)).max().unwrap_or(0)
    }
}
