//! The whole order of `check`: discover, read, understand, ask, judge, quiet, sort; the only room that
//! knows every stage.

mod asking;
mod judging;

use rayon::prelude::*;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::facts::{Cause, Facts, Trouble};
use crate::finding::{Finding, Severity};
use crate::input::ReadError;
use crate::input::discover::{self, File, Request};
use crate::model::chart_file::ChartFile;
use crate::model::container::{Argument, Contents};
use crate::model::unjudged::Unjudged;
use crate::model::{self, Document, Hints};
use crate::net::{self, Policy};
use crate::quiet::Date;
use crate::report::{Input, Run};
use crate::repository::Repository;
use crate::rules::{Layers, RULES, Rule};
use crate::source::{Source, Span};
use asking::{questions, remarks};
use judging::{judge, quieten, sort_and_dedupe};

/// Whether to ask the identity providers.
#[derive(Clone, Debug)]
pub enum Network {
    /// Ask; what cannot be reached is an incomplete entry.
    Auto,
    /// Open no socket.
    Off,
    /// An incomplete entry makes the exit code 3.
    Require,
    /// Open no socket; these are the facts of an earlier run.
    Replay(Box<Facts>),
}

/// What one run of `check` shall do.
pub struct Options {
    /// Where to look.
    pub request: Request,
    /// Values that lie over the layers of the request, in the order in which Helm applies them.
    pub settings: Vec<Argument>,
    /// What the user says about the input.
    pub hints: Hints,
    /// Whether to ask.
    pub network: Network,
    /// Which addresses may be asked, and for how long.
    pub policy: Policy,
    /// The rules that run.
    pub rules: Vec<&'static Rule>,
    /// The day of the run; without one no `until=` is over.
    pub today: Option<Date>,
}

/// One text that was read.
struct Text {
    source: Arc<Source>,
    contents: Contents,
    /// The files that make it, where one alone does not.
    layers: Vec<Arc<Source>>,
}

impl Text {
    fn new(source: Arc<Source>, contents: Contents) -> Self {
        Self { source, contents, layers: Vec::new() }
    }

    fn files(&self) -> &[Arc<Source>] {
        if self.layers.is_empty() { std::slice::from_ref(&self.source) } else { &self.layers }
    }
}

/// Runs `check`. Nothing stops it: what goes wrong with one file, host or rule is an incomplete entry.
pub fn check(options: &Options, stdin: &mut dyn Read, progress: &dyn Fn(&str)) -> Run {
    let mut found = discover::find(&options.request, stdin);
    let layers = std::mem::take(&mut found.layers);
    let hint = hint(options, &found);
    let (mut texts, mut broken) = read(found.files, &options.hints);
    texts.extend(lay(layers, &options.settings, !found.lacks_layer));
    let repository = Repository::default();
    let (documents, failed): (Vec<Vec<Document<'_>>>, Vec<_>) =
        texts.iter().map(|text| guarded(text.source.name(), || understand(text, &options.hints, &repository))).unzip();
    broken.extend(failed.into_iter().flatten());
    let asks = matches!(options.network, Network::Auto | Network::Require);
    let layers: Option<&dyn Layers> = if asks { Some(&repository) } else { None };
    let questions = questions(pairs(&texts, &documents), layers);
    let facts = match &options.network {
        Network::Off => Facts::default(),
        Network::Replay(facts) => facts.as_ref().clone(),
        Network::Auto | Network::Require => net::ask(&questions, &options.policy, progress),
    };
    let judged: Vec<(Vec<Finding>, Option<Trouble>)> =
        map_all(texts.iter().zip(&documents).collect(), |(text, documents)| {
            guarded(text.source.name(), || judge(text, documents, &facts, &repository, &options.rules))
        });
    let (findings, failed): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
    broken.extend(failed.into_iter().flatten());
    let inputs_failed = !found.troubles.is_empty() || !broken.is_empty();
    let mut run = Run { files_checked: found.checked, findings: findings.concat(), ..Run::default() };
    run.inputs = texts.iter().zip(&documents).flat_map(|(text, documents)| inputs(text, documents)).collect();
    run.incomplete = found.troubles.into_iter().chain(broken).chain(troubles(&facts)).collect();
    run.inputs_failed = inputs_failed;
    run.hint = hint;
    run.unjudged = texts.iter().zip(&documents).flat_map(|(text, documents)| unjudged(text, documents)).collect();
    run.incomplete.sort();
    run.incomplete.dedup();
    run.remarks = found
        .skipped
        .iter()
        .map(|skipped| format!("`{}` was not checked: {}", skipped.name, skipped.reason.words()))
        .collect();
    run.remarks.extend(remarks(&options.network, &questions, &facts));
    sort_and_dedupe(&mut run.findings);
    run.suppressed = quieten(&mut run.findings, &texts, &documents, &facts, &options.rules, options.today);
    run.facts = facts;
    run
}

/// What else to try where nothing of ours is found; nothing once the user has said what the files are.
fn hint(options: &Options, found: &discover::Found) -> Option<&'static str> {
    let is_said = options.hints.shape.is_some() || !options.request.layers.is_empty();
    match (found.walked, found.checked) {
        _ if is_said => None,
        (true, _) => Some("name a file, or say what it is with `--kind`"),
        // A file that could not be read has a hint of its own.
        (false, 0) => None,
        (false, _) => Some("say what it is with `--kind`"),
    }
}

/// Each document with the text that it is in.
fn pairs<'a>(
    texts: &'a [Text],
    documents: &'a [Vec<Document<'a>>],
) -> impl Iterator<Item = (&'a Text, &'a Document<'a>)> {
    texts.iter().zip(documents).flat_map(|(text, documents)| documents.iter().map(move |document| (text, document)))
}

