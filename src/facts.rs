//! What the identity providers said: plain, serialisable data, so a recorded run is a fixture.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// Everything that was learnt in one run, by the URL that was asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Answers and troubles by URL, as asked (normalised by the `url` crate).
    pub answers: BTreeMap<String, Outcome>,
    /// Per configured `jwksEndpoint`: the discovery document that belongs to it.
    pub discovery: BTreeMap<String, Discovered>,
}

/// What became of one question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The server answered; whatever it said.
    Answer(Answer),
    /// Nothing was learnt about the URL, and why.
    Trouble(Trouble),
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
    /// Why no verifier can use this key, read after "the key": "is for encryption (`use` is `enc`)";
    /// `None` for a usable one.
    pub unusable: Option<String>,
}

/// Why nothing was learnt. One word per cause, as in the JSON report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The name does not resolve.
    Dns,
    /// No connection.
    Connect,
    /// TLS failed.
    Tls,
    /// Too slow.
    Timeout,
    /// The address guard said no.
    RefusedAddress,
    /// Redirected where we do not follow.
    Redirect,
    /// A status that says nothing about the file: 401, 403, 429, 5xx.
    Status,
    /// The wrong content type.
    ContentType,
    /// More than we read.
    TooLarge,
    /// Not JSON.
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

impl Answer {
    /// True when it serves a JWK Set, whatever keys are in it.
    pub fn serves_keys(&self) -> bool {
        self.status == 200 && matches!(self.body, Body::KeySet(_))
    }
}

impl Facts {
    /// The answer to a URL in any spelling, when it was asked and somebody answered.
    pub fn answer(&self, url: &str) -> Option<&Answer> {
        match self.answers.get(&name_of(url))? {
            Outcome::Answer(answer) => Some(answer),
            Outcome::Trouble(_) => None,
        }
    }

    /// Every trouble, once.
    pub fn troubles(&self) -> impl Iterator<Item = &Trouble> {
        self.answers.values().filter_map(|outcome| match outcome {
            Outcome::Trouble(trouble) => Some(trouble),
            Outcome::Answer(_) => None,
        })
    }

    /// The discovery document that belongs to a configured `jwksEndpoint`, in any spelling.
    pub fn discovered(&self, jwks_endpoint: &str) -> Option<&Discovered> {
        self.discovery.get(&name_of(jwks_endpoint))
    }
}

/// Facts go by normalised URLs: `https://A.example:443` is `https://a.example/`.
fn name_of(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), Url::into)
}
