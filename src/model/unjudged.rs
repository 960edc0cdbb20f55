//! Settings that no rule can judge, because nobody can know their values yet.

use super::Document;
use super::shape::Shape;
use crate::input::node::Node;
use crate::input::unknown::Unknown;
use crate::source::Place;

/// What was not judged.
#[derive(Clone, Debug)]
pub struct Unjudged {
    /// What it is, for people: "`admin.jwksEndpoint`", "3 settings".
    pub what: String,
    /// Where it stands, or the first of them.
    pub place: Place,
    /// Why.
    pub why: Unknown,
}

impl Document<'_> {
    /// Every setting of ours whose value nobody can know, in the order of the text; what SOPS encrypted in the
    /// document is told in one.
    pub fn unjudged(&self) -> Vec<Unjudged> {
        let package: &[&str] = match self.shape {
            Shape::HelmValues | Shape::Influxctl | Shape::Config => &[],
            Shape::AppInstance => &["spec", "package", "spec"],
        };
        let release: &[&str] = match self.shape {
            Shape::HelmValues | Shape::Influxctl | Shape::Config => &["image", "tag"],
            Shape::AppInstance => &["spec", "package", "image"],
        };
        let mut found = Vec::new();
        let settings =
            ["admin", "catalog", "egress", "useCustomEgress", "profile"].map(|name| [package, &[name]].concat());
        for path in [release.to_vec()].into_iter().chain(settings) {
            if let Some(node) = self.root.at(&path) {
                collect(node, &format!("{}{}", self.prefix, path.join(".")), &mut found);
            }
        }
        found.sort_by_key(|one| one.place.span);
        if self.root.get("sops").is_some() { in_one(found) } else { found }
    }
}

fn collect(node: Node<'_>, path: &str, found: &mut Vec<Unjudged>) {
    if let Some(why) = node.unknown() {
        return found.push(Unjudged { what: format!("`{path}`"), place: node.place(), why });
    }
    for entry in node.entries() {
        collect(entry.value, &format!("{path}.{}", entry.name()), found);
    }
    for (index, item) in node.items().enumerate() {
        collect(item, &format!("{path}[{index}]"), found);
    }
}

/// The encrypted settings as one, at the place of the first.
fn in_one(found: Vec<Unjudged>) -> Vec<Unjudged> {
    let (encrypted, mut found): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.why == Unknown::Encrypted);
    let count = encrypted.len();
    found.extend(encrypted.into_iter().next().map(|first| match count {
        1 => first,
        _ => Unjudged { what: format!("{count} settings"), ..first },
    }));
    found.sort_by_key(|one| one.place.span);
    found
}
