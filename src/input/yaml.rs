//! YAML (and JSON, its subset) into the tree; the only module that knows the parser.

mod lenient;
mod places;
mod words;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle};
use std::collections::HashMap;
use std::sync::Arc;

use self::lenient::Lenient;
use self::places::{block_header, first_dash};
use self::words::Words;
use super::node::{NodeId, Scalar, Style};
use super::scalar::{Reader, Tag};
use super::tree::{Data, Duplicate, Kind, Pair, Tree};
use super::{MAX_DEPTH, MAX_EXPANDED_NODES, ReadError};
use crate::source::{Source, Span};

/// Reads every document of `source`. What stands before an error is in the tree; the error says where
/// the reader stops.
pub fn read(source: &Arc<Source>, reader: Reader) -> (Tree, Option<ReadError>) {
    let mut lenient = Lenient::new(source.text(), reader);
    loop {
        let mut build = Build::new(source, reader, &lenient);
        let stop = build.run().err();
        let past = match &stop {
            Some(Stop::Parser(error)) => lenient.past(error),
            _ => None,
        };
        if let Some(next) = past.or_else(|| lenient.without_tabs(|tab| build.skips_tab(tab))) {
            lenient = next;
            continue;
        }
        let error = stop.map(|stop| match stop {
            Stop::Parser(error) => build.scan_error(&error),
            Stop::Own(error) => error,
        });
        if error.is_some() {
            build.drop_open_document();
        }
        return (build.finish(), error);
    }
}

/// Why reading ends before the text does.
enum Stop {
    Parser(ScanError),
    Own(ReadError),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Own(error)
    }
}

/// A collection whose end has not come yet.
struct Open {
    id: NodeId,
    flow: bool,
    /// `None` in a list; in a map the key that waits for its value.
    key: Option<Option<NodeId>>,
    pairs: Vec<Pair>,
    items: Vec<NodeId>,
}

/// How large and how deep a node is once its aliases are written out.
#[derive(Clone, Copy)]
struct Extent {
    nodes: u64,
    depth: usize,
}

struct Build<'l> {
    lenient: &'l Lenient<'l>,
    tree: Tree,
    open: Vec<Open>,
    /// Parallel to `tree.nodes`; zero nodes means "still open".
    extents: Vec<Extent>,
    anchors: HashMap<usize, NodeId>,
    /// First node of the document that is being read.
    document_start: usize,
    /// Nodes so far, every alias written out.
    expanded: u64,
}

type Step = Result<(), ReadError>;

impl<'l> Build<'l> {
    fn new(source: &Arc<Source>, reader: Reader, lenient: &'l Lenient<'l>) -> Self {
        Self {
            lenient,
            tree: Tree::new(Arc::clone(source), reader),
            open: Vec::new(),
            extents: Vec::new(),
            anchors: HashMap::new(),
            document_start: 0,
            expanded: 0,
        }
    }

