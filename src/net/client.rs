//! GET, and one POST on request: redirects judged hop by hop, waits inside the budget, each URL asked once.

use super::Policy;
use super::address::Grant;
use super::clock::Clock;
use super::device;
use super::exchange::{Reply, exchange};
use super::guard::{Guard, JudgingResolver, Lookup, system_lookup};
use super::sanitise::sanitise;
use super::tls::{Shown, Trust};
use super::trouble::{self, Failure};
use crate::facts::{Answer, Certificate, ProbeOutcome, host_of};
use reqwest::redirect;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::{Instant, sleep, timeout_at};
use url::{Origin, Url};

/// One request with its body.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_REDIRECTS: usize = 3;
/// Requests at once to one host.
const PER_HOST: usize = 2;
/// Times that one URL is asked when the server says "later".
const MAX_TRIES: usize = 3;
const USER_AGENT: &str = concat!("idplint/", env!("CARGO_PKG_VERSION"));

/// Asks URLs within the policy of one run.
pub(super) struct Client {
    guard: Guard,
    lookup: Lookup,
    ca_file: Option<Vec<u8>>,
    trust: OnceLock<Option<Trust>>,
    clock: Clock,
    deadline: Instant,
    progress: UnboundedSender<String>,
    lines: Mutex<HashMap<Origin, Arc<Line>>>,
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
    asked: Mutex<HashMap<Url, Arc<Asked>>>,
}

/// What became of a URL, once.
type Asked = OnceCell<Result<Answer, Failure>>;

/// What is kept of one origin: its certificate is its own, and so is its grant.
struct Line {
    host: String,
    client: Option<reqwest::Client>,
    shown: Arc<Shown>,
    /// The fault of its certificate, which every other URL of it would meet again.
    rejected: OnceLock<Failure>,
}

impl Client {
    pub(super) fn new(guard: Guard, policy: &Policy, deadline: Instant, progress: UnboundedSender<String>) -> Self {
        Self {
            guard,
            lookup: system_lookup(),
            ca_file: policy.ca_file.clone(),
            trust: OnceLock::new(),
            clock: Clock::new(policy.started),
            deadline,
            progress,
            lines: Mutex::default(),
            hosts: Mutex::default(),
            asked: Mutex::default(),
        }
    }

