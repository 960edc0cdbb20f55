//! What renderers leave in a value: variables that were not filled in, and what stands there for nothing.

use super::admin::{Admin, User};
use super::shape::Shape;
use super::{Document, helm};
use crate::input::node::Node;

/// What printing nothing, or something else than a string, leaves behind (Go's `%v` and `%s`, JavaScript).
const RESIDUE: [&str; 5] = ["<nil>", "<no value>", "%!s(", "[object Object]", "map["];

/// A value that a renderer left unfinished.
#[derive(Clone, Debug)]
pub struct Unrendered<'t> {
    /// Key path in the document.
    pub path: String,
    /// The value.
    pub node: Node<'t>,
    /// The residue, a slice of the value's text or of the file.
    pub residue: &'t str,
}

/// The first residue in `text`, a slice of it. `map[` counts where a word begins.
pub fn find(text: &str) -> Option<&str> {
    let matches = RESIDUE.iter().flat_map(|residue| text.match_indices(residue));
    let begins = |&(at, found): &(usize, &str)| found != "map[" || !text[..at].ends_with(char::is_alphanumeric);
    matches.filter(begins).min_by_key(|(at, _)| *at).map(|(_, found)| found)
}

/// `{{ … }}` or `${…}`, a slice of `text`.
fn variable(text: &str) -> Option<&str> {
    let marks = [("{{", "}}"), ("${", "}")];
    let found = marks.iter().filter_map(|(open, close)| {
        let start = text.find(open)?;
        let end = text[start..].find(close).map_or(text.len(), |at| start + at + close.len());
        Some((start, &text[start..end]))
    });
    found.min_by_key(|(start, _)| *start).map(|(_, found)| found)
}

impl<'t> Document<'t> {
    /// Every setting of ours that a renderer left unfinished.
    pub fn unrendered(&self) -> Vec<Unrendered<'t>> {
        let is_final = self.is_final();
        let details = self.admin.iter().flat_map(Admin::written_entries).flat_map(User::details);
        let settings = self.filled_in().into_iter().chain(details.filter_map(|(_, setting)| setting.cloned()));
        let judged = settings.filter_map(|setting| {
            let text = setting.node.scalar().map(|scalar| &*scalar.text);
            let left = || variable(text.unwrap_or_else(|| setting.node.raw()));
            let residue = text.and_then(find).or_else(|| left().filter(|_| is_final))?;
            Some(Unrendered { path: setting.path, node: setting.node, residue })
        });
        let braces = self.admin.iter().flat_map(|admin| &admin.misprints).filter_map(|(setting, misprint)| {
            let text = setting.node.scalar().map(|scalar| scalar.text.trim())?;
            let is_template = *misprint == helm::Misprint::Template;
            is_template.then(|| Unrendered { path: setting.path.clone(), node: setting.node, residue: text })
        });
        // A text that is used twice through aliases is one text.
        judged.chain(braces).fold(Vec::new(), |mut found: Vec<Unrendered<'t>>, next| {
            if !found.iter().any(|earlier| earlier.node.same(next.node)) {
                found.push(next);
            }
            found
        })
    }

    /// True when nothing renders this document any more.
    fn is_final(&self) -> bool {
        self.shape == Shape::AppInstance && (self.is_carried_final || is_final(self.root))
    }
}

/// True for an object of a rendered stream, or of a cluster.
pub(super) fn is_final(object: Node<'_>) -> bool {
    let metadata = object.get("metadata");
    let is_live = metadata.is_some_and(|m| m.get("managedFields").is_some() || m.get("uid").is_some());
    let tree = object.tree();
    let names_source = |comment: &str| comment.trim_start_matches(['#', ' ']).starts_with("Source: ");
    is_live || tree.comments().iter().any(|&span| names_source(tree.source().slice(span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residue_is_told_from_text() {
        let found =
            ["http://keycloak:<nil>/auth", "<no value>", "%!s(<nil>)", "x[object Object]", "map[a:b]", "/map[1]"];
        assert!(found.iter().all(|text| find(text).is_some()));
        let text = ["nil", "<name>", "bitmap[1]", "object", "%s", "{{ x }}", "no value"];
        assert!(text.iter().all(|text| find(text).is_none()));
        assert_eq!(find("%!s(<nil>)"), Some("%!s("));
    }

    #[test]
    fn variables_end_where_they_close() {
        assert_eq!(variable("a {{ .x }} ${b}"), Some("{{ .x }}"));
        assert_eq!(variable("${A_B}/keys"), Some("${A_B}"));
        assert_eq!(variable("{{ .x"), Some("{{ .x"));
        assert_eq!(variable("$A {x}"), None);
    }
}
