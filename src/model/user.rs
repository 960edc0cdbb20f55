//! The entries of `users`: what each one is, and what it lacks.

use std::collections::BTreeMap;

use super::placeholder;
use super::setting::{Setting, Value};
use super::user_id::{self, Expected, IdFault};
use crate::input::node::Node;
use crate::input::scalar::Typed;
use crate::provider;
use crate::source::{Place, Span};

/// One entry of `users`.
#[derive(Clone, Debug)]
pub struct User<'t> {
    /// Index in the list, from 0.
    pub index: usize,
    /// The entry.
    pub node: Node<'t>,
    /// Key path of the entry.
    pub path: String,
    /// What the entry is.
    pub form: Form<'t>,
    /// What is wrong with its `id`, when it has one that can be judged.
    pub id_fault: Option<IdFault>,
}

/// What an entry of `users` is.
#[derive(Clone, Debug)]
pub enum Form<'t> {
    /// A map, as documented.
    Map {
        /// `id`.
        id: Option<Setting<'t>>,
        /// `firstName`, `lastName`, `email`, in this order.
        details: Box<[Option<Setting<'t>>; 3]>,
    },
    /// A scalar where a map belongs.
    Bare,
    /// Null.
    Null,
    /// Unknown, elided (`...`) or of another type.
    Opaque,
}

/// The names of a user's details, in the order of [`Form::Map`].
pub const DETAILS: [&str; 3] = ["firstName", "lastName", "email"];

/// The entries of the list `users`, their ids judged as those of the expected provider.
pub(super) fn read<'t>(users: &Setting<'t>, expected: &Expected<'_>) -> Vec<User<'t>> {
    let items = users.node.items().enumerate();
    items
        .map(|(index, node)| {
            let path = format!("{}[{index}]", users.path);
            let form = Form::read(node, &path);
            let id_fault = match &form {
                Form::Map { id: Some(id), details } => user_id::judge(id, details[2].as_ref(), expected),
                _ => None,
            };
            User { index, node, path, form, id_fault }
        })
        .collect()
}

impl<'t> Form<'t> {
    fn read(node: Node<'t>, path: &str) -> Self {
        if node.is_unknown() {
            return Self::Opaque;
        }
        if node.is_map() {
            let setting = |name: &str| Setting::read(node, name, path);
            return Self::Map { id: setting("id"), details: Box::new(DETAILS.map(setting)) };
        }
        match node.typed() {
            Some(Typed::Null) => Self::Null,
            Some(_) if node.scalar().is_some_and(|s| &*s.text != "...") => Self::Bare,
            _ => Self::Opaque,
        }
    }
}

impl<'t> User<'t> {
    /// "first", "second", … "12th", "21st".
    pub fn ordinal(&self) -> String {
        const WORDS: [&str; 10] =
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        let number = self.index + 1;
        let suffix = match (number % 10, number % 100) {
            (1, rest) if rest != 11 => "st",
            (2, rest) if rest != 12 => "nd",
            (3, rest) if rest != 13 => "rd",
            _ => "th",
        };
        WORDS.get(self.index).map_or_else(|| format!("{number}{suffix}"), |word| (*word).to_owned())
    }