/// The documents of a text; the chart beside a values file tells the release that its values do not.
fn understand<'t>(text: &'t Text, hints: &Hints, repository: &Repository) -> Vec<Document<'t>> {
    let mut documents = model::understand(&text.contents, hints);
    for document in documents.iter_mut().filter(|document| document.has_release_of_chart()) {
        if let Some(release) = repository.chart(&text.source).and_then(|chart| chart.release()) {
            document.release = Some(release);
        }
    }
    documents
}

/// Judges one text as if it were the only file: what tests and editors call.
pub fn judge_text(name: &str, text: &str, facts: &Facts) -> Vec<Finding> {
    let source = Source::new(name, text);
    let hints = Hints::default();
    let contents = Contents::read(&source, &hints);
    let text = Text::new(source, contents);
    let documents = model::understand(&text.contents, &hints);
    let mut findings = judge(&text, &documents, facts, &AlwaysAlone, RULES);
    sort_and_dedupe(&mut findings);
    quieten(&mut findings, std::slice::from_ref(&text), std::slice::from_ref(&documents), facts, RULES, None);
    findings
}

/// A text without a repository around it.
struct AlwaysAlone;

impl Layers for AlwaysAlone {
    fn stands_alone(&self, _: &Source, _: &Document<'_>) -> bool {
        true
    }

    fn chart(&self, _: &Source) -> Option<ChartFile> {
        None
    }
}

/// Reads every file; a file that we fail on is a trouble.
fn read(files: Vec<File>, hints: &Hints) -> (Vec<Text>, Vec<Trouble>) {
    let read_one = |file: File| {
        let (contents, trouble) = guarded(file.source.name(), || Some(Contents::read(&file.source, hints)));
        let text = contents.map(|mut contents| {
            if let Some(at) = file.encoding_error {
                contents.refuse(not_utf8(&file.source, at));
            }
            Text::new(file.source, contents)
        });
        (text, trouble)
    };
    let (texts, troubles): (Vec<_>, Vec<_>) = map_all(files, read_one).into_iter().unzip();
    (texts.into_iter().flatten().collect(), troubles.into_iter().flatten().collect())
}

/// The document that the layers make, and each layer for what is wrong with it alone.
fn lay(layers: Vec<File>, settings: &[Argument], complete: bool) -> Vec<Text> {
    let sources: Vec<_> = layers.iter().map(|file| Arc::clone(&file.source)).collect();
    let Some(last) = sources.last().cloned() else { return Vec::new() };
    let (whole, mut each) = Contents::of_layers(&sources, settings, complete);
    for (file, contents) in layers.iter().zip(&mut each) {
        if let Some(at) = file.encoding_error {
            contents.refuse(not_utf8(&file.source, at));
        }
    }
    let mut texts: Vec<Text> =
        layers.into_iter().zip(each).map(|(file, contents)| Text::new(file.source, contents)).collect();
    texts.push(Text { source: last, contents: whole, layers: sources });
    texts
}

/// In order, and in parallel where there are enough items: a thread pool costs more than a handful.
fn map_all<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if items.len() <= 8 { items.into_iter().map(work).collect() } else { items.into_par_iter().map(&work).collect() }
}

fn not_utf8(source: &Source, at: usize) -> ReadError {
    let width = source.text().get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    ReadError {
        span: Span::new(at, at + width),
        document: 0,
        reason: "this byte is not UTF-8".to_owned(),
        help: "save the file as UTF-8".to_owned(),
    }
}

/// A panic over one file becomes an entry, never a lost run.
fn guarded<T: Default>(name: &str, work: impl FnOnce() -> T) -> (T, Option<Trouble>) {
    let trouble = || Trouble {
        cause: Cause::Internal,
        host: name.to_owned(),
        message: format!("idplint failed on `{name}`: a fault of ours"),
        hint: format!("report it at {}/issues", crate::report::HOME),
    };
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => (done, None),
        Err(_) => (T::default(), Some(trouble())),
    }
}

fn inputs<'a>(text: &'a Text, documents: &'a [Document<'_>]) -> impl Iterator<Item = Input> + 'a {
    // One entry a file: its first document tells its kind.
    documents.first().into_iter().flat_map(move |document| {
        text.files().iter().map(move |source| Input {
            file: source.name().to_owned(),
            kind: document.container.word(),
            package_version: documents.iter().find_map(|d| d.release.as_ref()).map(ToString::to_string),
        })
    })
}

/// What could not be judged in one text: its settings, and strings that hold other texts.
fn unjudged(text: &Text, documents: &[Document<'_>]) -> Vec<String> {
    let settings = documents.iter().flat_map(Document::unjudged);
    let told = settings.chain(text.contents.closed.iter().cloned()).map(|Unjudged { what, place, why }| {
        let verb = if what.starts_with('`') { "was" } else { "were" };
        let line = place.source.position(place.span.start).line;
        format!("{what} {verb} not judged: {} ({}:{line})", why.in_words(), place.source.name())
    });
    told.collect()
}

fn troubles(facts: &Facts) -> impl Iterator<Item = Trouble> + '_ {
    facts.troubles().cloned()
}

/// The worst severity of a run.
pub fn worst(run: &Run) -> Option<Severity> {
    run.findings.iter().map(|finding| finding.severity).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_over_one_file_is_an_entry_of_that_file() {
        let (findings, trouble) = guarded("a.yaml", || -> Vec<Finding> { panic!("a secret") });
        let trouble = trouble.unwrap();
        assert!(findings.is_empty());
        assert_eq!((trouble.cause, trouble.host.as_str()), (Cause::Internal, "a.yaml"));
        assert!(!trouble.message.contains("secret"));
    }
}
