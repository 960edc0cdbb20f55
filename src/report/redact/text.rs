//! Rewrites a text word by word: what is in no list of everybody's words becomes a placeholder.
//!
//! The same for every format, also for files that cannot be read: words are letters and what joins them, everything
//! between them stays, so lines, quotes and indentation do, too.

use std::ops::Range;

use super::table::{Class, Table};
use super::vocabulary;

/// What kind of text it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file: comments go, keys tell what stands behind them.
    File,
    /// Values: a key path, a replacement, what a message has in backticks.
    Values,
    /// A sentence of ours: only what looks like a value, or is known as one, is replaced.
    Prose,
}

/// A text without its values, and where its bytes went.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    pub(super) text: String,
    /// What was replaced, in order: bytes of the old text, bytes of the new one.
    moved: Vec<(Range<usize>, Range<usize>)>,
}

impl Rewritten {
    /// Where a span that starts at `old` starts now: a place inside of a value is the start of its placeholder.
    pub(super) fn start(&self, old: usize) -> usize {
        self.find(old, |to| to.start)
    }

    /// Where a span that ends at `old` ends now: a place inside of a value is the end of its placeholder.
    pub(super) fn end(&self, old: usize) -> usize {
        self.find(old, |to| to.end)
    }

    fn find(&self, old: usize, inside: impl Fn(&Range<usize>) -> usize) -> usize {
        let after = self.moved.partition_point(|(from, _)| from.start < old);
        let new = match after.checked_sub(1).and_then(|at| self.moved.get(at)) {
            Some((from, to)) if old < from.end => inside(to),
            Some((from, to)) => to.end + (old - from.end),
            None => old,
        };
        new.min(self.text.len())
    }
}

/// Rewrites `text`.
pub(super) fn rewrite(text: &str, kind: Kind, table: &mut Table) -> Rewritten {
    let mut writer = Writer { text, kind, table, done: Rewritten::default(), behind: Class::Value, is_host: false };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = if kind == Kind::File && c == '#' && writer.begins_comment(at) {
            writer.comment(at)
        } else if is_joined(c) {
            writer.word(at)
        } else {
            writer.between(at, c)
        };
    }
    writer.done
}

/// Letters, and what joins them in names, ids, hosts and addresses.
fn is_joined(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '%' | '+')
}

struct Writer<'t> {
    text: &'t str,
    kind: Kind,
    table: &'t mut Table,
    done: Rewritten,
    /// The class that the last key or segment tells.
    behind: Class,
    /// Behind `://`.
    is_host: bool,
}

