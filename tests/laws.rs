//! The four laws of mending over every fixture of the house and every example of a rule's page, as they are and in
//! every other form that we can give them.

mod support;

use idplint::finding::Safety;
use idplint::rules::RULES;
use rayon::prelude::*;
use std::fs;
use std::path::Path;
use support::forms::{Form, MADE, WRITTEN};
use support::laws::{Case, ROOMS};
use support::pages::blocks;
use support::{fixtures, idplint};

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

fn hold(cases: &[(String, Case)], safeties: &[Safety]) {
    let one = |(name, case): &(String, Case)| {
        let broken = |least| case.obeys(least).err().map(|law| format!("##### {name}, {least:?}: {law}\n"));
        safeties.iter().copied().filter_map(broken).collect::<String>()
    };
    let broken: Vec<String> = cases.par_iter().map(one).filter(|broken| !broken.is_empty()).collect();
    assert!(broken.is_empty(), "{}\n{} of {} cases break a law", broken.concat(), broken.len(), cases.len());
}

#[test]
fn as_they_are() {
    hold(&cases(), &[Safety::Safe, Safety::Unsafe]);
}

/// The first file of each case that has something to mend, in another form.
fn in_form(forms: &[(&str, Form)]) -> Vec<(String, Case)> {
    let has_fix = |case: &Case| case.judge(&Default::default()).iter().any(|finding| finding.fix.is_some());
    let cases: Vec<_> = cases().into_par_iter().filter(|(_, case)| has_fix(case)).collect();
    let reformed = |(name, case): &(String, Case), (form, change): &(&str, Form)| {
        let mut case = case.clone();
        case.files[0].1 = change(&case.files[0].1)?;
        Some((format!("{name}, {form}"), case))
    };
    cases.iter().flat_map(|case| forms.iter().filter_map(|form| reformed(case, form))).collect()
}

#[test]
fn written_otherwise() {
    hold(&in_form(WRITTEN), &[Safety::Unsafe]);
}

#[test]
fn made_otherwise() {
    hold(&in_form(MADE), &[Safety::Unsafe]);
}

/// Every run over several files, by the program itself: mended, checked again, mended again.
#[test]
fn projects_of_several_files_are_quiet_after_one_run() {
    let projects = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects");
    let mut mended = 0;
    for project in fs::read_dir(projects).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(words) = fs::read_to_string(project.join("args")) else { continue };
        let folder = tempfile::tempdir().unwrap();
        copy(&project, folder.path());
        let words = words.replace("{}", folder.path().to_str().unwrap());
        let words: Vec<&str> = words.split_whitespace().chain(["--offline", "--format", "concise"]).collect();
        let is_other = |word: &&str| ["-", "--offline", "--network", "--replay"].contains(word);
        if words[..words.len() - 3].iter().any(is_other) || words[..words.len() - 3].contains(&"--format") {
            continue;
        }
        let run = |extra: &[&str]| idplint(&[&words[..], extra].concat(), "");
        let once = run(&["--fix", "--unsafe-fixes"]);
        if once.code == 2 {
            continue;
        }
        let left = run(&[]);
        assert_eq!((once.code, &once.stdout), (left.code, &left.stdout), "{}: {}", project.display(), once.stderr);
        let twice = run(&["--fix", "--unsafe-fixes"]);
        assert!(twice.stderr.contains("applied 0 fixes"), "{}: {}", project.display(), twice.stderr);
        mended += usize::from(!once.stderr.contains("applied 0 fixes"));
    }
    assert!(mended >= 5, "only {mended} projects have something to mend");
}

fn copy(from: &Path, to: &Path) {
    for path in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
