//! Every way a question can fail becomes one cause, one sentence and one step to take.

use super::guard::{Refusal, Unresolved};
use super::sanitise::{clip, sanitise};
use super::tls;
use crate::facts::{Cause, CertificateFault, Trouble, host_of};
use rustls::CertificateError;
use rustls::pki_types::InvalidDnsNameError;
use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;
use url::{Host, Url};

const CHECK_PROVIDER: &str = "renew or correct the certificate at the provider";
const CHECK_HOST: &str = "check the host, or run with `--offline`";
const IN_BROWSER: &str = "check the URL in a browser";
const FINAL_URL: &str = "open the URL and write the address where it ends";

/// Characters of a URL that a redirect names.
const MAX_TARGET: usize = 120;

/// A question without an answer.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// What to tell, unless a rule speaks.
    pub(super) trouble: Trouble,
    /// What is wrong with the certificate, where that is certain.
    pub(super) fault: Option<CertificateFault>,
    /// How long the server wants us to wait.
    pub(super) retry_after: Option<Duration>,
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self { trouble, fault: None, retry_after: None }
    }
}

fn could_not_ask(cause: Cause, url: &Url, why: &str, hint: &str) -> Trouble {
    let host = host_of(url);
    Trouble { cause, message: format!("could not ask `{host}`: {why}"), host, hint: hint.to_owned() }
}

/// The guard said no; nothing was sent.
pub(super) fn refused(refusal: &Refusal, url: &Url) -> Trouble {
    let host = host_of(url);
    let hint = refusal.hint(&host);
    Trouble { cause: Cause::RefusedAddress, message: format!("did not ask `{host}`: {refusal}"), host, hint }
}

/// A trouble behind a redirect: the sentence names where it began and where it led.
pub(super) fn behind_redirect(trouble: Trouble, asked: &Url, to: &Url) -> Trouble {
    let message = format!("`{}` redirects to `{}`, and then: {}", host_of(asked), shown(to), trouble.message);
    Trouble { message, ..trouble }
}

/// A redirect that leads where the guard does not go: another scheme, or a forbidden address.
pub(super) fn refused_redirect(refusal: &Refusal, from: &Url, to: &Url) -> Trouble {
    let (here, there) = (host_of(from), host_of(to));
    let (cause, host, hint) = match refusal {
        Refusal::Address { .. } => (Cause::RefusedAddress, there.clone(), refusal.hint(&there)),
        _ => (Cause::Redirect, here.clone(), FINAL_URL.to_owned()),
    };
    let message = format!("did not follow `{here}` to `{}://{}`: {refusal}", to.scheme(), shown(to));
    Trouble { cause, host, message, hint }
}

/// A redirect to a URL that was passed already.
pub(super) fn redirect_loop(asked: &Url, from: &Url, to: &Url) -> Trouble {
    let why = format!("`{}` redirects to `{}`, which was asked already", shown(from), shown(to));
    could_not_ask(Cause::Redirect, asked, &why, IN_BROWSER)
}

/// A redirect without a target that can be read.
pub(super) fn redirect_to_nowhere(url: &Url) -> Trouble {
    could_not_ask(Cause::Redirect, url, "it redirects, but names no URL", IN_BROWSER)
}

/// More redirects than are followed.
pub(super) fn too_many_redirects(asked: &Url, last: &Url, limit: usize) -> Trouble {
    let why = format!("more than {limit} redirects, the last one to `{}`", shown(last));
    could_not_ask(Cause::Redirect, asked, &why, FINAL_URL)
}

/// A status that says nothing about the linted file.
pub(super) fn status(status: u16, url: &Url) -> Trouble {
    let (why, hint) = match status {
        400 => ("it refuses the request", IN_BROWSER),
        403 => ("it denies access", "a firewall or proxy may stand before the provider: ask from another network"),
        407 => ("a proxy wants a login", "ask from a network without that proxy, or run with `--offline`"),
        429 => ("too many requests", "wait, and run again"),
        500.. => ("the server is in trouble", "run again when the provider is healthy"),
        _ => ("an answer that says nothing about keys", IN_BROWSER),
    };
    could_not_ask(Cause::Status, url, &format!("{why} (status {status})"), hint)
}

/// A status of a device authorization endpoint that says nothing about the client.
pub(super) fn device_status(status_code: u16, url: &Url) -> Trouble {
    if matches!(status_code, 407 | 429 | 500..) {
        return status(status_code, url);
    }
    let why = format!("no device authorization endpoint answers at `{}` (status {status_code})", shown(url));
    could_not_ask(Cause::Status, url, &why, "compare the path with the provider's discovery document")
}

/// An answer to a device authorization request that is no JSON of RFC 8628 or RFC 6749.
pub(super) fn not_json(status: u16, url: &Url) -> Trouble {
    let why =
        format!("its answer to the device authorization request is neither a code nor an error (status {status})");
    could_not_ask(Cause::NotJson, url, &why, "compare the path with the provider's discovery document")
}

/// A redirected POST: clients turn it into a GET, or send what is in it to somebody else.
pub(super) fn redirected_request(url: &Url) -> Trouble {
    let why = format!("`{}` redirects the device authorization request", shown(url));
    could_not_ask(Cause::Redirect, url, &why, "let the provider's discovery document name the final URL")
}

