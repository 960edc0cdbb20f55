//! What a server says is data: text from the network passes here before anything stores or shows it.

/// How much of a body is ever shown, in characters.
pub(super) const EXCERPT: usize = 120;

/// One line without control characters, terminal escapes, bidirectional or invisible characters,
/// and without the pairs that start a command in a CI log: GitHub's runner searches `##[` anywhere
/// in a line (`actions/runner`, ActionCommand.cs), Azure DevOps `##vso[`, TeamCity `##teamcity[`.
pub fn sanitise(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push(' '),
            '#' if clean.ends_with('#') => clean.push_str(" #"),
            c if c.is_control() || is_invisible(c) => {}
            c => clean.push(c),
        }
    }
    clean
}

/// The sanitised beginning of a text, white space folded.
pub(super) fn excerpt(text: &str) -> String {
    // white space and invisible characters may be most of a page: look at more than is shown
    let head: String = text.chars().take(8 * EXCERPT).collect();
    let clean = sanitise(&head);
    let folded = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    clip(&folded, EXCERPT)
}

/// At most `limit` characters, the last one an ellipsis when something was cut.
pub(super) fn clip(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_invisible_characters_go() {
        assert_eq!(sanitise("\u{1b}[31mred\u{9b}0m\u{7f}\0"), "[31mred0m");
        assert_eq!(sanitise("a\u{202e}b\u{2066}c\u{200b}d\u{feff}"), "abcd");
        assert_eq!(sanitise("one\ntwo\r\n::set-output\u{2028}x"), "one two  ::set-output x");
        assert_eq!(sanitise("Größe ✓"), "Größe ✓");
    }

    #[test]
    fn log_commands_are_broken_whatever_hides_between() {
        for text in ["##[error]", "#\u{200b}#[error]", "###[error]", "####[x]", "##vso[x]", "##teamcity[x]", "#\0#["] {
            assert!(!sanitise(text).contains("##"), "{text:?}");
        }
    }

    #[test]
    fn excerpts_are_bounded() {
        assert_eq!(excerpt("  <html>\n   <body> "), "<html> <body>");
        let long = excerpt(&"é".repeat(5000));
        assert_eq!(long.chars().count(), EXCERPT);
        assert!(long.ends_with('…'));
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "ab…");
    }

    proptest::proptest! {
        #[test]
        fn clean_text_stays_as_it_is(text: String, hashes in "[#\\x00\u{200b}\\[ ]*") {
            for text in [text, hashes] {
                let clean = sanitise(&text);
                proptest::prop_assert_eq!(sanitise(&clean), clean.clone());
                proptest::prop_assert!(!clean.contains("##") && !clean.chars().any(char::is_control));
            }
        }
    }
}
