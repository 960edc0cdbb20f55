//! How a rule tells what it found.

use super::Rule;
use crate::finding::{Finding, Fix, Label};
use crate::input::node::Node;
use crate::source::Place;

/// Collects what one rule finds in one document.
pub struct Findings<'a> {
    rule: &'static Rule,
    document: usize,
    found: &'a mut Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// A collector for `rule` on document `document`.
    pub fn new(rule: &'static Rule, document: usize, found: &'a mut Vec<Finding>) -> Self {
        Self { rule, document, found }
    }

    /// Reports at `place`; the builder adds label, help, note, fix.
    pub fn report(&mut self, place: Place, path: impl Into<String>, message: impl Into<String>) -> Building<'_> {
        let Rule { id, severity, confidence, .. } = *self.rule;
        self.found.push(Finding {
            rule: id,
            severity,
            confidence,
            message: message.into(),
            label: Label { place, message: String::new() },
            related: Vec::new(),
            help: String::new(),
            note: None,
            fix: None,
            document: self.document,
            path: path.into(),
            url: self.rule.url(),
        });
        let last = self.found.len() - 1;
        Building { finding: &mut self.found[last] }
    }
}

/// A finding that is being told.
pub struct Building<'a> {
    finding: &'a mut Finding,
}

impl Building<'_> {
    /// The words at the place: "here".
    pub fn label(self, text: impl Into<String>) -> Self {
        self.finding.label.message = text.into();
        self
    }

    /// Another place that belongs to it.
    pub fn related(self, place: Place, text: impl Into<String>) -> Self {
        self.finding.related.push(Label { place, message: text.into() });
        self
    }

    /// Where `node` is used, when its text stands elsewhere.
    pub fn used_at(self, node: Node<'_>) -> Self {
        match node.used_at() {
            Some(place) => self.related(place, "used here"),
            None => self,
        }
    }

    /// What to do.
    pub fn help(self, text: impl Into<String>) -> Self {
        self.finding.help = text.into();
        self
    }

    /// Who says so.
    pub fn note(self, text: impl Into<String>) -> Self {
        self.finding.note = Some(text.into());
        self
    }

    /// The repair.
    pub fn fix(self, fix: impl Into<Option<Fix>>) -> Self {
        self.finding.fix = fix.into();
        self
    }
}
