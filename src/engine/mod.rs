//! The whole order of `check`: discover, read, understand, ask, judge, quiet, sort; the only room that
//! knows every stage.

mod alone;
mod asking;
mod in_force;
mod judging;
mod laying;
mod pairing;
mod partners;
mod probing;

use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{Choice, ConfigError, Projects};
use crate::facts::{Cause, Facts, Trouble};
use crate::finding::Severity;
use crate::input::discover::{self, File, Reason, Request};
use crate::model::companion::Companion;
use crate::model::container::{Argument, Container, Contents, Files};
use crate::model::shape::Shape;
use crate::model::unjudged::Unjudged;
use crate::model::{self, Document, Hints};
use crate::net::{self, Policy, Question};
use crate::quiet::Baseline;
use crate::report::{Input, Run};
use crate::repository::{Repository, ValuesFiles};
use crate::rules::{Layers, Rule};
use crate::source::Source;
use asking::{questions, remarks};
use in_force::InForce;
use judging::{Quieting, hide_by_comments_of, hide_known, judge, sort_and_dedupe};
use laying::{lay, not_utf8, share};
use pairing::{Ties, judge_pairs, tie};
use partners::Partners;

pub use alone::{Standing, judge_pair, judge_text, judge_text_by, judge_text_in};

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
    /// Which project files count.
    pub projects: Choice,
    /// The tree is somebody else's: what in it hides or softens findings, or allows hosts, does not count.
    pub untrusted: bool,
    /// Severities in place of those of the rules, stronger than the project files'; a rule that is off is not among
    /// the rules that run.
    pub levels: BTreeMap<&'static str, Severity>,
    /// Whether to ask.
    pub network: Network,
    /// The client that asks a provider for a device code (`--probe-device`).
    pub probe: Option<String>,
    /// Which addresses may be asked, and for how long.
    pub policy: Policy,
    /// The rules that run.
    pub rules: Vec<&'static Rule>,
    /// Texts to judge in place of what the files of these names hold: what fixes have made of them.
    pub drafts: BTreeMap<String, String>,
    /// The day of the run; without one no `until=` is over.
    pub today: Option<Date>,
    /// Findings that are known and hidden.
    pub baseline: Option<Baseline>,
}

