//! Fifty providers that take 100 ms for each answer, against the slowest of them alone: at most 1.3 times its time
//! and 100 ms.
//!
//! `cargo bench --bench online` prints times; nothing is asserted, for times are the machine's. Linux only: each
//! provider has an address of its own in 127.0.0.0/8, as real ones have hosts of their own.

#[path = "../tests/support/provider.rs"]
mod provider;

use idplint::net::{Policy, Question, ask};
use idplint::provider::discovery_candidates;
use provider::{Authority, KEYS, Reply, Server, document, json, status};
use std::net::Ipv4Addr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use url::Url;

const ISSUERS: u8 = 50;
const LATENCY: Duration = Duration::from_millis(100);
const ROUNDS: usize = 7;

fn main() {
    for (name, chain) in [("discovery confirms the keys", CONFIRMED), ("keys of another issuer", ELSEWHERE)] {
        for tls in [false, true] {
            measure(name, chain, tls);
        }
    }
}

/// What a provider answers at a path; `BASE` is its origin.
type Chain = fn(&str) -> Option<String>;

/// One step: keys and discovery are asked at the same time.
const CONFIRMED: Chain = |path| match path {
    "/keys" => Some(KEYS.to_owned()),
    "/.well-known/openid-configuration" => Some(document("BASE", "BASE/keys")),
    _ => None,
};

/// Two steps at least: the document names other keys, which are asked, too.
const ELSEWHERE: Chain = |path| match path {
    "/keys" | "/other" => Some(KEYS.to_owned()),
    "/.well-known/openid-configuration" => Some(document("BASE", "BASE/other")),
    _ => None,
};

fn measure(name: &str, chain: Chain, tls: bool) {
    let ca = Authority::new("ours");
    let providers: Vec<(Server, Question)> =
        (1..=ISSUERS).map(|number| start(number, chain, tls.then_some(&ca))).collect();
    let questions: Vec<Question> = providers.iter().map(|(_, question)| question.clone()).collect();
    let policy = Policy {
        allowed_hosts: questions
            .iter()
            .map(|question| question.jwks_endpoint.host_str().unwrap().parse().unwrap())
            .collect(),
        allow_private_network: false,
        ca_file: Some(ca.pem()),
        run_timeout: Duration::from_secs(20),
        started: 0,
    };
    let time = |questions: &[Question]| {
        let began = Instant::now();
        let facts = ask(questions, &policy, &|_| {});
        let elapsed = began.elapsed();
        assert_eq!(facts.troubles().count(), 0, "{facts:?}");
        assert_eq!(facts.discovery.len(), questions.len());
        elapsed
    };
    let longest = questions.iter().map(|question| time(std::slice::from_ref(question))).max().unwrap();
    let mut walls: Vec<Duration> = (0..ROUNDS).map(|_| time(&questions)).collect();
    walls.sort();
    let (wall, limit) = (walls[ROUNDS / 2], longest.mul_f64(1.3) + LATENCY);
    let verdict = if wall <= limit { "within" } else { "OVER" };
    let scheme = if tls { "https" } else { "http" };
    println!(
        "{name}, {scheme}: longest chain alone {longest:.0?}; {ISSUERS} at once {wall:.0?} (median of {ROUNDS}, worst {:.0?}), \
         {verdict} {limit:.0?}",
        walls[ROUNDS - 1]
    );
}

fn start(number: u8, chain: Chain, ca: Option<&Authority>) -> (Server, Question) {
    let address = Ipv4Addr::new(127, 0, 1, number);
    let scheme = if ca.is_some() { "https" } else { "http" };
    let base = Arc::new(OnceLock::new());
    let own = Arc::clone(&base);
    let answer = move |path: &str, _| {
        let base: &String = own.get().unwrap();
        let reply = chain(path).map_or_else(|| status(404), |text| json(&text.replace("BASE", base)));
        Reply::Slow(LATENCY, Box::new(reply))
    };
    let tls = ca.map(|ca| ca.server(&address.to_string(), 2100));
    let server = Server::start_at(address, tls, answer);
    let origin = format!("{scheme}://{address}:{}", server.port);
    let jwks_endpoint = Url::parse(&format!("{origin}/keys")).unwrap();
    base.set(origin).unwrap();
    let candidates = discovery_candidates(&jwks_endpoint).into_iter().map(|candidate| candidate.url).collect();
    (server, Question { jwks_endpoint, candidates, spellings: Vec::new(), trusts_own_ca: false, probe: None })
}
