//! The two settings that the template prints without quotes, read again as YAML.

use std::ops::Range;

use serde_json::Value;

use super::go::value_of;
use crate::input::node::Node;
use crate::input::scalar::Reader;
use crate::input::{strict, yaml};
use crate::model::stray;
use crate::source::Source;

/// A setting that the template prints without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `identityProvider`.
    IdentityProvider,
    /// `jwksEndpoint`, on the line after it.
    JwksEndpoint,
}

/// What arrives in the resource.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrival {
    /// This value.
    Value(Value),
    /// Keys that nobody wrote as such: lines of the text that follow the first.
    Injects(Vec<String>),
    /// Nothing: what is printed is no YAML.
    Breaks,
}

/// What the chart makes of a text that does not survive it. Exactly one, so one rule speaks.
#[derive(Clone, Debug, PartialEq)]
pub enum Misprint {
    /// `{TENANT}` and nothing else: what a renderer should have filled in becomes a map.
    Template,
    /// Anything else.
    Broken {
        /// What arrives.
        arrival: Arrival,
        /// What does it.
        culprit: Culprit,
    },
}

/// The part of a text that YAML takes for more than text, as a range of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Culprit {
    /// It goes on on another line.
    LineBreak,
    /// A first character, or two, with a meaning of its own.
    Leading(Range<usize>),
    /// A blank and `#`, and the comment that they begin.
    Comment(Range<usize>),
    /// A colon at the end of a word.
    Colon(Range<usize>),
    /// The whole text is another type's.
    Typed,
}

/// What is read back from the printed text.
pub(super) struct Read {
    pub(super) identity_provider: Value,
    pub(super) jwks_endpoint: Value,
    pub(super) injected: Vec<String>,
}

const ADMIN: &[&str] = &["spec", "package", "spec", "admin"];
const PRINTED: [&str; 2] = ["identityProvider", "jwksEndpoint"];

/// The maps around the settings, with the keys that belong there.
const LEVELS: [(&[&str], &[&str]); 5] = [
    (&[], &["spec"]),
    (&["spec"], &["package"]),
    (&["spec", "package"], &["spec"]),
    (&["spec", "package", "spec"], &["admin", "egress"]),
    (ADMIN, &PRINTED),
];

/// What surrounds the two settings.
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    /// Other settings follow them.
    pub(super) is_followed: bool,
    /// The text becomes a ConfigMap's payload: read by `fromYaml`, which takes the first document and no more.
    /// Otherwise Helm splits it into documents and trims their ends.
    pub(super) in_config_map: bool,
}

/// Prints both settings as the template does and reads the text as Helm and the cluster do; the error is the
/// reason.
pub(super) fn read_back(identity_provider: &str, jwks_endpoint: &str, around: Around) -> Result<Read, String> {
    let mut text = format!(
        "spec:\n  package:\n    spec:\n      admin:\n        identityProvider: {identity_provider}\n        jwksEndpoint: {jwks_endpoint}"
    );
    if around.is_followed {
        text.push_str("\n      egress: {}");
    } else if !around.in_config_map {
        text.truncate(text.trim_end().len());
    }
    text.push('\n');
    text.truncate(end_of_reading(&text, if around.in_config_map { &["---", "..."] } else { &["..."] }));
    let (tree, error) = yaml::read(&Source::new("manifest", text), Reader::Kubectl);
    if let Some(error) = error.or_else(|| strict::refusals(&tree, 0).into_iter().next()) {
        return Err(error.reason);
    }
    let Some(root) = tree.document(0) else { return Err("nothing is left".to_owned()) };
    let levels = LEVELS.iter().filter_map(|(path, own)| Some((path, own, root.at(path)?)));
    let injected = levels.flat_map(|(path, own, map)| others(map, own, path)).collect();
    let arrived = |key| root.at(ADMIN).and_then(|admin| admin.get(key)).map_or(Value::Null, value_of);
    let [identity_provider, jwks_endpoint] = PRINTED.map(arrived);
    Ok(Read { identity_provider, jwks_endpoint, injected })
}

