//! What `jwksEndpoint` came to when it was asked: exactly one reading, so that one rule speaks about it.

use super::Context;
use crate::facts::{Answer, Body, Discovery, Key, ProviderError};
use crate::model::endpoint::WrittenUrl;
use crate::provider::{self, HostClass, UnknownTenant};

/// What `jwksEndpoint` came to, wherever redirects led.
#[derive(Clone, Debug)]
pub enum Reply<'a> {
    /// A JWK Set, whatever keys are in it.
    Keys(&'a [Key]),
    /// The provider says that the realm, tenant or server does not exist.
    UnknownTenant(UnknownTenant, &'a ProviderError),
    /// A discovery document that names where the keys are.
    Discovery(&'a Discovery, &'a str),
    /// Nothing is there; the status in words (RFC 9110 section 15.5).
    Absent(&'static str),
    /// Something else with status 200.
    OtherContent(&'a Body),
    /// Nothing that tells about the file.
    Unclear,
}

impl<'a> Context<'a> {
    /// What `jwksEndpoint` came to, when it or its discovery document answered.
    pub fn endpoint_reply(&self) -> Option<Reply<'a>> {
        let (_, url) = self.endpoint_url().filter(|_| !self.facts.answers.is_empty())?;
        if let Some((tenant, error)) = self.unknown_tenant(url) {
            return Some(Reply::UnknownTenant(tenant, error));
        }
        Some(reading(url, self.facts.answer(url.url.as_str())?))
    }

    /// True when `jwksEndpoint` came to what no guess from its text can add to. A discovery document behind a
    /// redirect may be that of anybody.
    pub(super) fn is_endpoint_known(&self) -> bool {
        let is_redirected = self.endpoint_answer().is_some_and(|(.., answer)| answer.redirected_to.is_some());
        match self.endpoint_reply() {
            Some(Reply::Keys(_) | Reply::UnknownTenant(..) | Reply::Absent(_) | Reply::OtherContent(_)) => true,
            Some(Reply::Discovery(..)) => !is_redirected,
            Some(Reply::Unclear) | None => false,
        }
    }

    /// Told by the endpoint, or by the discovery document that the provider's own layout puts beside it: Entra
    /// serves keys to any tenant's name.
    fn unknown_tenant(&self, url: &WrittenUrl) -> Option<(UnknownTenant, &'a ProviderError)> {
        let candidates = provider::discovery_candidates(&url.url).into_iter().filter(|candidate| candidate.exact);
        let asked = std::iter::once(url.url.clone()).chain(candidates.map(|candidate| candidate.url));
        let mut answers = asked.filter_map(|asked| self.facts.answer(asked.as_str()));
        answers.find_map(|answer| {
            let Body::Error(error) = &answer.body else { return None };
            let said = provider::unknown_tenant(&url.shown, &url.url, &error.code, &error.description);
            said.filter(|_| answer.status >= 400).map(|tenant| (tenant, error))
        })
    }
}

fn reading<'a>(url: &WrittenUrl, answer: &'a Answer) -> Reply<'a> {
    // An internal name that was asked from outside may be another host.
    let absent = absent(answer.status).filter(|_| provider::host_class(&url.url) == HostClass::Public);
    match (&answer.body, absent) {
        (_, Some(status)) => Reply::Absent(status),
        _ if answer.status != 200 => Reply::Unclear,
        (Body::KeySet(keys), _) => Reply::Keys(keys),
        (Body::Discovery(document), _) => match document.jwks_uri.as_deref() {
            Some(keys) => Reply::Discovery(document, keys),
            None => Reply::OtherContent(&answer.body),
        },
        (body, _) => Reply::OtherContent(body),
    }
}

/// The statuses that say that nothing is there.
fn absent(status: u16) -> Option<&'static str> {
    match status {
        404 => Some("404 Not Found"),
        405 => Some("405 Method Not Allowed"),
        410 => Some("410 Gone"),
        _ => None,
    }
}
