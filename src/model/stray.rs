//! Characters around and inside a value that do not belong to it: nobody sees them, and everybody compares them.

use std::borrow::Cow;

use super::placeholder;
use crate::provider;

/// A stray character or a second pair of quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray<'a> {
    /// A character without a shape, and its name in Unicode.
    Invisible {
        /// The character, a slice of the value.
        at: &'a str,
        /// Its name, lower case.
        name: &'static str,
    },
    /// The whole value stands between these.
    Wrapped {
        /// The character in front.
        open: char,
        /// The character behind.
        close: char,
    },
}

/// Zero-width and bidirectional controls, blanks that do not break, the soft hyphen (Unicode 16, UnicodeData.txt).
const INVISIBLE: &[(char, &str)] = &[
    ('\u{a0}', "no-break space"),
    ('\u{ad}', "soft hyphen"),
    ('\u{61c}', "arabic letter mark"),
    ('\u{180e}', "mongolian vowel separator"),
    ('\u{200b}', "zero width space"),
    ('\u{200c}', "zero width non-joiner"),
    ('\u{200d}', "zero width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{202a}', "left-to-right embedding"),
    ('\u{202b}', "right-to-left embedding"),
    ('\u{202c}', "pop directional formatting"),
    ('\u{202d}', "left-to-right override"),
    ('\u{202e}', "right-to-left override"),
    ('\u{202f}', "narrow no-break space"),
    ('\u{2060}', "word joiner"),
    ('\u{2066}', "left-to-right isolate"),
    ('\u{2067}', "right-to-left isolate"),
    ('\u{2068}', "first strong isolate"),
    ('\u{2069}', "pop directional isolate"),
    ('\u{feff}', "byte order mark"),
];

/// The first stray thing in `text`; `None` in a placeholder, which may stand in `<…>`.
pub fn find(text: &str) -> Option<Stray<'_>> {
    let invisible = text.char_indices().find_map(|(at, c)| {
        let name = name_of(c)?;
        Some(Stray::Invisible { at: &text[at..at + c.len_utf8()], name })
    });
    invisible.or_else(|| {
        let (open, close, _) = unwrapped(text.trim())?;
        Some(Stray::Wrapped { open, close })
    })
}

/// The value that is meant: without blanks at its ends, without stray characters.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_edge = |c: char| c.is_whitespace() || name_of(c).is_some();
    let trimmed = text.trim_matches(is_edge);
    let inner = unwrapped(trimmed).map_or(trimmed, |(_, _, inner)| inner.trim_matches(is_edge));
    if inner.contains(|c| name_of(c).is_some()) {
        return Cow::Owned(inner.chars().filter(|&c| name_of(c).is_none()).collect());
    }
    Cow::Borrowed(inner)
}

fn name_of(c: char) -> Option<&'static str> {
    INVISIBLE.iter().find(|(known, _)| *known == c).map(|(_, name)| *name)
}

/// The pair of quotes around the whole text, and the text inside.
fn unwrapped(text: &str) -> Option<(char, char, &str)> {
    const CURLY: &str = "“”„‟‘’‚‛«»";
    let (open, close) = (text.chars().next()?, text.chars().next_back()?);
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    let is_pair = match (open, close) {
        ('"', '"') | ('\'', '\'') | ('`', '`') => !inner.contains(open),
        ('<', '>') => placeholder::find(text).is_none() && is_value(inner),
        _ => CURLY.contains(open) && CURLY.contains(close),
    };
    (is_pair && !inner.trim().is_empty()).then_some((open, close, inner))
}

/// True for what could be a value; `<your-endpoint>` is nothing but a name for one.
fn is_value(text: &str) -> bool {
    text.contains("://") || text.contains(['@', '|']) || provider::is_guid(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_leaves_what_is_meant() {
        for (text, meant) in [
            ("azure", "azure"),
            ("  azure\n", "azure"),
            ("\u{feff}azure\u{200b} ", "azure"),
            ("az\u{ad}ure", "azure"),
            ("“8f6c”", "8f6c"),
            ("„8f6c“", "8f6c"),
            ("'8f6c'", "8f6c"),
            ("` 8f6c `", "8f6c"),
            ("<https://a.example/keys>", "https://a.example/keys"),
            ("<endpoint>", "<endpoint>"),
            ("<your-endpoint>", "<your-endpoint>"),
            ("O'Brien'", "O'Brien'"),
            ("'a'b'", "'a'b'"),
            ("\"\"", "\"\""),
            ("\"", "\""),
            ("", ""),
            (" \u{a0} ", ""),
            ("Ädä", "Ädä"),
        ] {
            assert_eq!(clean(text), meant, "{text:?}");
        }
        assert!(matches!(clean(" a "), Cow::Borrowed(_)), "a slice keeps its place in the file");
    }

    #[test]
    fn the_first_stray_character_is_named() {
        assert_eq!(find("ab\u{200b}c\u{a0}"), Some(Stray::Invisible { at: "\u{200b}", name: "zero width space" }));
        assert_eq!(find(" ”ab“"), Some(Stray::Wrapped { open: '”', close: '“' }));
        for plain in ["ab", " ab\n", "<endpoint>", "Ädä", "'", "a'b'", "auth0|x"] {
            assert_eq!(find(plain), None, "{plain:?}");
        }
    }
}
