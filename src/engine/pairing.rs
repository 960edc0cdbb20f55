//! Which profiles and clusters of a run belong together, and what every rule says about each pair.
//!
//! A flag (`--influxctl`), the project file or an equal host ties the two. Where a file of several profiles is tied
//! to a cluster, hosts decide which of them are meant: one with the cluster's host, else those with nobody's.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Text;
use super::judging::{add_labels, tell_in_file, tell_in_layer};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::model::Document;
use crate::model::influxctl::Profile;
use crate::model::ingress::Ingress;
use crate::model::pair::{self, Pair};
use crate::rules::{Context, Findings, Layers, Rule, Subject};
use crate::source::Source;

/// What ties files together, whatever they hold.
#[derive(Default)]
pub(super) struct Ties {
    /// Files of profiles that belong to every cluster of the run.
    to_all: Vec<Arc<Source>>,
    /// A cluster's file and that of its profiles, by their canonical paths.
    files: Vec<(PathBuf, PathBuf)>,
}

impl Ties {
    /// What the flag and the project file say; a path that leads nowhere ties nothing.
    pub(super) fn new(to_all: Vec<Arc<Source>>, files: &[(PathBuf, PathBuf)]) -> Self {
        let canonical = |path: &PathBuf| fs::canonicalize(path).ok();
        let files = files.iter().filter_map(|(cluster, config)| Some((canonical(cluster)?, canonical(config)?)));
        Self { to_all, files: files.collect() }
    }

    /// The other halves of what the project file pairs with a text, by their canonical paths.
    pub(super) fn others(&self, text: &Text) -> impl Iterator<Item = &PathBuf> {
        let both = self.files.iter().flat_map(|(cluster, config)| [(cluster, config), (config, cluster)]);
        both.filter(|(own, _)| text.files().iter().any(|source| is_at(source, own))).map(|(_, other)| other)
    }

    fn tie(&self, cluster: &Text, config: &Text) -> bool {
        self.to_all.iter().any(|source| Arc::ptr_eq(source, &config.source))
            || self.files.iter().any(|(one, other)| {
                is_at(&config.source, other) && cluster.files().iter().any(|source| is_at(source, one))
            })
    }
}

fn is_at(source: &Source, path: &PathBuf) -> bool {
    fs::canonicalize(Path::new(source.name())).is_ok_and(|canonical| canonical == *path)
}

/// A cluster with its file and its hosts.
struct Cluster<'a> {
    text: &'a Text,
    document: &'a Document<'a>,
    ingress: Option<Ingress<'a>>,
}

impl Cluster<'_> {
    fn is_of(&self, profile: &Profile<'_>) -> bool {
        self.ingress.as_ref().is_some_and(|ingress| pair::is_for(profile, ingress))
    }
}

/// Every pair among the documents, with the text of its cluster.
pub(super) fn tie<'a>(of_run: &[(&'a Text, &'a Document<'a>)], ties: &Ties) -> Vec<(&'a Text, Pair<'a>)> {
    let profiles: Vec<_> = of_run
        .iter()
        .flat_map(|&(text, config)| {
            let profiles = config.influxctl.iter().flat_map(|config| &config.profiles);
            profiles.filter(|profile| profile.is_clustered()).map(move |profile| (text, config, profile))
        })
        .collect();
    if profiles.is_empty() {
        return Vec::new();
    }
    let clusters = of_run.iter().filter(|(_, document)| document.influxctl.is_none());
    let clusters: Vec<_> =
        clusters.map(|&(text, document)| Cluster { text, document, ingress: document.ingress() }).collect();
    let mut tied = Vec::new();
    for cluster in &clusters {
        let is_stated = |config: &Text| ties.tie(cluster.text, config);
        let has_own = profiles.iter().any(|(text, _, profile)| cluster.is_of(profile) && is_stated(text));
        for (text, config, profile) in &profiles {
            let is_nobodys = || !clusters.iter().any(|cluster| cluster.is_of(profile));
            if cluster.is_of(profile) || (!has_own && is_stated(text) && is_nobodys()) {
                tied.push((cluster.text, Pair::of(cluster.document, config, profile)));
            }
        }
    }
    tied
}