    fn run(&mut self) -> Result<(), Stop> {
        let options = granit_parser::options! {
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
            max_buffered_comment_events: 1_000_000,
            emit_anchor_events: true,
        };
        let mut parser = Parser::new_from_str_with_options(self.lenient.text(), options);
        while let Some(step) = parser.next_event() {
            let (event, span) = step.map_err(Stop::Parser)?;
            let at = |at| self.lenient.boundary(at);
            let span = span.byte_range().map_or_else(Span::default, |range| Span::new(at(range.start), at(range.end)));
            self.event(event, span)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Step {
        match event {
            Event::DocumentStart(..) => {
                self.document_start = self.tree.nodes.len();
                self.anchors.clear();
            }
            Event::Comment(..) => self.tree.comments.push(span),
            Event::Anchor(..) => self.tree.anchors.push(span),
            Event::Scalar(text, style, anchor, tag) => {
                let scalar = self.scalar(&text, style, span, tag.as_deref());
                let span = if scalar.header.is_empty() { span } else { self.block_body(scalar.header, span) };
                let id = self.push(span, Kind::Scalar(scalar), Extent { nodes: 1, depth: 1 })?;
                self.anchor(anchor, id);
                self.place_child(id)?;
            }
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::SequenceStart(style, anchor, _) => self.start(span, style, anchor, false)?,
            Event::MappingStart(style, anchor, _) => self.start(span, style, anchor, true)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, span: Span, kind: Kind, extent: Extent) -> Result<NodeId, ReadError> {
        // Counted as the text is read: merged pairs are copies, so a check at the end would come too late.
        self.expanded = self.expanded.saturating_add(extent.nodes.max(1));
        if self.expanded > MAX_EXPANDED_NODES {
            let reason = format!("it holds more than {MAX_EXPANDED_NODES} values once its aliases are written out");
            return Err(self.error(span, &reason, "use fewer aliases, or split the file"));
        }
        let id = self.tree.push(Data { span, origin: 0, kind });
        self.extents.push(extent);
        Ok(id)
    }

    fn anchor(&mut self, anchor: usize, id: NodeId) {
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Step {
        let target = self.anchors.get(&anchor).copied();
        let known = target.filter(|id| self.extents[id.0 as usize].nodes > 0);
        let Some(target) = known else {
            return Err(self.error(span, "an alias stands inside the value it stands for", "write the value out"));
        };
        let extent = self.extents[target.0 as usize];
        let id = self.push(span, Kind::Alias(target), extent)?;
        self.place_child(id)
    }

    fn start(&mut self, span: Span, style: StructureStyle, anchor: usize, map: bool) -> Step {
        let kind = if map { Kind::Map(Vec::new()) } else { Kind::Seq(Vec::new()) };
        let flow = style == StructureStyle::Flow;
        let key = self.open.last().and_then(|parent| parent.key.flatten());
        let span = match key {
            Some(key) if !map && !flow => {
                let key_end = self.tree.data(key).span.end as usize;
                let start = first_dash(self.tree.source().text(), key_end, span.start as usize);
                Span::new(start, start)
            }
            _ => span,
        };
        let id = self.push(span, kind, Extent { nodes: 0, depth: 0 })?;
        self.anchor(anchor, id);
        self.open.push(Open { id, flow, key: map.then_some(None), pairs: Vec::new(), items: Vec::new() });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Step {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let index = open.id.0 as usize;
        let last = open.items.last().or_else(|| open.pairs.last().map(|pair| &pair.value));
        let last_end = last.map(|id| self.tree.data(*id).span.end);
        let data = &mut self.tree.nodes[index];
        data.span.end = if open.flow { span.end } else { last_end.unwrap_or(data.span.end) }.max(data.span.start);
        let children = open.items.iter().copied().chain(open.pairs.iter().flat_map(|p| [p.key, p.value]));
        self.extents[index] = self.measure(children);
        self.tree.nodes[index].kind = match open.key {
            None => Kind::Seq(open.items),
            Some(_) => Kind::Map(self.merge_and_dedupe(open.id, open.pairs)?),
        };
        self.check_depth(open.id)?;
        self.place_child(open.id)
    }

    fn measure(&self, children: impl Iterator<Item = NodeId>) -> Extent {
        children.map(|id| self.extents[id.0 as usize]).fold(Extent { nodes: 1, depth: 1 }, |sum, child| Extent {
            nodes: sum.nodes.saturating_add(child.nodes),
            depth: sum.depth.max(child.depth.saturating_add(1)),
        })
    }

    fn check_depth(&self, id: NodeId) -> Step {
        if self.extents[id.0 as usize].depth <= MAX_DEPTH {
            return Ok(());
        }
        let start = self.tree.data(id).span.start as usize;
        let reason = format!("it is nested more than {MAX_DEPTH} levels deep once its aliases are written out");
        Err(self.error(Span::new(start, start + 1), &reason, "flatten it"))
    }

    /// Hands a finished node to its parent, or makes it the root of its document.
    fn place_child(&mut self, id: NodeId) -> Step {
        let Some(parent) = self.open.last_mut() else {
            self.tree.roots.push(id);
            return Ok(());
        };
        match &mut parent.key {
            None => parent.items.push(id),
            Some(slot) => match slot.take() {
                None => *slot = Some(id),
                Some(key) => parent.pairs.push(Pair { key, value: id, merged_at: None }),
            },
        }
        Ok(())
    }

    /// Applies `<<` in the order of the text (go-yaml: a later entry wins, merged or not) and keeps the
    /// last of each key.
    fn merge_and_dedupe(&mut self, map: NodeId, pairs: Vec<Pair>) -> Result<Vec<Pair>, ReadError> {
        let mut kept: Vec<Pair> = Vec::with_capacity(pairs.len());
        let mut seen: HashMap<Box<str>, usize> = HashMap::new();
        for pair in pairs {
            if self.is_merge(pair.key) {
                for extra in self.merged_pairs(pair.value)? {
                    self.keep(&mut kept, &mut seen, extra);
                }
            } else if let Some(earlier) = self.keep(&mut kept, &mut seen, pair) {
                self.tree.duplicates.push(Duplicate { map, first: earlier, second: pair.key });
            }
        }
        Ok(kept)
    }

    /// Keeps `pair`, over an earlier one of the same name. Returns that one's key when both are written out.
    fn keep(&self, kept: &mut Vec<Pair>, seen: &mut HashMap<Box<str>, usize>, pair: Pair) -> Option<NodeId> {
        let name =
            super::node::Entry { key: self.tree.node(pair.key), value: self.tree.node(pair.value), merged_at: None };
        match seen.entry(name.name().into()) {
            std::collections::hash_map::Entry::Occupied(slot) => {
                let old = std::mem::replace(&mut kept[*slot.get()], pair);
                (old.merged_at.is_none() && pair.merged_at.is_none()).then_some(old.key)
            }
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(kept.len());
                kept.push(pair);
                None
            }
        }
    }

    fn is_merge(&self, key: NodeId) -> bool {
        let is_sign = |s: &Scalar| &*s.text == "<<" && s.style == Style::Plain && s.tag == Tag::None;
        self.tree.reader != Reader::Operator && matches!(&self.tree.data(key).kind, Kind::Scalar(s) if is_sign(s))
    }

    /// The pairs that `<<: value` brings in; of several maps the earlier ones win, so they come last.
    fn merged_pairs(&self, value: NodeId) -> Result<Vec<Pair>, ReadError> {
        let pairs_of = |at: NodeId| match &self.target(at).kind {
            Kind::Map(pairs) => Ok(pairs.iter().map(move |pair| Pair { merged_at: Some(at), ..*pair })),
            _ => Err(self.error(self.tree.data(at).span, "`<<` takes a map or a list of maps", "write `<<: *anchor`")),
        };
        match &self.target(value).kind {
            Kind::Seq(items) => {
                let maps: Vec<_> = items.iter().rev().map(|&item| pairs_of(item)).collect::<Result<_, _>>()?;
                Ok(maps.into_iter().flatten().collect())
            }
            _ => pairs_of(value).map(Iterator::collect),
        }
    }

    /// A node, or what it is an alias of.
    fn target(&self, id: NodeId) -> &Data {
        match self.tree.data(id).kind {
            Kind::Alias(target) => self.tree.data(target),
            _ => self.tree.data(id),
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: Span, tag: Option<&granit_parser::Tag>) -> Scalar {
        let style = match style {
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            _ => Style::Plain,
        };
        // An absent value comes as `~` with an empty span.
        let absent = style == Style::Plain && span.is_empty();
        let header = match style {
            Style::Literal | Style::Folded => block_header(self.lenient.text(), span, text.is_empty()),
            _ => Span::default(),
        };
        let text = if absent { "".into() } else { self.lenient.value(style, span, text) };
        Scalar { text: text.into(), style, tag: tag.map_or(Tag::None, tag_of), header }
    }

    /// The body of a block scalar: from its first content byte to its last line break.
    fn block_body(&self, header: Span, span: Span) -> Span {
        let body = self.tree.source().slice(span);
        match body.rfind('\n') {
            Some(at) if body[at + 1..].trim().is_empty() => {
                Span::new(span.start as usize, span.start as usize + at + 1)
            }
            _ if body.trim().is_empty() => header,
            _ => span,
        }
    }

    fn scan_error(&self, error: &ScanError) -> ReadError {
        let text = self.tree.source().text();
        let at = self.lenient.boundary(error.marker().byte_offset().unwrap_or(text.len()));
        let Words { span, reason, help } = words::explain(text, at, error.kind());
        ReadError { span, document: self.tree.roots.len(), language: "YAML", reason, help }
    }

    fn error(&self, span: Span, reason: &str, help: &str) -> ReadError {
        let document = self.tree.roots.len();
        ReadError { span, document, language: "YAML", reason: reason.into(), help: help.into() }
    }

    /// True when `tab` stands in brackets or quotes, where the readers skip tabs.
    fn skips_tab(&self, tab: usize) -> bool {
        let is_open = |id| self.open.iter().any(|open| open.id == id);
        let mut nodes = self.tree.nodes.iter().zip(0..).filter(|(data, _)| (data.span.start as usize) < tab);
        nodes.any(|(data, id)| {
            let around = tab < data.span.end as usize || is_open(NodeId(id));
            let first = self.lenient.text().as_bytes().get(data.span.start as usize);
            let is_block = matches!(&data.kind, Kind::Scalar(scalar) if !scalar.header.is_empty());
            around && !is_block && matches!(first, Some(b'[' | b'{' | b'"' | b'\''))
        })
    }

    fn finish(mut self) -> Tree {
        self.tree.comments.extend(self.lenient.comments());
        self.tree.comments.sort_unstable_by_key(|span| span.start);
        self.tree
    }

    /// Forgets the half-read document; the finished ones stay.
    fn drop_open_document(&mut self) {
        let start = self.document_start as u32;
        self.tree.roots.retain(|root| root.0 < start || self.open.is_empty());
        self.tree.duplicates.retain(|d| d.map.0 < start || self.open.is_empty());
        self.open.clear();
    }
}

fn tag_of(tag: &granit_parser::Tag) -> Tag {
    let Some(core) = tag.suffix_in_namespace("tag:yaml.org,2002:") else {
        return if tag.handle().starts_with('!') || tag.suffix().starts_with('!') { Tag::Local } else { Tag::Other };
    };
    match &*core {
        "str" => Tag::Str,
        "int" => Tag::Int,
        "float" => Tag::Float,
        "bool" => Tag::Bool,
        "null" => Tag::Null,
        "binary" => Tag::Binary,
        _ => Tag::Other,
    }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
