//! The four laws of mending, held over one input: fix then check is quiet, fixing twice changes nothing, everything
//! outside of the edits stays, the file stays readable.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use idplint::engine::{Standing, judge_pair, judge_text_by, judge_text_in};
use idplint::facts::Facts;
use idplint::finding::{Edit, Finding, Fix, Safety, Severity};
use idplint::input::node::Node;
use idplint::input::scalar::Reader;
use idplint::input::{embedded, toml, yaml};
use idplint::mend::{apply, choose, until_quiet};
use idplint::source::{Source, Span};

/// Where whole files are.
pub const ROOMS: [&str; 9] = [
    "rules",
    "healthy",
    "containers",
    "projects",
    "vendor-examples",
    "vendor-doc-bugs",
    "example",
    "foreign",
    "repositories",
];

/// One file, or two that belong together, and what is known about them.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Name and text of each.
    pub files: Vec<(String, String)>,
    pub facts: Facts,
    pub standing: Standing,
    /// The text of a project file that speaks for the one file.
    pub project: Option<String>,
}

type Drafts = BTreeMap<String, String>;

impl Case {
    pub fn of(name: &str, text: &str, standing: Standing) -> Self {
        Self { files: vec![(name.to_owned(), text.to_owned())], standing, ..Self::default() }
    }

    pub fn judge(&self, drafts: &Drafts) -> Vec<Finding> {
        let texts = self.texts(drafts);
        match texts.as_slice() {
            [(name, text)] if self.project.is_some() => {
                judge_text_by(self.project.as_deref().unwrap_or_default(), name, text, self.standing)
            }
            [(name, text)] => judge_text_in(name, text, &self.facts, self.standing),
            [first, second] => judge_pair([*first, *second], &self.facts),
            _ => panic!("one file, or two"),
        }
    }

    fn texts<'a>(&'a self, drafts: &'a Drafts) -> Vec<(&'a str, &'a str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), drafts.get(name).unwrap_or(text).as_str())).collect()
    }

    fn may_write(&self, name: &str) -> bool {
        self.files.iter().any(|(own, _)| own == name)
    }

    /// The texts after all fixes that are as safe, and what is found in them.
    pub fn mended(&self, least: Safety) -> (Vec<Finding>, Drafts) {
        let first = self.judge(&Drafts::new());
        let (last, mended) = until_quiet(first, least, |name| self.may_write(name), |drafts| self.judge(drafts));
        (last, mended.drafts)
    }

    /// Mends with fixes that are as safe and holds all laws over every round; gives the first that is broken.
    pub fn obeys(&self, least: Safety) -> Result<(), String> {
        let first = self.judge(&Drafts::new());
        let mut broken = edits_are_sound(&first).err();
        let (mut before, mut drafts_before, mut applied) = (first.clone(), Drafts::new(), Vec::new());
        let may_write = |name: &str| self.may_write(name);
        let (last, mended) = until_quiet(first.clone(), least, may_write, |drafts| {
            let after = self.judge(drafts);
            let chosen = choose(&before, least, may_write);
            let is_chosen = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| chosen.contains(&fix));
            applied.extend(before.iter().filter(is_chosen).cloned());
            let law = edits_are_sound(&after)
                .and_then(|()| self.nothing_else_changes(&chosen, &drafts_before, drafts))
                .and_then(|()| self.fixes_cure(&before, &chosen, &drafts_before));
            broken = broken.take().or(law.err().map(|law| self.told(&law, &drafts_before, drafts)));
            (before, drafts_before) = (after.clone(), drafts.clone());
            after
        });
        let left = choose(&last, least, may_write);
        let law = if left.is_empty() { Ok(()) } else { Err(format!("ten rounds are not enough: {left:#?}")) };
        let law = law.and_then(|()| nothing_new_appears(&first, &last, &applied));
        match broken.or(law.err().map(|law| self.told(&law, &Drafts::new(), &mended.drafts))) {
            Some(broken) => Err(broken),
            None => Ok(()),
        }
    }

    /// Each fix alone takes its finding away.
    fn fixes_cure(&self, before: &[Finding], chosen: &[&Fix], drafts: &Drafts) -> Result<(), String> {
        for finding in before {
            let Some(fix) = finding.fix.as_ref().filter(|fix| chosen.contains(fix)) else { continue };
            let mut drafts = drafts.clone();
            drafts.extend(apply(&[fix]).into_iter().map(|(source, text)| (source.name().to_owned(), text)));
            let after = self.judge(&drafts);
            let count = |findings: &[Finding]| findings.iter().filter(|other| key(other) == key(finding)).count();
            let stays = |other: &Finding| key(other) == key(finding) && start(other) == start_after(finding, fix);
            if count(&after) >= count(before) && after.iter().any(stays) {
                return Err(format!("a fix that does not cure: {:?}", key(finding)));
            }
        }
        Ok(())
    }

    fn told(&self, law: &str, before: &Drafts, after: &Drafts) -> String {
        let texts = |drafts: &Drafts| {
            let texts = self.texts(drafts);
            texts.iter().map(|(name, text)| format!("--- {name}\n{text}")).collect::<String>()
        };
        format!("{law}\n=== before\n{}\n=== after\n{}", texts(before), texts(after))
    }

    /// The bytes are those that the edits make, and the data is the same but for what the edits touch.
    fn nothing_else_changes(&self, chosen: &[&Fix], before: &Drafts, after: &Drafts) -> Result<(), String> {
        for ((name, old), (_, new)) in self.texts(before).into_iter().zip(self.texts(after)) {
            let mut edits: Vec<&Edit> = chosen.iter().flat_map(|fix| &fix.edits).collect();
            edits.retain(|edit| edit.place.source.name() == name);
            edits.sort_by_key(|edit| edit.place.span);
            let mut expected = old.to_owned();
            for edit in edits.iter().rev() {
                expected.replace_range(edit.place.span.range(), &edit.replacement);
            }
            if expected != new {
                return Err(format!("bytes outside of the edits changed: {edits:?}"));
            }
            data_stays(name, old, new, &edits)?;
        }
        Ok(())
    }
}

