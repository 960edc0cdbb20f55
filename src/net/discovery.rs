//! One discovery document, asked for by the name of its issuer.

use super::client::Client;
use super::guard::Guard;
use super::{LONGEST_RUN, Policy, trouble};
use crate::facts::{Answer, Body, Cause, Discovery, Trouble, host_of};
use crate::provider;
use tokio::sync::mpsc;
use tokio::time::Instant;
use url::Url;

/// The discovery document of an issuer and where it was: as OpenID Connect Discovery 1.0 section 4 says, or as
/// RFC 8414 section 3.1 does where nothing is at the first place. Not to be called from inside an async runtime.
///
/// # Errors
/// The trouble that kept it from being read.
pub fn discover(issuer: &Url, policy: &Policy) -> Result<(Url, Discovery), Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| trouble::internal(issuer, "no runtime could be started"))?;
    let (sender, _lines) = mpsc::unbounded_channel();
    let found = runtime.block_on(async {
        let deadline = Instant::now() + policy.run_timeout.min(LONGEST_RUN);
        let client = Client::new(Guard::new(policy), policy, deadline, sender);
        first(&client, issuer).await
    });
    // A drop would wait for name lookups that hang.
    runtime.shutdown_background();
    found.map_err(without_offline)
}

async fn first(client: &Client, issuer: &Url) -> Result<(Url, Discovery), Trouble> {
    let mut missed = None;
    for url in provider::documents_of(issuer) {
        let answer = client.get(&url).await.map_err(|failure| failure.trouble)?;
        let is_absent = answer.is_absent();
        match answer {
            Answer { status: 200, body: Body::Discovery(document), .. } => return Ok((url, *document)),
            // The first place is the one that people look at.
            answer => missed = missed.or_else(|| Some(no_document(&url, &answer))),
        }
        if !is_absent {
            break;
        }
    }
    Err(missed.unwrap_or_else(|| trouble::internal(issuer, "the question was lost on the way")))
}

fn no_document(url: &Url, answer: &Answer) -> Trouble {
    let why = match &answer.body {
        Body::Error(error) => format!("{error} (status {})", answer.status),
        _ if answer.status != 200 => format!("status {}", answer.status),
        Body::Html { .. } => "it serves a web page".to_owned(),
        Body::Empty => "it serves nothing".to_owned(),
        _ => "what it serves is none".to_owned(),
    };
    Trouble {
        cause: if answer.status == 200 { Cause::NotJson } else { Cause::Status },
        host: host_of(url),
        message: format!("no discovery document at `{url}`: {why}"),
        hint: "write the issuer as the provider does: `https://HOST/realms/REALM` (Keycloak, before 17 with `/auth` \
               in front), `https://TENANT.auth0.com/`, `https://login.microsoftonline.com/TENANT_ID/v2.0`"
            .to_owned(),
    }
}

/// `check` can do without an answer, and its hints say so.
fn without_offline(mut trouble: Trouble) -> Trouble {
    if let Some(hint) = trouble.hint.strip_suffix(", or run with `--offline`") {
        trouble.hint = hint.to_owned();
    }
    trouble
}
