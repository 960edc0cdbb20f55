//! What `--diff` prints is a patch that `git apply` and `patch -p1` take, and it makes what `--fix` makes.

mod support;

use idplint::finding::Safety;
use idplint::report::diff;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::fixtures;
use support::forms::WRITTEN;
use support::laws::{Case, ROOMS};

/// Fixtures with a secret in a line that changes, or right beside it.
const HIDDEN: &[&str] = &[
    "client-secret-left/bad-crlf-indented.toml",
    "client-secret-left/bad-inline-table.toml",
    "client-secret-left/bad-upper-case.toml",
    "host-is-url/bad-crlf.toml",
    "host-is-url/bad-forms.toml",
    "port-typed-as-number/bad-numbers.toml",
];

/// A file of the tree that is patched: its name in it, what it is and what it becomes.
struct Patched {
    name: String,
    before: String,
    after: String,
}

/// Every fixture that fixes change, as it is and as other people's editors would have written it; and the patch of
/// all that hide nothing.
fn patched() -> (Vec<Patched>, Vec<u8>) {
    let (mut files, mut patch, mut hidden) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (room, fixture) in ROOMS.iter().flat_map(|room| fixtures(room).into_iter().map(move |one| (room, one))) {
        let Ok(text) = fs::read_to_string(&fixture.path) else { continue };
        let mended = |text: &str| Case::of(&fixture.name(), text, fixture.standing()).mended(Safety::Unsafe).1;
        if mended(&text).is_empty() {
            continue;
        }
        let written = WRITTEN[..3].iter().filter_map(|(form, change)| Some((*form, change(&text)?)));
        for (form, text) in [("as it is", text.clone())].into_iter().chain(written) {
            let Some((_, after)) = mended(&text).into_iter().next() else { continue };
            let name = format!("{}, {form}/{room}/größe of {}", files.len(), fixture.name());
            let mut one = Vec::new();
            if diff(&name, &text, &after, &mut one).unwrap() {
                patch.extend(one);
                files.push(Patched { name, before: text, after });
            } else {
                hidden.insert(format!("{}/{}", fixture.folder(), fixture.name()));
            }
        }
    }
    assert!(hidden.iter().eq(HIDDEN), "patches that hide something: {hidden:#?}");
    (files, patch)
}

fn takes(tool: &str, args: &[&str], files: &[Patched], patch: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(&file.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.before).unwrap();
    }
    let beside = tempfile::NamedTempFile::new().unwrap();
    fs::write(beside.path(), patch).unwrap();
    let ran = Command::new(tool).args(args).arg(beside.path()).current_dir(folder.path()).output();
    let Ok(ran) = ran else { return eprintln!("skipped: there is no `{tool}`") };
    let said = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(ran.status.success(), "{tool}: {said}");
    for Patched { name, after, .. } in files {
        let now = fs::read_to_string(Path::new(folder.path()).join(name)).unwrap();
        assert_eq!(&now, after, "{tool}, {name}: {said}");
    }
}

#[test]
fn every_patch_can_be_applied() {
    let (files, patch) = patched();
    takes("git", &["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn"], &files, &patch);
    takes("patch", &["-p1", "--no-backup-if-mismatch", "-i"], &files, &patch);
}
