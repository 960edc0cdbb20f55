//! Which known key an unknown one is meant to be.

/// How a key was recognised under another spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Equal but for case, `_` and `-`.
    Spelling,
    /// A listed other name.
    Alias,
    /// One edit away (two for eight letters or more).
    Edit,
}

/// A key without case, `_` and `-`.
pub fn folded(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// No key of ours is half as long, in bytes; a longer one is not worth the comparison.
const LONGEST: usize = 64;

/// The one candidate that `key` is meant to be: by spelling, by alias, then by edits; two equally near
/// candidates are none.
pub(super) fn nearest<'a>(key: &str, candidates: &[(&'a str, Vec<&str>)]) -> Option<(&'a str, Likeness)> {
    if key.len() > LONGEST {
        return None;
    }
    let like = folded(key);
    let by_spelling = candidates.iter().find(|(name, _)| folded(name) == like);
    if let Some((name, _)) = by_spelling {
        return Some((name, Likeness::Spelling));
    }
    let by_alias = candidates.iter().find(|(_, aliases)| aliases.iter().any(|alias| folded(alias) == like));
    if let Some((name, _)) = by_alias {
        return Some((name, Likeness::Alias));
    }
    let limit = if key.chars().count() >= 8 { 2 } else { 1 };
    let mut near: Vec<(usize, &str)> = candidates
        .iter()
        .map(|(name, _)| (strsim::osa_distance(&like, &folded(name)), *name))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [(best, _), (next, _), ..] if best == next => None,
        [(_, name), ..] => Some((name, Likeness::Edit)),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_then_alias_then_edit() {
        let known = [("jwksEndpoint", vec!["jwksUri"]), ("users", vec![]), ("id", vec!["oid", "sub"])];
        assert_eq!(nearest("jwks_endpoint", &known), Some(("jwksEndpoint", Likeness::Spelling)));
        assert_eq!(nearest("jwksURI", &known), Some(("jwksEndpoint", Likeness::Alias)));
        assert_eq!(nearest("jwksEndpont", &known), Some(("jwksEndpoint", Likeness::Edit)));
        assert_eq!(nearest("user", &known), Some(("users", Likeness::Edit)));
        assert_eq!(nearest("clientId", &known), None);
        assert_eq!(nearest("ax", &[("aa", vec![]), ("ab", vec![])]), None);
    }
}
