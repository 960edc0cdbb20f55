//! Every rule on every document, what the comments hide of it, and the order of the report.

use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::in_force::{Entry, InForce};
use super::{Options, Text};
use crate::facts::Facts;
use crate::finding::{Edit, Finding, Label};
use crate::input::node::Tree;
use crate::model::Document;
use crate::model::roster::Roster;
use crate::quiet::{self, Baseline, Ignore, Scope};
use crate::report::Run;
use crate::repository::Repository;
use crate::rules::{self, Context, Findings, Layers, Rule, Subject};
use crate::source::Place;

pub(super) fn judge(
    text: &Text,
    documents: &[Document<'_>],
    rosters: &[Roster<'_>],
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
    let rosters = rosters.iter().map(|roster| {
        let Document { index, prefix, root, .. } = roster.document;
        (*index, &**prefix, Some(root.tree()), Subject::Roster(roster))
    });
    for (index, prefix, tree, subject) in readable.chain(rosters).chain(unreadable).chain(around).chain(companions) {
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

/// What hides findings is judged by all of this.
pub(super) struct Quieting<'a> {
    pub(super) facts: &'a Facts,
    pub(super) rules: &'a [&'static Rule],
    pub(super) today: Option<Date>,
    pub(super) in_force: &'a InForce,
}

impl Quieting<'_> {
    /// Hides what the comments of files of ours and the entries of project files ignore, judges these, and gives the
    /// number of findings hidden and that of the comments.
    pub(super) fn quieten(
        &self,
        findings: &mut Vec<Finding>,
        texts: &[Text],
        documents: &[Vec<Document<'_>>],
        entries: Vec<Entry<'_>>,
    ) -> (usize, usize) {
        let ours = ours(texts, documents);
        // What the layers of the command line make has no comments: they are those of its layers.
        let files = texts.iter().filter(|text| ours.contains(text.source.name()));
        let mut ignores: Vec<Ignore> = files.flat_map(|text| ignores(text, self.today)).collect();
        self.in_force.settle(findings);
        if !self.in_force.is_trusted() {
            return (0, ignores.len());
        }
        let comments = ignores.len();
        let (entries, scopes): (Vec<_>, Vec<_>) =
            entries.into_iter().map(|entry| (entry.ignore, (entry.file, entry.paths))).unzip();
        ignores.extend(entries);
        let speaks_for = |at: usize, file: &str| {
            let scope = at.checked_sub(comments).and_then(|at| scopes.get(at));
            scope.is_some_and(|(entry, paths)| self.in_force.speaks_for(entry, *paths, file))
        };
        let hidden = quiet::hide(findings, &mut ignores, speaks_for);
        for (at, ignore) in ignores.iter().enumerate() {
            let is_idle = ignore.hidden == 0 && ignore.over.is_none();
            let is_known = is_idle && self.is_known(ignore, &ours, |file| speaks_for(at, file));
            self.judge(Subject::Ignore(ignore, is_known), &ignore.place, findings);
        }
        for name in &self.in_force.leveled() {
            self.judge(Subject::Level(name), &name.place, findings);
        }
        self.in_force.settle(findings);
        sort_and_dedupe(findings);
        (hidden, comments)
    }

    /// True when every rule that an ignore names has run on what it speaks for.
    fn is_known(&self, ignore: &Ignore, ours: &BTreeSet<&str>, speaks_for: impl Fn(&str) -> bool) -> bool {
        let is_run = |id: &str| self.rules.iter().any(|rule| rule.id == id && rule.can_run(self.facts));
        let names = || ignore.names.iter().map(|name| name.rule);
        let has_run = |file: &str| names().flatten().all(|id| !self.in_force.is_off(id, file));
        let has_met = || match ignore.scope {
            Scope::Line(_) => has_run(ignore.place.source.name()),
            Scope::Entry { .. } => ours.iter().any(|file| speaks_for(file) && has_run(file)),
        };
        names().all(|rule| rule.is_some_and(is_run)) && has_met()
    }

    fn judge(&self, subject: Subject<'_>, place: &Place, findings: &mut Vec<Finding>) {
        let layers = Repository::default();
        let context = Context { source: &place.source, subject, facts: self.facts, layers: &layers, today: self.today };
        for rule in self.rules {
            (rule.check)(&context, &mut Findings::new(rule, 0, findings));
        }
    }
}

/// The names of the files that hold something of ours.
fn ours<'t>(texts: &'t [Text], documents: &[Vec<Document<'_>>]) -> BTreeSet<&'t str> {
    let is_ours = |(text, documents): &(&Text, &Vec<_>)| {
        let contents = &text.contents;
        let is_faulty = !contents.broken.is_empty() || !contents.faults.is_empty();
        !documents.is_empty() || is_faulty || !contents.companions.is_empty()
    };
    let ours = texts.iter().zip(documents).filter(is_ours).flat_map(|(text, _)| text.files());
    ours.map(|source| source.name()).collect()
}

/// Hides what the comments of files ignore that are no part of the run: nobody judges these comments.
pub(super) fn hide_by_comments_of<'t>(
    texts: impl Iterator<Item = &'t Text>,
    findings: &mut Vec<Finding>,
    today: Option<Date>,
) -> usize {
    quiet::hide(findings, &mut texts.flat_map(|text| ignores(text, today)).collect::<Vec<_>>(), |_, _| false)
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