impl Writer<'_> {
    fn begins_comment(&self, at: usize) -> bool {
        self.text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '\u{feff}')
    }

    /// A comment is nobody's business, unless it speaks to us.
    fn comment(&mut self, at: usize) -> usize {
        let end = self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |length| at + length);
        let body = at + self.text[at..end].len() - self.text[at..end].trim_start_matches('#').len();
        self.done.text.push_str(&self.text[at..body]);
        if !self.text[body..end].trim_start().starts_with("idplint:") && !self.text[body..end].trim().is_empty() {
            self.replace(body..end, " …");
            return end;
        }
        body
    }

    fn between(&mut self, at: usize, c: char) -> usize {
        self.done.text.push(c);
        let before = &self.text[..at];
        match c {
            '/' => self.is_host = before.ends_with(":/"),
            ':' | '[' | ']' => {}
            _ => self.is_host = false,
        }
        if c == '\n' && self.kind != Kind::File {
            self.behind = Class::Value;
        }
        at + c.len_utf8()
    }

    fn word(&mut self, at: usize) -> usize {
        let end = self.text[at..].find(|c| !is_joined(c)).map_or(self.text.len(), |length| at + length);
        let whole = &self.text[at..end];
        let is_edge = |c: char| matches!(c, '.' | '_' | '-' | '+' | '%' | '@');
        let word = whole.trim_start_matches(is_edge);
        let start = end - word.len();
        let word = word.trim_end_matches(is_edge);
        let range = start..start + word.len();
        self.done.text.push_str(&self.text[at..start]);
        if word.is_empty() {
            return end;
        }
        let shown = self.shown(word, &range);
        self.tell_class(word, &range);
        if shown == word {
            self.done.text.push_str(word);
        } else {
            self.replace(range.clone(), &shown);
        }
        self.done.text.push_str(&self.text[range.end..end]);
        end
    }

    fn replace(&mut self, old: Range<usize>, new: &str) {
        let start = self.done.text.len();
        self.done.text.push_str(new);
        self.done.moved.push((old, start..self.done.text.len()));
    }

    /// What is behind a key, or behind a segment of a path that announces a name.
    fn tell_class(&mut self, word: &str, range: &Range<usize>) {
        let rest = &self.text[range.end..];
        if rest.starts_with('=') || (self.kind == Kind::File && self.is_key(range)) {
            self.behind = Class::behind(word);
        } else if rest.starts_with('/') {
            match word {
                "realms" => self.behind = Class::Realm,
                _ if word.starts_with("login.") || word == "sts.windows.net" => self.behind = Class::Tenant,
                _ => {}
            }
        }
    }

    fn is_key(&self, range: &Range<usize>) -> bool {
        let rest = &self.text[range.end..];
        let unquoted = rest.strip_prefix(['"', '\'']);
        let rest = unquoted.unwrap_or(rest).trim_start_matches([' ', '\t']);
        let is_open = |rest: &str| unquoted.is_some() || rest.chars().next().is_none_or(char::is_whitespace);
        rest.starts_with('=') || rest.strip_prefix(':').is_some_and(is_open)
    }

    fn shown(&mut self, word: &str, range: &Range<usize>) -> String {
        if self.is_host {
            return self.host(word, range.end);
        }
        if self.kind == Kind::Prose && !self.is_suspect(word) {
            return word.to_owned();
        }
        // One or two digits are an index or a count, whoever else has them for an id.
        let is_small = word.len() <= 2 && vocabulary::is_number(word);
        if let Some(known) = self.table.get(word).filter(|_| !is_small) {
            return known.to_owned();
        }
        let is_key = self.kind == Kind::File && self.is_key(range);
        let is_id = self.kind == Kind::File && matches!(self.behind, Class::Id | Class::Client) && !is_key;
        if vocabulary::is_word(word) || is_small || (!is_id && vocabulary::holds(word)) {
            return word.to_owned();
        }
        if is_key && vocabulary::is_nearly_word(word) {
            return self.table.keep(word, word.to_owned());
        }
        match word.rsplit_once('@') {
            Some((_, host)) if host.contains('.') => return self.table.of(word, Class::Email),
            Some((_, rest)) if !vocabulary::is_word(rest) => return self.table.of(word, self.class(word, is_key)),
            _ => {}
        }
        if word.contains('.') { self.dotted(word, is_key) } else { self.table.of(word, self.class(word, is_key)) }
    }

    /// In a sentence: whether a word may be a value at all.
    fn is_suspect(&self, word: &str) -> bool {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let is_mixed = digits >= 2 && word.len() >= 8 && word.contains(|c: char| c.is_alphabetic());
        let is_known = word.chars().count() > 2 && self.table.get(word).is_some();
        is_known || word.contains(['@', '.']) || digits >= 6 || is_mixed
    }

    fn class(&self, word: &str, is_key: bool) -> Class {
        match self.behind {
            _ if is_key => Class::Key,
            Class::Value if is_guid(word) => Class::Id,
            // What these keys hold has an `@` or a dot.
            Class::Email => Class::Name,
            class => class,
        }
    }

    /// A word of `user:password@host:port`.
    fn host(&mut self, word: &str, end: usize) -> String {
        let rest = self.text[end..].split(['/', '"', '\'', '`']).next().unwrap_or_default();
        let is_user = rest.split(char::is_whitespace).next().is_some_and(|rest| rest.contains('@'));
        match word.rsplit_once('@') {
            Some((user, host)) => {
                let user = self.table.of(user, Class::Name);
                format!("{user}@{}", self.table.host(host))
            }
            None if is_user => self.table.of(word, Class::Name),
            None if vocabulary::is_number(word) => word.to_owned(),
            None => self.table.host(word),
        }
    }

    /// A host, a file's name, or a key path.
    fn dotted(&mut self, word: &str, is_key: bool) -> String {
        let labels: Vec<&str> = word.split('.').collect();
        let (first, last) = (labels.first().copied().unwrap_or_default(), labels.last().copied().unwrap_or_default());
        let is_name = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
        let is_top = last.len() >= 2 && last.chars().all(char::is_alphabetic);
        let is_address = labels.len() == 4 && labels.iter().all(|label| vocabulary::is_number(label));
        if is_address
            || (labels.iter().all(is_name) && is_top && !vocabulary::is_extension(last) && !self.is_path(first))
        {
            return self.table.host(word);
        }
        if first.starts_with(|c: char| c.is_ascii_digit()) {
            return self.table.of(word, self.class(word, is_key));
        }
        let parts = labels.into_iter().map(|label| match label {
            label if vocabulary::holds(label) || vocabulary::is_extension(label) => label.to_owned(),
            label => self.table.of(label, self.class(label, is_key)),
        });
        parts.collect::<Vec<_>>().join(".")
    }

    /// Key paths begin with a key of ours; files have hosts.
    fn is_path(&self, first: &str) -> bool {
        self.kind == Kind::Values && ["admin", "spec", "profile", "metadata", "data", "stringData"].contains(&first)
    }
}

