//! GET and nothing else: limits, redirects judged hop by hop, and each URL asked once.

use super::address::Grant;
use super::guard::{Guard, JudgingResolver};
use super::oidc::read_body;
use super::sanitise::{clip, sanitise};
use super::{Policy, trouble};
use crate::facts::{Answer, Body, Trouble, host_of};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{Certificate, Response, redirect, tls};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::{Instant, sleep, timeout_at};
use url::Url;

/// One request with its body.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Of a body; golang.org/x/oauth2 reads no more either.
const MAX_BODY: usize = 1024 * 1024;
const MAX_REDIRECTS: usize = 3;
/// Requests at once to one host.
const PER_HOST: usize = 2;
/// Times that one URL is asked when the server says "later".
const MAX_TRIES: usize = 3;
const USER_AGENT: &str = concat!("idplint/", env!("CARGO_PKG_VERSION"));

/// Asks URLs within the policy of one run.
pub(super) struct Client {
    guard: Guard,
    ca_file: Option<Vec<u8>>,
    deadline: Instant,
    progress: UnboundedSender<String>,
    /// For hosts that `--allow-host` names, and for all others: the resolver must know the grant.
    named: OnceLock<Option<reqwest::Client>>,
    unnamed: OnceLock<Option<reqwest::Client>>,
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
    asked: Mutex<HashMap<Url, Arc<Asked>>>,
}

/// What became of a URL, once.
type Asked = OnceCell<Result<Answer, Trouble>>;

/// What one request came to.
enum Reply {
    Answer(Answer),
    Redirect(Url),
    Later { status: u16, wait: Option<Duration> },
}

impl Client {
    pub(super) fn new(guard: Guard, policy: &Policy, deadline: Instant, progress: UnboundedSender<String>) -> Self {
        Self {
            guard,
            ca_file: policy.ca_file.clone(),
            deadline,
            progress,
            named: OnceLock::new(),
            unnamed: OnceLock::new(),
            hosts: Mutex::default(),
            asked: Mutex::default(),
        }
    }

    /// The answer to a URL, redirects followed. The second caller waits for the first one's answer.
    pub(super) async fn get(&self, url: &Url) -> Result<Answer, Trouble> {
        let cell = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(asked.entry(url.clone()).or_default())
        };
        cell.get_or_init(|| self.follow(url)).await.clone()
    }

    async fn follow(&self, asked: &Url) -> Result<Answer, Trouble> {
        let mut url = asked.clone();
        let mut grant = self.guard.judge(asked).map_err(|refusal| trouble::refused(&refusal, asked))?;
        for hop in 0..=MAX_REDIRECTS {
            let reply = match self.patient(&url, grant).await {
                Err(trouble) if hop > 0 => return Err(trouble::behind_redirect(trouble, asked)),
                other => other?,
            };
            match reply {
                Reply::Answer(answer) => {
                    let redirected_to = (hop > 0).then(|| sanitise(url.as_str()));
                    return Ok(Answer { redirected_to, ..answer });
                }
                Reply::Redirect(to) => {
                    let judged = self.guard.judge(&to);
                    grant = judged.map_err(|refusal| trouble::refused_redirect(&refusal, &url, &to))?;
                    url = to;
                }
                Reply::Later { status, .. } => return Err(trouble::status(status, &url)),
            }
        }
        Err(trouble::too_many_redirects(asked, &url, MAX_REDIRECTS))
    }

    /// Obeys `Retry-After` as long as the time of the run allows it.
    async fn patient(&self, url: &Url, grant: Grant) -> Result<Reply, Trouble> {
        let mut tries = 1;
        loop {
            let reply = self.once(url, grant).await?;
            let Reply::Later { wait: Some(wait), .. } = reply else { return Ok(reply) };
            let in_time = Instant::now().checked_add(wait).is_some_and(|then| then < self.deadline);
            if tries == MAX_TRIES || !in_time {
                return Ok(reply);
            }
            tries += 1;
            sleep(wait).await;
        }
    }

    async fn once(&self, url: &Url, grant: Grant) -> Result<Reply, Trouble> {
        let Some(client) = self.client(grant) else {
            return Err(trouble::no_client(url, self.ca_file.is_some()));
        };
        let gate = self.gate(url);
        let Ok(_permit) = timeout_at(self.deadline, gate.acquire()).await else {
            return Err(trouble::run_over(url));
        };
        // The progress line has no reader when the run was given up.
        let _ = self.progress.send(format!("asking {}", host_of(url)));
        let own = Instant::now() + REQUEST_TIMEOUT;
        match timeout_at(own.min(self.deadline), exchange(client, url)).await {
            Ok(reply) => reply,
            Err(_) if own < self.deadline => Err(trouble::slow(url, REQUEST_TIMEOUT)),
            Err(_) => Err(trouble::run_over(url)),
        }
    }

    fn gate(&self, url: &Url) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let host = url.host_str().unwrap_or_default().to_owned();
        Arc::clone(hosts.entry(host).or_insert_with(|| Arc::new(Semaphore::new(PER_HOST))))
    }

    fn client(&self, grant: Grant) -> Option<&reqwest::Client> {
        let slot = if grant == Grant::Named { &self.named } else { &self.unnamed };
        slot.get_or_init(|| build(grant, self.ca_file.as_deref())).as_ref()
    }
}

