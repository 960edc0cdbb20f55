//! From a JWKS URL to the discovery documents that may belong to it.

use super::place::Place;
use super::record::{SHAPE, Shape};
use super::{Candidate, RECORDS};
use url::Url;

/// No more than this many questions for one JWKS URL.
const MOST: usize = 6;

/// Layouts that only the last word tells, and many providers share; asked when no provider's own matches.
const COMMON: [Shape; 3] = [
    Shape {
        base: "**",
        keys: &[
            ".well-known/jwks.json",
            ".well-known/jwks",
            ".well-known/keys",
            ".well-known/jwk.json",
            ".well-known/certs",
        ],
        ..SHAPE
    },
    Shape { base: "**", keys: &["jwks.json"], ..SHAPE },
    Shape { base: "**", keys: &["keys"], ..SHAPE },
];

/// Where the discovery document of a JWKS URL may be, best first, at most six. Only Google's
/// and those of sts.windows.net lie on another origin; user info, query and fragment are dropped.
pub fn discovery_candidates(jwks: &Url) -> Vec<Candidate> {
    let mut bare = jwks.clone();
    bare.set_fragment(None);
    if !jwks.username().is_empty() || jwks.password().is_some() {
        // a URL that has user info always has a host, so neither call can fail
        let _ = bare.set_username("");
        let _ = bare.set_password(None);
    }
    let Some(place) = Place::read(bare.as_str(), &bare) else {
        return Vec::new();
    };
    let exact = own(&place).into_iter().map(|text| (text, true));
    let guesses = walk(&place).into_iter().map(|text| (text, false));

    let mut found: Vec<Candidate> = Vec::new();
    for (text, exact) in exact.chain(guesses) {
        if let Ok(url) = Url::parse(&text)
            && found.len() < MOST
            && found.iter().all(|candidate| candidate.url != url)
        {
            found.push(Candidate { url, exact });
        }
    }
    found
}

/// What the providers' own layouts say. Two products may share a path (WSO2 and Spring): both answer.
fn own(place: &Place) -> Vec<String> {
    let mut found: Vec<String> = RECORDS.iter().filter_map(|record| (record.derive)(place)).collect();
    if found.is_empty() {
        let shapes = RECORDS.iter().flat_map(|record| record.shapes).filter(|shape| shape.holds_on(&place.host));
        found = shapes.filter_map(|shape| discovery_of(shape, place, 2)).collect();
    }
    if found.is_empty() {
        found = COMMON.iter().find_map(|shape| discovery_of(shape, place, 1)).into_iter().collect();
    }
    found
}

fn discovery_of(shape: &Shape, place: &Place, weight: usize) -> Option<String> {
    let mut keys = shape.keys.iter().filter(|keys| shape.weight(keys) >= weight);
    let base = keys.find_map(|keys| shape.base_before(keys, &place.segments))?;
    Some(shape.discovery_url(place, place.segments.get(..base)?))
}

/// The generic walk: every prefix of the path from the longest to none, then RFC 8414 section 3.1
/// (well-known words before the path) for the longest.
fn walk(place: &Place) -> Vec<String> {
    let path = place.segments.split(|segment| *segment == ".well-known").next().unwrap_or_default();
    let cut = path.len() < place.segments.len();
    let longest = if cut { path } else { path.split_last().map_or(path, |(_, before)| before) };

    let mut found: Vec<String> = (0..=longest.len())
        .rev()
        .filter_map(|length| longest.get(..length))
        .map(|prefix| place.with_path(None, prefix, ".well-known/openid-configuration"))
        .collect();
    for document in ["openid-configuration", "oauth-authorization-server"] {
        let segments: Vec<&str> = [".well-known", document].into_iter().chain(longest.iter().copied()).collect();
        found.push(place.with_path(None, &segments, ""));
    }
    found
}
