//! The one way by which text of other people reaches a printer: file names, values, answers of servers.
//!
//! Every character stays one character, so columns and carets stay true:
//! a C0 control becomes its picture (`ESC` → `␛`), every other dangerous character becomes `�`.

use std::fmt::Write as _;

/// What stands for a character that is not shown.
const HIDDEN: char = '\u{fffd}';

/// Text for one line of output: nothing in it can move the cursor, break the line or command a CI runner.
pub fn line(text: &str) -> String {
    escape(text, &[])
}

/// Like [`line()`], but line breaks and tabs stay.
pub fn paragraph(text: &str) -> String {
    escape(text, &['\n', '\t'])
}

/// JSON that writes dangerous characters, and the `[` of runner commands, as JSON escapes. Outside of strings
/// JSON holds none of them, so the data stays the same.
pub fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut units = [0; 2];
    for c in text.chars() {
        let command = c == '[' && safe.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##");
        if command || (c != '\n' && is_dangerous(c)) {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

fn escape(text: &str, keep: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut before, mut last) = (None, None);
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let command = last == Some(c)
            && match c {
                '#' => starts_v1_command(rest),
                ':' => before.is_none_or(char::is_whitespace) && !rest.starts_with(|c: char| c.is_ascii_digit()),
                _ => false,
            };
        out.push(if command {
            HIDDEN
        } else if keep.contains(&c) {
            c
        } else {
            shown(c)
        });
        (before, last) = (last, Some(c));
    }
    out
}

/// True for what follows `##` in a command that a runner honours anywhere in a line: `##[error]` (GitHub),
/// `##vso[…]` (Azure Pipelines), `##teamcity[…]`.
fn starts_v1_command(rest: &str) -> bool {
    rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
}

/// The character to print for `c`.
fn shown(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(HIDDEN),
        '\u{7f}' => '\u{2421}',
        c if is_dangerous(c) => HIDDEN,
        c => c,
    }
}

/// True for characters that a terminal or a reader takes for something else than they are: controls,
/// bidirectional controls (Unicode TR 36 section 3), invisible characters, line and paragraph separators, and what
/// XML 1.0 cannot hold.
pub(super) fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_seen_and_do_nothing() {
        assert_eq!(line("a\u{1b}[31mb\r\n\tc\u{7f}\u{9b}"), "a␛[31mb␍␊␉c␡�");
        assert_eq!(paragraph("a\u{1b}\n\tb"), "a␛\n\tb");
        assert_eq!(line("\u{202e}evil\u{2066}\u{200b}\u{feff}\u{2028}"), "�evil����");
        assert_eq!(line("Grüße, 東京, `x` — ok"), "Grüße, 東京, `x` — ok");
    }

    #[test]
    fn runner_commands_are_broken() {
        assert_eq!(line("x ##[error]y ###[z] ##vso[task]"), "x #�[error]y ##�[z] #�vso[task]");
        assert_eq!(line("::error::x"), ":�error::x");
        assert_eq!(line("a ::set-output name=b::c"), "a :�set-output name=b::c");
        assert_eq!(line(":::error::"), ":�:error::");
        assert_eq!(paragraph("a\n::error::x"), "a\n:�error::x");
    }

    #[test]
    fn harmless_neighbours_of_commands_stay() {
        for text in ["## heading", "a::b", "`::1`", "::1", "#[derive]", "# # x"] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn a_character_stays_one_character() {
        let hostile = "a\u{1b}##[x] ::y\r\n\u{202e}é";
        assert_eq!(line(hostile).chars().count(), hostile.chars().count());
    }
}
