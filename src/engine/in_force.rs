//! The project files in force: what is wrong in them, and what they say about the files of a run.

use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::judging::{judge, sort_and_dedupe};
use super::{Options, Text};
use crate::config::{self, ConfigError, Globs, ProjectFile, Projects};
use crate::facts::Facts;
use crate::finding::{Finding, Severity};
use crate::input::discover::{Found, Request, is_project_file, standing};
use crate::model::container::{Container, Contents};
use crate::model::roster::{Member, Roster};
use crate::model::shape::Shape;
use crate::model::{self, Document, Hints};
use crate::net::{AllowedHost, NotAHost};
use crate::quiet::{self, Ignore, Name, Scope};
use crate::report::{Input, Run};
use crate::repository::Repository;
use crate::rules::{self, RULES, Rule};

/// The rules that judge a project file whatever a run selects: one that nobody understood decides nothing.
const OF_SCHEMA: [&str; 6] =
    ["key-at-wrong-level", "missing-field", "misspelled-key", "unknown-key", "unparsable-document", "wrong-type"];

/// The project files in force; none by default.
pub(super) struct InForce {
    projects: Arc<Projects>,
    /// Each once, by name.
    files: Vec<Arc<ProjectFile>>,
    /// Those that are inputs themselves: where they are, `None` for standard input.
    named: BTreeMap<String, Option<PathBuf>>,
    /// Files of the run by their names, and what speaks for them.
    of_file: Mutex<HashMap<String, Option<Arc<ProjectFile>>>>,
    /// `--level`, stronger than any project file.
    levels: BTreeMap<&'static str, Severity>,
    /// What the tree says to hide or to soften counts.
    is_trusted: bool,
}

impl Default for InForce {
    fn default() -> Self {
        Self {
            projects: Arc::new(Projects::new(config::Choice::Nothing, BTreeMap::new())),
            files: Vec::new(),
            named: BTreeMap::new(),
            of_file: Mutex::default(),
            levels: BTreeMap::new(),
            is_trusted: true,
        }
    }
}

impl InForce {
    /// The one that a flag names, and nothing else.
    pub(super) fn of_project(projects: &Arc<Projects>) -> Self {
        Self { projects: Arc::clone(projects), files: projects.named().into_iter().collect(), ..Self::default() }
    }

    /// Those of the files found, which no longer hold project files then, and of the folders that were walked.
    pub(super) fn of(options: &Options, projects: &Arc<Projects>, found: &mut Found) -> Self {
        let (named, files): (Vec<_>, Vec<_>) = std::mem::take(&mut found.files)
            .into_iter()
            .partition(|file| is_project_file(Path::new(file.source.name())));
        found.files = files;
        let mut all: BTreeMap<String, Arc<ProjectFile>> = BTreeMap::new();
        let mut add = |file: Arc<ProjectFile>| drop(all.insert(file.name.clone(), file));
        let mut own = BTreeMap::new();
        for mut file in named {
            file.redraft(&options.drafts);
            let text = Some(&file.source).filter(|_| file.encoding_error.is_none());
            add(projects.given(file.source.name(), text));
            own.insert(file.source.name().to_owned(), file.path);
        }
        let of_files = found.files.iter().chain(&found.layers).chain(&found.profiles);
        let of_files = of_files.filter_map(|file| projects.of_file(path_of(file.source.name())));
        let folders = options.request.paths.iter().filter(|path| path.is_dir());
        let of_folders = folders.filter_map(|folder| projects.of_folder(&folder.canonicalize().ok()?));
        projects.named().into_iter().chain(of_files).chain(of_folders).for_each(add);
        Self {
            projects: Arc::clone(projects),
            files: all.into_values().collect(),
            named: own,
            of_file: Mutex::default(),
            levels: options.levels.clone(),
            is_trusted: !options.untrusted,
        }
    }

