//! Why nothing was learnt: one word per cause, one sentence, one step to take.

use serde::{Deserialize, Serialize};

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
