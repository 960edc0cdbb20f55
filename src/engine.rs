//! The whole order of `check`: discover, read, understand, ask, judge, quiet, sort; the only file that
//! knows every stage.

use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use url::Url;

use crate::facts::{Cause, Facts, Trouble};
use crate::finding::{Finding, Label, Severity};
use crate::input::ReadError;
use crate::input::discover::{self, File, Request};
use crate::input::node::Tree;
use crate::model::chart_file::ChartFile;
use crate::model::container::{Argument, Contents};
use crate::model::endpoint::Endpoint;
use crate::model::unjudged::Unjudged;
use crate::model::{self, Document, Hints};
use crate::net::{self, Policy, Question};
use crate::provider;
use crate::quiet::{self, Date, Ignore};
use crate::report::{Input, Run};
use crate::repository::Repository;
use crate::rules::{self, Context, Findings, Layers, RULES, Rule, Subject};
use crate::source::{Place, Source, Span};

/// Whether to ask the identity providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Ask; what cannot be reached is an incomplete entry.
    Auto,
    /// Open no socket.
    Off,
    /// An incomplete entry makes the exit code 3.
    Require,
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
    let (mut texts, mut broken) = read(found.files, &options.hints);
    texts.extend(lay(layers, &options.settings, !found.lacks_layer));
    let repository = Repository::default();
    let (documents, failed): (Vec<Vec<Document<'_>>>, Vec<_>) =
        texts.iter().map(|text| guarded(text.source.name(), || understand(text, &options.hints, &repository))).unzip();
    broken.extend(failed.into_iter().flatten());
    let questions = questions(documents.iter().flatten());
    let facts = match options.network {
        Network::Off => Facts::default(),
        _ => net::ask(&questions, &options.policy, progress),
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
    run.unjudged = texts.iter().zip(&documents).flat_map(|(text, documents)| unjudged(text, documents)).collect();
    run.incomplete.sort();
    run.incomplete.dedup();
    run.remarks = found
        .skipped
        .iter()
        .map(|skipped| format!("`{}` was not checked: {}", skipped.name, skipped.reason.words()))
        .collect();
    run.remarks.extend(remarks(options.network, &questions, &facts));
    sort_and_dedupe(&mut run.findings);
    run.suppressed = quieten(&mut run.findings, &texts, &documents, &facts, &options.rules, options.today);
    run
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

fn judge(
    text: &Text,
    documents: &[Document<'_>],
    facts: &Facts,
    layers: &dyn Layers,
    rules: &[&'static Rule],
) -> Vec<Finding> {
    let mut found = Vec::new();
    let readable = documents
        .iter()
        .map(|document| (document.index, &*document.prefix, Some(document.root.tree()), Subject::Document(document)));
    let broken = text.contents.broken.iter();
    let unreadable = broken.map(|one| (one.error.document, &*one.prefix, None, Subject::Unreadable(&one.error)));
    let around = text.contents.faults.iter().map(|fault| (fault.document, "", None, Subject::Around(fault)));
    for (index, prefix, tree, subject) in readable.chain(unreadable).chain(around) {
        let context = Context { source: &text.source, subject, facts, layers };
        let first = found.len();
        for rule in rules {
            (rule.check)(&context, &mut Findings::new(rule, index, &mut found));
        }
        found[first..].iter_mut().for_each(|finding| tell_in_file(finding, prefix, tree));
    }
    found
}

/// Hides what the comments of files of ours ignore, judges these comments, and gives the number of findings hidden.
fn quieten(
    findings: &mut Vec<Finding>,
    texts: &[Text],
    documents: &[Vec<Document<'_>>],
    facts: &Facts,
    rules: &[&'static Rule],
    today: Option<Date>,
) -> usize {
    let is_ours = |(text, documents): &(&Text, &Vec<_>)| !documents.is_empty() || !text.contents.broken.is_empty();
    let ours = texts.iter().zip(documents).filter(is_ours).flat_map(|(text, _)| text.files());
    let ours: BTreeSet<&str> = ours.map(|source| source.name()).collect();
    // What layers make has the comments of its layers.
    let files = texts.iter().filter(|text| text.layers.is_empty() && ours.contains(text.source.name()));
    let mut ignores: Vec<Ignore> = files.flat_map(|text| ignores(text, today)).collect();
    let hidden = quiet::hide(findings, &mut ignores);
    let layers = Repository::default();
    for ignore in &ignores {
        let has_run = |name: &quiet::Name| rules.iter().any(|rule| name.rule == Some(rule.id) && rule.can_run(facts));
        let subject = Subject::Ignore(ignore, ignore.names.iter().all(has_run));
        let context = Context { source: &ignore.place.source, subject, facts, layers: &layers };
        for rule in rules {
            (rule.check)(&context, &mut Findings::new(rule, 0, findings));
        }
    }
    sort_and_dedupe(findings);
    hidden
}

fn ignores(text: &Text, today: Option<Date>) -> impl Iterator<Item = Ignore> {
    let rule = |name: &str| rules::find(name).map(|rule| rule.id);
    text.contents.comments().into_iter().filter_map(move |(span, may_edit)| {
        Ignore::read(&text.source, span, today, rule).map(|ignore| Ignore { may_edit, ..ignore })
    })
}

/// Rules judge a document as if it stood alone; here its finding becomes one of the file that holds it.
fn tell_in_file(finding: &mut Finding, prefix: &str, tree: Option<&Tree>) {
    finding.path = match &*finding.path {
        "" => prefix.trim_end_matches(['.', ':', ' ']).to_owned(),
        path => format!("{prefix}{path}"),
    };
    let Some(tree) = tree else { return };
    // Inside quotes a new value would have to be escaped as well.
    finding.fix.take_if(|fix| !fix.edits.iter().all(|edit| tree.may_edit(&edit.place)));
    let lost =
        tree.replaced().filter(|(winner, _)| shows(&winner.place(), winner.scalar().is_some(), &finding.label.place));
    let lost: Vec<Label> = lost.map(|(_, lost)| Label { place: lost.place(), message: REPLACED.to_owned() }).collect();
    finding.related.extend(lost);
}

/// At the value of an earlier layer.
const REPLACED: &str = "a later layer replaces this value";

/// True when a finding at `place` is about the value at `value`: a part of a scalar, or a list as a whole.
fn shows(value: &Place, is_scalar: bool, place: &Place) -> bool {
    let is_inside = value.span.start <= place.span.start && place.span.end <= value.span.end;
    Arc::ptr_eq(&value.source, &place.source) && if is_scalar { is_inside } else { value.span == place.span }
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

/// One question per URL, however many files name it.
fn questions<'a>(documents: impl Iterator<Item = &'a Document<'a>>) -> Vec<Question> {
    let mut by_url: BTreeMap<String, &Url> = BTreeMap::new();
    for document in documents {
        let endpoint = document.admin.as_ref().and_then(|admin| admin.endpoint.as_ref());
        if let Some(Endpoint::Url(written)) = endpoint
            && !written.placeholder_host
            && !written.placeholder_path
        {
            by_url.entry(written.url.to_string()).or_insert(&written.url);
        }
    }
    let ask = |url: &Url| Question {
        jwks_endpoint: url.clone(),
        candidates: provider::discovery_candidates(url).into_iter().map(|candidate| candidate.url).collect(),
        spellings: provider::spellings(url),
    };
    by_url.into_values().map(ask).collect()
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

/// What was asked and what was not, for the footer.
fn remarks(network: Network, questions: &[Question], facts: &Facts) -> Vec<String> {
    if questions.is_empty() {
        return Vec::new();
    }
    if network == Network::Off {
        return vec!["offline: no identity provider was asked".to_owned()];
    }
    let asked = questions.iter().map(|question| {
        let host = question.jwks_endpoint.host_str().unwrap_or_default();
        match facts.discovered(question.jwks_endpoint.as_str()) {
            Some(discovered) if discovered.confirms_keys => confirmed(host, &discovered.document),
            Some(discovered) => format!("`{host}` publishes other keys: `{}`", discovered.url),
            None if facts.answer(question.jwks_endpoint.as_str()).is_some() => {
                format!("`{host}` answered; no discovery document was found, only its keys were checked")
            }
            None => format!("`{host}` was not checked"),
        }
    });
    asked.collect()
}

fn confirmed(host: &str, document: &crate::facts::Discovery) -> String {
    let mut confirmed = vec!["keys"];
    confirmed.extend(document.device_authorization_endpoint.as_ref().map(|_| "device authorization endpoint"));
    confirmed.extend(document.token_endpoint.as_ref().map(|_| "token endpoint"));
    let last = confirmed.pop().unwrap_or_default();
    let list = if confirmed.is_empty() { last.to_owned() } else { format!("{} and {last}", confirmed.join(", ")) };
    format!("`{host}` confirms {list} of issuer `{}`", document.issuer)
}

fn sort_and_dedupe(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup_by(|a, b| a.sort_key() == b.sort_key());
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
