//! What may be shown: words that everybody's files hold, hosts of vendors, releases, dates, short numbers.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::provider::published_words;
use crate::rules::RULES;

/// Longest number that is a port, a count or a line rather than somebody's id.
const LONGEST_NUMBER: usize = 5;
/// Closest names count as misspelled: the Jaro-Winkler similarity from which on a key is shown.
const MISSPELLED: f64 = 0.9;
/// Ends of file names.
const EXTENSIONS: &[&str] =
    &["yaml", "yml", "json", "toml", "md", "sh", "env", "pem", "crt", "key", "conf", "csv", "txt", "tpl", "dist", "mk"];

static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();

fn words() -> &'static BTreeSet<&'static str> {
    WORDS.get_or_init(|| {
        let lines = include_str!("vocabulary.txt").lines().filter(|line| !line.starts_with('#'));
        let ours = RULES.iter().map(|rule| rule.id);
        lines.flat_map(str::split_whitespace).chain(published_words()).chain(ours).collect()
    })
}

/// True for a word that says nothing about anybody.
pub(super) fn holds(word: &str) -> bool {
    is_word(word)
        || is_number(word)
        || is_version(word)
        || is_release(word)
        || is_date(word)
        || word.strip_prefix("AADSTS").is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// True for a word of the list, and for one that is made of such words: `device_url`, `admin.users`.
pub(super) fn is_word(word: &str) -> bool {
    let mut parts = word.split(['-', '_', '.']).filter(|part| !is_number(part)).peekable();
    words().contains(word) || (parts.peek().is_some() && parts.all(|part| words().contains(part)))
}

/// True for the name of a host that is everybody's.
pub(super) fn is_host(word: &str) -> bool {
    let name = word.trim_end_matches('.').to_ascii_lowercase();
    words().contains(&*name) && (name.contains('.') || name == "localhost")
}

/// True for a key that is a misspelled word of the list.
pub(super) fn is_nearly_word(key: &str) -> bool {
    let first = |word: &str| word.chars().next().map(|c| c.to_ascii_lowercase());
    let folded = |word: &str| word.to_ascii_lowercase().replace(['-', '_'], "");
    let near = |word: &&&str| {
        word.len() >= 4 && first(word) == first(key) && strsim::jaro_winkler(&folded(word), &folded(key)) >= MISSPELLED
    };
    (2..=32).contains(&key.len()) && words().iter().any(|word| folded(word) == folded(key) || near(&word))
}

pub(super) fn is_extension(word: &str) -> bool {
    EXTENSIONS.contains(&word)
}

pub(super) fn is_number(word: &str) -> bool {
    (1..=LONGEST_NUMBER).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `v2.0`, `1.22.4`; four numbers are an address.
fn is_version(word: &str) -> bool {
    let numbers = word.strip_prefix('v').unwrap_or(word).split('.');
    numbers.clone().count() <= 3 && numbers.clone().all(|number| is_number(number) && number.len() <= 3)
}

/// The tag of a release: `20260421-2022186`.
fn is_release(word: &str) -> bool {
    let is_number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = word.split_once('-').filter(|(day, _)| day.starts_with("20"));
    parts.is_some_and(|(day, build)| is_number(day, 8..=8) && is_number(build, 5..=8))
}

/// `2026-11-22`, with or without a time behind it.
fn is_date(word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    word.starts_with("20") && ["0000-00-00", "0000-00-00T00"].contains(&&*shape)
}
