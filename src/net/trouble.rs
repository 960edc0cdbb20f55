//! Every way a question can fail becomes one cause, one sentence and one step to take.

use super::guard::{Refusal, Unresolved};
use crate::facts::{Cause, Trouble, host_of};
use rustls::CertificateError;
use rustls::pki_types::InvalidDnsNameError;
use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;
use url::Url;

const CHECK_HOST: &str = "check the host, or run with `--offline`";
const FINAL_URL: &str = "open the URL and write the address where it ends";

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

/// A trouble behind a redirect: the sentence names both hosts.
pub(super) fn behind_redirect(trouble: Trouble, asked: &Url) -> Trouble {
    Trouble { message: format!("`{}` redirects, and then: {}", host_of(asked), trouble.message), ..trouble }
}

/// A redirect that leads where the guard does not go: another scheme, or a forbidden address.
pub(super) fn refused_redirect(refusal: &Refusal, from: &Url, to: &Url) -> Trouble {
    let (here, there) = (host_of(from), host_of(to));
    let (cause, host, hint) = match refusal {
        Refusal::Address { .. } => (Cause::RefusedAddress, there.clone(), refusal.hint(&there)),
        _ => (Cause::Redirect, here.clone(), FINAL_URL.to_owned()),
    };
    let message = format!("did not follow `{here}` to `{}://{there}`: {refusal}", to.scheme());
    Trouble { cause, host, message, hint }
}

/// A redirect without a target that can be read.
pub(super) fn redirect_to_nowhere(url: &Url) -> Trouble {
    could_not_ask(Cause::Redirect, url, "it redirects, but names no URL", "check the URL in a browser")
}

/// More redirects than are followed.
pub(super) fn too_many_redirects(asked: &Url, last: &Url, limit: usize) -> Trouble {
    let why = format!("more than {limit} redirects, the last one to `{}`", host_of(last));
    could_not_ask(Cause::Redirect, asked, &why, FINAL_URL)
}

/// A status that says nothing about the linted file.
pub(super) fn status(status: u16, url: &Url) -> Trouble {
    let (why, hint) = match status {
        401 => ("it wants a login", "the keys of a provider are public: check the URL, or the proxy before it"),
        403 => ("it denies access", "a firewall or proxy may stand before the provider: ask from another network"),
        407 => ("a proxy wants a login", "ask from a network without that proxy, or run with `--offline`"),
        429 => ("too many requests", "wait, and run again"),
        500.. => ("the server is in trouble", "run again when the provider is healthy"),
        _ => ("an answer that says nothing about keys", "check the URL in a browser"),
    };
    could_not_ask(Cause::Status, url, &format!("{why} (status {status})"), hint)
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
pub(super) fn of_exchange(error: &reqwest::Error, url: &Url) -> Trouble {
    if let Some(refusal) = find::<Refusal>(error) {
        return refused(refusal, url);
    }
    if find::<Unresolved>(error).is_some() || find::<InvalidDnsNameError>(error).is_some() {
        return could_not_ask(Cause::Dns, url, "the name does not resolve", CHECK_HOST);
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        let (why, hint) = tls_failure(tls);
        return could_not_ask(Cause::Tls, url, why, hint);
    }
    if error.is_timeout() {
        return could_not_ask(Cause::Timeout, url, "no connection in time", CHECK_HOST);
    }
    let why = match find::<io::Error>(error).map(io::Error::kind) {
        Some(ErrorKind::ConnectionRefused) => "connection refused",
        Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe) => "connection reset",
        Some(ErrorKind::HostUnreachable) => "host unreachable",
        Some(ErrorKind::NetworkUnreachable) => "network unreachable",
        Some(ErrorKind::TimedOut) => "connection timed out",
        _ if error.is_connect() => "no connection",
        _ => "the connection ended before the answer did",
    };
    could_not_ask(Cause::Connect, url, why, CHECK_HOST)
}

fn tls_failure(error: &rustls::Error) -> (&'static str, &'static str) {
    let check_provider = "renew or correct the certificate at the provider";
    match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            // a CA that was renewed under its old name fails by its signature
            CertificateError::UnknownIssuer | CertificateError::BadSignature => (
                "its certificate comes from an unknown CA",
                "name the CA with `--ca-file`; the cluster needs it too (`egress.customCertificates`)",
            ),
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                ("its certificate has expired", check_provider)
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                ("its certificate is not valid yet", "check the clock of this machine")
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                ("its certificate is for another name", "write the host as the certificate names it")
            }
            CertificateError::Revoked => ("its certificate is revoked", check_provider),
            _ => ("its certificate was rejected", check_provider),
        },
        rustls::Error::InvalidMessage(_) => ("it does not speak TLS on this port", "check scheme and port"),
        _ => ("the TLS handshake failed", "check the host, its port and its TLS version (1.2 or newer)"),
    }
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
