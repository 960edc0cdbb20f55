//! JSON patches (RFC 6902) of an AppInstance or of the values in a HelmRelease.

use super::{Expect, Finds, Way};
use crate::input::assembly::{Assembly, Given, Step};
use crate::input::node::Node;
use crate::input::splice::part_place;
use crate::model::admin::DETAILS;
use crate::model::shape::Shape;

/// Where the block is, and of which shape the patched thing is.
const TARGETS: [(&str, &str, Shape); 2] =
    [("/spec/package/spec/admin", "", Shape::AppInstance), ("/spec/values/admin", "/spec/values", Shape::HelmValues)];

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    for (block, above, shape) in TARGETS {
        let mut assembly = Assembly::new(root);
        for operation in root.items() {
            add(&mut assembly, operation, block, above);
        }
        finds.assembled(assembly.finish(), way.layered(true), Expect::Ours(shape));
    }
}

fn add(assembly: &mut Assembly, operation: Node<'_>, block: &str, above: &str) {
    let text = |key: &str| operation.get(key).and_then(Node::text);
    let (Some(verb), Some(path), Some(value)) = (text("op"), operation.get("path"), operation.get("value")) else {
        return;
    };
    let Some(pointer) = path.scalar().map(|scalar| &*scalar.text) else { return };
    let inside = pointer.strip_prefix(block).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if !inside || !matches!(&*verb, "add" | "replace") {
        return;
    }
    let steps = steps(path, &pointer[above.len()..]);
    complete_user(assembly, &steps);
    assembly.put(&steps, Given::Value(value));
}

/// The steps of a pointer (RFC 6901); in a list of users numbers are places.
fn steps(path: Node<'_>, pointer: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for part in pointer.split('/').skip(1) {
        let in_users = matches!(steps.last(), Some(Step::Key(name, _)) if name == "users" || name == "userGroups");
        steps.push(match part.parse() {
            Ok(index) if in_users => Step::Index(index),
            _ if in_users && part == "-" => Step::Append,
            _ => Step::Key(part.replace("~1", "/").replace("~0", "~"), part_place(path, part).span),
        });
    }
    steps
}

/// A path into one user says nothing about that user's other fields: they are given elsewhere.
fn complete_user(assembly: &mut Assembly, steps: &[Step]) {
    let is_users = |step: &Step| matches!(step, Step::Key(name, _) if name == "users");
    let Some(users) = steps.iter().position(is_users) else { return };
    let Some([Step::Index(_), Step::Key(_, span), ..]) = steps.get(users + 1..) else { return };
    for field in DETAILS.iter().chain(&["id"]) {
        let mut path = steps[..users + 2].to_vec();
        path.push(Step::Key((*field).to_owned(), *span));
        assembly.put(&path, Given::Elsewhere);
    }
}