    /// The answer to a URL, redirects followed. The second caller waits for the first one's answer.
    pub(super) async fn get(&self, url: &Url) -> Result<Answer, Failure> {
        let cell = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(asked.entry(url.clone()).or_default())
        };
        cell.get_or_init(|| self.follow(url)).await.clone()
    }

    /// The certificates that were shown, by host.
    pub(super) fn certificates(&self) -> BTreeMap<String, Certificate> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.values().filter_map(|line| Some((line.host.clone(), line.shown.certificate()?))).collect()
    }

    async fn follow(&self, asked: &Url) -> Result<Answer, Failure> {
        let mut url = asked.clone();
        let mut grant = self.guard.judge(asked).map_err(|refusal| trouble::refused(&refusal, asked))?;
        let mut passed = Vec::new();
        while passed.len() <= MAX_REDIRECTS {
            let reply = match self.patient(&url, grant).await {
                Err(failure) if !passed.is_empty() => {
                    return Err(trouble::behind_redirect(failure.trouble, asked, &url).into());
                }
                other => other?,
            };
            let to = match reply {
                Reply::Answer(answer) => {
                    let redirected_to = (!passed.is_empty()).then(|| sanitise(url.as_str()));
                    return Ok(Answer { redirected_to, ..answer });
                }
                Reply::Redirect(to) => to,
            };
            if to == url || passed.contains(&to) {
                return Err(trouble::redirect_loop(asked, &url, &to).into());
            }
            grant = self.guard.judge(&to).map_err(|refusal| trouble::refused_redirect(&refusal, &url, &to))?;
            passed.push(std::mem::replace(&mut url, to));
        }
        Err(trouble::too_many_redirects(asked, &url, MAX_REDIRECTS).into())
    }

    /// Obeys `Retry-After` as long as the time of the run allows it.
    async fn patient(&self, url: &Url, grant: Grant) -> Result<Reply, Failure> {
        let mut tries = 1;
        loop {
            let reply = self.once(url, grant).await;
            let Err(Failure { retry_after: Some(wait), .. }) = reply else { return reply };
            let in_time = Instant::now().checked_add(wait).is_some_and(|then| then < self.deadline);
            if tries == MAX_TRIES || !in_time {
                return reply;
            }
            tries += 1;
            sleep(wait).await;
        }
    }

    async fn once(&self, url: &Url, grant: Grant) -> Result<Reply, Failure> {
        let line = self.line(url, grant);
        self.in_turn(&line, url, exchange(self.client_of(&line, url)?, url, &self.clock)).await
    }

    /// The answer to a device authorization request: sent once, not repeated, not redirected.
    pub(super) async fn post(&self, url: &Url, form: String) -> Result<ProbeOutcome, Failure> {
        let grant = self.guard.judge(url).map_err(|refusal| trouble::refused(&refusal, url))?;
        let line = self.line(url, grant);
        self.in_turn(&line, url, device::exchange(self.client_of(&line, url)?, url, form)).await
    }

    /// True when the user allows the host by name.
    pub(super) fn trusts(&self, url: &Url) -> bool {
        self.guard.judge(url).is_ok_and(|grant| grant == Grant::Named)
    }

    fn client_of<'a>(&self, line: &'a Line, url: &Url) -> Result<&'a reqwest::Client, Failure> {
        line.client.as_ref().ok_or_else(|| trouble::no_client(url, self.ca_file.is_some()).into())
    }

    /// Waits for a place among the requests to one host, then for the answer, both inside the budget.
    async fn in_turn<T>(
        &self,
        line: &Line,
        url: &Url,
        exchange: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let gate = self.gate(url);
        let Ok(_permit) = timeout_at(self.deadline, gate.acquire()).await else {
            return Err(trouble::run_over(url).into());
        };
        if let Some(failure) = line.rejected.get() {
            return Err(failure.clone());
        }
        // The progress line has no reader when the run was given up.
        let _ = self.progress.send(format!("asking {}", line.host));
        let own = Instant::now() + REQUEST_TIMEOUT;
        let reply = match timeout_at(own.min(self.deadline), exchange).await {
            Ok(reply) => reply,
            Err(_) if own < self.deadline => Err(trouble::slow(url, REQUEST_TIMEOUT).into()),
            Err(_) => Err(trouble::run_over(url).into()),
        };
        if let Err(failure) = &reply
            && failure.fault.is_some()
        {
            line.rejected.get_or_init(|| failure.clone());
        }
        reply
    }

    fn gate(&self, url: &Url) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let host = url.host_str().unwrap_or_default().to_owned();
        Arc::clone(hosts.entry(host).or_insert_with(|| Arc::new(Semaphore::new(PER_HOST))))
    }

    fn line(&self, url: &Url, grant: Grant) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry(url.origin()).or_insert_with(|| {
            let shown = Arc::default();
            let client = self.build(grant, &shown);
            Arc::new(Line { host: host_of(url), client, shown, rejected: OnceLock::new() })
        }))
    }

    /// `None` when no CA certificate can be read, from the machine or from `--ca-file`.
    ///
    /// No proxy (it would resolve names behind the guard's back), no referer, no cookies, no
    /// compression (not compiled in), no redirects, no connection kept.
    fn build(&self, grant: Grant, shown: &Arc<Shown>) -> Option<reqwest::Client> {
        let trust = self.trust.get_or_init(|| Trust::new(self.ca_file.as_deref())).as_ref()?;
        let builder = reqwest::Client::builder()
            .dns_resolver(JudgingResolver::new(grant, Arc::clone(&self.lookup)))
            .no_proxy()
            .referer(false)
            .redirect(redirect::Policy::none())
            .https_only(grant != Grant::Named)
            .http1_only()
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT_TIMEOUT)
            .tls_backend_preconfigured(trust.client_config(shown)?)
            .user_agent(USER_AGENT);
        builder.build().ok()
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
