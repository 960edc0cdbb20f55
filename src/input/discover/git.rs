//! Whether git would keep a file: told by the folders above it and their ignore files, without running git.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Component, Path};

/// True for a file in a git work tree that no ignore file of the work tree excludes. A person's global excludes do
/// not count, as on the walk; nor does what was added by force, which only git's index knows.
pub fn is_in_work_tree(file: &Path) -> bool {
    let Ok(file) = file.canonicalize() else { return false };
    let Some(root) = file.ancestors().skip(1).find(|folder| folder.join(".git").exists()) else { return false };
    let Ok(below) = file.strip_prefix(root) else { return false };
    if below.components().any(|part| part == Component::Normal(".git".as_ref())) {
        return false;
    }
    // The later ones stand deeper and win (gitignore(5)).
    let mut rules = vec![rules_of(root, &root.join(".git/info/exclude")), rules_of(root, &root.join(".gitignore"))];
    let mut path = root.to_path_buf();
    for part in below.components() {
        path.push(part);
        let is_folder = path != file;
        let verdict = rules.iter().rev().map(|rules| rules.matched(&path, is_folder)).find(|found| !found.is_none());
        // What lies in an ignored folder cannot be taken back.
        if verdict.is_some_and(|verdict| verdict.is_ignore()) {
            return false;
        }
        if is_folder {
            rules.push(rules_of(&path, &path.join(".gitignore")));
        }
    }
    true
}

/// The rules of one ignore file; none where it cannot be read.
fn rules_of(folder: &Path, file: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    // A line that is no pattern leaves the others in force.
    let _ = builder.add(file);
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_ignore_file_decides() {
        let tree = tempfile::tempdir().unwrap();
        let root = tree.path();
        for folder in [".git/info", "a/b", "kept", "gone/c"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for (name, text) in [
            (".gitignore", "*.toml\n/gone/\n"),
            (".git/info/exclude", "token.json\n"),
            ("kept/.gitignore", "!config.toml\n"),
            ("gone/.gitignore", "!*\n"),
        ] {
            fs::write(root.join(name), text).unwrap();
        }
        for (name, is_kept) in [
            ("a/b/values.yaml", true),
            ("a/b/config.toml", false),
            ("kept/config.toml", true),
            ("kept/token.json", false),
            ("gone/c/values.yaml", false),
            (".git/config", false),
        ] {
            fs::write(root.join(name), "").unwrap();
            assert_eq!(is_in_work_tree(&root.join(name)), is_kept, "{name}");
        }
        assert!(!is_in_work_tree(Path::new("<stdin>")));
        fs::remove_dir_all(root.join(".git")).unwrap();
        assert!(!is_in_work_tree(&root.join("a/b/values.yaml")));
    }
}
