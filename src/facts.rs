//! What the identity providers said: plain, serialisable data, so a recorded run is a fixture.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use url::Url;

/// Everything that was learnt in one run, by the URL that was asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Answers and troubles by URL, as asked (normalised by the `url` crate).
    pub answers: BTreeMap<String, Outcome>,
    /// Per configured `jwksEndpoint`: the discovery document that belongs to it.
    pub discovery: BTreeMap<String, Discovered>,
    /// The certificate of each host that was asked, by host, with its port when not the default.
    #[serde(default)]
    pub certificates: BTreeMap<String, Certificate>,
    /// Device authorization requests, one per endpoint and client.
    #[serde(default)]
    pub probes: Vec<Probe>,
    /// When the run began, in seconds since 1970 (UTC); 0 when nobody said so.
    #[serde(default)]
    pub asked_at: i64,
}

/// What became of one question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The server answered; whatever it said.
    Answer(Answer),
    /// The server's certificate is certainly at fault; nothing was sent to it.
    Rejected(CertificateFault),
    /// Nothing was learnt about the URL, and why.
    Trouble(Trouble),
}

/// Why no TLS client can trust a server: what it shows is read even where it is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateFault {
    /// It ended before the run.
    Expired,
    /// It begins after the run.
    NotYetValid,
    /// It names other hosts (RFC 9525).
    WrongName,
    /// Neither the machine nor `--ca-file` knows the CA that signed it.
    UnknownIssuer,
}

/// What a server showed in the TLS handshake.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// DNS names and addresses of its `subjectAltName`, at most 20.
    pub names: Vec<String>,
    /// The distinguished name of who signed it (of the last certificate sent that has another issuer).
    pub issuer: String,
    /// Valid from, in seconds since 1970 (RFC 5280 section 4.1.2.5).
    pub not_before: i64,
    /// Valid until, in seconds since 1970.
    pub not_after: i64,
}

/// One device authorization request (RFC 8628 section 3.1) and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// The device authorization endpoint.
    pub endpoint: String,
    /// The configured `jwksEndpoint` whose provider it is.
    pub jwks_endpoint: String,
    /// `client_id`.
    pub client_id: String,
    /// `scope`, as sent.
    pub scopes: Vec<String>,
    /// The answer.
    pub outcome: ProbeOutcome,
}

/// What a device authorization endpoint said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProbeOutcome {
    /// A device code was issued: the client may use the device flow. The codes are not kept.
    Granted,
    /// An error of RFC 6749 section 5.2 or of the vendor.
    Refused {
        /// HTTP status.
        status: u16,
        /// What the body says.
        error: ProviderError,
    },
    /// Nothing was learnt, and why.
    Trouble(Trouble),
}

/// An error in JSON: of OAuth (RFC 6749 section 5.2), or of a vendor (Okta's `errorCode`, FusionAuth's lists).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderError {
    /// `error`, or Okta's `errorCode`; bounded and escaped.
    pub code: String,
    /// `error_description`, `errorSummary`, `message`; bounded and escaped, empty when absent.
    pub description: String,
}

/// One answer of a server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type` without parameters, lower case; empty when absent.
    pub content_type: String,
    /// Where redirects led, when there were any.
    pub redirected_to: Option<String>,
    /// The scheme of `WWW-Authenticate` (RFC 9110 section 11.6.1): the server wants a login.
    #[serde(default)]
    pub login_scheme: Option<String>,
    /// Seconds that the server's `Date` is ahead of our clock; negative when behind.
    #[serde(default)]
    pub clock_ahead: Option<i64>,
    /// What the body is.
    pub body: Body,
}

/// What a body is, judged by its content.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// A JWK Set (RFC 7517 section 5).
    KeySet(Vec<Key>),
    /// A discovery document (OpenID Connect Discovery 1.0 section 3, RFC 8414).
    Discovery(Box<Discovery>),
    /// One JWK where a set belongs.
    SingleKey,
    /// A JSON object that reports an error.
    Error(ProviderError),
    /// An HTML page: a login, a console, an error.
    Html {
        /// Bounded, escaped beginning.
        excerpt: String,
    },
    /// PEM text or a JSON map of certificates.
    Certificates,
    /// JSON of another shape.
    OtherJson {
        /// Bounded, escaped beginning.
        excerpt: String,
    },
    /// Neither JSON nor HTML.
    Other {
        /// Bounded, escaped beginning.
        excerpt: String,
    },
    /// Nothing at all.
    Empty,
}

/// The members of a discovery document that we compare.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discovery {
    /// `issuer`.
    pub issuer: String,
    /// `jwks_uri`.
    pub jwks_uri: Option<String>,
    /// `token_endpoint`.
    pub token_endpoint: Option<String>,
    /// `device_authorization_endpoint` (RFC 8628 section 4).
    pub device_authorization_endpoint: Option<String>,
    /// `authorization_endpoint`.
    #[serde(default)]
    pub authorization_endpoint: Option<String>,
    /// `grant_types_supported`; `None` when the member is absent, which says nothing.
    pub grant_types_supported: Option<Vec<String>>,
}

/// The discovery document that belongs to a configured `jwksEndpoint`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Discovered {
    /// Where it was found.
    pub url: String,
    /// What it says.
    pub document: Discovery,
    /// Whether its `jwks_uri` is the configured URL (after URL normalisation).
    pub confirms_keys: bool,
}

