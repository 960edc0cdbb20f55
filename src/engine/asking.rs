//! What the providers are asked, and what to say about their answers.

use std::collections::BTreeMap;
use url::Url;

use super::Network;
use crate::facts::{Discovery, Facts};
use crate::model::Document;
use crate::model::endpoint::Endpoint;
use crate::net::Question;
use crate::provider;

/// One question per URL, however many files name it.
pub(super) fn questions<'a>(documents: impl Iterator<Item = &'a Document<'a>>) -> Vec<Question> {
    let mut by_url: BTreeMap<String, &Url> = BTreeMap::new();
    for document in documents {
        let endpoint = document.admin.as_ref().and_then(|admin| admin.endpoint.as_ref());
        if let Some(Endpoint::Url(written)) = endpoint
            && !written.placeholder_host
            && !written.placeholder_path
        {
            by_url.entry(written.url.to_string()).or_insert(&written.url);
        }
    }
    let ask = |url: &Url| Question {
        jwks_endpoint: url.clone(),
        candidates: provider::discovery_candidates(url).into_iter().map(|candidate| candidate.url).collect(),
        spellings: provider::spellings(url),
    };
    by_url.into_values().map(ask).collect()
}

/// What was asked and what was not, for the footer.
pub(super) fn remarks(network: &Network, questions: &[Question], facts: &Facts) -> Vec<String> {
    if questions.is_empty() {
        return Vec::new();
    }
    if matches!(network, Network::Off) {
        return vec!["offline: no identity provider was asked".to_owned()];
    }
    let asked = questions.iter().map(|question| {
        let host = question.jwks_endpoint.host_str().unwrap_or_default();
        match facts.discovered(question.jwks_endpoint.as_str()) {
            Some(discovered) if discovered.confirms_keys => confirmed(host, &discovered.document),
            Some(discovered) => format!("`{host}` publishes other keys: `{}`", discovered.url),
            None if facts.answer(question.jwks_endpoint.as_str()).is_some() => {
                format!("`{host}` answered; no discovery document was found, only its keys were checked")
            }
            None => format!("`{host}` was not checked"),
        }
    });
    asked.collect()
}

fn confirmed(host: &str, document: &Discovery) -> String {
    let mut confirmed = vec!["keys"];
    confirmed.extend(document.device_authorization_endpoint.as_ref().map(|_| "device authorization endpoint"));
    confirmed.extend(document.token_endpoint.as_ref().map(|_| "token endpoint"));
    let last = confirmed.pop().unwrap_or_default();
    let list = if confirmed.is_empty() { last.to_owned() } else { format!("{} and {last}", confirmed.join(", ")) };
    format!("`{host}` confirms {list} of issuer `{}`", document.issuer)
}