    /// The whole run, when the schema finds something in a project file: then nothing else is judged and nobody asked.
    ///
    /// # Errors
    /// With what no schema can state.
    pub(super) fn refused(&self) -> Result<Option<Run>, ConfigError> {
        let rules: Vec<&'static Rule> = RULES.iter().copied().filter(|rule| OF_SCHEMA.contains(&rule.id)).collect();
        let mut run = Run { misconfigured: true, ..Run::default() };
        for file in &self.files {
            let Some(source) = &file.source else { continue };
            let hints = Hints { shape: Some(Shape::Config), release: None };
            let text = Text::new(Arc::clone(source), Contents::read(source, &hints, None));
            let documents = model::understand(&text.contents, &hints);
            let is_broken = !text.contents.broken.is_empty();
            let documents = if is_broken { &[] } else { documents.as_slice() };
            let found = judge(&text, documents, &[], &Facts::default(), &Repository::default(), &rules, None);
            if !found.is_empty() {
                run.inputs.push(input(&file.name));
                run.writable.insert(file.name.clone(), self.path_of(file));
            }
            run.findings.extend(found);
        }
        for file in &self.files {
            if let Err(error) = &file.project
                && run.findings.is_empty()
            {
                return Err(error.clone());
            }
        }
        run.files_checked = run.inputs.len();
        run.remarks = vec!["nothing else was checked: the project file comes first".to_owned()];
        sort_and_dedupe(&mut run.findings);
        Ok(Some(run).filter(|run| !run.findings.is_empty()))
    }

    fn projects(&self) -> impl Iterator<Item = (&Arc<ProjectFile>, &config::Project)> {
        self.files.iter().filter_map(|file| Some((file, file.project.as_ref().ok()?)))
    }

    /// `allow-hosts` of all of them.
    ///
    /// # Errors
    /// When one is no host.
    pub(super) fn hosts(&self) -> Result<Vec<AllowedHost>, ConfigError> {
        let texts = self.projects().flat_map(|(_, project)| &project.allow_hosts);
        let host = |text: &config::Text| {
            text.text.parse().map_err(|_: NotAHost| ConfigError {
                message: format!("`{}` names no host", text.text),
                help: "write HOST or HOST:PORT, an IPv6 address in brackets".to_owned(),
                place: Some(text.place.clone()),
            })
        };
        let hosts = texts.map(host).collect::<Result<Vec<_>, _>>()?;
        Ok(if self.is_trusted { hosts } else { Vec::new() })
    }

    /// `[[pair]]` of all of them. Of a tree that is somebody else's, no path leads out of the project's folder.
    pub(super) fn pairs(&self) -> Vec<(PathBuf, PathBuf)> {
        let is_inside = |path: &PathBuf, folder: &Path| {
            let below = path.canonicalize().ok().and_then(|path| path.strip_prefix(folder).map(Path::to_path_buf).ok());
            self.is_trusted || below.is_some_and(|below| !below.iter().any(|part| part == ".git"))
        };
        let pairs = self.projects().flat_map(|(_, project)| project.pairs.iter().map(move |pair| (project, pair)));
        let pairs =
            pairs.filter(|(project, pair)| is_inside(&pair.0, &project.folder) && is_inside(&pair.1, &project.folder));
        pairs.map(|(_, pair)| pair.clone()).collect()
    }

    /// The files of `[[pair]]` that are not there, for the footer: nobody is compared with them.
    pub(super) fn lost_halves(&self) -> Vec<String> {
        let paths = self.projects().flat_map(|(file, project)| {
            let paths = project.pairs.iter().flat_map(|(cluster, profiles)| [cluster, profiles]);
            paths.map(move |path| (file, path.strip_prefix(&project.folder).unwrap_or(path), path))
        });
        let lost = paths.filter(|(_, _, path)| !path.is_file());
        let told = |(file, shown, _): (&Arc<ProjectFile>, &Path, _)| {
            format!("`{}` of a `[[pair]]` in `{}` is not there", shown.display(), file.name)
        };
        lost.map(told).collect()
    }

