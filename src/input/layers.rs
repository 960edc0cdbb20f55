//! Lays values over each other as Helm does: maps merge, all else replaces; each value keeps its file and place.

use std::collections::HashMap;
use std::sync::Arc;

use super::MAX_EXPANDED_NODES;
use super::assembly::Step;
use super::node::{Node, NodeId, Scalar, Style};
use super::scalar::{Reader, Tag};
use super::setting::{Assigned, Assignment, Written};
use super::tree::{Data, Duplicate, Kind, Origin, Pair, Replaced, Tree};
use crate::finding::Edit;
use crate::source::{Source, Span};

/// Highest index of a list that is followed.
const MAX_INDEX: usize = 999;

/// One document in the making. A null stays: it deletes what lies below it, the chart's default included.
pub struct Stack {
    tree: Tree,
    root: Option<NodeId>,
    /// Nodes that merging has made.
    made: u64,
    /// What veils hide.
    veiled: HashMap<NodeId, NodeId>,
}

/// An index that leaves entries of a list empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The index that was set.
    pub index: usize,
    /// How many entries the list had.
    pub length: usize,
}

impl Stack {
    /// An empty stack; `source` is the file to name where no other is.
    pub fn new(source: &Arc<Source>, reader: Reader) -> Self {
        Self { tree: Tree::new(Arc::clone(source), reader), root: None, made: 0, veiled: HashMap::new() }
    }

    /// Lays `layer` over what is there.
    pub fn lay(&mut self, layer: Node<'_>) {
        let upper = self.absorb(layer);
        self.root = Some(match self.root {
            Some(lower) => self.merged(lower, upper),
            None => upper,
        });
    }

    /// Sets one value as `--set` does. `whole` is the text in `source` that says it.
    pub fn set(&mut self, assignment: &Assignment, source: &Arc<Source>, whole: Span) -> Option<Gap> {
        let origin = self.tree.origins.len() as u16;
        self.tree.origins.push(Origin { source: Arc::clone(source), editable: false, is_setting: true, as_text: None });
        let value = self.assigned(&assignment.value, origin);
        let whole = Data { span: whole, origin, kind: Kind::Unknown };
        let mut setting = Setting { stack: self, whole, gap: None };
        let root = setting.put(setting.stack.root, &assignment.path, value);
        let gap = setting.gap;
        self.root = Some(root);
        gap
    }

    /// Makes every value unknown: it stands on the other side of a layer that nobody knows. What replaces it
    /// still knows it.
    pub fn veil(&mut self) {
        self.root = self.root.map(|root| self.veiled(root));
    }

    fn veiled(&mut self, id: NodeId) -> NodeId {
        self.made += 1;
        match self.pairs(id).filter(|_| self.made <= MAX_EXPANDED_NODES) {
            Some(mut pairs) => {
                for pair in &mut pairs {
                    pair.value = self.veiled(pair.value);
                }
                self.copied(id, Kind::Map(pairs))
            }
            None => {
                let veil = self.copied(id, Kind::Unknown);
                self.veiled.insert(veil, self.target(id));
                veil
            }
        }
    }

    /// Says how the value that was set last would be a string.
    pub fn offer_text(&mut self, edit: Option<Edit>) {
        if let Some(origin) = self.tree.origins.last_mut() {
            origin.as_text = edit;
        }
    }