fn is_guid(word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_hexdigit() { '0' } else { c }).collect();
    shape == "00000000-0000-0000-0000-000000000000"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Rewritten {
        rewrite(text, Kind::File, &mut Table::default())
    }

    #[test]
    fn a_place_inside_of_a_value_is_the_edge_of_its_placeholder() {
        let old = "x: Quirin # of Quirin\nid: Zyxhuber";
        let new = file(old);
        assert_eq!(new.text, "x: value-1 # …\nid: id-1");
        let at = |part: &str| old.find(part).unwrap();
        let shown = |from: usize, to: usize| &new.text[new.start(from)..new.end(to)];
        for (from, to) in [("Quirin", " #"), ("irin", "in #")] {
            assert_eq!(shown(at(from), at(to)), "value-1");
        }
        assert_eq!(shown(at("id"), old.len()), "id: id-1");
        assert_eq!(shown(at("huber"), old.len()), "id-1");
        assert_eq!(shown(0, old.len() + 9), new.text);
    }

    #[test]
    fn words_fall_into_their_class() {
        for (text, shown) in [
            ("firstName: Ada", "firstName: name-1"),
            ("{\"id\":\"a1\",\"email\":\"ada@acme.io\"}", "{\"id\":\"id-1\",\"email\":\"email-1@example\"}"),
            ("email: ada at acme", "email: name-1 at name-2"),
            ("id: 12345", "id: id-1"),
            ("port: 8443", "port: 8443"),
            ("client_id = \"7f\"", "client_id = \"client-1\""),
            ("host: influx.acme.io:443", "host: host-1.example:443"),
            (
                "url: http://kc.iam.svc.cluster.local:8080/realms/ops/x",
                "url: http://host-1.svc.cluster.local:8080/realms/realm-1/x",
            ),
            (
                "url: https://login.microsoftonline.com/acme/discovery/v2.0/keys",
                "url: https://login.microsoftonline.com/tenant-1/discovery/v2.0/keys",
            ),
            (
                "url: https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token",
                "url: https://tenant-1.auth.eu-west-1.amazoncognito.com/oauth2/token",
            ),
            (
                "url: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCd/x",
                "url: https://cognito-idp.eu-west-1.amazonaws.com/value-1/x",
            ),
            ("url: postgres://ada:pw@10.1.2.3:5432/db", "url: postgres://name-1:name-2@host-1.example:5432/value-1"),
            (
                "image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20260421-2022186",
                "image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20260421-2022186",
            ),
            ("jwksEndpiont: x\nacme: y", "jwksEndpiont: x\nkey-1: y"),
            ("# idplint: ignore[user-id-is-email] Ada", "# idplint: ignore[user-id-is-email] value-1"),
            ("n: 1.1016948447438627e+20", "n: value-1"),
        ] {
            assert_eq!(file(text).text, shown, "{text}");
        }
    }
}
