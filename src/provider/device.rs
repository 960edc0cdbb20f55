//! Device authorization requests (RFC 8628): what a family needs in one, and what its refusals mean.

use super::place::Place;
use super::record::word;
use super::{Family, discovery_candidates, family_of};
use url::Url;

/// What a refused device authorization request says: exactly one of these, so that one rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceFault {
    /// No client of that id, or none that is switched on.
    UnknownClient,
    /// The client has to show a secret, which influxctl does not send.
    NotPublic,
    /// The client may not use the device authorization grant.
    GrantRefused,
    /// The scopes are unknown, not the client's, or wait for consent.
    ScopeRefused,
    /// A policy forbids the flow, for this client or for all.
    Policy,
    /// Several causes have this answer, or nobody has documented it.
    Other,
}

/// A refusal that is understood as far as its words go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceError {
    /// What is wrong.
    pub fault: DeviceFault,
    /// The switch to flip, in the words of the family's console.
    pub help: String,
}

/// What is published about the device flow of one family. Start from [`DEVICE`] and fill what differs.
pub(super) struct Device {
    /// Scopes without which it refuses every request; `CLIENT_ID` stands for the client.
    pub(super) scopes: &'static [&'static str],
    /// Its own refusals; the first that fits counts, before those of [`COMMON`].
    pub(super) said: &'static [Said],
    /// Where the right client id is found.
    pub(super) client: &'static str,
    /// Where the client becomes a public one.
    pub(super) public: &'static str,
    /// Where the client is allowed the grant.
    pub(super) grant: &'static str,
    /// What to do about refused scopes.
    pub(super) consent: &'static str,
    /// Which policy it may be.
    pub(super) policy: &'static str,
}

/// A family without words of its own.
pub(super) const DEVICE: Device = Device {
    scopes: &[],
    said: &[],
    client: "copy the client id from the provider's console, and take `jwksEndpoint` from the same place",
    public: "make it a public client at the provider: influxctl sends no secret",
    grant: "allow the client the device authorization grant (RFC 8628) at the provider",
    consent: "allow the client these scopes at the provider",
    policy: "except this client from the provider's policy, or let the policy allow the device flow",
};

/// One refusal: an error code (`*`: any), its sentence, where `*` stands for any text, and what it means.
pub(super) struct Said {
    code: &'static str,
    sentence: &'static str,
    fault: DeviceFault,
    /// Instead of the family's own help; empty for that.
    help: &'static str,
}

/// A refusal with the family's own help.
pub(super) const fn said(code: &'static str, sentence: &'static str, fault: DeviceFault) -> Said {
    Said { code, sentence, fault, help: "" }
}

/// A refusal with help of its own.
pub(super) const fn told(code: &'static str, sentence: &'static str, fault: DeviceFault, help: &'static str) -> Said {
    Said { code, sentence, fault, help }
}

/// What the code of a refusal means at every server (RFC 6749 section 5.2), and what widely used libraries add:
/// Ory Fosite (Hydra, Authelia) and oidc-provider. `invalid_client` alone has several causes.
const COMMON: &[Said] = &[
    // Auth0 says so of an unknown client, and of one without the grant
    said("unauthorized_client", "*unknown client*", DeviceFault::Other),
    said("unauthorized_client", "*", DeviceFault::GrantRefused),
    said("unsupported_grant_type", "*", DeviceFault::GrantRefused),
    said("invalid_request", "*grant-type:device_code is not allowed for this client", DeviceFault::GrantRefused),
    said("invalid_scope", "*", DeviceFault::ScopeRefused),
    said("invalid_client", "Client not found", DeviceFault::UnknownClient),
    said("invalid_client", "*The requested OAuth 2.0 Client does not exist", DeviceFault::UnknownClient),
    said("invalid_client", "*The OAuth 2.0 Client supports client authentication method*", DeviceFault::NotPublic),
    said("access_denied", "*policy*", DeviceFault::Policy),
    told(
        "invalid_request",
        "*code_challenge*",
        DeviceFault::Policy,
        "demand no PKCE (`code_challenge`) of this client",
    ),
];

/// What a refusal means: the status, the error code and its sentence, as a server of `family` says them.
pub fn device_error(family: Option<Family>, status: u16, code: &str, sentence: &str) -> DeviceError {
    let device = family.map_or(&DEVICE, |family| &family.record().device);
    let fits_row = |row: &&Said| (row.code == code || row.code == "*") && fits(row.sentence, sentence);
    // 401 says that the client did not prove who it is, whatever the code.
    let common = COMMON.iter().filter(|row| status != 401 || row.code != "unauthorized_client");
    let row = device.said.iter().chain(common).find(fits_row);
    let fault = row.map_or(DeviceFault::Other, |row| row.fault);
    let help = match (row.map(|row| row.help), fault) {
        (Some(help), _) if !help.is_empty() => help.to_owned(),
        (_, DeviceFault::UnknownClient) => device.client.to_owned(),
        (_, DeviceFault::NotPublic) => device.public.to_owned(),
        (_, DeviceFault::GrantRefused) => device.grant.to_owned(),
        (_, DeviceFault::ScopeRefused) => device.consent.to_owned(),
        (_, DeviceFault::Policy) => device.policy.to_owned(),
        (_, DeviceFault::Other) => format!("check the client id; {}; {}", device.grant, device.public),
    };
    DeviceError { fault, help }
}

/// The scopes that a request sends when nobody names any.
pub fn device_scopes(family: Option<Family>, client_id: &str) -> Vec<String> {
    let scopes = family.map_or(DEVICE.scopes, |family| family.record().device.scopes);
    scopes.iter().map(|scope| scope.replace("CLIENT_ID", client_id)).collect()
}

/// The device authorization endpoint beside a JWKS URL, where the family's layout fixes it (GitLab does not
/// advertise its own).
pub fn device_endpoint(keys: &Url) -> Option<Url> {
    let place = Place::read(keys.as_str(), keys).filter(|place| !place.has_user_info())?;
    let (family, _) = family_of(&place)?;
    // Where the keys have a host of their own, the endpoint has another.
    let mut shapes =
        family.record().shapes.iter().filter(|shape| shape.keys_at.is_none() && shape.holds_on(&place.host));
    shapes.find_map(|shape| {
        let (below, _) = shape.others.iter().find(|(_, name)| *name == word::DEVICE)?;
        let base = shape.keys.iter().find_map(|keys| shape.base_before(keys, &place.segments))?;
        Url::parse(&place.with_path(None, place.segments.get(..base)?, below)).ok()
    })
}

/// True when the provider's own layout puts the discovery document of the keys at `document`.
pub fn is_own_document(keys: &Url, document: &str) -> bool {
    discovery_candidates(keys).iter().any(|candidate| candidate.exact && candidate.url.as_str() == document)
}

/// True when `text` is `pattern`, in any case and with or without a final period.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.trim().trim_end_matches('.').to_lowercase());
    let mut parts: Vec<&str> = pattern.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    let Some((first, middle)) = parts.split_first() else { return text == last };
    let Some(rest) = text.strip_prefix(first) else { return false };
    let rest = middle.iter().try_fold(rest, |rest, part| rest.split_once(part).map(|(_, after)| after));
    rest.is_some_and(|rest| rest.ends_with(last))
}
