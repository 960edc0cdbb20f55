//! Why a text is no absolute http(s) URL, and which URL was meant.

use url::Url;

use super::masked;

/// Why a text is no URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlFault {
    /// The text, for messages: one line, a user name or password masked.
    pub shown: String,
    /// What is wrong: "no scheme".
    pub what: String,
    /// What to write.
    pub help: String,
    /// The URL that was meant, when there is only one way to read it.
    pub meant: Option<String>,
}

/// What is wrong, what to write, and the URL that was meant.
type Fault<'a> = (&'a str, &'a str, Option<String>);

/// An absolute http(s) URL, or what keeps the text from being one (RFC 3986 section 3).
pub(super) fn parse(written: &str) -> Result<Url, UrlFault> {
    let told = |(what, help, meant): Fault<'_>| UrlFault {
        shown: masked(&written.split_whitespace().collect::<Vec<_>>().join(" ")),
        what: what.to_owned(),
        help: help.to_owned(),
        // A password must not be repeated in a fix, and what was meant must be a URL.
        meant: meant.filter(|url| !url.contains('@') && Url::parse(url).is_ok_and(|url| url.host().is_some())),
    };
    let scheme = written.split_once(':').map_or("", |(scheme, _)| scheme);
    let foreign = format!("the scheme `{scheme}`");
    form(written, &foreign).map_or_else(|| parsed(written).map_err(told), |fault| Err(told(fault)))
}

/// A gap that nobody filled in: `{realm}`, `<realm>`. No URL may hold these brackets (RFC 3986, appendix A); a
/// parser escapes them in silence.
pub(super) fn gap(written: &str) -> Option<UrlFault> {
    let shown = masked(written);
    let gap = [('<', '>'), ('{', '}')].iter().find_map(|&(open, close)| {
        let (before, rest) = shown.split_once(open)?;
        let (word, _) = rest.split_once(close)?;
        let is_word =
            !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.'));
        // `#{…}` is filled in by a pipeline.
        let is_filled_in = before.ends_with('#');
        (before.contains("://") && is_word && !is_filled_in).then(|| format!("{open}{word}{close}"))
    })?;
    Some(UrlFault {
        what: format!("the gap `{gap}`"),
        help: format!("write what `{gap}` stands for"),
        shown,
        meant: None,
    })
}

/// What shows before the URL is parsed, because a parser repairs it in silence or says less.
fn form<'a>(written: &str, foreign: &'a str) -> Option<Fault<'a>> {
    let starts = written.matches("http://").count() + written.matches("https://").count();
    let listed = [" http", ",http", ";http", "\nhttp"].iter().any(|mark| written.contains(mark));
    if starts > 1 && listed {
        return Some(("two URLs", "keep one URL", None));
    }
    if written.contains(char::is_whitespace) && !blank_is_in_realm(written) {
        // In a block or in quotes this is no comment, but it is meant as one.
        let joined: String = written.split(" #").next().unwrap_or(written).split_whitespace().collect();
        let what = if written.contains('\n') { "a line break" } else { "a blank" };
        return Some((what, "write the URL in one piece, on one line", Some(joined)));
    }
    if written.contains('\\') {
        return Some(("a backslash", "write `/`", Some(written.replace('\\', "/"))));
    }
    if let Some(rest) = ["https//", "http//"].iter().find_map(|start| written.strip_prefix(start)) {
        return Some(("no colon behind the scheme", "write `https://`", Some(format!("https://{rest}"))));
    }
    let Some((scheme, rest)) = written.split_once(':').filter(|(_, rest)| rest.starts_with('/')) else {
        let meant = written.contains('.').then(|| format!("https://{}", written.trim_start_matches('/')));
        return Some(("no scheme", "write it with `https://` in front", meant));
    };
    if !["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        let meant = format!("https://{}", rest.trim_start_matches('/'));
        return Some((foreign, "write `https://`", Some(meant)));
    }
    if !rest.starts_with("//") {
        let meant = format!("{scheme}://{}", rest.trim_start_matches('/'));
        return Some(("one slash after the scheme", "write two slashes", Some(meant)));
    }
    let inner = &rest[2..];
    if ["https://", "http://"].iter().any(|again| inner.starts_with(again)) {
        return Some(("the scheme twice", "write it once", Some(inner.to_owned())));
    }
    inner.starts_with('/').then_some(("no host", "name the host", None))
}

fn parsed(written: &str) -> Result<Url, Fault<'static>> {
    const PORT: Fault<'_> =
        ("a port that is no number from 1 to 65535", "write the port that the provider listens on", None);
    match Url::parse(written) {
        Ok(url) if url.port() == Some(0) => Err(PORT),
        Ok(url) => Ok(url),
        Err(url::ParseError::EmptyHost) => Err(("no host", "name the host", None)),
        Err(url::ParseError::InvalidPort) => Err(PORT),
        Err(_) => Err(("no host that can exist", "write an absolute URL: `https://host/path`", None)),
    }
}

/// Keycloak's realms may hold blanks, and people forget to write `%20`: the realm's fault, not the URL's.
fn blank_is_in_realm(written: &str) -> bool {
    let Some((before, rest)) = written.split_once("/realms/") else { return false };
    let (realm, below) = rest.split_once('/').unwrap_or((rest, ""));
    let outside = before.contains(char::is_whitespace) || below.contains(char::is_whitespace);
    let odd = realm.contains(|c: char| c.is_whitespace() && c != ' ' || c == '#' || c == '?') || realm.contains("  ");
    !outside && !odd && realm.trim() == realm
}
