//! Writes a new value over an old one: keeps the quoting, keeps every other byte.

use super::node::{Entry, Node, Scalar, Style};
use super::scalar::{Reader, Tag, Typed, resolve};
use crate::finding::{Edit, Fix, Safety};
use crate::source::{Place, Span};

/// What stands around a value that is compared as it is.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// The place of `part` (a slice of the node's own text) in the file; the whole node when escapes or
/// folding keep the two apart. A part that is no slice (a trimmed copy, a lower-case copy) means the whole text.
pub fn part_place(node: Node<'_>, part: &str) -> Place {
    let mut place = node.place();
    let Some((text, at)) = node.scalar().and_then(|scalar| written_text(node, scalar)) else { return place };
    let offset = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let inside = offset.filter(|offset| offset + part.len() <= text.len());
    let (offset, length) = inside.map_or((0, text.len()), |offset| (offset, part.len()));
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

/// The text (of a block without its last line breaks) where it stands in the file byte for byte, and where that
/// begins in the node's raw text.
fn written_text<'t>(node: Node<'t>, scalar: &'t Scalar) -> Option<(&'t str, usize)> {
    let raw = node.raw();
    let (text, written, at) = match scalar.style {
        Style::Plain => (&*scalar.text, raw, 0),
        Style::Single | Style::Double => (&*scalar.text, raw.get(1..raw.len().checked_sub(1)?)?, 1),
        Style::Literal | Style::Folded => (scalar.text.trim_end_matches('\n'), raw.trim_end_matches(['\n', '\r']), 0),
    };
    (text == written && !text.is_empty()).then_some((text, at))
}

/// The edit that makes the scalar `node` read as the string `new`, in the quoting it has.
pub fn write_text(node: Node<'_>, new: &str) -> Edit {
    let style = node.scalar().map_or(Style::Plain, |s| s.style);
    let replacement = match style {
        // A literal string of TOML has no escapes, and no text of TOML goes without quotes.
        Style::Single if node.reader().is_toml() && !new.contains(['\'', '\n']) => format!("'{new}'"),
        _ if node.reader().is_toml() => double_quoted(new),
        Style::Single if !new.contains(char::is_control) => format!("'{}'", new.replace('\'', "''")),
        Style::Plain => flow_text(new),
        Style::Single | Style::Double => double_quoted(new),
        Style::Literal | Style::Folded => return write_block(node, new),
    };
    Edit { place: node.place(), replacement }
}

/// The fix that gives `key` another name. A bare key of TOML stays bare.
pub fn rename_key(key: Node<'_>, new: &str, safety: Safety) -> Fix {
    let is_bare = key.reader().is_toml() && key.scalar().is_some_and(|scalar| scalar.style == Style::Plain);
    if !is_bare {
        return fix_text(key, new, safety);
    }
    let edits = vec![Edit { place: key.place(), replacement: new.to_owned() }];
    Fix { title: format!("write `{new}`"), safety, edits }
}

/// A fix of that one edit. Where an alias leads to the text other uses change with it, so that is never safe.
pub fn fix_text(node: Node<'_>, new: &str, safety: Safety) -> Fix {
    let edit = write_text(node, new);
    Fix { title: format!("write `{}`", edit.replacement), safety: safety_at(node, safety), edits: vec![edit] }
}

/// The fix that takes blanks and line breaks from the ends of a value. A block scalar keeps its form when `-` in
/// its header is enough; `None` where a comment would be lost.
pub fn trim(node: Node<'_>, safety: Safety) -> Option<Fix> {
    let scalar = node.scalar()?;
    let core = scalar.text.trim_matches(BLANKS);
    if !matches!(scalar.style, Style::Literal | Style::Folded) {
        return Some(Fix { title: "remove it".to_owned(), ..fix_text(node, core, safety) });
    }
    let mut place = node.place();
    let (header, body) = (scalar.header, place.span);
    let edit = if scalar.text.trim_end_matches('\n') == core {
        place.span = header;
        let kept = place.text().replace(['+', '-'], "");
        Edit { place, replacement: format!("{kept}-") }
    } else {
        let between = Span::new(header.end as usize, body.start as usize);
        if !place.source.slice(between).trim().is_empty() || core.contains('\n') {
            return None;
        }
        let end = body.start as usize + node.raw().trim_end_matches(['\n', '\r']).len();
        place.span = Span::new(header.start as usize, end);
        Edit { place, replacement: flow_text(core) }
    };
    Some(Fix { title: format!("write `{}`", edit.replacement), safety: safety_at(node, safety), edits: vec![edit] })
}

