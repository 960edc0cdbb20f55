//! Writes a new value over an old one: keeps the quoting, keeps every other byte.

use super::node::{Node, Style};
use super::scalar::{Reader, Tag, Typed, resolve};
use crate::finding::{Edit, Fix, Safety};
use crate::source::{Place, Span};

/// The place of `part` (a slice of the node's own text) in the file; the whole node when escapes or
/// folding keep the two apart.
pub fn part_place(node: Node<'_>, part: &str) -> Place {
    let mut place = node.place();
    let Some(scalar) = node.scalar() else { return place };
    let raw = node.raw();
    let whole = scalar.text.trim_end_matches('\n');
    let Some(at) = raw.find(whole) else { return place };
    let offset = (part.as_ptr() as usize).checked_sub(scalar.text.as_ptr() as usize);
    let inside = offset.filter(|o| o + part.len() <= whole.len());
    // A part that is no slice of the text (a trimmed copy, a lower-case copy) means the whole text.
    let (offset, length) = inside.map_or((0, whole.len()), |offset| (offset, part.len()));
    let start = place.span.start as usize + at + offset;
    place.span = Span::new(start, start + length);
    place
}

/// The place of the value without its quotes.
pub fn value_place(node: Node<'_>) -> Place {
    match node.scalar() {
        Some(scalar) if !scalar.text.is_empty() => part_place(node, &scalar.text),
        _ => node.place(),
    }
}

/// The edit that makes the scalar `node` read as the string `new`, in the quoting it has.
pub fn write_text(node: Node<'_>, new: &str) -> Edit {
    let style = node.scalar().map_or(Style::Plain, |s| s.style);
    let place = node.place();
    let replacement = match style {
        Style::Plain if is_safe_plain(new) => new.to_owned(),
        Style::Single => format!("'{}'", new.replace('\'', "''")),
        Style::Plain | Style::Double => double_quoted(new),
        Style::Literal | Style::Folded => return write_block(node, new),
    };
    Edit { place, replacement }
}

/// A fix of that one edit. An anchored text may be used for another purpose too: never safe through an alias.
pub fn fix_text(node: Node<'_>, new: &str, safety: Safety) -> Fix {
    let safety = if node.used_at().is_some() { Safety::Unsafe } else { safety };
    Fix { title: format!("write `{new}`"), safety, edits: vec![write_text(node, new)] }
}

/// The body of a block scalar keeps its indentation and its line break.
fn write_block(node: Node<'_>, new: &str) -> Edit {
    let mut place = value_place(node);
    if place.span == node.place().span {
        // More than one line: replace from the first content byte to the end of the last line.
        let raw = node.raw();
        let body = raw.trim_end_matches(['\n', '\r', ' ']).len();
        let indent = raw.len() - raw.trim_start().len();
        place.span = Span::new(place.span.start as usize + indent, place.span.start as usize + body);
    }
    Edit { place, replacement: new.to_owned() }
}

/// `new` in double quotes, as YAML and JSON both read it.
pub fn double_quoted(new: &str) -> String {
    serde_json::Value::from(new).to_string()
}

/// True when `text` can stand unquoted in block or flow context and every reader takes it as this string.
pub fn is_safe_plain(text: &str) -> bool {
    let first = text.chars().next();
    let starts_well = first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '.'));
    let inside_ok = text.chars().all(|c| c.is_alphanumeric() || "/_.:|-+@=%~?&*()!$;".contains(c));
    let no_marks = !text.contains(": ") && !text.ends_with(':') && !text.starts_with("---");
    let a_string =
        [Reader::Helm, Reader::Operator].iter().all(|&reader| resolve(text, true, Tag::None, reader) == Typed::Text);
    starts_well && inside_ok && no_marks && a_string
}
