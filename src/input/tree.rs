//! A tree of nodes with what belongs to it as a whole: its texts, doubled keys, comments, replaced values.

use std::sync::Arc;

use super::node::{Node, NodeId, Scalar};
use super::scalar::Reader;
use crate::finding::Edit;
use crate::source::{Place, Source, Span};

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
    /// Index in [`Tree::origins`].
    pub(super) origin: u16,
    pub(super) kind: Kind,
}

/// Where nodes come from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) source: Arc<Source>,
    /// A new value can be written over an old one as it stands.
    pub(super) editable: bool,
    /// Given as `--set` gives it: typed by its tag alone, integers exact.
    pub(super) is_setting: bool,
    /// What makes a string of a setting, whatever it looks like.
    pub(super) as_text: Option<Edit>,
}

/// A value that a later layer replaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replaced {
    pub(super) by: NodeId,
    pub(super) value: NodeId,
}

/// A key that is written twice in one map.
#[derive(Clone, Copy, Debug)]
pub struct Duplicate {
    pub(super) map: NodeId,
    pub(super) first: NodeId,
    pub(super) second: NodeId,
}

/// All documents of one text, or one document that several texts make.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) origins: Vec<Origin>,
    pub(super) nodes: Vec<Data>,
    pub(super) roots: Vec<NodeId>,
    pub(super) duplicates: Vec<Duplicate>,
    pub(super) comments: Vec<Span>,
    /// `&name`, wherever one stands.
    pub(super) anchors: Vec<Span>,
    pub(super) reader: Reader,
    pub(super) replaced: Vec<Replaced>,
}

impl Tree {
    pub(super) fn new(source: Arc<Source>, reader: Reader) -> Self {
        Self {
            origins: vec![Origin { source, editable: true, is_setting: false, as_text: None }],
            nodes: Vec::new(),
            roots: Vec::new(),
            duplicates: Vec::new(),
            comments: Vec::new(),
            anchors: Vec::new(),
            reader,
            replaced: Vec::new(),
        }
    }

    /// Makes this the tree of a part of `source`: `outer` gives the place of each span there.
    pub(super) fn move_into(&mut self, source: &Arc<Source>, outer: &impl Fn(Span) -> Span, editable: bool) {
        self.origins = vec![Origin { source: Arc::clone(source), editable, is_setting: false, as_text: None }];
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
        self.origins.iter().all(|origin| origin.editable)
    }

    /// The same for one place: nothing of what `--set` gives, or of a quoted string, stands there.
    pub fn may_edit(&self, place: &Place) -> bool {
        if self.is_editable() {
            return true;
        }
        let is_closed = |data: &Data| {
            let origin = &self.origins[data.origin as usize];
            !origin.editable && Arc::ptr_eq(&origin.source, &place.source)
        };
        let touches = |span: Span| span.start <= place.span.end && place.span.start <= span.end;
        !self.nodes.iter().any(|data| is_closed(data) && touches(data.span))
    }

    /// Values that a later layer replaces: the value that wins and the value that is lost.
    pub fn replaced(&self) -> impl Iterator<Item = (Node<'_>, Node<'_>)> {
        self.replaced.iter().map(|replaced| (self.node(replaced.by), self.node(replaced.value)))
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
        &self.origins[0].source
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

    pub(super) fn push(&mut self, data: Data) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(data);
        id
    }

    pub(super) fn origin(&self, id: NodeId) -> &Origin {
        &self.origins[self.data(id).origin as usize]
    }

    pub(super) fn place(&self, id: NodeId) -> Place {
        Place { source: Arc::clone(&self.origin(id).source), span: self.data(id).span }
    }
}
