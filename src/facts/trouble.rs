//! Why nothing was learnt: one word per cause, one sentence, one step to take.

use serde::{Deserialize, Serialize};

/// Why nothing was learnt. One word per cause, as in the JSON report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The name has no address, or its lookup fails.
    Dns,
    /// No connection (refused, reset, unreachable), or none that brought a complete HTTP answer.
    Connect,
    /// The handshake failed, or no CA certificate can be read. A certificate that is certainly at fault
    /// is [`Outcome::Rejected`](super::Outcome::Rejected), unless the host is given by address, stands behind a redirect, or has a
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
    /// JSON, 407, 429, 5xx and all others that are no [`Answer`](super::Answer).
    Status,
    /// An answer in a form that was not asked for: compressed. The type of a body that can be read is no
    /// cause: content counts, and an HTML page answered with 200 is a fact
    /// (`jwks-endpoint-serves-other-content`).
    ContentType,
    /// A body over the limit.
    TooLarge,
    /// Not JSON where only JSON says anything: the answer to a device authorization request, or the discovery
    /// document that `init` asks for. No GET of `check` ends so: what is served in place of keys is a fact
    /// (`jwks-endpoint-serves-other-content`).
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