/// Where the blanks at the ends of a value stand, those in front and those behind: the header of the block that
/// keeps a line break, the whole node where escapes hide them.
pub fn blank_places(node: Node<'_>) -> (Option<Place>, Option<Place>) {
    let Some(scalar) = node.scalar() else { return (None, None) };
    let is_block = matches!(scalar.style, Style::Literal | Style::Folded);
    let quote = usize::from(matches!(scalar.style, Style::Single | Style::Double));
    let raw = node.raw();
    let line_end = if is_block { raw.trim_end_matches(['\n', '\r']).len() } else { raw.len().saturating_sub(quote) };
    let core = scalar.text.trim_matches(BLANKS);
    let found = raw.get(quote..line_end).and_then(|inner| inner.find(core)).map(|at| quote + at);
    let place = |from: usize, to: usize| {
        let mut place = node.place();
        let start = place.span.start as usize;
        place.span = Span::new(start + from, start + to);
        place
    };
    let header = || Place { span: scalar.header, ..node.place() };
    let front = |at: usize| {
        if at > quote {
            place(quote, at)
        } else if is_block {
            header()
        } else {
            node.place()
        }
    };
    let behind = |at: usize| place(at + core.len(), line_end);
    let starts = scalar.text.starts_with(BLANKS).then(|| found.map_or_else(|| node.place(), front));
    let ends = scalar.text.ends_with(BLANKS).then(|| match found {
        _ if is_block && scalar.text.ends_with('\n') => header(),
        Some(at) if at + core.len() < line_end => behind(at),
        _ => node.place(),
    });
    (starts, ends)
}