/// Spans lie in their files on character boundaries, and the edits of a fix touch each other nowhere.
pub fn edits_are_sound(findings: &[Finding]) -> Result<(), String> {
    for finding in findings {
        let labels = std::iter::once(&finding.label).chain(&finding.related).map(|label| &label.place);
        let edits: Vec<&Edit> = finding.fix.iter().flat_map(|fix| &fix.edits).collect();
        for place in labels.chain(edits.iter().map(|edit| &edit.place)) {
            if place.source.text().get(place.span.range()).is_none() {
                return Err(format!("{} marks {:?} of\n{}", finding.rule, place.span, place.source.text()));
            }
        }
        let mut spans: Vec<_> = edits.iter().map(|edit| (edit.place.source.name(), edit.place.span)).collect();
        spans.sort_unstable();
        let overlaps = |pair: &[(&str, Span)]| pair[0].0 == pair[1].0 && pair[0].1.end > pair[1].1.start;
        if spans.windows(2).any(overlaps) {
            return Err(format!("{}: the edits of one fix overlap: {edits:?}", finding.rule));
        }
        let is_empty = |edit: &&Edit| edit.place.text() == edit.replacement;
        if finding.fix.is_some() && edits.iter().all(is_empty) {
            return Err(format!("{}: a fix that changes nothing: {edits:?}", finding.rule));
        }
    }
    Ok(())
}

/// Without the path: a fix may rename a key or take an item out of a list.
fn key(finding: &Finding) -> (&str, usize, &str) {
    (finding.rule, finding.document, &finding.message)
}

fn start(finding: &Finding) -> usize {
    finding.label.place.span.start as usize
}

/// Where a finding would be after a fix that does not cure it.
fn start_after(finding: &Finding, fix: &Fix) -> usize {
    let is_before = |edit: &&Edit| {
        let (edit, label) = (&edit.place, &finding.label.place);
        edit.source.name() == label.source.name() && edit.span.end <= label.span.start
    };
    let before: Vec<_> = fix.edits.iter().filter(is_before).collect();
    let removed: usize = before.iter().map(|edit| edit.place.span.len()).sum();
    start(finding) + before.iter().map(|edit| edit.replacement.len()).sum::<usize>() - removed
}

