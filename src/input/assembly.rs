//! Puts settings that are written as path and value together to the map that they mean, in place.

use std::sync::Arc;

use super::node::{Node, NodeId, Scalar, Style};
use super::scalar::{Reader, Tag};
use super::tree::{Data, Kind, Origin, Pair, Tree};
use crate::source::Span;

/// Highest index of a list that is followed: `users[999999999]` builds no list of that length.
const MAX_INDEX: usize = 999;

/// The origin of values that are typed as `--set` types them.
const SETTING: u16 = 1;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key and the text that names it.
    Key(String, Span),
    /// An item of a list.
    Index(usize),
    /// A new item at the end of a list.
    Append,
}

/// What stands at the end of a path.
#[derive(Clone, Copy)]
pub enum Given<'t> {
    /// A value as it is written.
    Value(Node<'t>),
    /// A scalar that the reader types in a way of its own.
    Typed(Node<'t>, Tag),
    /// A value that another layer gives; it replaces nothing.
    Elsewhere,
}

/// A map in the making.
pub struct Assembly {
    tree: Tree,
    root: Branch,
    /// Stands for the maps and lists that nobody has written.
    span: Span,
}

enum Branch {
    Nothing,
    Leaf(NodeId),
    Map(Vec<(String, Span, Self)>),
    List(Vec<Self>),
}

impl Assembly {
    /// An empty map for the settings that are written in `place`. Its tree is not editable: a value that
    /// stands at the end of a path has none of the surroundings that a fix may rely on.
    pub fn new(place: Node<'_>) -> Self {
        let mut tree = Tree::new(Arc::clone(place.tree().source()), Reader::Kubectl);
        tree.origins[0].editable = false;
        tree.origins.push(Origin { is_setting: true, ..tree.origins[0].clone() });
        Self { tree, root: Branch::Nothing, span: place.span() }
    }

    /// Sets what a path leads to; a later value replaces an earlier one, a path through a scalar is dropped.
    pub fn put(&mut self, path: &[Step], given: Given<'_>) {
        if path.iter().any(|step| matches!(step, Step::Index(index) if *index > MAX_INDEX)) {
            return;
        }
        let leaf = match given {
            Given::Value(node) => Branch::Leaf(self.copy(node)),
            Given::Typed(node, tag) => {
                let id = self.copy(node);
                let data = &mut self.tree.nodes[id.0 as usize];
                data.origin = SETTING;
                if let Kind::Scalar(scalar) = &mut data.kind {
                    scalar.tag = tag;
                }
                Branch::Leaf(id)
            }
            Given::Elsewhere => Branch::Nothing,
        };
        let Some(end) = reach(&mut self.root, path) else { return };
        if matches!(end, Branch::Nothing) || matches!(leaf, Branch::Leaf(_)) {
            *end = leaf;
        }
    }

    /// The tree, or `None` when nothing was put.
    pub fn finish(mut self) -> Option<Tree> {
        let root = std::mem::replace(&mut self.root, Branch::Nothing);
        if matches!(root, Branch::Nothing) {
            return None;
        }
        let root = self.grow(root);
        self.tree.roots.push(root);
        Some(self.tree)
    }

    fn push(&mut self, span: Span, kind: Kind) -> NodeId {
        self.tree.push(Data { span, origin: 0, kind })
    }

    fn grow(&mut self, branch: Branch) -> NodeId {
        let kind = match branch {
            Branch::Leaf(id) => return id,
            Branch::Nothing => Kind::Unknown,
            Branch::List(items) => Kind::Seq(items.into_iter().map(|item| self.grow(item)).collect()),
            Branch::Map(entries) => {
                let pair = |(name, span, value): (String, Span, Branch)| {
                    let scalar =
                        Scalar { text: name.into(), style: Style::Plain, tag: Tag::Str, header: Span::default() };
                    let key = self.push(span, Kind::Scalar(scalar));
                    Pair { key, value: self.grow(value), merged_at: None }
                };
                Kind::Map(entries.into_iter().map(pair).collect())
            }
        };
        self.push(self.span, kind)
    }

    fn copy(&mut self, node: Node<'_>) -> NodeId {
        let kind = if let Some(scalar) = node.scalar() {
            Kind::Scalar(scalar.clone())
        } else if node.is_map() {
            let pairs = node.entries().map(|entry| Pair {
                key: self.copy(entry.key),
                value: self.copy(entry.value),
                merged_at: None,
            });
            Kind::Map(pairs.collect())
        } else if node.is_seq() {
            Kind::Seq(node.items().map(|item| self.copy(item)).collect())
        } else {
            Kind::Unknown
        };
        self.push(node.span(), kind)
    }
}

/// The branch at the end of `path`, its parents made; `None` when the path runs through a written value.
fn reach<'b>(branch: &'b mut Branch, path: &[Step]) -> Option<&'b mut Branch> {
    let Some((step, rest)) = path.split_first() else { return Some(branch) };
    if matches!(branch, Branch::Nothing) {
        *branch = match step {
            Step::Key(..) => Branch::Map(Vec::new()),
            Step::Index(_) | Step::Append => Branch::List(Vec::new()),
        };
    }
    let next = match (branch, step) {
        (Branch::Map(entries), Step::Key(name, span)) => {
            let known = entries.iter().position(|(key, ..)| key == name);
            let index = known.unwrap_or_else(|| {
                entries.push((name.clone(), *span, Branch::Nothing));
                entries.len() - 1
            });
            &mut entries[index].2
        }
        (Branch::List(items), Step::Index(_) | Step::Append) => {
            let index = if let Step::Index(index) = step { *index } else { items.len() };
            while items.len() <= index {
                items.push(Branch::Nothing);
            }
            &mut items[index]
        }
        _ => return None,
    };
    reach(next, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::yaml;
    use crate::source::Source;

    #[test]
    fn paths_meet_in_one_map_and_gaps_are_unknown() {
        let (tree, _) = yaml::read(&Source::new("a", "one\n--- # next\n'12'\n"), Reader::Helm);
        let (one, twelve) = (tree.document(0).unwrap(), tree.document(1).unwrap());
        let key = |name: &str| Step::Key(name.to_owned(), Span::default());
        let mut assembly = Assembly::new(one);
        assembly.put(&[key("a"), Step::Index(1), key("b")], Given::Value(one));
        assembly.put(&[key("a"), Step::Index(1), key("b")], Given::Elsewhere);
        assembly.put(&[key("a"), Step::Index(1), key("c")], Given::Elsewhere);
        assembly.put(&[key("a"), Step::Append], Given::Typed(twelve, Tag::Int));
        assembly.put(&[key("a"), Step::Index(1), key("b"), key("d")], Given::Value(one));
        assembly.put(&[key("e"), Step::Index(1_000_000_000)], Given::Value(one));
        let built = assembly.finish().unwrap();
        let items: Vec<Node<'_>> = built.document(0).unwrap().get("a").unwrap().items().collect();
        assert_eq!(items.len(), 3);
        assert!(items[0].is_unknown() && items[1].get("c").unwrap().is_unknown());
        assert_eq!(items[1].get("b").unwrap().raw(), "one");
        assert_eq!((items[2].raw(), items[2].type_words()), ("'12'", "a number"));
        assert!(built.document(0).unwrap().get("e").is_none());
    }
}
