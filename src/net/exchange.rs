//! One request and its answer: which statuses are answers, and how much of a body is read.

use super::clock::{Clock, header};
use super::oidc::read_body;
use super::sanitise::{clip, sanitise};
use super::trouble::{self, Failure};
use crate::facts::{Answer, Body, Trouble};
use reqwest::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION, WWW_AUTHENTICATE};
use url::Url;

/// Of a body; golang.org/x/oauth2 reads no more either.
const MAX_BODY: usize = 1024 * 1024;
/// Characters of an authentication scheme; the longest registered one has 13.
const MAX_SCHEME: usize = 40;
const MAX_CONTENT_TYPE: usize = 100;

/// What one request came to.
pub(super) enum Reply {
    Answer(Answer),
    Redirect(Url),
}

/// Sends one GET. The grant of the client decides which addresses it reaches.
pub(super) async fn exchange(client: &reqwest::Client, url: &Url, clock: &Clock) -> Result<Reply, Failure> {
    let request = client
        .get(url.clone())
        .header(ACCEPT, "application/json, application/jwk-set+json")
        .header(ACCEPT_ENCODING, "identity");
    let response = request.send().await.map_err(|error| trouble::of_exchange(&error, url))?;
    let status = response.status().as_u16();
    match status {
        200 | 400 | 401 | 404 | 405 | 410 => read_answer(response, url, clock).await,
        // a firewall that refuses this machine names no scheme
        403 if login_scheme(response.headers()).is_some() => read_answer(response, url, clock).await,
        301 | 302 | 303 | 307 | 308 => Ok(Reply::Redirect(redirect_target(response.headers(), url)?)),
        429 | 503 => {
            let retry_after = clock.retry_after(response.headers());
            Err(Failure { retry_after, ..trouble::status(status, url).into() })
        }
        _ => Err(trouble::status(status, url).into()),
    }
}

async fn read_answer(response: Response, url: &Url, clock: &Clock) -> Result<Reply, Failure> {
    let status = response.status().as_u16();
    let login_scheme = login_scheme(response.headers());
    let clock_ahead = clock.behind(response.headers());
    let content_type = header(response.headers(), &CONTENT_TYPE).unwrap_or_default();
    let content_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = match read_bytes(response, url).await {
        Ok(bytes) => read_body(&content_type, &bytes),
        Err(trouble) if status == 200 => return Err(trouble.into()),
        // "not found" is the whole answer; its page is a courtesy
        Err(_) => Body::Other { excerpt: String::new() },
    };
    if status == 400 && !matches!(body, Body::Error(_)) {
        return Err(trouble::status(status, url).into());
    }
    let content_type = clip(&sanitise(&content_type), MAX_CONTENT_TYPE);
    Ok(Reply::Answer(Answer { status, content_type, redirected_to: None, login_scheme, clock_ahead, body }))
}

/// The body, as far as it may go.
pub(super) async fn read_bytes(mut response: Response, url: &Url) -> Result<Vec<u8>, Trouble> {
    let coding = header(response.headers(), &CONTENT_ENCODING);
    if coding.is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(trouble::encoded(url));
    }
    if response.content_length().is_some_and(|length| length > MAX_BODY as u64) {
        return Err(trouble::too_large(url, MAX_BODY));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| trouble::of_exchange(&error, url).trouble)? {
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(trouble::too_large(url, MAX_BODY));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The first scheme of `WWW-Authenticate`, without its parameters (RFC 9110 section 11.6.1).
fn login_scheme(headers: &HeaderMap) -> Option<String> {
    let challenge = header(headers, &WWW_AUTHENTICATE)?.trim_start();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let scheme: String = challenge.chars().take_while(|c| is_token(*c)).take(MAX_SCHEME).collect();
    (!scheme.is_empty()).then(|| sanitise(&scheme))
}

fn redirect_target(headers: &HeaderMap, url: &Url) -> Result<Url, Trouble> {
    let target = header(headers, &LOCATION).and_then(|location| url.join(location).ok());
    let mut target = target.ok_or_else(|| trouble::redirect_to_nowhere(url))?;
    target.set_fragment(None);
    Ok(target)
}
