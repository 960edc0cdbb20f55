//! Every rule on every document, what the comments hide of it, and the order of the report.

use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Options, Text};
use crate::facts::Facts;
use crate::finding::{Edit, Finding, Label};
use crate::input::node::Tree;
use crate::model::Document;
use crate::quiet::{self, Baseline, Ignore};
use crate::report::Run;
use crate::repository::Repository;
use crate::rules::{self, Context, Findings, Layers, Rule, Subject};
use crate::source::Place;

pub(super) fn judge(
    text: &Text,
    documents: &[Document<'_>],
    facts: &Facts,
    layers: &dyn Layers,
    rules: &[&'static Rule],
    today: Option<Date>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let readable = documents
        .iter()
        .map(|document| (document.index, &*document.prefix, Some(document.root.tree()), Subject::Document(document)));
    let broken = text.contents.broken.iter();
    let unreadable = broken.map(|one| (one.error.document, &*one.prefix, None, Subject::Unreadable(&one.error)));
    let around = text.contents.faults.iter().map(|fault| (fault.document, "", None, Subject::Around(fault)));
    let companions = text.contents.companions.iter();
    let companions = companions.map(|companion| (companion.document(), "", None, Subject::Companion(companion)));
    for (index, prefix, tree, subject) in readable.chain(unreadable).chain(around).chain(companions) {
        let context = Context { source: &text.source, subject, facts, layers, today };
        let first = found.len();
        for rule in rules {
            (rule.check)(&context, &mut Findings::new(rule, index, &mut found));
        }
        for finding in &mut found[first..] {
            tell_in_file(finding, prefix, tree);
            if finding.label.place.source.name() != text.source.name() {
                tell_in_layer(finding);
            }
        }
    }
    found
}

/// Hides what the comments of files of ours ignore, judges these comments, and gives the number of findings hidden.
pub(super) fn quieten(
    findings: &mut Vec<Finding>,
    texts: &[Text],
    documents: &[Vec<Document<'_>>],
    facts: &Facts,
    rules: &[&'static Rule],
    today: Option<Date>,
) -> usize {
    let is_ours = |(text, documents): &(&Text, &Vec<_>)| {
        let contents = &text.contents;
        let is_faulty = !contents.broken.is_empty() || !contents.faults.is_empty();
        !documents.is_empty() || is_faulty || !contents.companions.is_empty()
    };
    let ours = texts.iter().zip(documents).filter(is_ours).flat_map(|(text, _)| text.files());
    let ours: BTreeSet<&str> = ours.map(|source| source.name()).collect();
    // What the layers of the command line make has no comments: they are those of its layers.
    let files = texts.iter().filter(|text| ours.contains(text.source.name()));
    let mut ignores: Vec<Ignore> = files.flat_map(|text| ignores(text, today)).collect();
    let hidden = quiet::hide(findings, &mut ignores);
    let layers = Repository::default();
    for ignore in &ignores {
        let has_run = |name: &quiet::Name| rules.iter().any(|rule| name.rule == Some(rule.id) && rule.can_run(facts));
        let subject = Subject::Ignore(ignore, ignore.names.iter().all(has_run));
        let context = Context { source: &ignore.place.source, subject, facts, layers: &layers, today };
        for rule in rules {
            (rule.check)(&context, &mut Findings::new(rule, 0, findings));
        }
    }
    sort_and_dedupe(findings);
    hidden
}

/// Hides what the comments of files ignore that are no part of the run: nobody judges these comments.
pub(super) fn hide_by_comments_of<'t>(
    texts: impl Iterator<Item = &'t Text>,
    findings: &mut Vec<Finding>,
    today: Option<Date>,
) -> usize {
    quiet::hide(findings, &mut texts.flat_map(|text| ignores(text, today)).collect::<Vec<_>>())
}

/// Takes out what the baseline knows. What it knows in vain is told of files that were read and rules that have run.
pub(super) fn hide_known(run: &mut Run, baseline: &Baseline, options: &Options, facts: &Facts, texts: &[Text]) {
    let read = texts.iter().flat_map(Text::files).map(|source| source.name());
    let files: BTreeSet<&str> = read.chain(run.writable.keys().map(String::as_str)).collect();
    let has_run = |id: &str| options.rules.iter().any(|rule| rule.id == id && rule.can_run(facts));
    (run.known, run.gone) = baseline.hide(&mut run.findings, files, has_run);
    run.suppressed += run.known.len();
}

fn ignores(text: &Text, today: Option<Date>) -> impl Iterator<Item = Ignore> {
    let rule = |name: &str| rules::find(name).map(|rule| rule.id);
    text.contents.comments().into_iter().filter_map(move |(span, may_edit)| {
        Ignore::read(&text.source, span, today, rule).map(|ignore| Ignore { may_edit, ..ignore })
    })
}

/// Rules judge a document as if it stood alone; here its finding becomes one of the file that holds it.
pub(super) fn tell_in_file(finding: &mut Finding, prefix: &str, tree: Option<&Tree>) {
    finding.path = match &*finding.path {
        "" => prefix.trim_end_matches(['.', ':', ' ']).to_owned(),
        path => format!("{prefix}{path}"),
    };
    let Some(tree) = tree else { return };
    // Inside quotes a new value would have to be escaped as well.
    finding.fix.take_if(|fix| !fix.edits.iter().all(|edit| tree.may_edit(&edit.place)));
    // Where a key is written twice, what takes one away makes the other one count.
    let is_doubled = |edit: &Edit| tree.duplicates().any(|(_, _, winner)| holds(&edit.place, &winner.place()));
    finding.fix.take_if(|fix| fix.edits.iter().any(is_doubled));
    let lost =
        tree.replaced().filter(|(winner, _)| shows(&winner.place(), winner.scalar().is_some(), &finding.label.place));
    let lost: Vec<Label> = lost.map(|(_, lost)| Label { place: lost.place(), message: REPLACED.to_owned() }).collect();
    finding.related.extend(lost);
}

fn holds(outer: &Place, inner: &Place) -> bool {
    let is_inside = outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
    Arc::ptr_eq(&outer.source, &inner.source) && is_inside
}

/// A fault in a layer is the fault of that file, whoever takes values from it.
pub(super) fn tell_in_layer(finding: &mut Finding) {
    if let Some((_, path)) = finding.path.rsplit_once(": ") {
        finding.path = path.to_owned();
    }
    finding.document = 0;
}

/// At the value of an earlier layer.
const REPLACED: &str = "a later layer replaces this value";

/// True when a finding at `place` is about the value at `value`: a part of a scalar, or a list as a whole.
fn shows(value: &Place, is_scalar: bool, place: &Place) -> bool {
    holds(value, place) && (is_scalar || value.span == place.span)
}

pub(super) fn sort_and_dedupe(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup_by(|again, first| {
        let is_same = again.sort_key() == first.sort_key();
        if is_same {
            add_labels(first, std::mem::take(&mut again.related));
        }
        is_same
    });
}

/// Adds the labels that `finding` does not have yet.
pub(super) fn add_labels(finding: &mut Finding, labels: Vec<Label>) {
    let new: Vec<_> = labels.into_iter().filter(|label| !finding.related.contains(label)).collect();
    finding.related.extend(new);
}
