//! Settings that are written twice: keys in one map, and values in two documents of one file.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::input::node::{Node, NodeId, Tree};

/// A key that is written twice.
#[derive(Clone, Debug)]
pub struct Twice<'t> {
    /// Key path in the document.
    pub path: String,
    /// The key's name, for messages: an empty one is `""`.
    pub name: Cow<'t, str>,
    /// The key whose value is lost.
    pub lost: Node<'t>,
    /// The key that counts.
    pub kept: Node<'t>,
}

/// The keys that are written twice on the way along `admin` from `root`, or anywhere below it.
pub fn find<'t>(root: Node<'t>, admin: &[&'static str]) -> Vec<Twice<'t>> {
    let mut doubled: HashMap<NodeId, Vec<(Node<'t>, Node<'t>)>> = HashMap::new();
    for (map, lost, kept) in root.tree().duplicates() {
        doubled.entry(map.anchored_id()).or_default().push((lost, kept));
    }
    let mut search = Search { doubled, path: Vec::new(), found: Vec::new() };
    if search.doubled.is_empty() {
        return search.found;
    }
    let mut node = root;
    for step in admin {
        search.take(node, Some(step));
        let Some(next) = node.get(step) else { return search.found };
        search.path.push(Cow::Borrowed(step));
        node = next;
    }
    search.below(node);
    search.found
}

/// A values file of two documents.
#[derive(Clone, Copy, Debug)]
pub struct TwoDocuments<'t> {
    /// The root of the first one that says something.
    pub first: Node<'t>,
    /// The first key of the second.
    pub second: Node<'t>,
}

/// The two documents of a tree that holds values; `None` for one, and where one of them is a manifest.
pub fn two_documents(tree: &Tree) -> Option<TwoDocuments<'_>> {
    let filled = || tree.documents().filter(|root| root.entries().next().is_some());
    let is_manifest = |root: Node<'_>| root.get("kind").is_some() || root.get("apiVersion").is_some();
    if filled().any(is_manifest) {
        return None;
    }
    let mut roots = filled();
    let (first, second) = (roots.next()?, roots.next()?);
    Some(TwoDocuments { first, second: second.entries().next()?.key })
}

struct Search<'t> {
    /// Per map the keys that are still to be told: a map that aliases bring in twice is one text.
    doubled: HashMap<NodeId, Vec<(Node<'t>, Node<'t>)>>,
    path: Vec<Cow<'t, str>>,
    found: Vec<Twice<'t>>,
}

impl<'t> Search<'t> {
    fn take(&mut self, map: Node<'t>, only: Option<&str>) {
        for (lost, kept) in self.doubled.remove(&map.anchored_id()).unwrap_or_default() {
            let name = kept.name();
            if only.is_none_or(|only| only == name) {
                let name = if name.is_empty() { Cow::Borrowed("\"\"") } else { name };
                let path = self.path.iter().map(|step| &**step).chain([&*name]).collect::<Vec<_>>().join(".");
                self.found.push(Twice { path: path.replace(".[", "["), name, lost, kept });
            }
        }
    }

    fn below(&mut self, node: Node<'t>) {
        if self.doubled.is_empty() {
            return;
        }
        if node.is_map() {
            self.take(node, None);
        }
        for entry in node.entries() {
            self.path.push(entry.name());
            self.below(entry.value);
            self.path.pop();
        }
        for (index, item) in node.items().enumerate() {
            self.path.push(Cow::Owned(format!("[{index}]")));
            self.below(item);
            self.path.pop();
        }
    }
}
