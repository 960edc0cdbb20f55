//! The one tree that every format is read into: kinds, spans, raw scalars; aliases are edges, not copies.

use std::borrow::Cow;

use super::scalar::{Reader, Tag, Typed, resolve};
use super::tree::{Data, Kind};
use super::unknown::Unknown;

pub use super::tree::Tree;
use crate::finding::Edit;
use crate::source::{Place, Span};

/// Index of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'…'`.
    Single,
    /// In `"…"`.
    Double,
    /// A `|` block.
    Literal,
    /// A `>` block.
    Folded,
}

/// A scalar as it is written, escapes undone.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text after unescaping and folding.
    pub text: Box<str>,
    /// How it is written.
    pub style: Style,
    /// Its explicit tag.
    pub tag: Tag,
    /// The `|` or `>` of a block scalar with its indicators; empty otherwise.
    pub header: Span,
}

/// A handle on one node: cheap to copy, follows aliases.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(super) tree: &'t Tree,
    pub(super) id: NodeId,
    pub(super) alias: Option<NodeId>,
    pub(super) reader: Reader,
}

/// One entry of a map.
#[derive(Clone, Copy)]
pub struct Entry<'t> {
    /// The key.
    pub key: Node<'t>,
    /// The value, aliases followed.
    pub value: Node<'t>,
    /// What stands at `<<` when the entry was merged in.
    pub merged_at: Option<Node<'t>>,
}

impl<'t> Entry<'t> {
    /// The key as JSON has it: `yes:` is `true` where the reader types it so.
    pub fn name(&self) -> Cow<'t, str> {
        self.key.name()
    }
}

