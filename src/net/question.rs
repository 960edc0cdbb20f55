//! One question: the key set, its discovery document, and where else the keys may be.

use super::Question;
use super::client::Client;
use super::device;
use super::trouble::Failure;
use crate::facts::{
    Answer, Body, Cause, CertificateFault, Discovered, Discovery, Facts, Outcome, Probe, Trouble, name_of,
};
use url::Url;

/// What was learnt about one configured `jwksEndpoint`.
pub(super) struct Learnt {
    endpoint: String,
    answers: Vec<(String, Outcome)>,
    discovered: Option<Discovered>,
    probe: Option<Probe>,
}

impl Learnt {
    /// Adds this to the facts of the run.
    pub(super) fn tell(self, facts: &mut Facts) {
        facts.answers.extend(self.answers);
        facts.probes.extend(self.probe);
        if let Some(discovered) = self.discovered {
            facts.discovery.insert(self.endpoint, discovered);
        }
    }

    fn note(&mut self, url: &Url, answer: Answer) {
        self.answers.push((name_of(url), Outcome::Answer(answer)));
    }

    /// A certain fault of the certificate is a fact about the provider, unless the cluster may know the CA.
    fn note_failure(&mut self, question: &Question, failure: Failure) {
        let known_to_cluster =
            |fault: &CertificateFault| *fault == CertificateFault::UnknownIssuer && question.trusts_own_ca;
        let outcome = match failure.fault.filter(|fault| !known_to_cluster(fault)) {
            Some(fault) => Outcome::Rejected(fault),
            None => Outcome::Trouble(failure.trouble),
        };
        self.answers.push((name_of(&question.jwks_endpoint), outcome));
    }

    fn note_trouble(&mut self, url: &Url, trouble: Trouble) {
        self.answers.push((name_of(url), Outcome::Trouble(trouble)));
    }
}

/// Asks for the keys and, at the same time, for the discovery document; then, on request, for a device code.
pub(super) async fn learn(client: &Client, question: &Question) -> Learnt {
    let endpoint = &question.jwks_endpoint;
    let mut learnt = Learnt { endpoint: name_of(endpoint), answers: Vec::new(), discovered: None, probe: None };
    let (keys, walk) = tokio::join!(client.get(endpoint), walk(client, question));
    for (url, answer) in walk.answers {
        learnt.note(&url, answer);
    }
    learnt.discovered = walk.found;
    match keys {
        // One host, one trouble: discovery failed for the same reason.
        Err(failure) => learnt.note_failure(question, failure),
        Ok(answer) => {
            if let Some((url, trouble)) = walk.trouble.filter(|_| learnt.discovered.is_none()) {
                learnt.note_trouble(&url, trouble);
            }
            look_further(client, question, &answer, &mut learnt).await;
            learnt.note(endpoint, answer);
        }
    }
    learnt.probe = device::probe(client, question, learnt.discovered.as_ref()).await;
    learnt
}

/// Asks for the URL that could be written instead, so that a fix is one that was seen to work, and for the keys
/// that the discovery document names, so that they can be compared. Nobody configured these URLs: what goes
/// wrong with them is no trouble of the run.
async fn look_further(client: &Client, question: &Question, answer: &Answer, learnt: &mut Learnt) {
    let endpoint = &question.jwks_endpoint;
    match &answer.body {
        Body::Discovery(document) if answer.status == 200 => {
            let named = named_keys(document).filter(|named| named.host() == endpoint.host());
            if let Some(named) = named
                && let Ok(keys) = client.get(&named).await
            {
                learnt.note(&named, keys);
            }
            let document = document.as_ref().clone();
            let url = name_of(endpoint);
            learnt.discovered = Some(Discovered { url, document, confirms_keys: false });
        }
        _ if answer.is_absent() => {
            for spelling in &question.spellings {
                let Ok(other) = client.get(spelling).await else { continue };
                let serves_keys = other.status == 200 && matches!(other.body, Body::KeySet(_));
                learnt.note(spelling, other);
                if serves_keys {
                    return;
                }
            }
        }
        Body::KeySet(_) => {
            let other = learnt.discovered.as_ref().filter(|found| !found.confirms_keys);
            let other = other.and_then(|found| named_keys(&found.document));
            if let Some(other) = other
                && let Ok(keys) = client.get(&other).await
            {
                learnt.note(&other, keys);
            }
        }
        _ => {}
    }
}

#[derive(Default)]
struct Walk {
    answers: Vec<(Url, Answer)>,
    found: Option<Discovered>,
    trouble: Option<(Url, Trouble)>,
}

/// Tries the candidates in order until one names the configured URL as its `jwks_uri`. The first
/// document that names another one is remembered; anything else that answers is passed.
async fn walk(client: &Client, question: &Question) -> Walk {
    let mut walk = Walk::default();
    for candidate in &question.candidates {
        let answer = match client.get(candidate).await {
            Ok(answer) => answer,
            Err(failure) if is_network_failure(failure.trouble.cause) => {
                // The next candidate of a host that cannot be reached would only wait as long again.
                walk.trouble = Some((candidate.clone(), failure.trouble));
                return walk;
            }
            Err(_) => continue,
        };
        let document = match &answer.body {
            Body::Discovery(document) if answer.status == 200 && stays_at_home(candidate, &answer) => {
                Some(document.as_ref().clone())
            }
            _ => None,
        };
        walk.answers.push((candidate.clone(), answer));
        let Some(document) = document else { continue };
        let confirms_keys = named_keys(&document).is_some_and(|named| same_url(&named, &question.jwks_endpoint));
        if confirms_keys || walk.found.is_none() {
            walk.found = Some(Discovered { url: name_of(candidate), document, confirms_keys });
        }
        if confirms_keys {
            return walk;
        }
    }
    walk
}

fn is_network_failure(cause: Cause) -> bool {
    matches!(cause, Cause::Dns | Cause::Connect | Cause::Tls | Cause::Timeout | Cause::RefusedAddress | Cause::Internal)
}

/// A guess that redirects to another origin has left the provider.
fn stays_at_home(candidate: &Url, answer: &Answer) -> bool {
    let Some(end) = &answer.redirected_to else { return true };
    Url::parse(end).is_ok_and(|end| end.origin() == candidate.origin())
}

fn named_keys(document: &Discovery) -> Option<Url> {
    Url::parse(document.jwks_uri.as_deref()?).ok()
}

/// Equal after WHATWG normalisation and in the case of percent escapes; paths keep their case.
fn same_url(one: &Url, other: &Url) -> bool {
    fold_escapes(one.as_str()) == fold_escapes(other.as_str())
}

fn fold_escapes(url: &str) -> String {
    let mut left = 0;
    let upper = |c: char| {
        if c == '%' {
            left = 2;
        } else if left > 0 {
            left -= 1;
            return c.to_ascii_uppercase();
        }
        c
    };
    url.chars().map(upper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_compared_normalised() {
        let same = |one: &str, other: &str| same_url(&Url::parse(one).unwrap(), &Url::parse(other).unwrap());
        assert!(same("https://A.example:443/realms/ops%2fx", "https://a.example/realms/ops%2Fx"));
        assert!(same("https://a.example", "https://a.example/"));
        assert!(!same("https://a.example/realms/Ops", "https://a.example/realms/ops"));
        assert!(!same("https://a.example/keys", "https://a.example/keys/"));
    }
}
