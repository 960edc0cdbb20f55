//! One setting: a key with its value, what the value is, and where both stand.

use std::borrow::Cow;

use super::{residue, stray};
use crate::input::node::{Node, Style};
use crate::input::scalar::{Tag, Typed};

/// A value: three answers, not two.
#[derive(Clone, Debug)]
pub enum Value<'t> {
    /// Nobody can know it before something else has run.
    Unknown,
    /// Null or "".
    Blank,
    /// A string, as the reader in the cluster sees it.
    Text(Cow<'t, str>),
    /// Of another type.
    Other,
}

/// One key with its value.
#[derive(Clone, Debug)]
pub struct Setting<'t> {
    /// The key.
    pub key: Node<'t>,
    /// The value.
    pub node: Node<'t>,
    /// Key path in the document.
    pub path: String,
    /// What the value is.
    pub value: Value<'t>,
    cleaned: Cow<'t, str>,
}

impl<'t> Setting<'t> {
    pub(super) fn read(map: Node<'t>, name: &str, base: &str) -> Option<Self> {
        let entry = map.entry(name)?;
        // At the root nothing stands before the first dot.
        let path = if base.is_empty() { name.to_owned() } else { format!("{base}.{name}") };
        Some(Self::of(entry.key, entry.value, path))
    }

    /// A setting in the map that this one holds.
    pub(super) fn below(&self, name: &str) -> Option<Self> {
        Self::read(self.node, name, &self.path)
    }

    /// The same setting with another value: that of a layer that lost.
    pub(super) fn holding(&self, node: Node<'t>) -> Self {
        Self::of(self.key, node, self.path.clone())
    }

    /// Each item of a list as a setting of its own; nothing for other kinds.
    pub fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.node.items().enumerate();
        items.map(|(at, node)| Self::of(self.key, node, format!("{}[{at}]", self.path)))
    }

    /// Each entry of a map as a setting of its own; nothing for other kinds.
    pub fn members(&self) -> impl Iterator<Item = Self> {
        let entries = self.node.entries();
        entries.map(|entry| Self::of(entry.key, entry.value, format!("{}.{}", self.path, entry.name())))
    }

    fn of(key: Node<'t>, node: Node<'t>, path: String) -> Self {
        let value = value_of(node);
        let cleaned = match &value {
            Value::Text(Cow::Borrowed(text)) => stray::clean(text),
            Value::Text(Cow::Owned(text)) => Cow::Owned(stray::clean(text).into_owned()),
            _ => Cow::Borrowed(""),
        };
        Self { key, node, path, value, cleaned }
    }

    /// The string that is meant: without blanks at its ends and without stray characters, which have rules of
    /// their own. `None` for unknown, blank and other values.
    pub fn text(&self) -> Option<&str> {
        Some(&*self.cleaned).filter(|text| !text.is_empty())
    }

    /// True for null, "" and a string of nothing but blanks and stray characters.
    pub fn is_empty(&self) -> bool {
        match self.value {
            Value::Blank => true,
            Value::Text(_) => self.cleaned.is_empty(),
            Value::Unknown | Value::Other => false,
        }
    }

    /// True when nobody can know the value yet.
    pub fn is_unknown(&self) -> bool {
        matches!(self.value, Value::Unknown)
    }

    /// What a person wrote without quotes and meant as text, but the reader takes for something else: `No`, `1`,
    /// `Null`. The usual ways to write nothing (`null`, `~`) mean nothing.
    pub fn lost_text(&self) -> Option<&'t str> {
        let scalar = self.node.scalar().filter(|scalar| scalar.style == Style::Plain && scalar.tag == Tag::None)?;
        let is_lost = match self.node.typed()? {
            Typed::Bool(_) | Typed::Number(_) => true,
            Typed::Null => !matches!(&*scalar.text, "" | "~" | "null"),
            _ => false,
        };
        is_lost.then_some(&*scalar.text)
    }

    /// True where `--set` makes a number, a boolean or null of a text.
    pub fn is_retyped(&self) -> bool {
        let typed = self.node.typed().filter(|_| self.node.is_setting() && !self.is_unknown());
        matches!(typed, Some(Typed::Number(_) | Typed::Bool(_) | Typed::Null))
    }

    /// The string exactly as the reader sees it.
    pub fn exact_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn value_of(node: Node<'_>) -> Value<'_> {
    if node.is_unknown() {
        return Value::Unknown;
    }
    match node.text() {
        Some(text) if text.is_empty() => Value::Blank,
        // A renderer failed: nobody can know what was meant.
        Some(text) if residue::find(&text).is_some() => Value::Unknown,
        Some(text) => Value::Text(text),
        None if node.is_null() => Value::Blank,
        None => Value::Other,
    }
}
