//! Settings as `--set` takes them: `admin.users[0].id=…`, typed by Helm's strvals.

use super::json_patch::complete_user;
use crate::input::assembly::{Assembly, Given, Step};
use crate::input::node::{Node, Tree};
use crate::input::scalar::Tag;
use crate::input::setting;
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
        assembly.put(&steps, Given::Typed(value, if is_text { Tag::Str } else { setting::tag_of(text) }));
    }
    assembly.finish()
}

/// The steps of a name, each at its place in the file; `None` for a name that strvals refuses.
fn steps(name: Node<'_>, text: &str) -> Option<Vec<Step>> {
    let mut steps = setting::path(text)?;
    for step in &mut steps {
        if let Step::Key(key, span) = step {
            if key.is_empty() {
                return None;
            }
            *span = part_place(name, text.get(span.range())?).span;
        }
    }
    Some(steps)
}