/// What a fix may reveal: the rules that fix, those that then speak, and why the fault veiled it.
const REVEALED: &[(&[&str], &[&str], &str)] = &[
    (&["admin-token-still-encoded"], &["admin-token-copied-to-file"], "the token works only once it is decoded"),
    (&["boolean-as-text"], &["egress-switched-off"], "the text `false` switched the egress on"),
    (&["host-is-url"], &["unknown-key"], "the place of a `port` elsewhere is taken now"),
    (&["referenced-key-missing"], &["ca-bundle-without-certificate"], "the bundle is found under its right key"),
    (&["release-unknown"], BY_RELEASE, "only of a release that exists we know what it can"),
    (&["set-value-retyped", "user-as-bare-id", "user-id-typed-as-number"], BY_PROVIDER, "now it is an id"),
    (&["user-as-bare-id"], &["user-detail-missing"], "the fix knows the id alone"),
    (IDS, &["duplicate-user-id"], "two ids are the same once both are ids"),
];

/// Fixes by which a value is read that nobody read before: whatever is wrong with it is judged then.
const UNVEILING: &[&str] = &[
    "admin-under-wrong-chart-name",
    "key-at-wrong-level",
    "legacy-profile-file",
    "misspelled-key",
    "patch-path-wrong",
    "profile-in-single-brackets",
    "wrong-type",
];

/// What is judged by the release in force.
const BY_RELEASE: &[&str] = &["missing-field", "release-with-known-defect", "user-groups-before-release"];

/// Fixes of ids.
const IDS: &[&str] = &[
    "entra-user-id-malformed",
    "keycloak-user-id-malformed",
    "set-value-retyped",
    "stray-character",
    "user-as-bare-id",
    "user-id-typed-as-number",
    "user-id-without-connection-prefix",
    "whitespace-around-value",
];

/// The keys that tell the provider in force and are judged together, and the rules that judge other values by it.
const TELLS_PROVIDER: &[&str] = &["identityProvider", "jwksEndpoint", "device_url", "token_url"];
const BY_PROVIDER: &[&str] = &[
    "audience-missing",
    "azure-provider-misnamed",
    "client-id-malformed",
    "entra-scope-for-graph",
    "entra-scope-missing",
    "login-urls-differ",
    "provider-and-endpoint-disagree",
    "provider-name-and-endpoint-differ",
    "entra-user-id-malformed",
    "keycloak-user-id-malformed",
    "provider-with-opaque-tokens",
    "user-id-is-client-id",
    "user-id-is-email",
    "user-id-without-connection-prefix",
];

/// No error or warning of a rule that was silent before, or that spoke less often; but for a fault of the same value
/// that rested while another one was told (one cause, one finding), and what the tables above name.
fn nothing_new_appears(first: &[Finding], last: &[Finding], applied: &[Finding]) -> Result<(), String> {
    let count = |findings: &[Finding], rule: &str| findings.iter().filter(|finding| finding.rule == rule).count();
    let is_explained = |finding: &Finding, by: &Finding| {
        let is_of_same_value = by.path == finding.path && by.document == finding.document;
        let is_revealed = |(fixed, revealed, _): &(&[&str], &[&str], &str)| {
            revealed.contains(&finding.rule) && fixed.contains(&by.rule)
        };
        let tells_provider = |finding: &Finding| TELLS_PROVIDER.iter().any(|key| finding.path.ends_with(key));
        is_of_same_value
            || UNVEILING.contains(&by.rule)
            || REVEALED.iter().any(is_revealed)
            || tells_provider(by) && (tells_provider(finding) || BY_PROVIDER.contains(&finding.rule))
    };
    for finding in last.iter().filter(|finding| finding.severity >= Severity::Warning) {
        let is_new = count(last, finding.rule) > count(first, finding.rule);
        let rules: BTreeSet<_> = applied.iter().map(|one| (one.rule, &one.path)).collect();
        if finding.rule == "unparsable-document" && is_new {
            return Err(format!("a fix makes the file unreadable: {rules:?}"));
        }
        if is_new && !applied.iter().any(|by| is_explained(finding, by)) {
            return Err(format!("new after {rules:?}: {} at {}: {}", finding.rule, finding.path, finding.message));
        }
    }
    Ok(())
}

/// One value: its path without the numbers of lists, what it is, and where it and the keys above it stand.
struct Leaf {
    path: String,
    value: String,
    places: Vec<Span>,
}