    /// `id`, as it is written.
    pub fn id(&self) -> Option<&Setting<'t>> {
        match &self.form {
            Form::Map { id, .. } => id.as_ref(),
            _ => None,
        }
    }

    /// The groups that `userGroups` lists.
    pub fn groups(&self) -> Vec<Setting<'t>> {
        let groups = Setting::read(self.node, "userGroups", &self.path);
        groups.iter().flat_map(Setting::items).collect()
    }

    /// `id` with its text, when it is one: no placeholder, not blank, not unknown.
    pub fn real_id(&self) -> Option<(&Setting<'t>, &str)> {
        let id = self.id()?;
        let text = id.text().filter(|text| placeholder::find(text).is_none())?;
        Some((id, text))
    }

    /// True when both have the same id; UUIDs are compared without case (RFC 9562 section 4).
    pub fn is_same_person(&self, other: &Self) -> bool {
        let (Some((_, a)), Some((_, b))) = (self.real_id(), other.real_id()) else { return false };
        a == b || (provider::is_guid(a) && a.eq_ignore_ascii_case(b))
    }

    /// True when both entries are written alike, key by key.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let written = |user: &Self| -> BTreeMap<_, _> {
            user.node.entries().map(|entry| (entry.name(), entry.value.raw())).collect()
        };
        written(self) == written(other)
    }

    /// `firstName`, `lastName`, `email`, each as far as it is written.
    pub fn details(&self) -> impl Iterator<Item = (&'static str, Option<&Setting<'t>>)> {
        let details = match &self.form {
            Form::Map { details, .. } => details.each_ref().map(Option::as_ref),
            _ => [None; 3],
        };
        DETAILS.into_iter().zip(details)
    }

    /// True when `id` and all details are "" or null: the chart's default user.
    pub fn is_blank(&self) -> bool {
        let Form::Map { id, details } = &self.form else { return false };
        let blank = |s: &Option<Setting<'_>>| s.as_ref().is_some_and(|s| matches!(s.value, Value::Blank));
        blank(id) && details.iter().all(blank)
    }

    /// True for a map or null without an id: absent, null, "" or nothing but blanks.
    pub fn lacks_id(&self) -> bool {
        match &self.form {
            Form::Map { id, .. } => id.as_ref().is_none_or(|id| id.is_empty() && !id.is_retyped()),
            Form::Null => true,
            Form::Bare | Form::Opaque => false,
        }
    }

    /// Where a message about something that is not there points: at the key that stands without a value, else at
    /// the first key of the entry.
    pub fn gap(&self, blank: Option<&Setting<'t>>) -> Place {
        let first_key = || self.node.entries().next().filter(|entry| entry.merged_at.is_none()).map(|entry| entry.key);
        match blank {
            Some(setting) if setting.node.span().is_empty() => setting.key.place(),
            Some(setting) => setting.node.place(),
            None => seen(first_key().unwrap_or(self.node).place()),
        }
    }

    /// The details that are absent, null or "". `Null` is a name that the reader took away, not a missing one.
    pub fn missing_details(&self) -> Vec<(&'static str, Option<&Setting<'t>>)> {
        let is_missing =
            |setting: &Setting<'_>| setting.is_empty() && setting.lost_text().is_none() && !setting.is_retyped();
        match self.form {
            Form::Map { .. } => self.details().filter(|(_, setting)| setting.is_none_or(is_missing)).collect(),
            _ => Vec::new(),
        }
    }
}

/// An entry of nothing is shown by the dash before it.
fn seen(mut place: Place) -> Place {
    if place.span.is_empty() {
        let before = place.source.text().get(..place.span.start as usize).unwrap_or_default().trim_end();
        let start = before.len().saturating_sub(usize::from(before.ends_with('-')));
        place.span = Span::new(start, before.len());
    }
    place
}

#[cfg(test)]
mod tests {
    use super::super::admin::Admin;
    use super::super::shape::Shape;
    use crate::input::scalar::Reader;
    use crate::input::yaml;
    use crate::source::Source;

    #[test]
    fn entries_are_counted_as_people_do() {
        let list = "- {}\n".repeat(113);
        let (tree, _) = yaml::read(
            &Source::new("a", format!("admin: {{users: []}}\n---\nadmin:\n  users:\n  {}", list.replace('\n', "\n  "))),
            Reader::Helm,
        );
        let admin = tree.document(1).and_then(|root| Admin::read(root, Shape::HelmValues)).unwrap();
        let words: Vec<String> =
            [0, 1, 9, 10, 11, 12, 20, 21, 22, 110, 111].iter().map(|&at| admin.entries[at].ordinal()).collect();
        assert_eq!(
            words,
            ["first", "second", "tenth", "11th", "12th", "13th", "21st", "22nd", "23rd", "111th", "112th"]
        );
    }

    #[test]
    fn a_lost_name_is_not_a_missing_one() {
        let missing = |entry: &str| {
            let text = format!("admin:\n  users:\n    - {entry}\n");
            let (tree, _) = yaml::read(&Source::new("a", text), Reader::Helm);
            let admin = Admin::read(tree.document(0).unwrap(), Shape::HelmValues).unwrap();
            admin.entries[0].missing_details().into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(missing("{id: a, firstName: Null, lastName: NULL, email: a@b}"), [""; 0]);
        assert_eq!(missing("{id: a, firstName: null, lastName: ~, email: ''}"), ["firstName", "lastName", "email"]);
        assert_eq!(missing("{id: a, firstName: No, email: '{{ x }}'}"), ["lastName"]);
        assert_eq!(missing("a"), [""; 0]);
    }
}