/// Takes `item` out of the list in which it follows `before`: its lines in a block list, with its comma in a flow
/// list. `None` where an anchor or a comment would go with it.
pub fn remove_item(before: Node<'_>, item: Node<'_>) -> Option<Edit> {
    let own_place = |node: Node<'_>| node.used_at().unwrap_or_else(|| node.place());
    let (previous, mut place) = (own_place(before), own_place(item));
    let source = place.source.clone();
    let text = source.text();
    let Span { start, end } = place.span;
    let gap = source.slice(Span::new(previous.span.end as usize, start as usize));
    if gap.trim() == "," {
        place.span = Span { start: previous.span.end, end };
        return Some(Edit { place, replacement: String::new() });
    }
    let line_start = text.get(..start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let is_own_line = text.get(line_start..start as usize)?.trim() == "-";
    let rest = text.get(end as usize..)?;
    let line_end = rest.find('\n').map_or(text.len(), |at| end as usize + at + 1);
    let is_end = text.get(end as usize..line_end)?.trim().is_empty();
    place.span = Span::new(line_start, line_end);
    (is_own_line && is_end && end > start).then_some(Edit { place, replacement: String::new() })
}

/// Adds an entry to `map`, in front of the entry with this key: `lines` in a block map, where further lines carry
/// their own deeper indentation, or one line in a flow map. `None` in JSON, where an alias leads to the map, and
/// where more than indentation stands before the key.
pub fn add_before(map: Node<'_>, key: Node<'_>, lines: &[&str]) -> Option<Edit> {
    if map.used_at().is_some() {
        return None;
    }
    let mut place = key.place();
    place.span.end = place.span.start;
    let replacement = if map.raw().starts_with('{') {
        let is_json = key.scalar()?.style != Style::Plain;
        let [line] = lines else { return None };
        if is_json {
            return None;
        }
        format!("{line}, ")
    } else {
        let line_break = line_break_and_indent(key)?;
        lines.iter().flat_map(|line| [*line, &line_break]).collect()
    };
    Some(Edit { place, replacement })
}

/// Adds a line behind that of `entry`, in its indentation; a comment there stays with it. `None` where more than
/// indentation stands before the key, or the value does not end its line.
pub fn add_after(entry: Entry<'_>, line: &str) -> Option<Edit> {
    let line_break = line_break_and_indent(entry.key)?;
    let end = line_end(entry)?;
    Some(Edit {
        place: Place { span: Span::new(end, end), ..entry.value.place() },
        replacement: format!("{line_break}{line}"),
    })
}

/// Takes the entry with this key out of a map of TOML: its line, or its part of an inline table. `None` where a
/// comment would go with it.
pub fn remove_entry(map: Node<'_>, key: &str) -> Option<Edit> {
    let entries: Vec<_> = map.entries().collect();
    let at = entries.iter().position(|entry| entry.name().eq_ignore_ascii_case(key))?;
    let entry = *entries.get(at)?;
    let (start, end) = (entry.key.span().start as usize, entry.value.span().end as usize);
    let place = |span| Place { span, ..entry.value.place() };
    let remove = |span| Some(Edit { place: place(span), replacement: String::new() });
    if map.raw().starts_with('{') {
        let before = at.checked_sub(1).and_then(|before| entries.get(before));
        return match (before, entries.get(at + 1)) {
            (Some(before), _) => remove(Span::new(before.value.span().end as usize, end)),
            (None, Some(next)) => remove(Span::new(start, next.key.span().start as usize)),
            (None, None) => remove(Span::new(start, end)),
        };
    }
    line_break_and_indent(entry.key)?;
    let source = entry.value.place().source;
    let text = source.text();
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(end..line_end(entry)?)?;
    let after = text.get(line_end(entry)?..)?;
    let line_break = ["\r\n", "\n"].into_iter().find(|line_break| after.starts_with(line_break)).unwrap_or_default();
    rest.trim().is_empty().then(|| remove(Span::new(line_start, end + rest.len() + line_break.len())))?
}

/// Where the line ends on which the value of `entry` does; `None` when another value follows on it.
fn line_end(entry: Entry<'_>) -> Option<usize> {
    let source = entry.value.place().source;
    let end = entry.value.span().end as usize;
    let rest = source.text().get(end..)?;
    let rest = rest.split('\n').next().unwrap_or_default();
    let rest = rest.strip_suffix('\r').unwrap_or(rest);
    matches!(rest.trim_start().chars().next(), None | Some('#')).then_some(end + rest.len())
}

/// Writes other entries over those of `map`. `None` in JSON, where an alias leads to the map, and where a comment
/// or an anchor would be lost.
pub fn rewrite_map(map: Node<'_>, entries: &[String]) -> Option<Edit> {
    let first = map.entries().next()?.key;
    let raw = map.raw();
    if map.used_at().is_some() || raw.contains(['#', '&', '*']) || first.scalar()?.style != Style::Plain {
        return None;
    }
    let mut place = map.place();
    if raw.starts_with('{') {
        return Some(Edit { place, replacement: format!("{{{}}}", entries.join(", ")) });
    }
    let start = place.span.start as usize;
    place.span = Span::new(start, start + raw.trim_end().len());
    Some(Edit { place, replacement: entries.join(&line_break_and_indent(first)?) })
}

/// The line break of the file and the indentation of `key`; `None` when more than that stands before it.
fn line_break_and_indent(key: Node<'_>) -> Option<String> {
    let place = key.place();
    let (before, after) = place.source.text().split_at_checked(place.span.start as usize)?;
    let indent = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let line_break = if after.split_inclusive('\n').next()?.ends_with("\r\n") { "\r\n" } else { "\n" };
    let is_indent = |b: u8| b == b' ' || (b == b'\t' && key.reader().is_toml());
    indent.bytes().all(is_indent).then(|| format!("{line_break}{indent}"))
}

fn safety_at(node: Node<'_>, safety: Safety) -> Safety {
    if node.used_at().is_some() { Safety::Unsafe } else { safety }
}

/// The body of a block scalar keeps its indentation and its line break.
fn write_block(node: Node<'_>, new: &str) -> Edit {
    let mut place = node.place();
    let length = node.raw().trim_end_matches(['\n', '\r', ' ']).len();
    place.span.end = Span::new(0, place.span.start as usize + length).end;
    Edit { place, replacement: new.to_owned() }
}

/// `new` without quotes where every reader takes it as this string, else in double quotes.
pub fn flow_text(new: &str) -> String {
    if is_safe_plain(new) { new.to_owned() } else { double_quoted(new) }
}

/// `new` in double quotes, as YAML, JSON and TOML all read it.
pub fn double_quoted(new: &str) -> String {
    let quoted = serde_json::Value::from(new).to_string();
    // JSON lets DEL and the C1 controls stand, YAML and TOML do not.
    let escaped = |c: char| if c.is_control() { format!("\\u{:04x}", c as u32) } else { c.to_string() };
    if quoted.contains(char::is_control) { quoted.chars().map(escaped).collect() } else { quoted }
}

/// True when `text` can stand unquoted in block or flow context and every reader takes it as this string.
pub fn is_safe_plain(text: &str) -> bool {
    let first = text.chars().next();
    let starts_well = first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '.'));
    let inside_ok = text.chars().all(|c| c.is_alphanumeric() || "/_.:|-+@=%~&*()!$;".contains(c));
    let a_string =
        [Reader::Helm, Reader::Operator].iter().all(|&reader| resolve(text, true, Tag::None, reader) == Typed::Text);
    starts_well && inside_ok && !text.ends_with(':') && a_string
}

#[cfg(test)]
mod tests;
