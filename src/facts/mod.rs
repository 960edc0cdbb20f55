//! What the identity providers said: plain, serialisable data, so a recorded run is a fixture.

mod name;
mod trouble;

pub use name::{host_of, name_of};
pub use trouble::{Cause, Trouble};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use url::Url;

use name::name_of_text;

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
    /// The keys of the JWK Set that it serves.
    pub fn keys(&self) -> Option<&[Key]> {
        match &self.body {
            Body::KeySet(keys) if self.status == 200 => Some(keys),
            _ => None,
        }
    }

    /// True when it serves a JWK Set, whatever keys are in it.
    pub fn serves_keys(&self) -> bool {
        self.keys().is_some()
    }

    /// True when it says that nothing is at the URL (RFC 9110 sections 15.5.5, 15.5.6 and 15.5.11).
    pub fn is_absent(&self) -> bool {
        matches!(self.status, 404 | 405 | 410)
    }
}

impl Key {
    /// How messages call it: "`kid`", or "(no `kid`)".
    pub fn name(&self) -> String {
        match self.kid.as_deref() {
            None | Some("") => "(no `kid`)".to_owned(),
            Some(kid) => format!("`{}`", kid.replace('`', "'")),
        }
    }

    /// True for a shared secret that is published: whoever reads it can sign.
    pub fn is_published_secret(&self) -> bool {
        self.kty == "oct" && self.has_private_part
    }

    /// The names of several keys: the first eight, and how many more there are.
    pub fn names<'a>(keys: impl IntoIterator<Item = &'a Self>) -> String {
        const SHOWN: usize = 8;
        let mut names: Vec<String> = keys.into_iter().map(Self::name).collect();
        let more = names.len().saturating_sub(SHOWN);
        names.truncate(SHOWN);
        if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") }
    }
}

impl Discovery {
    /// Whether `grant_types_supported` names the device grant, under its full or its short name; `None` when the
    /// member is absent.
    pub fn lists_device_grant(&self) -> Option<bool> {
        const NAMES: [&str; 2] = ["urn:ietf:params:oauth:grant-type:device_code", "device_code"];
        Some(self.grant_types_supported.as_ref()?.iter().any(|grant| NAMES.contains(&&**grant)))
    }
}

impl Facts {
    /// The device authorization requests at the provider of a configured `jwksEndpoint`, in any spelling.
    pub fn probes_of(&self, jwks_endpoint: &str) -> impl Iterator<Item = &Probe> {
        let name = name_of_text(jwks_endpoint);
        self.probes.iter().filter(move |probe| probe.jwks_endpoint == name)
    }

    /// The answer to a URL in any spelling, when it was asked and somebody answered.
    pub fn answer(&self, url: &str) -> Option<&Answer> {
        match self.answers.get(&name_of_text(url))? {
            Outcome::Answer(answer) => Some(answer),
            Outcome::Rejected(_) | Outcome::Trouble(_) => None,
        }
    }

    /// The fault of the certificate, when that kept a URL from being asked.
    pub fn certificate_fault(&self, url: &str) -> Option<&CertificateFault> {
        match self.answers.get(&name_of_text(url))? {
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
        self.discovery.get(&name_of_text(jwks_endpoint))
    }
}

/// The day of a moment, given in seconds since 1970, as people read it: `2026-05-01`, in UTC. `None` for a year
/// beyond 9999.
pub fn day_of(seconds: i64) -> Option<String> {
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(moment).date().to_string())
}
