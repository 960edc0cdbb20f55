//! The law of rules: every page's examples are true, every fixture wakes only its own rule.

mod support;

use idplint::finding::{Finding, Safety};
use idplint::mend::{apply, choose};
use idplint::provider::Family;
use idplint::rules::{Fixes, Needs, RULES, Rule};
use std::collections::BTreeMap;
use support::laws::{Case, ROOMS};
use support::pages::{Block, Role, blocks};
use support::{fixtures, judge_in};

#[test]
fn every_page_has_a_bad_and_a_good_example() {
    for rule in RULES {
        let blocks = blocks(&rule.markdown());
        for role in [Role::Bad, Role::Good] {
            assert!(blocks.iter().any(|b| b.role == role), "{}: no {role:?} block", rule.id);
        }
        let fixed = blocks.iter().any(|b| b.role == Role::Fixed);
        assert_eq!(fixed, rule.fix != Fixes::Never, "{}: a `fixed` block is the promise of a fix", rule.id);
    }
}

#[test]
fn bad_examples_are_found_where_the_carets_are_and_by_no_other_rule() {
    for rule in RULES {
        for block in blocks(&rule.markdown()).iter().filter(|b| b.role == Role::Bad) {
            check_bad(rule, block);
        }
    }
}

fn check_bad(rule: &Rule, block: &Block) {
    let findings = block.judge(&block.text);
    let id = rule.id;
    assert!(!findings.is_empty(), "{id}: the bad example is silent:\n{}", block.text);
    for finding in &findings {
        assert_eq!(finding.rule, id, "{id}: another rule speaks: {}\n{}", finding.message, block.text);
        check_words(finding);
        check_promise(rule, finding);
        let place = &finding.label.place;
        let start = place.source.position(place.span.start);
        let end = place.source.position(place.span.end);
        let caret = block.carets.iter().find(|c| c.line == start.line && c.columns.0 == start.column);
        let caret = caret.unwrap_or_else(|| {
            panic!("{id}: no carets at {}:{} (`{}`)\n{}", start.line, start.column, place.text(), block.text)
        });
        if start.line == end.line {
            assert_eq!(
                caret.columns.1,
                end.column,
                "{id}: carets end elsewhere than `{}`\n{}",
                place.text(),
                block.text
            );
        }
        assert_eq!(caret.label, finding.label.message, "{id}: label\n{}", block.text);
    }
    assert_eq!(findings.len(), block.carets.len(), "{id}: carets without a finding\n{}", block.text);
}

/// DESIGN section 7: lowercase, no final period, code in backticks, never "invalid" alone.
fn check_words(finding: &Finding) {
    for (what, text) in [("message", &finding.message), ("help", &finding.help), ("label", &finding.label.message)] {
        let place = format!("{} {what}: `{text}`", finding.rule);
        assert!(!text.is_empty(), "{place} is empty");
        assert!(!text.contains('\n'), "{place} has several lines");
        assert!(!text.ends_with(['.', '!']), "{place} ends like a sentence");
        assert!(!text.to_lowercase().contains("please"), "{place}");
        assert!(!text.to_lowercase().contains("invalid"), "{place}");
        assert!(text.matches('`').count() % 2 == 0, "{place} has an odd backtick");
        let first = text.chars().next().unwrap();
        let of_provider = |family: &Family| text.starts_with(family.display());
        let proper =
            Family::ALL.iter().any(of_provider) || ["Azure", "Entra", "InfluxDB"].iter().any(|n| text.starts_with(n));
        assert!(!first.is_uppercase() || proper, "{place} starts upper case");
    }
}

fn check_promise(rule: &Rule, finding: &Finding) {
    let Some(fix) = &finding.fix else { return };
    let allowed = match rule.fix {
        Fixes::Never => false,
        Fixes::Unsafe => fix.safety == Safety::Unsafe,
        Fixes::Safe => true,
    };
    assert!(allowed, "{}: fixes {:?} but promises {:?}", rule.id, fix.safety, rule.fix);
}