/// One text that was read.
struct Text {
    source: Arc<Source>,
    contents: Contents,
    /// The files that make it, where one alone does not; its own among them.
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

/// Runs `check`. Nothing but a broken project file stops it: what goes wrong with one file, host or rule is an
/// incomplete entry.
///
/// # Errors
/// With what is wrong in a project file and no schema can state.
pub fn check(options: &Options, stdin: &mut dyn Read, progress: &dyn Fn(&str)) -> Result<Run, ConfigError> {
    let projects = Arc::new(Projects::new(options.projects.clone(), options.drafts.clone()));
    let mut found = discover::find(&in_force::request(options, &projects), stdin);
    let in_force = InForce::of(options, &projects, &mut found);
    if let Some(refused) = in_force.refused()? {
        return Ok(refused);
    }
    let entries = in_force.ignores(options.today)?;
    let allowed = in_force.hosts()?;
    let mut policy = options.policy.clone();
    policy.allowed_hosts.extend(allowed.clone());
    let mut run = Run { writable: redraft(&mut found, &options.drafts), ..Run::default() };
    run.hint = hint(options, &found);
    let ties = Ties::new(found.profiles.iter().map(|file| Arc::clone(&file.source)).collect(), &in_force.pairs());
    let named = found.files.iter().filter(|file| file.named).map(|file| file.source.name().to_owned()).collect();
    let (texts, mut broken) = read_all(&mut found, options);
    let repository = Repository::allowing(move |url| allowed.iter().any(|host| host.is_of(url)));
    let (documents, failed): (Vec<Vec<Document<'_>>>, Vec<_>) =
        texts.iter().map(|text| guarded(text.source.name(), || understand(text, &options.hints, &repository))).unzip();
    broken.extend(failed.into_iter().flatten());
    let questions = plan(options, &texts, &documents, &repository);
    let facts = match &options.network {
        Network::Off => Facts::default(),
        Network::Replay(facts) => facts.as_ref().clone(),
        Network::Auto | Network::Require => net::ask(&questions, &policy, progress),
    };
    let judged = map_all(texts.iter().zip(&documents).collect(), |(text, documents)| {
        guarded(text.source.name(), || {
            let rosters = in_force.rosters(text, documents);
            judge(text, documents, &rosters, &facts, &repository, &options.rules, options.today)
        })
    });
    let (partners, failed) =
        guarded("the other halves of pairs", || Partners::find(&named, &ties, &texts, &documents, &repository));
    broken.extend(failed);
    let of_pairs = guarded("the pairs of clusters and profiles", || {
        let beside = partners.understand();
        let all = pairs(&texts, &documents).chain(beside.iter().flat_map(|(text, documents)| of_text(text, documents)));
        judge_pairs(&tie(&all.collect::<Vec<_>>(), &ties), &facts, &repository, &options.rules)
    });
    for (findings, failed) in judged.into_iter().chain([of_pairs]) {
        run.findings.extend(findings);
        broken.extend(failed);
    }
    run.inputs_failed = !found.troubles.is_empty() || !broken.is_empty();
    run.incomplete = found.troubles.into_iter().chain(broken).chain(troubles(&facts)).collect();
    run.incomplete.extend(probing::unexplained(pairs(&texts, &documents), &facts, &repository));
    run.incomplete.sort();
    run.incomplete.dedup();
    tell_inputs(&mut run, found.checked, &texts, &documents);
    run.remarks =
        found.skipped.iter().map(|one| format!("`{}` was not checked: {}", one.name, one.reason.words())).collect();
    run.remarks.extend(remarks(&options.network, &questions, &facts));
    run.remarks.extend(probing::remarks(&questions, options.probe.as_deref(), &facts));
    run.remarks.extend(partners.remarks());
    sort_and_dedupe(&mut run.findings);
    let quieting = Quieting { facts: &facts, rules: &options.rules, today: options.today, in_force: &in_force };
    let beside =
        if options.untrusted { 0 } else { hide_by_comments_of(partners.texts(), &mut run.findings, options.today) };
    let (hidden, comments) = quieting.quieten(&mut run.findings, &texts, &documents, entries);
    run.suppressed = beside + hidden;
    run.remarks.extend(in_force.remark(comments));
    run.remarks.extend(in_force.lost_halves());
    in_force.tell(&mut run);
    if let Some(baseline) = &options.baseline {
        hide_known(&mut run, baseline, options, &facts, &texts);
    }
    run.facts = facts;
    Ok(run)
}

/// What the providers are to be asked.
fn plan(options: &Options, texts: &[Text], documents: &[Vec<Document<'_>>], repository: &Repository) -> Vec<Question> {
    let asks = matches!(options.network, Network::Auto | Network::Require);
    let layers: Option<&dyn Layers> = if asks { Some(repository) } else { None };
    let mut questions = questions(pairs(texts, documents), layers);
    probing::plan(&mut questions, options.probe.as_deref(), pairs(texts, documents));
    questions
}

/// Puts drafts in the place of what was read; gives the files that fixes may change.
fn redraft(found: &mut discover::Found, drafts: &BTreeMap<String, String>) -> BTreeMap<String, Option<PathBuf>> {
    let all = found.layers.iter_mut().chain(&mut found.profiles).chain(&mut found.files);
    let mut writable = BTreeMap::new();
    for file in all {
        file.redraft(drafts);
        // Two names that are no UTF-8 may be shown alike.
        let has_own_name = file.path.as_ref().is_none_or(|path| path.to_str().is_some());
        if file.encoding_error.is_none() && has_own_name {
            writable.insert(file.source.name().to_owned(), file.path.clone());
        }
    }
    writable
}

/// Every text of the run: the files found, the profiles that a flag names, and what the layers make.
fn read_all(found: &mut discover::Found, options: &Options) -> (Vec<Text>, Vec<Trouble>) {
    let files = ValuesFiles::beside(&found.files);
    let (mut texts, mut broken) = read(std::mem::take(&mut found.files), &options.hints, &files);
    let as_profiles = Hints { shape: Some(Shape::Influxctl), ..Hints::default() };
    let (configs, failed) = read(std::mem::take(&mut found.profiles), &as_profiles, &files);
    texts.extend(configs);
    broken.extend(failed);
    share(&mut texts);
    texts.extend(lay(std::mem::take(&mut found.layers), &options.settings, !found.lacks_layer));
    (texts, broken)
}

/// What was read as what, each file once, and what no rule could judge.
fn tell_inputs(run: &mut Run, checked: usize, texts: &[Text], documents: &[Vec<Document<'_>>]) {
    run.inputs = texts.iter().zip(documents).flat_map(|(text, documents)| inputs(text, documents)).collect();
    let mut seen = BTreeSet::new();
    run.inputs.retain(|input| seen.insert(input.file.clone()));
    // Files that a container names may lie outside of the folders that were walked.
    run.files_checked = checked.max(run.inputs.len());
    run.unjudged = texts.iter().zip(documents).flat_map(|(text, documents)| unjudged(text, documents)).collect();
}

/// What else to try where nothing of ours is found; nothing once the user has said what the files are.
fn hint(options: &Options, found: &discover::Found) -> Option<&'static str> {
    let is_said = options.hints.shape.is_some() || !options.request.layers.is_empty();
    // What is empty, or no text, is so whatever its kind.
    let hopeless = found.skipped.iter().filter(|one| one.reason != Reason::NoSettings).count();
    match (found.walked, found.checked) {
        _ if is_said => None,
        (_, checked @ 1..) if checked == hopeless => None,
        (true, _) => Some(
            "looked for Helm values, AppInstances and influxctl profiles; name a file, and say with `--kind` what it is",
        ),
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
    texts.iter().zip(documents).flat_map(|(text, documents)| of_text(text, documents))
}

fn of_text<'a>(text: &'a Text, documents: &'a [Document<'a>]) -> impl Iterator<Item = (&'a Text, &'a Document<'a>)> {
    documents.iter().map(move |document| (text, document))
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

/// Reads every file; a file that we fail on is a trouble.
fn read(files: Vec<File>, hints: &Hints, around: &Arc<dyn Files>) -> (Vec<Text>, Vec<Trouble>) {
    // The user's word for a file is no word for all that a walk turns up.
    let of_walk = Hints { shape: None, ..hints.clone() };
    let read_one = |file: File| {
        let hints = if file.named { hints } else { &of_walk };
        let (contents, trouble) =
            guarded(file.source.name(), || Some(Contents::read(&file.source, hints, Some(around))));
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

/// In order, and in parallel where there are enough items: a thread pool costs more than a handful.
fn map_all<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if items.len() <= 8 { items.into_iter().map(work).collect() } else { items.into_par_iter().map(&work).collect() }
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
    let is_own = |source| Arc::ptr_eq(source, &text.source);
    // One entry a file: its first document tells its kind.
    let of_document = documents.first().map(|document| document.container.word());
    let kind = of_document.or_else(|| text.contents.companions.first().map(Companion::word));
    kind.into_iter().flat_map(move |kind| {
        text.files().iter().map(move |source| Input {
            file: source.name().to_owned(),
            kind: if is_own(source) { kind } else { Container::HelmValues.word() },
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
        let (findings, trouble) = guarded("a.yaml", || -> Vec<u8> { panic!("a secret") });
        let trouble = trouble.unwrap();
        assert!(findings.is_empty());
        assert_eq!((trouble.cause, trouble.host.as_str()), (Cause::Internal, "a.yaml"));
        assert!(!trouble.message.contains("secret"));
    }
}