    /// True when a layer holds something there.
    pub fn holds(&self, path: &[Step]) -> bool {
        let step = |node: Node<'_>, step: &Step| match step {
            Step::Key(name, _) => node.get(name).map(Node::id),
            Step::Index(index) => node.items().nth(*index).map(Node::id),
            Step::Append => None,
        };
        let down = |id: NodeId, next: &Step| step(self.tree.node(id), next);
        self.root.is_some_and(|root| path.iter().try_fold(root, down).is_some())
    }

    /// The comments of a layer that stands in the file itself.
    pub fn keep_comments(&mut self, layer: &Tree) {
        self.tree.comments.extend_from_slice(layer.comments());
    }

    /// The document; `None` when nothing was laid.
    pub fn finish(mut self) -> Option<Tree> {
        self.tree.roots = vec![self.root?];
        Some(self.tree)
    }

    fn absorb(&mut self, layer: Node<'_>) -> NodeId {
        let tree = layer.tree();
        let (offset, origins) = (self.tree.nodes.len() as u32, self.tree.origins.len() as u16);
        let moved = |id: NodeId| NodeId(id.0 + offset);
        self.tree.origins.extend(tree.origins.iter().cloned());
        for data in &tree.nodes {
            let mut data = data.clone();
            data.origin += origins;
            match &mut data.kind {
                Kind::Seq(items) => items.iter_mut().for_each(|id| *id = moved(*id)),
                Kind::Map(pairs) => pairs.iter_mut().for_each(|pair| {
                    let merged_at = pair.merged_at.map(moved);
                    *pair = Pair { key: moved(pair.key), value: moved(pair.value), merged_at };
                }),
                Kind::Alias(target) => *target = moved(*target),
                Kind::Scalar(_) | Kind::Unknown => {}
            }
            self.tree.push(data);
        }
        let doubled = |d: &Duplicate| Duplicate { map: moved(d.map), first: moved(d.first), second: moved(d.second) };
        self.tree.duplicates.extend(tree.duplicates.iter().map(doubled));
        let replaced = |r: &Replaced| Replaced { by: moved(r.by), value: moved(r.value) };
        self.tree.replaced.extend(tree.replaced.iter().map(replaced));
        moved(layer.id())
    }

    fn target(&self, id: NodeId) -> NodeId {
        match self.tree.data(id).kind {
            Kind::Alias(target) => target,
            _ => id,
        }
    }

    fn pairs(&self, map: NodeId) -> Option<Vec<Pair>> {
        match &self.tree.data(self.target(map)).kind {
            Kind::Map(pairs) => Some(pairs.clone()),
            _ => None,
        }
    }

    fn name(&self, key: NodeId) -> String {
        self.tree.node(key).read_by(self.tree.reader).name().into_owned()
    }

    fn merged(&mut self, lower: NodeId, upper: NodeId) -> NodeId {
        let (Some(mut pairs), Some(above)) = (self.pairs(lower), self.pairs(upper)) else {
            return self.replaced(lower, upper);
        };
        self.made += (pairs.len() + above.len()) as u64;
        if self.made > MAX_EXPANDED_NODES {
            return upper;
        }
        let mut places: HashMap<String, usize> =
            pairs.iter().enumerate().map(|(at, pair)| (self.name(pair.key), at)).collect();
        for mut pair in above {
            let next = pairs.len();
            match *places.entry(self.name(pair.key)).or_insert(next) {
                at if at < next => {
                    pair.value = self.merged(pairs[at].value, pair.value);
                    pairs[at] = pair;
                }
                _ => pairs.push(pair),
            }
        }
        let map = self.copied(upper, Kind::Map(pairs));
        self.keep_duplicates(lower, map);
        map
    }

    /// `upper` wins; what says nothing has nothing to lose.
    fn replaced(&mut self, lower: NodeId, upper: NodeId) -> NodeId {
        let lower = self.veiled.get(&lower).copied().unwrap_or(lower);
        let is_nothing = self.tree.node(lower).is_null() || matches!(self.tree.data(lower).kind, Kind::Unknown);
        if !is_nothing {
            self.tree.replaced.push(Replaced { by: upper, value: lower });
        }
        upper
    }

    /// A new node in the place of `old`, with its doubled keys.
    fn copied(&mut self, old: NodeId, kind: Kind) -> NodeId {
        let Data { span, origin, .. } = *self.tree.data(self.target(old));
        let new = self.tree.push(Data { span, origin, kind });
        self.keep_duplicates(old, new);
        new
    }

    fn keep_duplicates(&mut self, old: NodeId, new: NodeId) {
        let old = self.target(old);
        let doubled = self.tree.duplicates.iter().filter(|d| d.map == old);
        let doubled: Vec<_> = doubled.map(|d| Duplicate { map: new, ..*d }).collect();
        self.tree.duplicates.extend(doubled);
    }

    fn scalar(&mut self, text: &str, tag: Tag, span: Span, origin: u16) -> NodeId {
        let scalar = Scalar { text: text.into(), style: Style::Plain, tag, header: Span::default() };
        self.tree.push(Data { span, origin, kind: Kind::Scalar(scalar) })
    }

    fn assigned(&mut self, value: &Assigned, origin: u16) -> NodeId {
        let mut one = |written: &Written| self.scalar(&written.text, written.tag, written.span, origin);
        match value {
            Assigned::One(written) => one(written),
            Assigned::Unknown(span) => self.tree.push(Data { span: *span, origin, kind: Kind::Unknown }),
            Assigned::List(items, span) => {
                let kind = Kind::Seq(items.iter().map(one).collect());
                self.tree.push(Data { span: *span, origin, kind })
            }
        }
    }
}

