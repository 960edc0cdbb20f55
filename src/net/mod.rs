//! ASK: the identity providers are asked over HTTPS, within limits, and their answers become facts.
//!
//! The URLs come from the file under review, which may be anyone's pull request: `guard` decides
//! which may be called, `client` calls them, `oidc`, `device` and `tls` say what came back. Nothing here judges.

mod address;
mod client;
mod clock;
mod device;
mod discovery;
mod exchange;
mod guard;
mod key;
mod oidc;
mod question;
mod sanitise;
mod tls;
mod trouble;

pub use device::ProbeRequest;
pub use discovery::discover;
pub use guard::NotAHost;
pub use oidc::read_body;
pub use sanitise::sanitise;

use crate::facts::{Facts, Outcome, name_of};
use client::Client;
use guard::Guard;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::{Host, Url};

/// No run is longer, whatever `--timeout` says; an `Instant` has an end too.
const LONGEST_RUN: Duration = Duration::from_secs(60 * 60);

/// A host that the user trusts with loopback, private and shared addresses and with plain `http`:
/// `HOST[:PORT]`, an IPv6 address in brackets. Without a port it speaks for every port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedHost {
    host: Host<String>,
    port: Option<u16>,
}

/// What a run may do on the network.
#[derive(Clone, Debug)]
pub struct Policy {
    /// `--allow-host`.
    pub allowed_hosts: Vec<AllowedHost>,
    /// `--allow-private-network`: RFC 1918 and unique local addresses of any host. Loopback, shared
    /// address space (100.64.0.0/10) and metadata services stay closed, as in stripe/smokescreen.
    pub allow_private_network: bool,
    /// The PEM text of `--ca-file`, trusted beside the machine's own CAs.
    pub ca_file: Option<Vec<u8>>,
    /// `--timeout`: all questions together.
    pub run_timeout: Duration,
    /// When the run began, in seconds since 1970 (UTC).
    pub started: i64,
}

/// One configured `jwksEndpoint` and what else to ask about it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The configured URL.
    pub jwks_endpoint: Url,
    /// Where its discovery document may be, best first.
    pub candidates: Vec<Url>,
    /// Other spellings of the URL, tried in order when nothing is at the configured one.
    pub spellings: Vec<Url>,
    /// Whether the cluster trusts CAs that this machine may not know (`egress.customCertificates`):
    /// an unknown CA is then a trouble of ours.
    pub trusts_own_ca: bool,
    /// The client that asks its provider for a device code: one POST.
    pub probe: Option<ProbeRequest>,
}

/// Asks all questions at once and says what was learnt. Troubles are facts: this never fails.
///
/// `progress` hears which host is being asked. Without a question that the policy permits no
/// runtime, no client and no socket is made. Not to be called from inside an async runtime.
pub fn ask(questions: &[Question], policy: &Policy, progress: &dyn Fn(&str)) -> Facts {
    let mut facts = Facts { asked_at: policy.started, ..Facts::default() };
    let guard = Guard::new(policy);
    let mut permitted = Vec::new();
    for question in questions {
        match guard.judge(&question.jwks_endpoint) {
            Ok(_) => permitted.push(question.clone()),
            Err(refusal) => {
                let trouble = trouble::refused(&refusal, &question.jwks_endpoint);
                facts.answers.insert(name_of(&question.jwks_endpoint), Outcome::Trouble(trouble));
            }
        }
    }
    if permitted.is_empty() {
        return facts;
    }
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
        let (sender, lines) = mpsc::unbounded_channel();
        runtime.block_on(async {
            let deadline = Instant::now() + policy.run_timeout.min(LONGEST_RUN);
            let client = Arc::new(Client::new(guard, policy, deadline, sender));
            ask_all(permitted.clone(), &client, lines, progress, &mut facts).await;
            facts.certificates = client.certificates();
        });
        // A drop would wait for name lookups that hang.
        runtime.shutdown_background();
    }
    for question in &permitted {
        let url = &question.jwks_endpoint;
        let unanswered = || Outcome::Trouble(trouble::internal(url, "the question was lost on the way"));
        facts.answers.entry(name_of(url)).or_insert_with(unanswered);
    }
    facts
}

async fn ask_all(
    questions: Vec<Question>,
    client: &Arc<Client>,
    mut lines: UnboundedReceiver<String>,
    progress: &dyn Fn(&str),
    facts: &mut Facts,
) {
    let mut tasks = JoinSet::new();
    for question in questions {
        let client = Arc::clone(client);
        tasks.spawn(async move { question::learn(&client, &question).await });
    }
    loop {
        tokio::select! {
            Some(line) = lines.recv() => progress(&line),
            done = tasks.join_next() => match done {
                Some(Ok(learnt)) => learnt.tell(facts),
                // A panic of one task: its question stays unanswered, which is noted later.
                Some(Err(_)) => {}
                None => return,
            },
        }
    }
}