/// More than any file of ours has: what aliases multiply is not compared.
const MAX_LEAVES: usize = 20_000;

/// Every value that is lost stood where an edit is, every new one stands where one was made.
fn data_stays(name: &str, old: &str, new: &str, edits: &[&Edit]) -> Result<(), String> {
    let (Some(before), Some(after)) = (leaves(name, old), leaves(name, new)) else { return Ok(()) };
    let (mut removed, mut made, mut moved) = (Vec::new(), Vec::new(), 0);
    for edit in edits {
        let (at, start) = (edit.place.span, (edit.place.span.start as isize + moved) as usize);
        let end = start + edit.replacement.len();
        // The header of a table of TOML has all the lines under it.
        let is_header = name.ends_with(".toml") && edit.replacement.starts_with('[');
        let under = |text: &str, from: usize| {
            if is_header { text[from..].find("\n[").map_or(text.len(), |length| from + length) } else { from }
        };
        removed.push(Span::new(at.start as usize, under(old, at.end as usize)));
        made.push(Span::new(start, under(new, end)));
        moved += edit.replacement.len() as isize - edit.place.span.len() as isize;
    }
    for (what, here, there, changes) in [("lost", &before, &after, removed), ("made", &after, &before, made)] {
        let mut counts: BTreeMap<(&str, &str), isize> = BTreeMap::new();
        there.iter().for_each(|leaf| *counts.entry((&leaf.path, &leaf.value)).or_default() += 1);
        here.iter().for_each(|leaf| *counts.entry((&leaf.path, &leaf.value)).or_default() -= 1);
        let touches = |leaf: &Leaf| {
            leaf.places.iter().any(|at| changes.iter().any(|edit| edit.start <= at.end && at.start <= edit.end))
        };
        for ((path, value), count) in counts.into_iter().filter(|(_, count)| *count < 0) {
            let alike = here.iter().filter(|leaf| leaf.path == path && leaf.value == value);
            let told = alike.filter(|leaf| touches(leaf)).count() as isize;
            if told < -count {
                return Err(format!("{what} outside of the edits: {path} = {value}\n{edits:?}"));
            }
        }
    }
    Ok(())
}

fn leaves(name: &str, text: &str) -> Option<Vec<Leaf>> {
    let source = Source::new(name, text);
    let mut found = Vec::new();
    let tree = match name.rsplit('.').next()? {
        "toml" => toml::read(&source).0,
        "yaml" | "yml" | "json" => yaml::read(&Arc::clone(&source), Reader::Kubectl).0,
        _ => return None,
    };
    for (index, root) in tree.documents().enumerate() {
        flatten(root, format!("{index}:"), &[], 0, &mut found);
    }
    (found.len() < MAX_LEAVES).then_some(found)
}

fn flatten(node: Node<'_>, path: String, above: &[Span], depth: usize, found: &mut Vec<Leaf>) {
    if found.len() >= MAX_LEAVES || depth > 100 {
        return;
    }
    let header = node.scalar().map(|scalar| scalar.header).filter(|header| !header.is_empty());
    let above = [above, node.used_at().map(|place| place.span).as_slice()].concat();
    let places = [&above, &[node.span()][..], header.as_slice()].concat();
    if node.is_map() && node.entries().next().is_some() {
        for entry in node.entries() {
            let above = [&above[..], &[entry.key.span()]].concat();
            flatten(entry.value, format!("{path}/{}", entry.name()), &above, depth + 1, found);
        }
    } else if node.is_seq() && node.items().next().is_some() {
        for item in node.items() {
            flatten(item, format!("{path}/-"), &above, depth + 1, found);
        }
    } else if let Some(carried) = embedded::read(node, Reader::Helm)
        && node.text().is_some_and(|text| text.contains('\n') || text.starts_with('{'))
        && carried.tree.document(0).is_some_and(|root| root.is_map() || root.is_seq())
    {
        let above = [&above[..], header.as_slice()].concat();
        for root in carried.tree.documents() {
            flatten(root, format!("{path}|"), &above, depth + 1, found);
        }
    } else if let Some(scalar) = node.scalar() {
        found.push(Leaf { path, value: format!("{:?} {:?}", node.typed(), scalar.text), places });
    }
}