/// One assignment on its way into the stack.
struct Setting<'s> {
    stack: &'s mut Stack,
    /// Stands for what the expression makes beside its value.
    whole: Data,
    gap: Option<Gap>,
}

impl Setting<'_> {
    /// What `at` becomes: every map and list on the way is copied, for an alias may share it. A path through a
    /// value of another kind changes nothing.
    fn put(&mut self, at: Option<NodeId>, path: &[Step], value: NodeId) -> NodeId {
        let Some((step, rest)) = path.split_first() else {
            return match at {
                Some(lower) => self.stack.replaced(lower, value),
                None => value,
            };
        };
        let at = at.filter(|&id| !self.stack.tree.node(id).is_null());
        match step {
            Step::Key(name, span) => self.put_key(at, (name, *span), rest, value),
            Step::Index(index) => self.put_item(at, *index, rest, value),
            Step::Append => at.unwrap_or(value),
        }
    }

    fn put_key(&mut self, at: Option<NodeId>, (name, span): (&str, Span), rest: &[Step], value: NodeId) -> NodeId {
        let mut pairs = match at {
            None => Vec::new(),
            Some(id) => match self.stack.pairs(id) {
                Some(pairs) => pairs,
                None => return id,
            },
        };
        let known = pairs.iter().position(|pair| self.stack.name(pair.key) == name);
        let inner = self.put(known.map(|at| pairs[at].value), rest, value);
        // The new value has a new key: what is wrong with a value that is not there is shown by its key.
        let key = match known {
            Some(at) if !rest.is_empty() => pairs[at].key,
            _ => self.stack.scalar(name, Tag::Str, span, self.whole.origin),
        };
        let pair = Pair { key, value: inner, merged_at: None };
        match known {
            Some(at) => pairs[at] = pair,
            None => pairs.push(pair),
        }
        self.container(at, Kind::Map(pairs))
    }

    fn put_item(&mut self, at: Option<NodeId>, index: usize, rest: &[Step], value: NodeId) -> NodeId {
        let mut items = match at.map(|id| (id, &self.stack.tree.data(self.stack.target(id)).kind)) {
            None => Vec::new(),
            Some((_, Kind::Seq(items))) => items.clone(),
            Some((id, _)) => return id,
        };
        if index > MAX_INDEX {
            return at.unwrap_or(value);
        }
        if index > items.len() {
            self.gap = Some(Gap { index, length: items.len() });
        }
        while items.len() < index {
            // Null to Helm; unknown to us, for the gap is told once.
            items.push(self.stack.tree.push(self.whole.clone()));
        }
        let inner = self.put(items.get(index).copied(), rest, value);
        match items.get_mut(index) {
            Some(item) => *item = inner,
            None => items.push(inner),
        }
        self.container(at, Kind::Seq(items))
    }

    fn container(&mut self, at: Option<NodeId>, kind: Kind) -> NodeId {
        match at {
            Some(old) => self.stack.copied(old, kind),
            None => self.stack.tree.push(Data { kind, ..self.whole.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{setting, yaml};

    fn built(files: &[&str], settings: &[&str]) -> Tree {
        let mut stack = Stack::new(&Source::new("a", ""), Reader::Helm);
        for text in files {
            let (tree, _) = yaml::read(&Source::new("file", *text), Reader::Helm);
            stack.lay(tree.document(0).unwrap());
        }
        for text in settings {
            let source = Source::new("--set", *text);
            for assignment in setting::read(text, false).unwrap() {
                stack.set(&assignment, &source, Span::new(0, text.len()));
            }
        }
        stack.finish().unwrap()
    }

    fn shown(node: Node<'_>) -> String {
        if node.is_map() {
            let one = |entry: crate::input::node::Entry<'_>| format!("{}: {}", entry.name(), shown(entry.value));
            format!("{{{}}}", node.entries().map(one).collect::<Vec<_>>().join(", "))
        } else if node.is_seq() {
            format!("[{}]", node.items().map(shown).collect::<Vec<_>>().join(", "))
        } else if node.scalar().is_none() {
            "?".to_owned()
        } else {
            format!("{} {}", node.type_words(), node.scalar().map_or("", |scalar| &scalar.text))
        }
    }

    fn told(files: &[&str], settings: &[&str]) -> String {
        shown(built(files, settings).document(0).unwrap()).replace("a string ", "")
    }

    #[test]
    fn maps_merge_and_all_else_replaces() {
        assert_eq!(told(&["a: {b: x, c: [y, z]}", "a: {c: [w], d: v}"], &[]), "{a: {b: x, c: [w], d: v}}");
        assert_eq!(told(&["a: {b: x}", "a: null"], &[]), "{a: null null}");
        assert_eq!(told(&["a: null", "a: {b: x}"], &[]), "{a: {b: x}}");
        // Oracle rows 245 and 246.
        assert_eq!(told(&["a: {b: x}", "a: {}"], &[]), "{a: {b: x}}");
    }

    #[test]
    fn a_shared_map_changes_only_where_it_is_laid_over() {
        assert_eq!(told(&["a: &m {x: p}\nb: *m", "b: {x: q}"], &[]), "{a: {x: p}, b: {x: q}}");
        assert_eq!(told(&["a: &m {x: p}\nb: *m"], &["b.x=q"]), "{a: {x: p}, b: {x: q}}");
    }

    #[test]
    fn settings_reach_into_lists() {
        let users = "u: [{id: a, x: m}, {id: b}]";
        assert_eq!(told(&[users], &["u[0].id=123"]), "{u: [{id: a number 123, x: m}, {id: b}]}");
        assert_eq!(told(&[users], &["u[3].id=x"]), "{u: [{id: a, x: m}, {id: b}, ?, {id: x}]}");
        assert_eq!(told(&["v: w"], &["u[0].id=x,u[0].x=y"]), "{v: w, u: [{id: x, x: y}]}");
        assert_eq!(told(&[users], &["u.id=x", "u[0].id.more=x"]), "{u: [{id: a, x: m}, {id: b}]}");
        assert_eq!(told(&[users], &["u[99999999999]=x"]), "{u: [{id: a, x: m}, {id: b}]}");
    }

    #[test]
    fn the_winner_knows_what_it_replaces() {
        let tree = built(&["a: one", "a: two"], &["a=three"]);
        let winner = tree.document(0).and_then(|root| root.get("a")).unwrap();
        assert!(winner.is_setting());
        assert_eq!(winner.replaces().map(Node::raw).collect::<Vec<_>>(), ["two", "one"]);
    }

    #[test]
    fn digits_of_settings_are_exact_and_those_of_files_are_not() {
        let tree = built(&["a: 1234567890123456789"], &["b=1234567890123456789"]);
        let typed = |key: &str| format!("{:?}", tree.document(0).and_then(|root| root.get(key)?.typed()).unwrap());
        assert_eq!(typed("a"), r#"Number("1234567890123456800")"#);
        assert_eq!(typed("b"), r#"Number("1234567890123456789")"#);
    }
}
