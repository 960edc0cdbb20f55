//! The other half of a pair, when only one was named: who commits a profile hears what its cluster makes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::Text;
use super::pairing::{Ties, tie};
use crate::model::container::Contents;
use crate::model::{self, Document, Hints};
use crate::repository::Repository;
use crate::source::Source;

/// Why two files are compared that no host ties.
const STATED: &str = "the project file pairs them";

/// Files of the repository that are no part of the run and that belong to one that is: by the project file, or, where
/// a file was named, by an equal host. Only the pairs are judged, not what is wrong with these files alone.
#[derive(Default)]
pub(super) struct Partners {
    /// Each with the sentence that tells of it, in the order of their paths.
    found: BTreeMap<PathBuf, (Text, String)>,
}

impl Partners {
    /// Looks around each text of a file among `named`, and for what the project file ties to any text.
    pub(super) fn find(
        named: &BTreeSet<String>,
        ties: &Ties,
        texts: &[Text],
        documents: &[Vec<Document<'_>>],
        repository: &Repository,
    ) -> Self {
        let mut partners = Self::default();
        let path = |source: &Source| fs::canonicalize(source.name()).ok();
        let ours: BTreeSet<_> = texts.iter().flat_map(Text::files).filter_map(|source| path(source)).collect();
        let is_named = |text: &Text| text.files().iter().any(|source| named.contains(source.name()));
        for (text, documents) in texts.iter().zip(documents) {
            let mut add = |source: Arc<Source>, why: &str| {
                let Some(path) = path(&source).filter(|path| !ours.contains(path)) else { return };
                if let Some(partner) = partner(source, text, documents, ties) {
                    let told = format!("`{}` was compared with `{}`: {why}", partner.source.name(), text.source.name());
                    partners.found.entry(path).or_insert((partner, told));
                }
            };
            let stated = ties.others(text).filter(|path| !ours.contains(*path));
            stated.filter_map(|path| repository.beside(&text.source, path)).for_each(|source| add(source, STATED));
            if is_named(text) && documents.iter().any(Document::has_hosts) {
                repository.with_hosts(&text.source).into_iter().for_each(|source| add(source, "one host"));
            }
        }
        partners
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.found.values().map(|(text, _)| text)
    }

    /// Their documents.
    pub(super) fn understand(&self) -> Vec<(&Text, Vec<Document<'_>>)> {
        self.texts().map(|text| (text, model::understand(&text.contents, &Hints::default()))).collect()
    }

    /// One sentence each, for the footer.
    pub(super) fn remarks(&self) -> impl Iterator<Item = String> {
        self.found.values().map(|(_, told)| told.clone())
    }
}

/// The file as a text, when it holds the other half of a pair.
fn partner(source: Arc<Source>, text: &Text, documents: &[Document<'_>], ties: &Ties) -> Option<Text> {
    let contents = Contents::read(&source, &Hints::default(), None);
    let other = Text::new(source, contents);
    let is_pair = {
        let its = model::understand(&other.contents, &Hints::default());
        let own = documents.iter().map(|document| (text, document));
        let both: Vec<_> = own.chain(its.iter().map(|document| (&other, document))).collect();
        !tie(&both, ties).is_empty()
    };
    is_pair.then_some(other)
}
