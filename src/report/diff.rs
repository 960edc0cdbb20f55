//! A patch in unified form, as `git apply` and `patch -p1` read it; it hides secrets and controls as excerpts do.

use std::fmt::Write as _;
use std::io::{self, Write};

use similar::TextDiff;

use super::{escape, mask};

/// Lines around a change: fewer where that keeps a line out that would have to be hidden. Without any `git apply`
/// takes no patch.
const CONTEXTS: [usize; 3] = [3, 2, 1];

/// Invisible, but no danger to a terminal: a patch without them would not fit its file.
const KEPT: [char; 7] = ['\t', '\u{ad}', '\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'];

/// Writes what changes from `before` to `after`; nothing when nothing does. Gives false when something in it had to
/// be hidden, so that the patch does not fit the file.
///
/// # Errors
/// Only those of `out`.
pub fn diff(name: &str, before: &str, after: &str, out: &mut dyn Write) -> io::Result<bool> {
    // Lines as patches have them: a carriage return alone ends none.
    let [old, new] = [before, after].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let changes = TextDiff::from_slices(&old, &new);
    let mut patches = CONTEXTS.map(|context| hunks(&changes, context)).into_iter();
    let first = patches.next().unwrap_or_default();
    let (hunks, is_whole) = if first.1 { first } else { patches.find(|(_, is_whole)| *is_whole).unwrap_or(first) };
    if !hunks.is_empty() {
        write!(out, "--- {}\n+++ {}\n{hunks}", header('a', name), header('b', name))?;
    }
    Ok(is_whole)
}

/// The hunks with that many lines around each change, and whether every line in them is shown as it is.
fn hunks(changes: &TextDiff<'_, '_, str>, context: usize) -> (String, bool) {
    let (mut out, mut is_whole) = (String::new(), true);
    for hunk in changes.unified_diff().context_radius(context).iter_hunks() {
        let _ = writeln!(out, "{}", hunk.header());
        for change in hunk.iter_changes() {
            let line = change.value();
            let text = line.trim_end_matches(['\r', '\n']);
            let shown = shown(text);
            is_whole &= shown == text;
            let _ = write!(out, "{}{shown}{}", change.tag(), &line[text.len()..]);
            if !line.ends_with('\n') {
                out.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    (out, is_whole)
}

fn shown(line: &str) -> String {
    let masked = mask::mask(line);
    let escaped = escape::line(&masked);
    masked.chars().zip(escaped.chars()).map(|(raw, shown)| if KEPT.contains(&raw) { raw } else { shown }).collect()
}

/// The name in a header: in quotes and with the escapes of C where it holds what ends a name or must not be shown,
/// with a tab behind it where a blank would end it.
fn header(side: char, name: &str) -> String {
    let name = name.trim_start_matches('/');
    if escape::line(name) == name && !name.contains(['"', '\\']) {
        return format!("{side}/{name}{}", if name.contains(' ') { "\t" } else { "" });
    }
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"\\#:".contains(&byte);
    let escaped = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("\\{byte:03o}") };
    format!("\"{side}/{}\"", name.bytes().map(escaped).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(name: &str, before: &str, after: &str) -> (String, bool) {
        let mut out = Vec::new();
        let is_whole = diff(name, before, after, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), is_whole)
    }

    #[test]
    fn a_secret_near_a_change_is_left_out() {
        let (out, is_whole) = patch("a", "token: x\nb: 1\nc: 2\nd: 3\n", "token: x\nb: 1\nc: 9\nd: 3\n");
        assert_eq!(out, "--- a/a\n+++ b/a\n@@ -2,3 +2,3 @@\n b: 1\n-c: 2\n+c: 9\n d: 3\n");
        assert!(is_whole);
    }

    #[test]
    fn a_secret_in_a_change_is_hidden_and_told() {
        let (out, is_whole) = patch("a", "token: hunter2 \n", "token: hunter2\n");
        assert!(!out.contains("hunter2") && !is_whole, "{out}");
        let (out, is_whole) = patch("a", "a: \u{1b}[31m\n", "b: \u{1b}[31m\n");
        assert!(!out.contains('\u{1b}') && !is_whole, "{out}");
    }

    #[test]
    fn names_are_written_as_git_writes_them() {
        for (name, shown) in [
            ("/a/b.yaml", "a/a/b.yaml"),
            ("my values.yaml", "a/my values.yaml\t"),
            ("größe.yaml", "a/größe.yaml"),
            ("a\"b.yaml", "\"a/a\\042b.yaml\""),
            ("a\n##[error]b", "\"a/a\\012\\043\\043[error]b\""),
            ("\u{202e}a", "\"a/\\342\\200\\256a\""),
        ] {
            assert_eq!(header('a', name), shown);
        }
    }
}