/// One key of a JWK Set: only what rules judge, never key material.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// `kid`.
    pub kid: Option<String>,
    /// `kty`, empty when absent.
    pub kty: String,
    /// `use`.
    pub usage: Option<String>,
    /// `alg`.
    pub alg: Option<String>,
    /// Size of an RSA modulus in bits; `None` for other kinds or a broken `n`.
    pub bits: Option<u32>,
    /// Private or symmetric members are published with it (RFC 7517 section 9.2); their values are not kept.
    #[serde(default)]
    pub has_private_part: bool,
    /// RFC 7638 SHA-256 thumbprint, base64url; `None` where a required member is missing or broken.
    #[serde(default)]
    pub thumbprint: Option<String>,
    /// Why verifiers skip or confuse this key though its purpose is signatures, read after "the key":
    /// "has padded base64 in `n`"; `None` for a well-formed one.
    #[serde(default)]
    pub flaw: Option<String>,
    /// Why no verifier can use this key, read after "the key": "is for encryption (`use` is `enc`)";
    /// `None` for a usable one.
    pub unusable: Option<String>,
}

/// Why nothing was learnt. One word per cause, as in the JSON report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The name has no address, or its lookup fails.
    Dns,
    /// No connection (refused, reset, unreachable), or one that ended before the answer did.
    Connect,
    /// The handshake failed, or no CA certificate can be read. A certificate that is certainly at fault
    /// is [`Outcome::Rejected`], unless the host is given by address, stands behind a redirect, or has a
    /// CA that the cluster may know.
    Tls,
    /// No connection, or no complete answer, in the time of the request or of the run.
    Timeout,
    /// The guard said no, before anything was sent: an address that is not public, as written, after
    /// resolution or behind a redirect; or a URL that is not asked for its scheme or its credentials.
    RefusedAddress,
    /// Redirected where we do not follow: in a loop, too often, to no URL, to a URL of another scheme or
    /// with credentials.
    Redirect,
    /// A status that says nothing about the file: 403 without `WWW-Authenticate`, 400 without an error in
    /// JSON, 407, 429, 5xx and all others that are no [`Answer`].
    Status,
    /// An answer in a form that was not asked for: compressed. The type of a body that can be read is no
    /// cause: content counts, and an HTML page answered with 200 is a fact
    /// (`jwks-endpoint-serves-other-content`).
    ContentType,
    /// A body over the limit.
    TooLarge,
    /// Not JSON where only JSON says anything: the answer to a device authorization request. No GET ends
    /// so: what is served in place of keys is a fact (`jwks-endpoint-serves-other-content`).
    NotJson,
    /// Our own fault.
    Internal,
    /// A file that cannot be read.
    Unreadable,
}

impl Cause {
    /// The word of the JSON report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::RefusedAddress => "refused-address",
            Self::Redirect => "redirect",
            Self::Status => "status",
            Self::ContentType => "content-type",
            Self::TooLarge => "too-large",
            Self::NotJson => "not-json",
            Self::Internal => "internal",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Something that could not be finished: an `incomplete` entry of every report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trouble {
    /// Why, in one word.
    pub cause: Cause,
    /// The host asked, with its port when not the default; or the file.
    pub host: String,
    /// One sentence.
    pub message: String,
    /// One step to take.
    pub hint: String,
}

impl fmt::Display for ProviderError {
    /// "`invalid_client`: Client not found."
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.description.as_str() {
            "" => write!(f, "`{}`", self.code),
            description => write!(f, "`{}`: {description}", self.code),
        }
    }
}

impl Answer {
    /// True when it serves a JWK Set, whatever keys are in it.
    pub fn serves_keys(&self) -> bool {
        self.status == 200 && matches!(self.body, Body::KeySet(_))
    }

    /// True when it says that nothing is at the URL (RFC 9110 sections 15.5.5, 15.5.6 and 15.5.11).
    pub fn is_absent(&self) -> bool {
        matches!(self.status, 404 | 405 | 410)
    }
}

impl Facts {
    /// The answer to a URL in any spelling, when it was asked and somebody answered.
    pub fn answer(&self, url: &str) -> Option<&Answer> {
        match self.answers.get(&name_of(url))? {
            Outcome::Answer(answer) => Some(answer),
            Outcome::Rejected(_) | Outcome::Trouble(_) => None,
        }
    }

    /// The fault of the certificate, when that kept a URL from being asked.
    pub fn certificate_fault(&self, url: &str) -> Option<&CertificateFault> {
        match self.answers.get(&name_of(url))? {
            Outcome::Rejected(fault) => Some(fault),
            Outcome::Answer(_) | Outcome::Trouble(_) => None,
        }
    }

    /// The certificate that the host of a URL showed.
    pub fn certificate(&self, url: &Url) -> Option<&Certificate> {
        self.certificates.get(&host_of(url))
    }

    /// Every trouble, once.
    pub fn troubles(&self) -> impl Iterator<Item = &Trouble> {
        let answers = self.answers.values().filter_map(|outcome| match outcome {
            Outcome::Trouble(trouble) => Some(trouble),
            Outcome::Answer(_) | Outcome::Rejected(_) => None,
        });
        answers.chain(self.probes.iter().filter_map(|probe| match &probe.outcome {
            ProbeOutcome::Trouble(trouble) => Some(trouble),
            ProbeOutcome::Granted | ProbeOutcome::Refused { .. } => None,
        }))
    }

    /// The discovery document that belongs to a configured `jwksEndpoint`, in any spelling.
    pub fn discovered(&self, jwks_endpoint: &str) -> Option<&Discovered> {
        self.discovery.get(&name_of(jwks_endpoint))
    }
}

/// The host of a URL, with its port when that is not the default of the scheme.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Facts go by normalised URLs: `https://A.example:443` is `https://a.example/`.
fn name_of(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), Url::into)
}
