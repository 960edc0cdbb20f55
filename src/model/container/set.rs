//! Settings as `--set` takes them: `admin.users[0].id=…`, typed by Helm's strvals.

use super::json_patch::complete_user;
use crate::input::assembly::{Assembly, Given, Step};
use crate::input::node::{Node, Tree};
use crate::input::scalar::Tag;
use crate::input::splice::part_place;

/// One name with its value.
pub(super) struct Setting<'t> {
    pub(super) name: Node<'t>,
    pub(super) value: Node<'t>,
    /// `--set-string`.
    pub(super) is_text: bool,
}

/// The values that the settings in `place` mean.
pub(super) fn assemble<'t>(place: Node<'_>, settings: impl Iterator<Item = Setting<'t>>) -> Option<Tree> {
    let mut assembly = Assembly::new(place);
    for Setting { name, value, is_text } in settings {
        let Some(steps) = name.scalar().and_then(|scalar| steps(name, &scalar.text)) else { continue };
        let Some(text) = value.scalar().map(|scalar| &*scalar.text) else { continue };
        // `{a,b}` is a list: nothing that we follow.
        if text.starts_with('{') && !is_text {
            continue;
        }
        complete_user(&mut assembly, &steps);
        assembly.put(&steps, Given::Typed(value, if is_text { Tag::Str } else { tag_of(text) }));
    }
    assembly.finish()
}

/// Helm's `typedVal`: no octal, no float, no `yes` (oracle rows 251 to 261).
fn tag_of(text: &str) -> Tag {
    match text {
        "true" | "false" => Tag::Bool,
        "null" => Tag::Null,
        "0" => Tag::Int,
        _ if text.starts_with('0') => Tag::Str,
        _ if text.parse::<i64>().is_ok() => Tag::Int,
        _ => Tag::Str,
    }
}

/// The steps of a name; `None` for a name that strvals refuses.
fn steps(name: Node<'_>, text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in text.split('.') {
        // `\.` keeps a dot in a key; none of our keys has one.
        if part.ends_with('\\') {
            return None;
        }
        let (key, indices) = part.split_at(part.find('[').unwrap_or(part.len()));
        if key.is_empty() {
            return None;
        }
        steps.push(Step::Key(key.to_owned(), part_place(name, key).span));
        for index in indices.split_terminator(']') {
            steps.push(Step::Index(index.strip_prefix('[')?.parse().ok()?));
        }
    }
    Some(steps)
}