    /// What differs between the users of each document of a text and the `[[admins]]` of its files.
    pub(super) fn rosters<'a>(&self, text: &Text, documents: &'a [Document<'a>]) -> Vec<Roster<'a>> {
        if !self.projects().any(|(_, project)| !project.admins.is_empty()) {
            return Vec::new();
        }
        let (mut members, mut first) = (Vec::new(), None);
        for source in text.files() {
            let Some(file) = self.of_file(source.name()) else { continue };
            let Ok(project) = &file.project else { continue };
            let path = standing(path_of(source.name()));
            let holds = |globs: &Globs| path.as_ref().is_some_and(|path| globs.hold(path, false));
            for admins in project.admins.iter().filter(|admins| admins.paths.as_ref().is_none_or(holds)) {
                first.get_or_insert_with(|| admins.key.clone());
                let member = |id: &config::Text| Member { id: id.text.clone(), place: id.place.clone() };
                members.extend(admins.ids.iter().map(member));
            }
        }
        let Some(list) = first else { return Vec::new() };
        documents.iter().filter_map(|document| Roster::of(document, members.clone(), list.clone())).collect()
    }

    /// The project file that speaks for a file of the run.
    fn of_file(&self, name: &str) -> Option<Arc<ProjectFile>> {
        let mut known = self.of_file.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(name.to_owned()).or_insert_with(|| self.projects.of_file(path_of(name))).clone()
    }

    /// The severity that is said for a rule in a file: `None` where nothing is, `Some(None)` for `off`.
    fn level(&self, rule: &str, file: &str) -> Option<Option<Severity>> {
        if let Some(severity) = self.levels.get(rule) {
            return Some(Some(*severity));
        }
        let project = self.of_file(file).filter(|_| self.is_trusted)?;
        let levels = &project.project.as_ref().ok()?.levels;
        let is_rule = |name: &str| rules::find(name).is_some_and(|found| found.id == rule);
        levels.iter().rev().find(|level| is_rule(&level.rule.text)).map(|level| level.severity)
    }

    /// True for a rule that the project file of a file switches off.
    pub(super) fn is_off(&self, rule: &str, file: &str) -> bool {
        self.level(rule, file) == Some(None)
    }

    /// Gives every finding its severity, and takes out those of rules that are off in their files.
    pub(super) fn settle(&self, findings: &mut Vec<Finding>) {
        if self.levels.is_empty() && self.files.is_empty() {
            return;
        }
        findings.retain_mut(|finding| match self.level(finding.rule, finding.label.place.source.name()) {
            None => true,
            Some(None) => false,
            Some(Some(severity)) => {
                finding.severity = severity;
                true
            }
        });
    }

    /// The names of rules in all `[levels]`.
    pub(super) fn leveled(&self) -> Vec<Name> {
        let levels = self.projects().filter(|_| self.is_trusted).flat_map(|(_, project)| &project.levels);
        levels.map(|level| name(&level.rule, format!("levels.{}", level.rule.text))).collect()
    }

    /// Every `[[ignore]]`.
    ///
    /// # Errors
    /// When an `until` is no day.
    pub(super) fn ignores(&self, today: Option<Date>) -> Result<Vec<Entry<'_>>, ConfigError> {
        let entries =
            self.projects().flat_map(|(file, project)| project.ignores.iter().map(move |entry| (file, entry)));
        let read = entries.map(|(file, entry)| {
            let paths = entry.paths.as_ref();
            Ok(Entry { ignore: ignore(entry, today)?, file: file.path.clone(), paths })
        });
        let read = read.collect::<Result<Vec<_>, _>>()?;
        Ok(if self.is_trusted { read } else { Vec::new() })
    }

    /// True for a file of the run that an entry speaks for.
    pub(super) fn speaks_for(&self, entry: &Path, paths: Option<&Globs>, file: &str) -> bool {
        let is_of_entry = self.of_file(file).is_some_and(|project| project.path == entry);
        let holds = |globs: &Globs| standing(path_of(file)).is_some_and(|path| globs.hold(&path, false));
        is_of_entry && paths.is_none_or(holds)
    }