#[test]
fn fixed_examples_are_what_the_fix_makes_and_silence_the_rule() {
    for rule in RULES {
        let blocks = blocks(&rule.markdown());
        for pair in blocks.windows(2) {
            let [bad, fixed] = pair else { continue };
            if fixed.role != Role::Fixed {
                continue;
            }
            let findings = bad.judge(&bad.text);
            let mended = apply(&choose(&findings, Safety::Unsafe, |name| name == bad.file_name()));
            let mended = mended.first().map_or(&bad.text, |(_, text)| text);
            assert_eq!(mended, &fixed.text, "{}", rule.id);
            let left = fixed.judge(mended);
            assert!(left.iter().all(|f| f.rule != rule.id), "{}: the fix does not silence it: {left:#?}", rule.id);
        }
    }
}

#[test]
fn good_examples_are_silent() {
    for rule in RULES {
        for block in blocks(&rule.markdown()).iter().filter(|b| b.role == Role::Good) {
            let findings = block.judge(&block.text);
            let said: Vec<_> = findings.iter().map(|f| (f.rule, &f.message)).collect();
            assert!(said.is_empty(), "{}: the good example speaks: {said:?}\n{}", rule.id, block.text);
        }
    }
}

/// `testdata/rules/<id>/bad-*` has its findings in `.out` beside it, and only of rule `<id>`; what all of its fixes
/// make of it in `.fixed`. `good-*` is silent.
#[test]
fn fixtures_speak_as_recorded() {
    for fixture in fixtures("rules") {
        let rule = fixture.folder();
        assert!(idplint::rules::find(&rule).is_some(), "testdata/rules/{rule} is no rule");
        let findings = judge_in(&fixture.name(), &fixture.text(), &Default::default(), fixture.standing());
        let said: String = findings.iter().map(support::line).collect();
        if fixture.name().starts_with("good-") {
            assert_eq!(said, "", "{}", fixture.path.display());
            continue;
        }
        assert!(findings.iter().any(|f| f.rule == rule), "{} is silent", fixture.path.display());
        assert!(findings.iter().all(|f| f.rule == rule), "{}: another rule speaks:\n{said}", fixture.path.display());
        support::golden(&fixture.path.with_extension("out"), &said);
        let (_, drafts) = Case::of(&fixture.name(), &fixture.text(), fixture.standing()).mended(Safety::Unsafe);
        let fixed = fixture.path.with_extension("fixed");
        match drafts.get(&fixture.name()) {
            Some(text) => support::golden(&fixed, text),
            None => assert!(!fixed.exists(), "{}: nothing mends it", fixture.path.display()),
        }
    }
}

/// The best fix that a rule offers in its fixtures, or on its page where it needs more than one file, is exactly what
/// it promises.
#[test]
fn every_promise_of_a_fix_is_kept() {
    let mut best: BTreeMap<(&str, bool), Option<Safety>> = BTreeMap::new();
    let mut note = |is_fixture: bool, findings: &[Finding]| {
        for finding in findings {
            let best = best.entry((finding.rule, is_fixture)).or_default();
            *best = (*best).max(finding.fix.as_ref().map(|fix| fix.safety));
        }
    };
    for fixture in ROOMS.iter().flat_map(|room| fixtures(room)) {
        let Ok(text) = std::fs::read_to_string(&fixture.path) else { continue };
        note(true, &judge_in(&fixture.name(), &text, &Default::default(), fixture.standing()));
    }
    for block in RULES.iter().flat_map(|rule| blocks(&rule.markdown())) {
        note(false, &block.judge(&block.text));
    }
    let mut broken = Vec::new();
    for rule in RULES {
        let promise = match rule.fix {
            Fixes::Never => None,
            Fixes::Unsafe => Some(Safety::Unsafe),
            Fixes::Safe => Some(Safety::Safe),
        };
        let [of_fixtures, of_page] = [true, false].map(|of| best.get(&(rule.id, of)).copied().flatten());
        assert!(of_fixtures.max(of_page) <= promise, "{} offers more than it promises", rule.id);
        let kept = if rule.needs == Needs::File { of_fixtures } else { of_page };
        if kept != promise {
            broken.push(format!("{}: promises {promise:?}, {kept:?} is kept", rule.id));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn healthy_and_foreign_files_are_silent() {
    for fixture in fixtures("healthy").into_iter().chain(fixtures("foreign")) {
        let findings = judge_in(&fixture.name(), &fixture.text(), &Default::default(), fixture.standing());
        let said: String = findings.iter().map(support::line).collect();
        assert_eq!(said, "", "{}", fixture.path.display());
    }
}
