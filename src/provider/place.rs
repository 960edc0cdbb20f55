//! A URL as somebody wrote it, in parts: nothing decoded, nothing folded but the host for lookups.

use url::Url;

/// The parts of a written URL that tell where it leads.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// Scheme and authority as written: `https://SSO.acme.io:8443`.
    pub(super) origin: &'a str,
    /// The host as lookups need it: lower case, no port, no final dot.
    pub(super) host: String,
    /// The path as written, from its first slash.
    pub(super) path: &'a str,
    /// Its segments without the empty ones.
    pub(super) segments: Vec<&'a str>,
    /// The query as written, without `?`.
    pub(super) query: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// Splits `written`, whose parsed form is `url`. `None` when it has no `://`.
    pub(super) fn read(written: &'a str, url: &Url) -> Option<Self> {
        let start = written.find("://")? + 3;
        let rest = written.get(start..)?;
        let end = start + rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (origin, rest) = written.split_at_checked(end)?;
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query).filter(|query| !query.is_empty())),
            None => (rest, None),
        };
        Some(Self {
            origin,
            host: url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase(),
            path,
            segments: path.split('/').filter(|segment| !segment.is_empty()).collect(),
            query,
        })
    }

    /// The URL text with another path: `segments`, then `below`; on `origin` when one is named.
    pub(super) fn with_path(&self, origin: Option<&str>, segments: &[&str], below: &str) -> String {
        let mut text = origin.unwrap_or(self.origin).to_owned();
        for segment in segments {
            text.push('/');
            text.push_str(segment);
        }
        if !below.is_empty() {
            text.push('/');
            text.push_str(below);
        }
        text
    }

    /// True when the URL carries a user name or a password: it must not be repeated anywhere.
    pub(super) fn has_user_info(&self) -> bool {
        self.origin.contains('@')
    }

    /// True when the path holds these words next to each other.
    pub(super) fn holds(&self, words: &[&str]) -> bool {
        self.segments.windows(words.len()).any(|window| window == words)
    }
}

/// The issuer's path when `segments` is that of a discovery document: OpenID Connect Discovery 1.0
/// section 4 puts the well-known words last, RFC 8414 section 3.1 puts them first.
pub(super) fn issuer_path<'p, 's>(segments: &'p [&'s str]) -> Option<&'p [&'s str]> {
    match segments {
        [issuer @ .., ".well-known", "openid-configuration" | "oauth-authorization-server"] => Some(issuer),
        // Duende serves its keys there
        [".well-known", "openid-configuration" | "oauth-authorization-server", "jwks"] => None,
        [".well-known", "openid-configuration" | "oauth-authorization-server", issuer @ ..] => Some(issuer),
        _ => None,
    }
}
