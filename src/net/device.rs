//! One device authorization request (RFC 8628 section 3.1): may this client log people in? No code is kept.

use super::Question;
use super::client::Client;
use super::exchange::read_bytes;
use super::oidc::read_error;
use super::trouble::{self, Failure};
use crate::facts::{Discovered, Probe, ProbeOutcome, name_of};
use crate::provider;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE};
use serde_json::Value;
use url::{Url, form_urlencoded};

/// Who asks for a device code. There is no secret in it, and there is none to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeRequest {
    /// `client_id`.
    pub client_id: String,
    /// `scope`; not sent when empty.
    pub scopes: Vec<String>,
}

impl ProbeRequest {
    /// The body: `client_id`, and `scope` where one is named.
    fn form(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("client_id", &self.client_id);
        if !self.scopes.is_empty() {
            form.append_pair("scope", &self.scopes.join(" "));
        }
        form.finish()
    }
}

/// Sends the request of a question, when it has one and the endpoint is known.
pub(super) async fn probe(client: &Client, question: &Question, discovered: Option<&Discovered>) -> Option<Probe> {
    let request = question.probe.as_ref()?;
    let keys = &question.jwks_endpoint;
    let discovered = discovered?;
    let endpoint = endpoint(keys, discovered)?;
    let outcome = if is_at_home(keys, discovered, &endpoint) || client.trusts(&endpoint) {
        let answer = client.post(&endpoint, request.form()).await;
        answer.unwrap_or_else(|failure| ProbeOutcome::Trouble(failure.trouble))
    } else {
        ProbeOutcome::Trouble(trouble::elsewhere(&endpoint, keys))
    };
    Some(Probe {
        endpoint: name_of(&endpoint),
        jwks_endpoint: name_of(keys),
        client_id: request.client_id.clone(),
        scopes: request.scopes.clone(),
        outcome,
    })
}

/// The endpoint that the provider's own document names, or the one that its layout fixes, unless the document says
/// that there is none.
fn endpoint(keys: &Url, discovered: &Discovered) -> Option<Url> {
    let Discovered { url, document, confirms_keys } = discovered;
    let belongs = *confirms_keys || *url == name_of(keys) || provider::is_own_document(keys, url);
    if !belongs {
        return None;
    }
    let mut endpoint = match document.device_authorization_endpoint.as_deref() {
        Some(named) => Url::parse(named).ok(),
        None => provider::device_endpoint(keys).filter(|_| document.lists_device_grant() != Some(false)),
    }?;
    endpoint.set_fragment(None);
    Some(endpoint)
}

/// Whoever wrote the linted file chose the server, and the server chose what its document says: only the hosts that
/// were asked already, and the vendor's own, are told the client.
fn is_at_home(keys: &Url, discovered: &Discovered, endpoint: &Url) -> bool {
    let document = Url::parse(&discovered.url).ok();
    let is_same = |asked: &Url| asked.host() == endpoint.host();
    is_same(keys) || document.as_ref().is_some_and(is_same) || provider::may_advertise(keys, endpoint)
}

/// Sends one POST, once. A redirect is not followed: the request would become another one.
pub(super) async fn exchange(client: &reqwest::Client, url: &Url, form: String) -> Result<ProbeOutcome, Failure> {
    let request = client
        .post(url.clone())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .header(ACCEPT_ENCODING, "identity")
        .body(form);
    let response = request.send().await.map_err(|error| trouble::of_exchange(&error, url))?;
    let status = response.status().as_u16();
    match status {
        200 | 400 | 401 | 403 => {
            let body = read_bytes(response, url).await?;
            read(status, &body).ok_or_else(|| match status {
                403 => trouble::status(status, url).into(),
                _ => trouble::not_json(status, url).into(),
            })
        }
        300..=399 => Err(trouble::redirected_request(url).into()),
        _ => Err(trouble::device_status(status, url).into()),
    }
}

