//! `--redact`: the same run without the values of its files, to be given away.
//!
//! A report is never edited. Here a copy of the run is made, in which every text is rewritten and every span follows;
//! each format then tells that copy as it tells any run. What is kept is listed, what is not listed goes.

mod table;
mod text;
mod vocabulary;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::table::{Class, Table};
use self::text::{Kind, Rewritten, rewrite};
use super::{HOME, Input, Run};
use crate::facts::{Cause, Facts, Trouble};
use crate::finding::{Edit, Finding, Fix, Label};
use crate::source::{Place, Source, Span};

/// How notes begin that quote a server, without backticks.
const SERVER: &str = "the server says ";

/// The run with placeholders for hosts, tenants, ids, names and every other value, the same for the same value. Its
/// facts, and where its files lie, are left out.
pub fn redact(run: &Run) -> Run {
    let mut redactor = Redactor::default();
    let sources = run.findings.iter().flat_map(places).map(|place| &place.source);
    let sources: BTreeMap<&str, &Arc<Source>> = sources.map(|source| (source.name(), source)).collect();
    // What is in the files tells more about a value than a name that repeats it.
    let rewrite_file = |source: &Arc<Source>| rewrite(source.text(), Kind::File, &mut redactor.table);
    let rewritten: Vec<Rewritten> = sources.values().copied().map(rewrite_file).collect();
    for (name, done) in sources.keys().zip(rewritten) {
        let shown = Source::new(redactor.name(name), done.text.as_str());
        redactor.files.insert((*name).to_owned(), (shown, done));
    }
    Run {
        inputs: run.inputs.iter().map(|input| redactor.input(input)).collect(),
        findings: run.findings.iter().map(|finding| redactor.finding(finding)).collect(),
        known: Vec::new(),
        incomplete: run.incomplete.iter().map(|trouble| redactor.trouble(trouble)).collect(),
        unjudged: run.unjudged.iter().map(|sentence| redactor.prose(sentence)).collect(),
        writable: BTreeMap::new(),
        facts: Facts::default(),
        remarks: run.remarks.iter().map(|remark| redactor.prose(remark)).collect(),
        ..*run
    }
}

/// Every place of a finding.
fn places(finding: &Finding) -> impl Iterator<Item = &Place> {
    let labels = std::iter::once(&finding.label).chain(&finding.related).map(|label| &label.place);
    labels.chain(finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.place))
}

#[derive(Default)]
struct Redactor {
    table: Table,
    /// What became of each file, by its name.
    files: BTreeMap<String, (Arc<Source>, Rewritten)>,
}

impl Redactor {
    fn finding(&mut self, finding: &Finding) -> Finding {
        Finding {
            message: self.prose(&finding.message),
            label: self.label(&finding.label),
            related: finding.related.iter().map(|label| self.label(label)).collect(),
            help: self.prose(&finding.help),
            note: finding.note.as_deref().map(|note| self.prose(note)),
            fix: finding.fix.as_ref().map(|fix| self.fix(fix)),
            path: self.values(&finding.path),
            url: if finding.url.starts_with(HOME) { finding.url.clone() } else { self.values(&finding.url) },
            ..*finding
        }
    }

    fn label(&mut self, label: &Label) -> Label {
        Label { place: self.place(&label.place), message: self.prose(&label.message) }
    }

    fn fix(&mut self, fix: &Fix) -> Fix {
        let edit = |edit: &Edit| Edit { place: self.place(&edit.place), replacement: self.values(&edit.replacement) };
        let edits = fix.edits.iter().map(edit).collect();
        Fix { title: self.prose(&fix.title), safety: fix.safety, edits }
    }

    fn place(&self, place: &Place) -> Place {
        let Some((source, done)) = self.files.get(place.source.name()) else {
            return Place { source: Source::new("", ""), span: Span::default() };
        };
        let Span { start, end } = place.span;
        let new = done.start(start as usize);
        // An insertion stays one.
        let span = Span::new(new, if start == end { new } else { done.end(end as usize) });
        Place { source: Arc::clone(source), span }
    }

    fn input(&mut self, input: &Input) -> Input {
        let package_version = input.package_version.as_deref().map(|release| self.values(release));
        Input { file: self.name(&input.file), kind: input.kind, package_version }
    }

    fn trouble(&mut self, trouble: &Trouble) -> Trouble {
        let host = match trouble.cause {
            Cause::Internal | Cause::Unreadable => self.name(&trouble.host),
            _ => self.values(&format!("://{}", trouble.host)).trim_start_matches("://").to_owned(),
        };
        Trouble { cause: trouble.cause, host, message: self.prose(&trouble.message), hint: self.prose(&trouble.hint) }
    }

    /// The name of a file: what no list holds goes, between `/`, `-`, `_` and `.`.
    fn name(&mut self, name: &str) -> String {
        let segment = |segment: &str| {
            let shown =
                segment.split_inclusive(|c: char| !c.is_alphanumeric()).map(|piece| self.piece(piece)).collect();
            // Sentences name the file as well.
            if segment == shown { shown } else { self.table.keep(segment, shown) }
        };
        name.split('/').map(segment).collect::<Vec<String>>().join("/")
    }

    /// A word of a name, with the sign behind it.
    fn piece(&mut self, piece: &str) -> String {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if word.chars().count() < 2 || vocabulary::holds(word) || vocabulary::is_extension(word) {
            return piece.to_owned();
        }
        self.table.of(word, Class::File) + &piece[word.len()..]
    }

    fn values(&mut self, text: &str) -> String {
        rewrite(text, Kind::Values, &mut self.table).text
    }

    /// A sentence of ours: what it has in backticks, and what it quotes of a server, are values.
    fn prose(&mut self, text: &str) -> String {
        if let Some((ours, theirs)) = text.split_once(SERVER) {
            return format!("{}{SERVER}{}", self.prose(ours), self.values(theirs));
        }
        let kinds = [Kind::Prose, Kind::Values].into_iter().cycle();
        let parts = text.split('`').zip(kinds).map(|(part, kind)| rewrite(part, kind, &mut self.table).text);
        parts.collect::<Vec<_>>().join("`")
    }
}