/// What the rules say about the pairs: at one place once, with the labels of all pairs that show it.
pub(super) fn judge_pairs(
    pairs: &[(&Text, Pair<'_>)],
    facts: &Facts,
    layers: &dyn Layers,
    rules: &[&'static Rule],
) -> Vec<Finding> {
    let mut told: Vec<Finding> = Vec::new();
    for (text, pair) in pairs {
        let context = Context { source: &text.source, subject: Subject::Pair(pair), facts, layers, today: None };
        let mut found = Vec::new();
        for rule in rules {
            (rule.check)(&context, &mut Findings::new(rule, 0, &mut found));
        }
        for mut finding in found {
            let home = pair.home(&finding.label.place);
            finding.document = home.index;
            tell_in_file(&mut finding, &home.prefix, Some(home.root.tree()));
            if finding.label.place.source.name() != home.root.tree().source().name() {
                tell_in_layer(&mut finding);
            }
            let is_same =
                |earlier: &&mut Finding| earlier.rule == finding.rule && earlier.label.place == finding.label.place;
            match told.iter_mut().find(is_same) {
                Some(earlier) => add_labels(earlier, finding.related),
                None => told.push(finding),
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::super::pairs;
    use super::*;
    use crate::model::container::Contents;
    use crate::model::{self, Hints};

    /// "cluster profile" of each pair; a cluster is `name: hosts`, a profile `name: host`, all in one file.
    fn tied(clusters: &[&str], profiles: &[&str], is_flagged: bool) -> Vec<String> {
        let part = |text: &str| text.split_once(": ").map(|(name, host)| (name.to_owned(), host.to_owned())).unwrap();
        let cluster = |text: &&str| {
            let (name, hosts) = part(text);
            (
                format!("{name}.yaml"),
                format!("ingress: {{hosts: [{hosts}]}}\nadmin: {{identityProvider: auth0, users: []}}\n"),
            )
        };
        let profile = |text: &&str| {
            let (name, host) = part(text);
            format!("[[profile]]\nname = \"{name}\"\nproduct = \"clustered\"\nhost = \"{host}\"\n")
        };
        let config = ("config.toml".to_owned(), profiles.iter().map(profile).collect::<String>());
        let texts: Vec<Text> =
            clusters.iter().map(cluster).chain([config]).map(|(name, text)| text_of(&name, &text)).collect();
        let documents: Vec<_> = texts.iter().map(|text| model::understand(&text.contents, &Hints::default())).collect();
        let flagged = texts.iter().filter(|_| is_flagged).map(|text| Arc::clone(&text.source)).collect();
        let pairs = tie(&pairs(&texts, &documents).collect::<Vec<_>>(), &Ties::new(flagged, &[]));
        pairs.iter().map(|(text, pair)| format!("{} {}", text.source.name(), pair.profile.shown_name())).collect()
    }

    fn text_of(name: &str, text: &str) -> Text {
        let source = Source::new(name, text);
        let contents = Contents::read(&source, &Hints::default(), None);
        Text::new(source, contents)
    }

    #[test]
    fn hosts_tie_and_a_flag_ties_what_no_host_does() {
        for (clusters, profiles, by_host, by_flag) in [
            (&["a: a.io"][..], &["p: A.io."][..], &["a.yaml p"][..], &["a.yaml p"][..]),
            (&["a: a.io"], &["p: b.io"], &[], &["a.yaml p"]),
            (&["a: '*.io'"], &["p: a.io"], &[], &["a.yaml p"]),
            (&["a: a.io"], &["p: a.io", "q: b.io"], &["a.yaml p"], &["a.yaml p"]),
            (&["a: a.io", "b: b.io"], &["p: a.io"], &["a.yaml p"], &["a.yaml p"]),
            (&["a: a.io", "b: b.io"], &["p: c.io"], &[], &["a.yaml p", "b.yaml p"]),
            (
                &["a: a.io", "b: b.io, c.io"],
                &["p: a.io", "q: c.io"],
                &["a.yaml p", "b.yaml q"],
                &["a.yaml p", "b.yaml q"],
            ),
            (&["a: a.io"], &["p: a.io", "q: a.io"], &["a.yaml p", "a.yaml q"], &["a.yaml p", "a.yaml q"]),
        ] {
            assert_eq!(tied(clusters, profiles, false), by_host, "{clusters:?} {profiles:?}");
            assert_eq!(tied(clusters, profiles, true), by_flag, "{clusters:?} {profiles:?}");
        }
    }

    #[test]
    fn the_project_file_ties_files_however_their_paths_are_spelled() {
        let folder = "testdata/projects/pair-without-a-tie";
        let read = |name: &str| {
            let name = format!("{folder}/{name}");
            text_of(&name, &fs::read_to_string(&name).unwrap())
        };
        let texts = [read("values.yaml"), read("config.toml")];
        let documents = texts.each_ref().map(|text| model::understand(&text.contents, &Hints::default()));
        let count = |cluster: &str, config: &str| {
            let path = |name: &str| PathBuf::from(format!("./testdata/../{folder}/{name}"));
            tie(
                &pairs(&texts, &documents).collect::<Vec<_>>(),
                &Ties::new(Vec::new(), &[(path(cluster), path(config))]),
            )
            .len()
        };
        assert_eq!(count("values.yaml", "config.toml"), 1);
        assert_eq!(count("config.toml", "values.yaml"), 0);
        assert_eq!(count("values.yaml", "no-such-file.toml"), 0);
    }
}