/// What a body says; the codes in it stay there.
fn read(status: u16, body: &[u8]) -> Option<ProbeOutcome> {
    let Value::Object(object) = serde_json::from_slice(body).ok()? else { return None };
    let is_granted = status == 200 && object.get("device_code").is_some_and(Value::is_string);
    if is_granted {
        return Some(ProbeOutcome::Granted);
    }
    read_error(&object).map(|error| ProbeOutcome::Refused { status, error })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Discovery;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn discovered(url: &str, device: Option<&str>, grants: Option<&[&str]>) -> Discovered {
        let document = Discovery {
            device_authorization_endpoint: device.map(str::to_owned),
            grant_types_supported: grants.map(|list| list.iter().map(|grant| (*grant).to_owned()).collect()),
            ..Discovery::default()
        };
        Discovered { url: url.to_owned(), document, confirms_keys: false }
    }

    #[test]
    fn the_form_holds_the_client_and_its_scopes_and_nothing_else() {
        let form = |scopes: &[&str]| {
            let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            ProbeRequest { client_id: "a b&client_secret=c".to_owned(), scopes }.form()
        };
        assert_eq!(form(&[]), "client_id=a+b%26client_secret%3Dc");
        assert_eq!(form(&["openid", "c/.default"]), "client_id=a+b%26client_secret%3Dc&scope=openid+c%2F.default");
    }

    #[test]
    fn the_endpoint_comes_from_the_providers_own_document_or_its_layout() {
        const GITLAB: &str = "https://gitlab.com/oauth/discovery/keys";
        const OWN: &str = "https://gitlab.com/.well-known/openid-configuration";
        const FIXED: &str = "https://gitlab.com/oauth/authorize_device";
        let of = |found: Discovered| endpoint(&url(GITLAB), &found).map(|endpoint| endpoint.to_string());
        assert_eq!(of(discovered(OWN, Some("https://gitlab.com/d#x"), None)).as_deref(), Some("https://gitlab.com/d"));
        assert_eq!(of(discovered(OWN, None, None)).as_deref(), Some(FIXED));
        assert_eq!(of(discovered(OWN, None, Some(&["password", "device_code"]))).as_deref(), Some(FIXED));
        assert_eq!(of(discovered(OWN, None, Some(&["password"]))), None, "an older GitLab");
        assert_eq!(of(discovered(OWN, Some("device"), None)), None);
        let guess = discovered("https://gitlab.com/oauth/.well-known/openid-configuration", Some(FIXED), None);
        assert_eq!(of(guess.clone()), None, "a document that only a guess has met may be another server's");
        assert!(of(Discovered { confirms_keys: true, ..guess }).is_some());
    }

    #[test]
    fn only_hosts_that_were_asked_and_the_vendors_own_are_at_home() {
        let home = |keys: &str, document: &str, endpoint: &str| {
            is_at_home(&url(keys), &discovered(document, None, None), &url(endpoint))
        };
        let own = "https://sso.acme.io/.well-known/openid-configuration";
        assert!(home("https://sso.acme.io/keys", own, "https://sso.acme.io/device"));
        assert!(!home("https://sso.acme.io/keys", own, "https://acme.io/device"));
        let google = "https://accounts.google.com/.well-known/openid-configuration";
        let keys = "https://www.googleapis.com/oauth2/v3/certs";
        assert!(home(keys, google, "https://oauth2.googleapis.com/device/code"));
        assert!(!home(keys, google, "https://oauth2.googleapis.com.acme.io/device/code"));
    }

    #[test]
    fn codes_are_not_kept_and_only_json_speaks() {
        let granted = br#"{"device_code":"planted","user_code":"planted","verification_uri":"https://a.example"}"#;
        assert_eq!(read(200, granted), Some(ProbeOutcome::Granted));
        assert_eq!(read(400, granted), None);
        let refused = read(401, br#"{"error":"invalid_client"}"#);
        assert!(
            matches!(refused, Some(ProbeOutcome::Refused { status: 401, error }) if error.code == "invalid_client")
        );
        for body in ["", "<html>", "[]", "{}", r#"{"device_code":1}"#] {
            assert_eq!(read(200, body.as_bytes()), None, "{body}");
        }
    }
}
