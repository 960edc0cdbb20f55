//! The one tree that every format is read into: kinds, spans, raw scalars; aliases are edges, not copies.

use std::borrow::Cow;
use std::sync::Arc;

use super::scalar::{Reader, Tag, Typed, resolve};
use super::unknown::Unknown;
use crate::source::{Place, Source, Span};

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

/// One key with its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) key: NodeId,
    pub(super) value: NodeId,
    /// The node that stands at `<<` when the pair was merged in.
    pub(super) merged_at: Option<NodeId>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Scalar(Scalar),
    Seq(Vec<NodeId>),
    /// In the order of the text; of a repeated key only the last value, as go-yaml keeps it.
    Map(Vec<Pair>),
    Alias(NodeId),
    /// Given by another layer.
    Unknown,
}

#[derive(Clone, Debug)]
pub(super) struct Data {
    pub(super) span: Span,
    pub(super) source: u16,
    pub(super) kind: Kind,
}

/// A key that is written twice in one map.
#[derive(Clone, Copy, Debug)]
pub struct Duplicate {
    pub(super) map: NodeId,
    pub(super) first: NodeId,
    pub(super) second: NodeId,
}

/// All documents of one text.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) sources: Vec<Arc<Source>>,
    pub(super) nodes: Vec<Data>,
    pub(super) roots: Vec<NodeId>,
    pub(super) duplicates: Vec<Duplicate>,
    pub(super) comments: Vec<Span>,
    /// `&name`, wherever one stands.
    pub(super) anchors: Vec<Span>,
    pub(super) reader: Reader,
    pub(super) editable: bool,
}

impl Tree {
    pub(super) fn new(source: Arc<Source>, reader: Reader) -> Self {
        Self {
            sources: vec![source],
            nodes: Vec::new(),
            roots: Vec::new(),
            duplicates: Vec::new(),
            comments: Vec::new(),
            anchors: Vec::new(),
            reader,
            editable: true,
        }
    }

    /// Makes this the tree of a part of `source`: `outer` gives the place of each span there.
    pub(super) fn move_into(&mut self, source: &Arc<Source>, outer: &impl Fn(Span) -> Span, editable: bool) {
        self.sources = vec![Arc::clone(source)];
        self.editable = editable;
        for data in &mut self.nodes {
            data.span = outer(data.span);
            if let Kind::Scalar(scalar) = &mut data.kind
                && !scalar.header.is_empty()
            {
                scalar.header = outer(scalar.header);
            }
        }
        self.comments.iter_mut().for_each(|span| *span = outer(*span));
    }

    /// True when a new value can be written over an old one as it stands: not inside a quoted string.
    pub fn is_editable(&self) -> bool {
        self.editable
    }

    /// The documents, in order.
    pub fn documents(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|&id| self.node(id))
    }

    /// The root of document `index`.
    pub fn document(&self, index: usize) -> Option<Node<'_>> {
        self.roots.get(index).map(|&id| self.node(id))
    }

    /// The file that was read.
    pub fn source(&self) -> &Arc<Source> {
        &self.sources[0]
    }

    /// Spans of all comments, `#` included.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Keys that are written twice: the map, the key that is lost, the key that wins.
    pub fn duplicates(&self) -> impl Iterator<Item = (Node<'_>, Node<'_>, Node<'_>)> {
        self.duplicates.iter().map(|d| (self.node(d.map), self.node(d.first), self.node(d.second)))
    }

    /// A handle on a node; an alias is followed.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        match self.data(id).kind {
            Kind::Alias(target) => Node { tree: self, id: target, alias: Some(id), reader: self.reader },
            _ => Node { tree: self, id, alias: None, reader: self.reader },
        }
    }

    pub(super) fn data(&self, id: NodeId) -> &Data {
        &self.nodes[id.0 as usize]
    }

    fn place(&self, id: NodeId) -> Place {
        let data = self.data(id);
        Place { source: Arc::clone(&self.sources[data.source as usize]), span: data.span }
    }
}

/// A handle on one node: cheap to copy, follows aliases.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
    alias: Option<NodeId>,
    reader: Reader,
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

    /// Where it is used, when the text stands elsewhere.
    pub fn used_at(self) -> Option<Place> {
        self.alias.map(|id| self.tree.place(id))
    }

    /// The source text of the node.
    pub fn raw(self) -> &'t str {
        let data = self.data();
        self.tree.sources[data.source as usize].slice(data.span)
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
        Some(resolve(&scalar.text, scalar.style == Style::Plain, scalar.tag, self.reader))
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
