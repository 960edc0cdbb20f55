//! The four laws of mending over every fixture of the house and every example of a rule's page, as they are and in
//! every other form that we can give them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml speaks of test functions only, not of what they call"
)]

mod support;

use idplint::finding::Safety;
use idplint::rules::RULES;
use support::fixtures;
use support::forms::{Form, MADE, WRITTEN};
use support::laws::{Case, ROOMS};
use support::pages::blocks;

/// Every fixture and every example, with words to find it by.
fn cases() -> Vec<(String, Case)> {
    let of_rooms = ROOMS.iter().flat_map(|room| fixtures(room)).filter_map(|fixture| {
        let text = std::fs::read_to_string(&fixture.path).ok()?;
        Some((fixture.path.display().to_string(), Case::of(&fixture.name(), &text, fixture.standing())))
    });
    let of_pages = RULES.iter().flat_map(|rule| {
        blocks(&rule.markdown()).into_iter().map(|block| (format!("page of {}", rule.id), block.case(&block.text)))
    });
    of_rooms.chain(of_pages).collect()
}

fn hold(cases: impl Iterator<Item = (String, Case)>) {
    let mut broken = Vec::new();
    for (name, case) in cases {
        for least in [Safety::Safe, Safety::Unsafe] {
            broken.extend(case.obeys(least).err().map(|law| format!("##### {name}, {least:?}: {law}\n")));
        }
    }
    assert!(broken.is_empty(), "{}\n{} broken laws", broken.concat(), broken.len());
}

#[test]
fn as_they_are() {
    hold(cases().into_iter());
}

/// The first file of each case in another form.
fn in_form(forms: &'static [(&'static str, Form)]) -> impl Iterator<Item = (String, Case)> {
    cases().into_iter().flat_map(move |(name, case)| {
        forms.iter().filter_map(move |(form, change)| {
            let mut case = case.clone();
            case.files[0].1 = change(&case.files[0].1)?;
            Some((format!("{name}, {form}"), case))
        })
    })
}

#[test]
fn written_otherwise() {
    hold(in_form(WRITTEN));
}

#[test]
fn made_otherwise() {
    hold(in_form(MADE));
}
