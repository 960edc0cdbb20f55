//! What the providers are asked, and what to say about their answers.

use std::collections::{BTreeMap, BTreeSet};
use url::Url;

use super::{Network, Text};
use crate::facts::{Discovery, Facts, host_of};
use crate::model::Document;
use crate::model::endpoint::Endpoint;
use crate::model::pair::keys_of;
use crate::net::Question;
use crate::provider;
use crate::rules::{Context, Layers, Subject};

/// One question per URL, however many files name it. Without `layers` nothing will be asked.
pub(super) fn questions<'a>(
    documents: impl Iterator<Item = (&'a Text, &'a Document<'a>)>,
    layers: Option<&dyn Layers>,
) -> Vec<Question> {
    let mut by_url: BTreeMap<String, (Url, bool)> = BTreeMap::new();
    let facts = Facts::default();
    for (text, document) in documents {
        let profiles = document.influxctl.iter().flat_map(|config| &config.profiles);
        // Nobody configured these keys: the document beside them tells the endpoints of the login.
        for keys in profiles.filter_map(|profile| keys_of(profile.login.as_ref()?)) {
            by_url.entry(keys.to_string()).or_insert((keys, true));
        }
        let endpoint = document.admin.as_ref().and_then(|admin| admin.endpoint.as_ref());
        if let Some(Endpoint::Url(written)) = endpoint
            && !written.placeholder_host
            && !written.placeholder_path
        {
            let (_, all_trust) = by_url.entry(written.url.to_string()).or_insert_with(|| (written.url.clone(), true));
            // A bundle in another layer, or one that nobody can know, may be one.
            let lacks_bundle = |layers| {
                let subject = Subject::Document(document);
                Context { source: &text.source, subject, facts: &facts, layers, today: None }.lacks_ca_bundle()
            };
            *all_trust &= !layers.is_some_and(lacks_bundle);
        }
    }
    let ask = |(url, trusts_own_ca): (Url, bool)| Question {
        candidates: provider::discovery_candidates(&url).into_iter().map(|candidate| candidate.url).collect(),
        spellings: provider::spellings(&url),
        jwks_endpoint: url,
        trusts_own_ca,
        probe: None,
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
        let host = host_of(&question.jwks_endpoint);
        match facts.discovered(question.jwks_endpoint.as_str()) {
            Some(discovered) if discovered.confirms_keys => confirmed(&host, &discovered.document),
            Some(discovered) => format!("`{host}` publishes other keys: `{}`", discovered.url),
            None if facts.answer(question.jwks_endpoint.as_str()).is_some() => {
                format!("`{host}` answered; no discovery document was found, only its keys were checked")
            }
            None => format!("`{host}` was not checked"),
        }
    });
    // Two endpoints of one host may be told in the same words.
    let mut told = BTreeSet::new();
    let mut remarks: Vec<String> = asked.filter(|remark| told.insert(remark.clone())).collect();
    remarks.extend(wrong_clocks(questions, facts));
    remarks
}

/// Seconds between two clocks that nobody has to know about.
const TOLERATED: u64 = 300;

/// One line per host whose clock is far from ours: certificates and tokens are judged by a clock.
fn wrong_clocks(questions: &[Question], facts: &Facts) -> BTreeSet<String> {
    let told = questions.iter().filter_map(|question| {
        let host = host_of(&question.jwks_endpoint);
        let ahead = facts.answer(question.jwks_endpoint.as_str())?.clock_ahead?;
        let (minutes, word) = (ahead.unsigned_abs() / 60, if ahead > 0 { "behind" } else { "ahead of" });
        (ahead.unsigned_abs() > TOLERATED)
            .then(|| format!("the clock of this machine is {minutes} min {word} `{host}`"))
    });
    told.collect()
}

fn confirmed(host: &str, document: &Discovery) -> String {
    let mut confirmed = vec!["key set URL"];
    confirmed.extend(document.device_authorization_endpoint.as_ref().map(|_| "device authorization endpoint"));
    confirmed.extend(document.token_endpoint.as_ref().map(|_| "token endpoint"));
    let last = confirmed.pop().unwrap_or_default();
    let list = if confirmed.is_empty() { last.to_owned() } else { format!("{} and {last}", confirmed.join(", ")) };
    format!("`{host}` confirms {list} of issuer `{}`", document.issuer)
}

#[cfg(test)]
mod tests {
    use super::super::alone::Alone;
    use super::super::{Standing, pairs};
    use super::*;
    use crate::facts::{Answer, Body, Outcome};
    use crate::model::container::Contents;
    use crate::model::{self, Hints};
    use crate::source::Source;
    use std::sync::Arc;

