//! Texts that are judged alone, without files and folders around them: what tests and editors call.

use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use url::Url;

use super::in_force::InForce;
use super::judging::{Quieting, judge, sort_and_dedupe};
use super::pairing::{Ties, judge_pairs, tie};
use super::{Text, pairs};
use crate::config::{Choice, Projects};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::input::discover::PROJECT_FILE;
use crate::input::node::Tree;
use crate::model::admin::LostUser;
use crate::model::chart_file::ChartFile;
use crate::model::container::Contents;
use crate::model::{self, Document, Hints};
use crate::rules::{Layers, RULES};
use crate::source::Source;

/// Judges one text as if it were the only file: what tests and editors call.
pub fn judge_text(name: &str, text: &str, facts: &Facts) -> Vec<Finding> {
    judge_text_in(name, text, facts, Standing::default())
}

/// Where a text stands that is judged alone: in no repository, unless said so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// In a git work tree, and not ignored.
    pub in_git: bool,
    /// Its permission bits.
    pub mode: Option<u32>,
    /// The day.
    pub today: Option<Date>,
}

/// The same with what the file system would tell.
pub fn judge_text_in(name: &str, text: &str, facts: &Facts, standing: Standing) -> Vec<Finding> {
    let source = Source::new(name, text);
    let hints = Hints::default();
    let contents = Contents::read(&source, &hints, None);
    let text = Text::new(source, contents);
    let documents = model::understand(&text.contents, &hints);
    let mut findings = judge(&text, &documents, &[], facts, &Alone(standing), RULES, standing.today);
    sort_and_dedupe(&mut findings);
    quieten_alone(&mut findings, std::slice::from_ref(&text), std::slice::from_ref(&documents), facts);
    findings
}

/// The same with the text of a project file that speaks for it.
pub fn judge_text_by(project: &str, name: &str, text: &str, standing: Standing) -> Vec<Finding> {
    let projects = Arc::new(Projects::new(Choice::Named(PathBuf::from(PROJECT_FILE)), BTreeMap::new()));
    projects.given(PROJECT_FILE, Some(&Source::new(PROJECT_FILE, project)));
    let in_force = InForce::of_project(&projects);
    let source = Source::new(name, text);
    let contents = Contents::read(&source, &Hints::default(), None);
    let text = Text::new(source, contents);
    let documents = model::understand(&text.contents, &Hints::default());
    let (facts, rosters) = (Facts::default(), in_force.rosters(&text, &documents));
    let mut findings = judge(&text, &documents, &rosters, &facts, &Alone(standing), RULES, standing.today);
    sort_and_dedupe(&mut findings);
    quieten_alone(&mut findings, std::slice::from_ref(&text), std::slice::from_ref(&documents), &facts);
    findings
}

/// Judges a text beside another one, which is paired with it when one of them holds profiles and the other a
/// cluster: what tests of pairs call.
pub fn judge_pair(texts: [(&str, &str); 2], facts: &Facts) -> Vec<Finding> {
    let hints = Hints::default();
    let texts = texts.map(|(name, text)| {
        let source = Source::new(name, text);
        let contents = Contents::read(&source, &hints, None);
        Text::new(source, contents)
    });
    let documents = texts.each_ref().map(|text| model::understand(&text.contents, &hints));
    let alone = Alone(Standing::default());
    let judged = texts.iter().zip(&documents).map(|(text, docs)| judge(text, docs, &[], facts, &alone, RULES, None));
    let mut findings = judged.collect::<Vec<_>>().concat();
    let ties = Ties::new(texts.iter().map(|text| Arc::clone(&text.source)).collect(), &[]);
    findings.extend(judge_pairs(&tie(&pairs(&texts, &documents).collect::<Vec<_>>(), &ties), facts, &alone, RULES));
    sort_and_dedupe(&mut findings);
    quieten_alone(&mut findings, &texts, &documents, facts);
    findings
}

/// Hides by comments alone, on no day.
fn quieten_alone(findings: &mut Vec<Finding>, texts: &[Text], documents: &[Vec<Document<'_>>], facts: &Facts) {
    let quieting = Quieting { facts, rules: RULES, today: None, in_force: &InForce::default() };
    quieting.quieten(findings, texts, documents, Vec::new());
}

/// A text without a repository around it.
pub(super) struct Alone(pub(super) Standing);

impl Layers for Alone {
    fn stands_alone(&self, _: &Source, _: &Document<'_>) -> bool {
        true
    }

    fn near(&self, _: &Source) -> Arc<[Tree]> {
        Arc::default()
    }

    fn lost_users(&self, _: &Source, _: &Document<'_>) -> Vec<LostUser> {
        Vec::new()
    }

    fn chart(&self, _: &Source) -> Option<ChartFile> {
        None
    }

    fn holds(&self, _: &Source) -> bool {
        self.0.in_git
    }

    fn allows_host(&self, _: &Url) -> bool {
        false
    }

    fn mode(&self, _: &Source) -> Option<u32> {
        self.0.mode
    }
}
