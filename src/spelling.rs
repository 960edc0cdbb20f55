//! Which of the words that we know a misspelt one is meant to be.

use std::cmp::Reverse;

/// Longer words, in bytes, are no slip of a word of ours, and not worth the comparison.
const LONGEST: usize = 100;

/// The known word that `word` is most likely meant to be; `None` when nothing is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(word, known, 1).pop()
}

/// Up to `most` known words that `word` may be meant to be, the nearest first.
///
/// A word is near when a slip (a letter too many, too few, another, or two swapped) in every third letter leads to
/// it. When there is none, those that hold each part of a hyphenated word are: `discovery-url` is a part of
/// `jwks-endpoint-is-discovery-url`.
pub fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    let word = word.to_lowercase().replace('_', "-");
    let known: Vec<&str> = known.into_iter().collect();
    let limit = word.chars().count().max(3) / 3;
    let slips = known.iter().map(|name| (strsim::osa_distance(&word, &name.to_lowercase()), *name));
    let mut found: Vec<_> = slips.filter(|(slips, _)| *slips <= limit).collect();
    if found.is_empty() {
        found = known.iter().filter(|name| holds_parts(name, &word)).map(|name| (name.len(), *name)).collect();
    }
    found.sort_by_key(|(distance, name)| (*distance, Reverse(shared_start(&word, name)), *name));
    found.into_iter().take(most).map(|(_, name)| name).collect()
}

/// True when each part of `word` starts a part of `name`; parts of one or two letters say too little alone.
fn holds_parts(name: &str, word: &str) -> bool {
    let has = |part: &str| name.split('-').any(|whole| whole.starts_with(part));
    word.split('-').any(|part| part.chars().count() > 2) && word.split('-').all(|part| !part.is_empty() && has(part))
}

fn shared_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMATS: [&str; 8] = ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];

    #[test]
    fn slips_of_the_pen() {
        assert_eq!(nearest("JSON", FORMATS), Some("json"));
        assert_eq!(nearest("sariff", FORMATS), Some("sarif"));
        assert_eq!(nearest("gitub", FORMATS), Some("github"));
        assert_eq!(nearest("helm_values", ["helm-values"]), Some("helm-values"));
        assert_eq!(nearest("chekc", ["check", "schema"]), Some("check"));
    }

    #[test]
    fn other_words_are_near_nothing() {
        assert_eq!(nearest("xml", FORMATS), None);
        assert_eq!(nearest("", FORMATS), None);
        assert_eq!(nearest("nonsense", FORMATS), None);
        assert_eq!(nearest(&"json".repeat(10_000), FORMATS), None);
    }

    #[test]
    fn parts_of_a_name_find_it() {
        let rules = ["jwks-endpoint-is-discovery-url", "discovery-url-elsewhere", "user-id-is-email"];
        assert_eq!(near("discovery-url", rules, 3), ["discovery-url-elsewhere", "jwks-endpoint-is-discovery-url"]);
        assert_eq!(near("email", rules, 3), ["user-id-is-email"]);
        assert_eq!(near("discovery-url", rules, 1), ["discovery-url-elsewhere"]);
        assert!(near("is", rules, 3).is_empty());
        assert!(near("-", rules, 3).is_empty());
    }

    #[test]
    fn the_nearest_comes_first() {
        assert_eq!(near("users", ["user", "userz", "users-x"], 3), ["user", "userz"]);
    }
}
