//! Layers of one values document, as `helm -f … -f … --set …` takes them.

use std::sync::Arc;

use super::{Broken, Chart, Contents, Finds, Way, values};
use crate::input::layers::Stack;
use crate::input::node::{Node, Tree};
use crate::input::scalar::Reader;
use crate::input::setting::{self, Assigned};
use crate::input::{ReadError, strict, yaml};
use crate::model::expression::{self, Expression, Fault};
use crate::model::shape::{self, Shape};
use crate::source::{Place, Source, Span};

/// One `--set` or `--set-string` of the command line.
#[derive(Clone, Debug)]
pub struct Argument {
    /// `admin.users[0].id=123`.
    pub text: String,
    /// `--set-string`.
    pub is_text: bool,
}

impl Argument {
    /// Named by the path alone: a value may be a secret, and names are printed as they are.
    fn source(&self) -> Arc<Source> {
        let flag = if self.is_text { "--set-string" } else { "--set" };
        let path = self.text.split_once('=').map_or("", |(path, _)| path);
        Source::new(format!("{flag} {path}").trim_end(), self.text.as_str())
    }
}

impl Contents {
    /// The document that the files make, the strongest last, with the settings over them; and what each file is
    /// by itself: its comments, and where Helm cannot read it. `complete` is false when a layer is not known.
    pub fn of_layers(files: &[Arc<Source>], arguments: &[Argument], complete: bool) -> (Self, Vec<Self>) {
        let layers: Vec<Self> = files.iter().map(layer).collect();
        let name = files.last().cloned().unwrap_or_else(|| Source::new("--values", ""));
        let mut stack = Stack::new(&name, Reader::Helm);
        for root in layers.iter().filter_map(|layer| values_of(&layer.trees[0])) {
            stack.lay(root);
        }
        let mut expressions = Vec::new();
        for argument in arguments {
            apply(argument, &mut stack, &mut expressions);
        }
        let is_known = complete && layers.iter().all(|layer| layer.broken.is_empty());
        let mut whole = Self { trees: Vec::new(), parts: Vec::new(), broken: Vec::new() };
        if let Some(tree) = stack.finish() {
            let way = Way { document: 0, container: None, prefix: String::new(), fragment: !is_known, stated: true };
            let mut finds = Finds::default();
            visit(&tree, &way, &mut finds);
            whole.keep(tree, finds);
        }
        if let Some(part) = whole.parts.first_mut() {
            part.expressions = expressions;
        }
        (whole, layers)
    }
}

fn layer(source: &Arc<Source>) -> Contents {
    let (tree, error) = yaml::read(source, Reader::Helm);
    let refused = strict::refusals(&tree, 0);
    let errors = error.into_iter().chain(refused).chain(tree.document(0).and_then(not_a_map));
    let broken = errors.map(|error| Broken { error, prefix: String::new() }).collect();
    Contents { trees: vec![tree], parts: Vec::new(), broken }
}

fn values_of(tree: &Tree) -> Option<Node<'_>> {
    tree.document(0).filter(|root| root.is_map())
}

/// Oracle rows 247 and 248; an empty file is an empty map (row 246).
fn not_a_map(root: Node<'_>) -> Option<ReadError> {
    let is_map = root.is_map() || root.is_null() || root.is_unknown();
    (!is_map).then(|| ReadError {
        span: root.span(),
        document: 0,
        reason: format!("a values file is a map, not {}", root.type_words()),
        help: "write `key: value` lines".to_owned(),
    })
}

/// Values are ours because they are named so, unless only a dependency's block in them is.
fn visit(tree: &Tree, way: &Way, finds: &mut Finds) {
    let Some(root) = tree.document(0) else { return };
    if !shape::is_helm_values(root) {
        values::visit(root, way, Chart::Untold, finds);
    }
    if finds.parts.is_empty() {
        finds.part(root, Shape::HelmValues, way);
    }
}

fn apply(argument: &Argument, stack: &mut Stack, expressions: &mut Vec<Expression>) {
    let source = argument.source();
    let place = |span: Span| Place { source: Arc::clone(&source), span };
    let assignments = match setting::read(&argument.text, argument.is_text) {
        Ok(assignments) => assignments,
        Err(refusal) => {
            let (fault, path, span) = Fault::of_refusal(refusal, &argument.text);
            return expressions.push(Expression { place: place(span), path, fault });
        }
    };
    let whole = Span::new(0, argument.text.len());
    for mut assignment in assignments {
        let path = assignment.name();
        if expression::is_bare_users(&assignment) {
            expressions.push(Expression { place: place(whole), path: path.clone(), fault: Fault::BareUsers });
            assignment.value = Assigned::Unknown(whole);
        }
        if let Some(gap) = stack.set(&assignment, &source) {
            expressions.push(Expression { place: place(whole), path, fault: Fault::Gap(gap) });
        }
    }
}