/// A device authorization endpoint on a host that only the document of another one names; nothing was sent.
pub(super) fn elsewhere(endpoint: &Url, keys: &Url) -> Trouble {
    let host = host_of(endpoint);
    let message =
        format!("did not ask `{host}` for a device code: it is not the host of `jwksEndpoint`, `{}`", host_of(keys));
    let hint = format!("if it is the same provider's, add `--allow-host {host}`");
    Trouble { cause: Cause::RefusedAddress, host, message, hint }
}

/// A compressed answer, which was not asked for and is not unpacked.
pub(super) fn encoded(url: &Url) -> Trouble {
    let why = "the answer is compressed, though plain text was asked for";
    could_not_ask(Cause::ContentType, url, why, "check the proxy before the provider")
}

/// A body over the limit.
pub(super) fn too_large(url: &Url, limit: usize) -> Trouble {
    let why = format!("the answer is larger than {} KiB", limit / 1024);
    could_not_ask(Cause::TooLarge, url, &why, "check that the URL serves keys")
}

/// One request took too long.
pub(super) fn slow(url: &Url, limit: Duration) -> Trouble {
    let why = format!("no complete answer within {} s", limit.as_secs());
    could_not_ask(Cause::Timeout, url, &why, CHECK_HOST)
}

/// The time of the whole run was over.
pub(super) fn run_over(url: &Url) -> Trouble {
    let hint = "allow more with `--timeout`, or run with `--offline`";
    could_not_ask(Cause::Timeout, url, "the time of the run was over", hint)
}

/// Our own fault.
pub(super) fn internal(url: &Url, why: &str) -> Trouble {
    could_not_ask(Cause::Internal, url, why, "report this, or run with `--offline`")
}

/// The client could not be built: nearly always a matter of CA certificates.
pub(super) fn no_client(url: &Url, has_ca_file: bool) -> Trouble {
    if has_ca_file {
        let hint = "write the CA certificates as PEM";
        return could_not_ask(Cause::Tls, url, "`--ca-file` holds no CA certificate that can be read", hint);
    }
    let why = "this machine has no CA certificates";
    could_not_ask(Cause::Tls, url, why, "install them (`ca-certificates`), or name a file with `--ca-file`")
}

/// What a failed exchange was about. URLs in `reqwest`'s own words are never shown.
pub(super) fn of_exchange(error: &reqwest::Error, url: &Url) -> Failure {
    match find::<rustls::Error>(error) {
        Some(tls) => of_handshake(tls, url),
        None => of_connection(error, url).into(),
    }
}

fn of_connection(error: &reqwest::Error, url: &Url) -> Trouble {
    if let Some(refusal) = find::<Refusal>(error) {
        return refused(refusal, url);
    }
    if find::<Unresolved>(error).is_some() || find::<InvalidDnsNameError>(error).is_some() {
        return could_not_ask(Cause::Dns, url, "the name does not resolve", CHECK_HOST);
    }
    if error.is_timeout() {
        return could_not_ask(Cause::Timeout, url, "no connection in time", CHECK_HOST);
    }
    let why = match find::<io::Error>(error).map(io::Error::kind) {
        Some(ErrorKind::ConnectionRefused) => "connection refused",
        Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe) => "connection reset",
        Some(ErrorKind::HostUnreachable) => "host unreachable",
        Some(ErrorKind::NetworkUnreachable) => "network unreachable",
        _ if error.is_connect() => "no connection",
        _ => "no complete HTTP answer came",
    };
    could_not_ask(Cause::Connect, url, why, CHECK_HOST)
}

/// Certificates name addresses rarely, so those of hosts given by address are judged by their CA alone.
fn of_handshake(error: &rustls::Error, url: &Url) -> Failure {
    let fault = tls::fault(error);
    let (why, hint) = match &fault {
        Some(fault) => of_certificate(fault),
        None => tls_failure(error),
    };
    let is_named = matches!(url.host(), Some(Host::Domain(_)));
    let fault = fault.filter(|fault| is_named || *fault == CertificateFault::UnknownIssuer);
    Failure { fault, ..could_not_ask(Cause::Tls, url, why, hint).into() }
}

fn of_certificate(fault: &CertificateFault) -> (&'static str, &'static str) {
    match fault {
        CertificateFault::Expired => ("its certificate has expired", CHECK_PROVIDER),
        CertificateFault::NotYetValid => ("its certificate is not valid yet", "check the clock of this machine"),
        CertificateFault::WrongName => {
            ("its certificate is for another name", "write the host as the certificate names it")
        }
        CertificateFault::UnknownIssuer => (
            "its certificate comes from an unknown CA",
            "name the CA with `--ca-file`; the cluster needs it too (`egress.customCertificates`)",
        ),
    }
}

fn tls_failure(error: &rustls::Error) -> (&'static str, &'static str) {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::Revoked) => ("its certificate is revoked", CHECK_PROVIDER),
        rustls::Error::InvalidCertificate(_) => ("its certificate was rejected", CHECK_PROVIDER),
        rustls::Error::InvalidMessage(_) => ("it does not speak TLS on this port", "check scheme and port"),
        _ => ("the TLS handshake failed", "check the host, its port and its TLS version (1.2 or newer)"),
    }
}

/// Host and path of a URL: what a server put into the query is nobody's business.
fn shown(url: &Url) -> String {
    clip(&sanitise(&format!("{}{}", host_of(url), url.path())), MAX_TARGET)
}

/// The first error of a type in a chain of causes; looks into `io::Error`, whose `source` skips
/// the error that it wraps.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
