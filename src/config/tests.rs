//! Globs, and which file is nearest, without the rest of the program.

use super::*;
use proptest::prelude::*;

fn project(text: &str) -> Result<Project, ConfigError> {
    Project::read(&Source::new(PROJECT_FILE, text), Path::new("/r"))
}

#[test]
fn globs_are_those_of_gitignore() {
    let project = project("exclude = ['lab/**', 'values.yaml', '!lab/kept/**', 'old/']\n").unwrap();
    for (path, is_folder, held) in [
        ("/r/lab/a.yaml", false, true),
        ("/r/lab/kept/a.yaml", false, false),
        ("/r/x/values.yaml", false, true),
        ("/r/x/lab/a.yaml", false, false),
        ("/r/old/deep/a.yaml", false, true),
        ("/r/old", true, true),
        ("/r/old", false, false),
        ("/r", true, false),
        ("/elsewhere/values.yaml", false, false),
    ] {
        assert_eq!(project.exclude.hold(Path::new(path), is_folder), held, "{path}");
    }
}

#[test]
fn an_entry_goes_with_its_lines() {
    for (text, left) in [
        ("[[ignore]]\nrules = ['a']\n\n[levels]\n", "[levels]\n"),
        ("a = 1\n\n[[ignore]] # x\nrules = [\n 'a',\n] # y\n[levels]\n", "a = 1\n\n[levels]\n"),
        ("\u{feff}[[ignore]]\r\nrules = ['a']", "\u{feff}"),
    ] {
        let project = project(text).unwrap();
        let removal = project.ignores[0].removal.clone().unwrap();
        let mut mended = text.to_owned();
        mended.replace_range(removal.span.range(), "");
        assert_eq!(mended, left);
    }
    for text in ["# why\n[[ignore]]\nrules = ['a']\n", "ignore = [{rules = ['a']}]\n"] {
        assert!(project(text).unwrap().ignores[0].removal.is_none(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "(\\[\\[?(ignore|pair|admins|levels)\\]?\\]\n|(rules|paths|ids|exclude|until|reason|a) = (\\[.{0,6}\\]|'.{0,8}'|2027-01-31|\\{\\})\n|.{0,4})*") {
        if let Ok(project) = project(&text) {
            for entry in &project.ignores {
                let _ = entry.paths.as_ref().map(|globs| globs.hold(Path::new("/r/a/b.yaml"), false));
                for place in entry.removal.iter().chain([&entry.place]) {
                    prop_assert!(text.get(place.span.range()).is_some());
                }
            }
        }
    }

    #[test]
    fn no_glob_panics(glob in "[]\\[{}!*?a/,\\\\.# -]{0,12}", path in "/(r/)?[a/.]{0,8}") {
        let mut globs = Globs::new(Path::new("/r"));
        let _ = globs.add(&glob);
        let _ = globs.hold(Path::new(&path), false);
    }
}