    /// What a tree of somebody else says in vain, for the footer; `comments` is how many ignore comments it holds.
    pub(super) fn remark(&self, comments: usize) -> Option<String> {
        let said = |what: &'static str, is_said: fn(&config::Project) -> bool| {
            self.projects().any(|(_, project)| is_said(project)).then(|| what.to_owned())
        };
        let comments = match comments {
            0 => None,
            1 => Some("1 ignore comment".to_owned()),
            n => Some(format!("{n} ignore comments")),
        };
        let parts = [
            comments,
            said("`[levels]`", |project| !project.levels.is_empty()),
            said("`[[ignore]]`", |project| !project.ignores.is_empty()),
            said("`exclude`", |project| project.has_exclude),
            said("`allow-hosts`", |project| !project.allow_hosts.is_empty()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|_| !self.is_trusted).collect();
        (!parts.is_empty()).then(|| format!("untrusted, so not honoured: {}", parts.join(", ")))
    }

    /// Tells the project files that are inputs, and those that fixes may change.
    pub(super) fn tell(&self, run: &mut Run) {
        run.inputs.extend(self.named.keys().map(|name| input(name)));
        run.inputs.sort_by(|a, b| a.file.cmp(&b.file));
        for file in self.files.iter().filter(|file| file.source.is_some()) {
            run.writable.entry(file.name.clone()).or_insert_with(|| self.path_of(file));
        }
    }

    /// Where to write it; `None` for standard input.
    fn path_of(&self, file: &ProjectFile) -> Option<PathBuf> {
        self.named.get(&file.name).map_or_else(|| Some(file.path.clone()), Clone::clone)
    }

    /// False for files that are somebody else's.
    pub(super) fn is_trusted(&self) -> bool {
        self.is_trusted
    }
}

/// One `[[ignore]]` in force.
pub(super) struct Entry<'a> {
    /// What it hides.
    pub(super) ignore: Ignore,
    /// Where its project file is.
    pub(super) file: PathBuf,
    /// The files that it speaks for; `None` for all.
    pub(super) paths: Option<&'a Globs>,
}

/// What walks do not open.
pub(super) fn request(options: &Options, projects: &Arc<Projects>) -> Request {
    let mut request = options.request.clone();
    if !options.untrusted {
        let projects = Arc::clone(projects);
        request.exclude = crate::input::discover::Exclude::new(move |folder| {
            let file = projects.of_folder(folder)?;
            let has_exclude = file.project.as_ref().is_ok_and(|project| project.has_exclude);
            if has_exclude { Some(file) } else { None }
        });
    }
    request
}

/// What an `[[ignore]]` hides.
fn ignore(entry: &config::Entry, today: Option<Date>) -> Result<Ignore, ConfigError> {
    let until = entry.until.as_ref().map(|until| {
        quiet::date(&until.text).ok_or_else(|| ConfigError {
            message: format!("`{}` is no day", until.text),
            help: "write it as `2027-01-31`".to_owned(),
            place: Some(until.place.clone()),
        })
    });
    let is_over = until.transpose()?.zip(today).is_some_and(|(last, today)| last < today);
    let names = entry.rules.iter().enumerate();
    Ok(Ignore {
        place: entry.place.clone(),
        names: names.map(|(at, rule)| name(rule, format!("{}.rules[{at}]", entry.path))).collect(),
        has_reason: entry.has_reason,
        over: entry.until.as_ref().filter(|_| is_over).map(|until| until.place.clone()),
        may_edit: true,
        hidden: 0,
        scope: Scope::Entry { path: entry.path.clone(), removal: entry.removal.clone() },
    })
}

fn name(text: &config::Text, path: String) -> Name {
    let rule = rules::find(&text.text).map(|rule| rule.id);
    Name { place: text.place.clone(), text: text.text.clone(), path, rule }
}

fn input(name: &str) -> Input {
    Input { file: name.to_owned(), kind: Container::ProjectFile.word(), package_version: None }
}

/// The path that a shown name tells.
fn path_of(name: &str) -> &Path {
    Path::new(name)
}
