//! Settings as `--set` takes them: `admin.users[0].id=…`, typed by Helm's strvals.

use std::sync::Arc;

use super::fault::{Expression, Fault, FaultKind};
use super::{Finds, Way};
use crate::finding::Edit;
use crate::input::assembly::Step;
use crate::input::layers::Stack;
use crate::input::node::Node;
use crate::input::scalar::Tag;
use crate::input::setting::{self, Assigned, Assignment, Written};
use crate::input::splice::{part_place, value_place};
use crate::model::admin::DETAILS;
use crate::source::{Place, Source, Span};

/// One name with its value, in a file. Who keeps them so escapes the commas of the value.
pub(super) struct Setting<'t> {
    pub(super) name: Node<'t>,
    pub(super) value: Node<'t>,
    /// `--set-string`.
    pub(super) is_text: bool,
    /// What turns `--set` into `--set-string`.
    pub(super) as_text: Option<Edit>,
}

impl Setting<'_> {
    /// Lays the value over what is there.
    pub(super) fn apply(&self, stack: &mut Stack, way: &Way, finds: &mut Finds) {
        let Some(path) = self.name.scalar().and_then(|scalar| steps(self.name, &scalar.text)) else { return };
        let Some(scalar) = self.value.scalar() else { return };
        let place = value_place(self.value);
        let is_list = scalar.text.starts_with('{') && !self.is_text;
        let tag = if self.is_text { Tag::Str } else { setting::tag_of(&scalar.text) };
        let written = Written { text: scalar.text.to_string(), span: place.span, tag };
        let value = if is_list { Assigned::List(vec![written], place.span) } else { Assigned::One(written) };
        assign(Assignment { path, value }, &place, stack, way, finds);
        stack.offer_text(self.as_text.clone());
    }
}

/// Sets one value and tells what is wrong with that.
pub(super) fn assign(mut assignment: Assignment, whole: &Place, stack: &mut Stack, way: &Way, finds: &mut Finds) {
    let name = assignment.name();
    let mut fault = |expression| {
        let path = format!("{}{name}", way.prefix);
        let kind = FaultKind::Expression(expression);
        finds.faults.push(Fault { document: way.document, path, place: whole.clone(), kind });
    };
    if let Assigned::List(items, span) = &assignment.value {
        let is_users = name == "admin.users" || name.ends_with(".admin.users");
        if is_users && !items.is_empty() {
            fault(Expression::BareUsers);
            assignment.value = Assigned::Unknown(*span);
        }
    }
    if let Some(name) = split_name(&assignment.path) {
        fault(Expression::Dots { name });
    }
    if way.fragment {
        complete_user(&assignment.path, stack, &whole.source, whole.span);
    }
    let gap = stack.set(&assignment, &whole.source, whole.span);
    // Where layers are missing nobody knows how long the list is.
    if let Some(gap) = gap.filter(|_| !way.fragment) {
        fault(Expression::Gap(gap));
    }
}

/// The name that dots have split: annotations and labels are texts, so nothing lies below them.
fn split_name(path: &[Step]) -> Option<String> {
    let keys = path.iter().map_while(|step| match step {
        Step::Key(key, _) => Some(key.as_str()),
        Step::Index(_) | Step::Append => None,
    });
    let keys: Vec<&str> = keys.collect();
    let is_of_texts = |key: &&str| ["annotations", "labels"].iter().any(|end| key.to_ascii_lowercase().ends_with(end));
    let parts = keys.get(keys.iter().position(is_of_texts)? + 1..)?;
    (parts.len() > 1 && keys.len() == path.len()).then(|| parts.join("."))
}

/// A path into a user whom no known layer holds says nothing about that user's other fields: they are given
/// elsewhere.
fn complete_user(path: &[Step], stack: &mut Stack, source: &Arc<Source>, span: Span) {
    let is_users = |step: &Step| matches!(step, Step::Key(name, _) if name == "users");
    let Some(users) = path.iter().position(is_users) else { return };
    let Some([Step::Index(_), Step::Key(..), ..]) = path.get(users + 1..) else { return };
    let user = &path[..users + 2];
    if stack.holds(user) {
        return;
    }
    for field in DETAILS.iter().chain(&["id"]) {
        let step = Step::Key((*field).to_owned(), span);
        let path = user.iter().cloned().chain([step]).collect();
        stack.set(&Assignment { path, value: Assigned::Unknown(span) }, source, span);
    }
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