/// Where a line that begins with one of `marks` ends the text that is read.
fn end_of_reading(text: &str, marks: &[&str]) -> usize {
    let is_mark =
        |line: &str| !line.starts_with(' ') && line.split_whitespace().next().is_some_and(|w| marks.contains(&w));
    text.split_inclusive('\n').take_while(|line| !is_mark(line)).map(str::len).sum()
}

/// The key path of a key of `admin` in the resource.
pub(super) fn in_admin(key: &str) -> String {
    joined(ADMIN, key)
}

fn others(map: Node<'_>, own: &[&str], path: &[&str]) -> Vec<String> {
    let names = map.entries().map(|entry| entry.name());
    names.filter(|name| !own.contains(&&**name)).map(|name| joined(path, &name)).collect()
}

fn joined(path: &[&str], key: &str) -> String {
    path.iter().copied().chain([key]).collect::<Vec<_>>().join(".")
}

/// What arrives when `field` holds `text` and all else is sound.
pub fn arrives(field: Field, text: &str) -> Arrival {
    let read = match field {
        Field::IdentityProvider => read_back(text, "https://a.example/keys", Around::default()),
        Field::JwksEndpoint => read_back("keycloak", text, Around::default()),
    };
    match (read, field) {
        (Err(_), _) => Arrival::Breaks,
        (Ok(read), _) if !read.injected.is_empty() => Arrival::Injects(read.injected),
        (Ok(read), Field::IdentityProvider) => Arrival::Value(read.identity_provider),
        (Ok(read), Field::JwksEndpoint) => Arrival::Value(read.jwks_endpoint),
    }
}

/// What becomes of a text that does not arrive as it is written. Blanks around it and a second pair of quotes are
/// taken away, which does no harm; stray characters have a rule of their own.
pub fn misprint(field: Field, text: &str) -> Option<Misprint> {
    let arrival = arrives(field, text);
    let is_cause_stray = || stray::find(text).is_some() && survives(&arrives(field, &stray::clean(text)), text);
    if survives(&arrival, text) || is_cause_stray() {
        return None;
    }
    Some(if is_template(text.trim()) {
        Misprint::Template
    } else {
        Misprint::Broken { arrival, culprit: culprit(text) }
    })
}

/// True when `arrival` is the text that is meant.
fn survives(arrival: &Arrival, text: &str) -> bool {
    let Arrival::Value(Value::String(arrived)) = arrival else { return false };
    let is_quoted = |text: &str, quote| text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) == Some(arrived);
    let text = text.trim();
    arrived.trim() == text || is_quoted(text, '"') || is_quoted(text, '\'') || stray::clean(text) == *arrived
}

/// `{NAME}`: nobody's value, but some renderer's variable.
fn is_template(text: &str) -> bool {
    let name = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let is_word = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    name.is_some_and(|name| !name.trim().is_empty() && is_word(name))
}

fn culprit(text: &str) -> Culprit {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let at = |from: usize, length: usize| start + from..start + from + length;
    if trimmed.contains(['\n', '\r']) {
        return Culprit::LineBreak;
    }
    match trimmed.chars().next() {
        Some('-' | '?') if trimmed[1..].starts_with(' ') => return Culprit::Leading(at(0, 2)),
        Some(first) if "*&!@`%|>{}[],\"'#".contains(first) => return Culprit::Leading(at(0, 1)),
        _ => {}
    }
    let comment = trimmed.find(" #").or_else(|| trimmed.find("\t#"));
    let colon = trimmed.find(": ").or_else(|| trimmed.ends_with(':').then(|| trimmed.len() - 1));
    match (comment, colon) {
        (Some(comment), colon) if colon.is_none_or(|colon| comment < colon) => {
            Culprit::Comment(at(comment, trimmed.len() - comment))
        }
        (_, Some(colon)) => Culprit::Colon(at(colon, 1)),
        _ => Culprit::Typed,
    }
}
