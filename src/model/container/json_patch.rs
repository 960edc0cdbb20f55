//! JSON patches (RFC 6902) of an AppInstance or of the values in a HelmRelease.

use super::fault::{Fault, FaultKind, Patch};
use super::{Expect, Finds, Way};
use crate::input::assembly::{Assembly, Given, Step};
use crate::input::node::Node;
use crate::input::splice::{part_place, value_place};
use crate::model::admin::DETAILS;
use crate::model::shape::Shape;
use crate::source::Place;

/// Where an AppInstance keeps the block.
const BLOCK: &str = "/spec/package/spec/admin";

/// Where the block is, and of which shape the patched thing is.
const TARGETS: [(&str, &str, Shape); 2] =
    [(BLOCK, "", Shape::AppInstance), ("/spec/values/admin", "/spec/values", Shape::HelmValues)];

/// What a patch is said to be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An AppInstance.
    Instance,
    /// Another kind that holds our block.
    Other,
    /// Nobody says.
    Untold,
}

pub(super) fn visit(root: Node<'_>, way: &Way, target: Target, finds: &mut Finds) {
    for (index, operation) in root.items().enumerate() {
        let fault = miss(operation, target);
        finds.faults.extend(fault.map(|(place, patch)| Fault {
            document: way.document,
            path: format!("{}[{index}].path", way.prefix),
            place,
            kind: FaultKind::Patch(patch),
        }));
    }
    for (block, above, shape) in TARGETS {
        let mut assembly = Assembly::new(root);
        for operation in root.items() {
            add(&mut assembly, operation, block, above);
        }
        finds.assembled(assembly.finish(), way.layered(true), Expect::Ours(shape));
    }
}

/// What is wrong with the path of an operation on an AppInstance.
fn miss(operation: Node<'_>, target: Target) -> Option<(Place, Patch)> {
    let verb = operation.get("op").and_then(Node::text)?;
    let path = operation.get("path")?;
    let written = path.text().filter(|_| !path.is_unknown())?;
    let parts: Vec<&str> = written.split('/').skip(1).collect();
    let place = value_place(path);
    let fault = |key: &str, right| {
        let may_mend = path.tree().is_editable();
        Some((place, Patch { written: written.to_string(), key: key.to_owned(), right, may_mend }))
    };
    let inside = written.starts_with("/spec/package/spec/");
    if target == Target::Other || !matches!(&*verb, "add" | "replace" | "remove") {
        return None;
    }
    if inside {
        let is_end = verb != "add" && parts.ends_with(&["admin", "users", "-"]);
        return if is_end { fault("users", None) } else { None };
    }
    // In values these keys are at home.
    let elsewhere = ["values", "valuesObject", "valuesInline", "helm", "data", "stringData"];
    if parts.iter().any(|part| elsewhere.contains(part)) || written.starts_with("/items/") {
        return None;
    }
    let at = |names: &[&str]| parts.iter().position(|part| names.contains(part));
    let own = at(&["jwksEndpoint", "identityProvider"]);
    let block = at(&["admin"]).filter(|_| own.is_some() || target == Target::Instance);
    let (from, above) = match (block, own) {
        (Some(from), _) => (from, "/spec/package/spec"),
        (None, Some(from)) => (from, BLOCK),
        (None, None) => return None,
    };
    let key = own.map_or("admin", |own| parts[own]);
    fault(key, Some(format!("{above}/{}", parts[from..].join("/"))))
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
