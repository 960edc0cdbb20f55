//! What the tests share: fixtures found by walking, goldens, the examples of rule pages.
#![allow(dead_code, reason = "each test binary uses its part")]

pub mod composed;
pub mod forms;
pub mod laws;
pub mod oracle;
pub mod pages;

use idplint::engine::Standing;
use idplint::facts::Facts;
use idplint::finding::Finding;
use std::path::{Path, PathBuf};

/// As a file that stands where a page or the name of a fixture says.
pub fn judge_in(name: &str, text: &str, facts: &Facts, standing: Standing) -> Vec<Finding> {
    idplint::engine::judge_text_in(name, text, facts, standing)
}

pub fn judge(name: &str, text: &str, facts: &Facts) -> Vec<Finding> {
    idplint::engine::judge_text(name, text, facts)
}

/// One finding as goldens show it.
pub fn line(finding: &Finding) -> String {
    let place = &finding.label.place;
    let (start, end) = (place.source.position(place.span.start), place.source.position(place.span.end));
    let (rule, message) = (finding.rule, &finding.message);
    format!("{}:{}-{}:{} {rule}: {message}\n", start.line, start.column, end.line, end.column)
}

pub struct Fixture {
    pub path: PathBuf,
}

impl Fixture {
    pub fn name(&self) -> String {
        self.path.file_name().unwrap().to_string_lossy().into_owned()
    }
    pub fn folder(&self) -> String {
        self.path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned()
    }
    /// `…-in-git.yaml` stands in a repository.
    pub fn standing(&self) -> Standing {
        pages::standing(if self.name().contains("-in-git.") { "in git" } else { "" })
    }
    pub fn text(&self) -> String {
        std::fs::read_to_string(&self.path).unwrap()
    }
}

/// Every YAML, JSON or TOML file under `testdata/<room>`, in order of name.
pub fn fixtures(room: &str) -> Vec<Fixture> {
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(room), &mut found);
    found.sort();
    found.into_iter().map(|path| Fixture { path }).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            walk(&path, found);
        } else if path
            .extension()
            .is_some_and(|e| ["yaml", "yml", "json", "toml", "sh"].iter().any(|known| e == *known))
        {
            found.push(path);
        }
    }
}

/// Compares with a golden file; `BLESS=1` writes it.
pub fn golden(path: &Path, text: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        return std::fs::write(path, text).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(text, expected, "{} differs; BLESS=1 writes it", path.display());
}

/// What one run of the program gave.
#[derive(Debug)]
pub struct Ran {
    pub code: u8,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in this process: no environment, no terminal.
pub fn idplint(args: &[&str], stdin: &str) -> Ran {
    let (mut stdin, mut stdout, mut stderr) = (stdin.as_bytes(), Vec::new(), Vec::new());
    let terminal = idplint::Terminal::default();
    let mut io = idplint::Io { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal };
    let args = std::iter::once("idplint").chain(args.iter().copied()).map(std::ffi::OsString::from);
    let exit = format!("{:?}", idplint::run(args, &mut io));
    let code = exit.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    Ran { code, stdout: String::from_utf8(stdout).unwrap(), stderr: String::from_utf8(stderr).unwrap() }
}
