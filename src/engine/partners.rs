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

/// Files of the repository that no one named and that an equal host pairs with a file that somebody did. Only the
/// pairs are judged, not what is wrong with these files alone.
#[derive(Default)]
pub(super) struct Partners {
    /// Each with the name of the file that it is paired with, in the order of their paths.
    found: BTreeMap<PathBuf, (Text, String)>,
}

impl Partners {
    /// Looks around each text of a file among `named`.
    pub(super) fn find(
        named: &BTreeSet<String>,
        texts: &[Text],
        documents: &[Vec<Document<'_>>],
        repository: &Repository,
    ) -> Self {
        let mut partners = Self::default();
        let path = |source: &Source| fs::canonicalize(source.name()).ok();
        let ours: BTreeSet<_> = texts.iter().flat_map(Text::files).filter_map(|source| path(source)).collect();
        let is_named = |text: &Text| text.files().iter().any(|source| named.contains(source.name()));
        for (text, documents) in texts.iter().zip(documents).filter(|(text, _)| is_named(text)) {
            if !documents.iter().any(Document::has_hosts) {
                continue;
            }
            for source in repository.with_hosts(&text.source) {
                let Some(path) = path(&source).filter(|path| !ours.contains(path)) else { continue };
                if let Some(partner) = partner(source, text, documents) {
                    partners.found.entry(path).or_insert_with(|| (partner, text.source.name().to_owned()));
                }
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
        let told =
            |(text, whose): &(Text, String)| format!("`{}` was compared with `{whose}`: one host", text.source.name());
        self.found.values().map(told)
    }
}

/// The file as a text, when it holds the other half of a pair.
fn partner(source: Arc<Source>, text: &Text, documents: &[Document<'_>]) -> Option<Text> {
    let contents = Contents::read(&source, &Hints::default(), None);
    let other = Text::new(source, contents);
    let is_pair = {
        let its = model::understand(&other.contents, &Hints::default());
        let own = documents.iter().map(|document| (text, document));
        let both: Vec<_> = own.chain(its.iter().map(|document| (&other, document))).collect();
        !tie(&both, &Ties::default()).is_empty()
    };
    is_pair.then_some(other)
}