/// `None` when no CA certificate can be read, from the machine or from `--ca-file`.
///
/// No proxy (it would resolve names behind the guard's back), no referer, no cookies, no
/// compression (not compiled in), no redirects, no connection kept.
fn build(grant: Grant, ca_file: Option<&[u8]>) -> Option<reqwest::Client> {
    // An earlier run of this process has installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .dns_resolver(JudgingResolver(grant))
        .no_proxy()
        .referer(false)
        .redirect(redirect::Policy::none())
        .https_only(grant != Grant::Named)
        .http1_only()
        .pool_max_idle_per_host(0)
        .connect_timeout(CONNECT_TIMEOUT)
        .tls_version_min(tls::Version::TLS_1_2)
        .user_agent(USER_AGENT);
    if let Some(pem) = ca_file {
        let certificates = Certificate::from_pem_bundle(pem).ok().filter(|found| !found.is_empty())?;
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().ok()
}

async fn exchange(client: &reqwest::Client, url: &Url) -> Result<Reply, Trouble> {
    let request = client
        .get(url.clone())
        .header(ACCEPT, "application/json, application/jwk-set+json")
        .header(ACCEPT_ENCODING, "identity");
    let response = request.send().await.map_err(|error| trouble::of_exchange(&error, url))?;
    let status = response.status().as_u16();
    match status {
        200 | 404 | 405 | 410 => read_answer(response, url).await.map(Reply::Answer),
        301 | 302 | 303 | 307 | 308 => redirect_target(&response, url).map(Reply::Redirect),
        429 | 503 => {
            let wait = header(&response, &RETRY_AFTER).and_then(|text| text.trim().parse().ok());
            Ok(Reply::Later { status, wait: wait.map(Duration::from_secs) })
        }
        _ => Err(trouble::status(status, url)),
    }
}

async fn read_answer(response: Response, url: &Url) -> Result<Answer, Trouble> {
    let status = response.status().as_u16();
    let content_type = header(&response, &CONTENT_TYPE).unwrap_or_default();
    let content_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = match read_bytes(response, url).await {
        Ok(bytes) => read_body(&content_type, &bytes),
        Err(trouble) if status == 200 => return Err(trouble),
        // "not found" is the whole answer; its page is a courtesy
        Err(_) => Body::Other { excerpt: String::new() },
    };
    Ok(Answer {
        status,
        content_type: clip(&sanitise(&content_type), 100),
        redirected_to: None,
        login_scheme: None,
        clock_ahead: None,
        body,
    })
}

async fn read_bytes(mut response: Response, url: &Url) -> Result<Vec<u8>, Trouble> {
    if header(&response, &CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(trouble::encoded(url));
    }
    if response.content_length().is_some_and(|length| length > MAX_BODY as u64) {
        return Err(trouble::too_large(url, MAX_BODY));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| trouble::of_exchange(&error, url))? {
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(trouble::too_large(url, MAX_BODY));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn redirect_target(response: &Response, url: &Url) -> Result<Url, Trouble> {
    let target = header(response, &LOCATION).and_then(|location| url.join(location).ok());
    let mut target = target.ok_or_else(|| trouble::redirect_to_nowhere(url))?;
    target.set_fragment(None);
    Ok(target)
}

fn header<'a>(response: &'a Response, name: &HeaderName) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}
