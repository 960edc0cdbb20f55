//! The house law: imports follow the table of rooms, files stay small, rules are files are pages are list.

use idplint::rules::{RULES, Rule, page};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Which rooms a room may use. `main` and `lib` may use everything.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("facts", &[]),
    ("finding", &["source"]),
    ("provider", &[]),
    ("spelling", &[]),
    ("input", &["source", "finding", "facts"]),
    ("model", &["input", "provider", "source", "finding"]),
    ("net", &["facts", "provider", "source"]),
    ("quiet", &["source", "finding"]),
    ("rules", &["model", "provider", "facts", "finding", "input", "quiet", "source"]),
    ("config", &["finding", "input", "source", "spelling"]),
    ("mend", &["source", "finding"]),
    ("report", &["finding", "source", "facts", "provider", "rules"]),
    ("repository", &["input", "model", "rules", "source"]),
    (
        "engine",
        &[
            "config",
            "facts",
            "finding",
            "input",
            "model",
            "net",
            "provider",
            "quiet",
            "report",
            "repository",
            "rules",
            "source",
        ],
    ),
    ("cli", &["finding", "model", "report", "rules"]),
    (
        "command",
        &[
            "cli", "config", "engine", "facts", "finding", "input", "mend", "model", "net", "provider", "quiet",
            "report", "rules", "spelling",
        ],
    ),
];

/// The files in src/rules that are no rules.
const ROOM_OF_RULES: [&str; 4] = ["context", "findings", "mod", "page"];

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    walk(&Path::new(ROOT).join("src"), &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

/// The room of a file: the first part of its path in src/.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(ROOT).join("src")).unwrap();
    inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn imports_follow_the_table_of_rooms() {
    for (path, text) in sources() {
        let room = room(&path);
        if ["main", "lib"].contains(&room.as_str()) {
            continue;
        }
        let allowed = MAY_USE.iter().find(|(name, _)| *name == room);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{room} is in no row of the table"));
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for used in code.split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let own = used == room || used.is_empty();
            assert!(own || allowed.contains(&used.as_str()), "{} uses crate::{used}", path.display());
        }
    }
}

#[test]
fn rules_do_not_use_each_other() {
    for rule in RULES {
        for other in RULES.iter().filter(|other| other.id != rule.id) {
            let path = format!("{}::", other.id.replace('-', "_"));
            let code = rule.page.lines().filter(|line| !line.starts_with("//!")).collect::<Vec<_>>().join("\n");
            assert!(!code.contains(&path), "{} uses {}", rule.id, other.id);
        }
    }
}

#[test]
fn files_open_with_one_sentence_and_stay_small() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        let is_rule = room(&path) == "rules" && !ROOM_OF_RULES.iter().any(|name| path.ends_with(format!("{name}.rs")));
        let code = text.lines().filter(|line| !is_rule || !line.starts_with("//!")).count();
        let limit = if is_rule { 150 } else { 400 };
        assert!(code <= limit, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//! "), "{} does not say what it is", path.display());
    }
}

#[test]
fn secrets_of_the_house_stay_in_their_files() {
    let only = [
        ("miette::", "report"),
        ("granit_parser", "input"),
        ("reqwest::", "net"),
        ("jsonschema::", "model"),
        ("pulldown_cmark", "command"),
    ];
    for (path, text) in sources() {
        for (word, home) in only {
            assert!(!text.contains(word) || room(&path) == home, "{} names {word}", path.display());
        }
        let may = path.ends_with("main.rs") || path.components().any(|part| part.as_os_str() == "tests");
        assert!(may || !text.contains("std::env::var"), "{} reads the environment", path.display());
    }
}

#[test]
fn rules_are_files_are_list_are_pages() {
    let folder = Path::new(ROOT).join("src/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().replace(".rs", "").replace('_', "-"))
        .filter(|name| !ROOM_OF_RULES.contains(&name.as_str()))
        .collect();
    let listed: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let sorted: BTreeSet<String> = listed.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(files, sorted, "files and list differ");
    assert!(listed.is_sorted(), "the list goes from A to Z");
    for rule in RULES {
        let id = rule.id;
        let shaped = id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let banned = ["no-", "use-", "check-"].iter().any(|word| id.starts_with(word));
        assert!(shaped && !banned, "{id} is no well-formed name");
        let page = rule.markdown();
        assert!(page.starts_with(&format!("# `{id}`\n")), "{id}: the page opens with its name");
        assert!(page.contains("https://"), "{id}: the page cites nobody");
        assert!(!rule.summary.ends_with('.') && rule.summary.len() <= 90, "{id}: summary");
    }
}

/// docs/rules/ and the table in README.md are what the rules say; `BLESS=1` writes both.
#[test]
fn generated_pages_are_fresh() {
    let bless = std::env::var_os("BLESS").is_some();
    let folder = Path::new(ROOT).join("docs/rules");
    if bless {
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).unwrap();
    }
    let mut pages = BTreeSet::new();
    for rule in RULES {
        let path = folder.join(format!("{}.md", rule.id));
        let page = page::of(rule);
        if bless {
            std::fs::write(&path, &page).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), page, "{}; BLESS=1 writes it", path.display());
        pages.insert(path);
    }
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(pages.contains(&path), "{} is no rule's page", path.display());
    }
    fresh_schema(bless);
    let readme = Path::new(ROOT).join("README.md");
    let text = std::fs::read_to_string(&readme).unwrap();
    let (before, rest) = text.split_once("<!-- rules -->\n").expect("README has the mark <!-- rules -->");
    let (_, after) = rest.split_once("<!-- /rules -->").expect("README has the mark <!-- /rules -->");
    let fresh = format!("{before}<!-- rules -->\n{}<!-- /rules -->{after}", page::table("docs/rules"));
    if bless {
        return std::fs::write(&readme, &fresh).unwrap();
    }
    assert!(text == fresh, "README's table is old; BLESS=1 writes it");
}

/// The names of all rules in schemas/config.json, so that editors complete them; `BLESS=1` writes them.
fn fresh_schema(bless: bool) {
    let path = Path::new(ROOT).join("schemas/config.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    let level =
        |rule: &&Rule| (rule.id.to_owned(), json!({ "$ref": "#/definitions/level", "description": rule.summary }));
    schema["properties"]["levels"]["properties"] = Value::Object(RULES.iter().map(level).collect());
    schema["definitions"]["rule"]["enum"] = RULES.iter().map(|rule| rule.id).collect();
    let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if bless {
        return std::fs::write(&path, &fresh).unwrap();
    }
    assert!(text == fresh, "the names of rules in schemas/config.json are old; BLESS=1 writes them");
}