    const URL: &str = "https://sso.acme.io/keys";

    fn asked(texts: &[&str]) -> Vec<Question> {
        let hints = Hints::default();
        let text = |text: &&str| {
            let source = Source::new("values.yaml", *text);
            Text::new(Arc::clone(&source), Contents::read(&source, &hints, None))
        };
        let texts: Vec<Text> = texts.iter().map(text).collect();
        let documents: Vec<_> = texts.iter().map(|text| model::understand(&text.contents, &hints)).collect();
        questions(pairs(&texts, &documents), Some(&Alone(Standing::default())))
    }

    #[test]
    fn a_cluster_may_trust_its_own_ca_unless_a_whole_document_says_nothing_of_one() {
        let fragment = format!("admin:\n  identityProvider: keycloak\n  jwksEndpoint: {URL}\n");
        let admin =
            format!("{fragment}catalog: {{dsn: {{SecretName: a, SecretKey: b}}}}\nobjectStore: {{bucket: c}}\n");
        let bundle = "egress:\n  customCertificates:\n    valueFrom:\n      configMapKeyRef:\n        name: ca\n        key: ca.pem\n";
        let with = format!("{admin}{bundle}useCustomEgress: true\n");
        let dropped = format!("{admin}{bundle}");
        let unknown = format!("{admin}egress: '{{{{ .egress }}}}'\nuseCustomEgress: true\n");
        for (texts, trusts) in [
            (&[&*admin][..], false),
            (&[&*fragment], true),
            (&[&*dropped], true),
            (&[&*with], true),
            (&[&*unknown], true),
            (&[&*with, &*with], true),
            (&[&*with, &*admin], false),
            (&[&*admin, &*with], false),
        ] {
            let questions = asked(texts);
            assert_eq!(questions.len(), 1, "{texts:?}");
            assert_eq!(questions[0].trusts_own_ca, trusts, "{texts:?}");
        }
    }

    #[test]
    fn of_a_profile_the_keys_that_belong_to_its_urls_are_asked_for() {
        let profile = |device: &str, token: &str| {
            format!(
                "[[profile]]\nproduct = \"clustered\"\n[profile.auth.oauth2]\n\
                 device_url = \"{device}\"\ntoken_url = \"{token}\"\n"
            )
        };
        let realm = |name: &str, end: &str| format!("https://sso.acme.io/realms/{name}/protocol/openid-connect/{end}");
        let ours = profile(&realm("ops", "auth/device"), &realm("ops", "token"));
        let two = profile(&realm("ops", "auth/device"), &realm("dev", "token"));
        let open = profile(&realm("KEYCLOAK_REALM", "auth/device"), &realm("${REALM}", "token"));
        let cluster = format!(
            "admin:\n  identityProvider: keycloak\n  jwksEndpoint: {}\ncatalog: {{dsn: {{SecretName: a, SecretKey: b}}}}\n\
             objectStore: {{bucket: c}}\n",
            realm("ops", "certs")
        );
        let asked = |texts: &[&str]| {
            let questions = asked(texts).into_iter();
            questions.map(|one| (one.jwks_endpoint.to_string(), one.trusts_own_ca)).collect::<Vec<_>>()
        };
        assert_eq!(asked(&[&ours]), [(realm("ops", "certs"), true)]);
        assert_eq!(asked(&[&ours, &cluster]), [(realm("ops", "certs"), false)]);
        assert_eq!(asked(&[&cluster, &ours]), [(realm("ops", "certs"), false)]);
        assert_eq!(asked(&[&two, &open, "[[profile]]\nproduct = \"clustered\"\n"]), []);
    }

    #[test]
    fn a_clock_that_is_far_from_the_servers_is_told() {
        let questions = asked(&[&format!("admin:\n  jwksEndpoint: {URL}\n")]);
        let told = |clock_ahead| {
            let answer = Answer {
                status: 200,
                content_type: String::new(),
                redirected_to: None,
                login_scheme: None,
                clock_ahead,
                body: Body::Empty,
            };
            let answers = [(URL.to_owned(), Outcome::Answer(answer))].into();
            let facts = Facts { answers, ..Facts::default() };
            remarks(&Network::Auto, &questions, &facts)
                .into_iter()
                .filter(|line| line.contains("clock"))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(Some(3_700)), ["the clock of this machine is 61 min behind `sso.acme.io`"]);
        assert_eq!(told(Some(-301)), ["the clock of this machine is 5 min ahead of `sso.acme.io`"]);
        assert!(told(Some(300)).is_empty() && told(Some(-300)).is_empty() && told(None).is_empty());
    }
}