impl<'t> Node<'t> {
    fn data(self) -> &'t Data {
        self.tree.data(self.id)
    }

    /// Its index in its tree; that of the alias where it is used through one.
    pub fn id(self) -> NodeId {
        self.alias.unwrap_or(self.id)
    }

    /// The tree it belongs to.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// The same node, and all that is reached from it, as `reader` types it.
    pub fn read_by(self, reader: Reader) -> Self {
        Self { reader, ..self }
    }

    /// Who reads it.
    pub fn reader(self) -> Reader {
        self.reader
    }

    /// Another node of its tree, typed by the same reader.
    pub fn relative(self, id: NodeId) -> Self {
        self.tree.node(id).read_by(self.reader)
    }

    /// Its index in its tree, that of the anchored node where it is used through an alias.
    pub fn anchored_id(self) -> NodeId {
        self.id
    }

    /// Same node of the same tree.
    pub fn same(self, other: Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }

    /// The text that a person must edit: the anchored node when this is an alias.
    pub fn place(self) -> Place {
        self.tree.place(self.id)
    }

    /// Its span in its file.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// True for a value that `--set`, or what works like it, gives.
    pub fn is_setting(self) -> bool {
        self.tree.origin(self.id).is_setting
    }

    /// True when a later layer than that of `other`, a node of the same tree, says it.
    pub fn lies_over(self, other: Self) -> bool {
        self.data().origin > other.data().origin
    }

    /// What to add in its file so that a setting stays a string.
    pub fn as_text(self) -> Option<&'t Edit> {
        self.tree.origin(self.id).as_text.as_ref()
    }

    /// The values of earlier layers that this one replaces, the latest first.
    pub fn replaces(self) -> impl Iterator<Item = Self> {
        let before = move |winner: Self| {
            let replaced = self.tree.replaced.iter().find(|replaced| replaced.by == winner.id())?;
            Some(self.relative(replaced.value))
        };
        std::iter::successors(before(self), move |&node| before(node))
    }

    /// Where it is used, when the text stands elsewhere.
    pub fn used_at(self) -> Option<Place> {
        self.alias.map(|id| self.tree.place(id))
    }

    /// The source text of the node.
    pub fn raw(self) -> &'t str {
        self.tree.origin(self.id).source.slice(self.data().span)
    }

    /// The scalar as written.
    pub fn scalar(self) -> Option<&'t Scalar> {
        match &self.data().kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// True for a map.
    pub fn is_map(self) -> bool {
        matches!(self.data().kind, Kind::Map(_))
    }

    /// True for a list.
    pub fn is_seq(self) -> bool {
        matches!(self.data().kind, Kind::Seq(_))
    }

    /// What its reader makes of a scalar; `None` for maps and lists.
    pub fn typed(self) -> Option<Typed> {
        let scalar = self.scalar()?;
        let reader = if self.is_setting() { Reader::Kubectl } else { self.reader };
        Some(resolve(&scalar.text, scalar.style == Style::Plain, scalar.tag, reader))
    }

    /// True for null, `~` and nothing at all.
    pub fn is_null(self) -> bool {
        self.typed() == Some(Typed::Null)
    }

    /// The string that the reader sees; `None` for anything but a string.
    pub fn text(self) -> Option<Cow<'t, str>> {
        match self.typed()? {
            Typed::Text => self.scalar().map(|s| Cow::Borrowed(&*s.text)),
            Typed::OtherText(text) => Some(Cow::Owned(text)),
            _ => None,
        }
    }

    /// A key as JSON has it: `yes:` is `true` where the reader types it so.
    pub fn name(self) -> Cow<'t, str> {
        match self.typed() {
            Some(Typed::Bool(value)) => Cow::Borrowed(if value { "true" } else { "false" }),
            Some(Typed::Number(number)) => Cow::Owned(number),
            Some(Typed::OtherText(text)) => Cow::Owned(text),
            Some(Typed::Null) => Cow::Borrowed("null"),
            _ => self.scalar().map_or(Cow::Borrowed(""), |s| Cow::Borrowed(&*s.text)),
        }
    }

    /// The entries of a map, merges applied as the reader applies them; nothing for other kinds.
    pub fn entries(self) -> impl Iterator<Item = Entry<'t>> {
        let pairs = match &self.data().kind {
            Kind::Map(pairs) => pairs.as_slice(),
            _ => &[],
        };
        pairs.iter().map(move |pair| Entry {
            key: self.relative(pair.key),
            value: self.relative(pair.value),
            merged_at: pair.merged_at.map(|id| self.relative(id)),
        })
    }

    /// The entry of a key.
    pub fn entry(self, name: &str) -> Option<Entry<'t>> {
        // influxctl's reader matches keys without case.
        if self.reader == Reader::Toml {
            return self.entries().find(|entry| entry.name().eq_ignore_ascii_case(name));
        }
        // Only a name that a key's text could be typed as (`true`, `83`) needs every key typed.
        if resolve(name, true, Tag::None, self.reader) != Typed::Text {
            return self.entries().find(|entry| entry.name() == name);
        }
        self.entries().find(|entry| entry.key.scalar().is_some_and(|key| &*key.text == name))
    }

    /// The value of a key.
    pub fn get(self, name: &str) -> Option<Self> {
        self.entry(name).map(|entry| entry.value)
    }

    /// The value at the end of a chain of keys.
    pub fn at(self, path: &[&str]) -> Option<Self> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The items of a list; nothing for other kinds.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let items = match &self.data().kind {
            Kind::Seq(items) => items.as_slice(),
            _ => &[],
        };
        items.iter().map(move |&id| self.relative(id))
    }

    /// The word for its type, as messages use it: "a string", "a list".
    pub fn type_words(self) -> &'static str {
        match self.typed() {
            None if self.is_map() => "a map",
            None => "a list",
            Some(Typed::Null) => "null",
            Some(Typed::Bool(_)) => "a boolean",
            Some(Typed::Number(_)) => "a number",
            Some(Typed::Text | Typed::OtherText(_)) => "a string",
            Some(Typed::Refused(_)) if self.reader.is_toml() => "a date",
            Some(Typed::Refused(_)) => "not a JSON value",
        }
    }

    /// True for a value that nobody can know before something else has run, or that another layer gives.
    pub fn is_unknown(self) -> bool {
        matches!(self.data().kind, Kind::Unknown) || self.unknown().is_some()
    }

    /// Why nobody can know the value from what is written here.
    pub fn unknown(self) -> Option<Unknown> {
        match &self.data().kind {
            Kind::Scalar(scalar) => Unknown::of_text(&scalar.text),
            Kind::Unknown => None,
            // A template without quotes reads as a map in a map.
            _ => self.raw().starts_with("{{").then_some(Unknown::Template),
        }
    }
}

impl std::fmt::Debug for Node<'_> {
    // Never the text: it may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({:?}, {})", self.data().span, self.type_words())
    }
}
