//! Reads the `bad`, `fixed`, `good`, `beside`, `project` and `answers` blocks of a rule's page.

use super::laws::Case;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idplint::engine::Standing;
use idplint::facts::{Answer, Facts, Outcome};
use idplint::finding::Finding;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Bad,
    Fixed,
    Good,
}

/// One line of carets: the columns it marks and its label.
#[derive(Debug)]
pub struct Caret {
    pub line: usize,
    /// First column and one past the last, from 1.
    pub columns: (usize, usize),
    pub label: String,
}

#[derive(Debug)]
pub struct Block {
    pub language: String,
    pub role: Role,
    /// Without the caret lines.
    pub text: String,
    pub carets: Vec<Caret>,
    /// From the `json answers` block before it.
    pub facts: Facts,
    /// The other file of a pair: language and text of the `beside` block before it.
    beside: Option<(String, String)>,
    /// The project file: the text of the `project` block before it.
    project: Option<String>,
    /// From the words behind its role: `in git`, `mode 0644`.
    pub standing: Standing,
}

impl Block {
    pub fn file_name(&self) -> &'static str {
        file_name(&self.language)
    }

    /// `text` in the block's place, beside the other file of its pair.
    pub fn case(&self, text: &str) -> Case {
        let own = (self.file_name().to_owned(), text.to_owned());
        let beside = self.beside.iter().map(|(language, text)| (file_name(language).to_owned(), text.clone()));
        let files = std::iter::once(own).chain(beside).collect();
        Case { files, facts: self.facts.clone(), standing: self.standing, project: self.project.clone() }
    }

    /// What is said about it.
    pub fn judge(&self, text: &str) -> Vec<Finding> {
        self.case(text).judge(&Default::default())
    }
}

fn file_name(language: &str) -> &'static str {
    match language {
        "toml" => "influxctl/config.toml",
        "sh" => "example.sh",
        "json" => "token.json",
        "makefile" => "Makefile",
        "dockerfile" => "Dockerfile",
        _ => "example.yaml",
    }
}

pub fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut facts = Facts::default();
    let (mut beside, mut project) = (None, None);
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some((language, role)) = line.strip_prefix("```").and_then(|info| info.split_once(' ')) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let (role, place) = role.split_once(' ').unwrap_or((role, ""));
        let role = match role {
            "bad" => Role::Bad,
            "fixed" => Role::Fixed,
            "good" => Role::Good,
            "answers" => {
                facts = answers(&body.join("\n"));
                continue;
            }
            "beside" => {
                beside = Some((language.to_owned(), split(&body).0));
                continue;
            }
            "project" => {
                project = Some(split(&body).0);
                continue;
            }
            other => panic!("unknown block `{other}`"),
        };
        let (text, carets) = split(&body);
        found.push(Block {
            language: language.to_owned(),
            role,
            text,
            carets,
            facts: facts.clone(),
            beside: beside.clone(),
            project: project.clone(),
            standing: standing(place),
        });
    }
    found
}

/// `in git`, `mode 0644`; the day is always 2026-06-01.
pub fn standing(words: &str) -> Standing {
    let mode = words.split_once("mode ").map(|(_, mode)| u32::from_str_radix(mode, 8).expect("octal digits"));
    Standing { in_git: words.contains("in git"), mode, today: Some(jiff::civil::date(2026, 6, 1)) }
}

/// Takes the caret lines out: `#   ^^^^ label`; a `#` just before a caret in column 2 is a caret itself.
fn split(body: &[&str]) -> (String, Vec<Caret>) {
    let (mut text, mut carets, mut line) = (String::new(), Vec::new(), 0);
    for row in body {
        let marks = row.strip_prefix('#').filter(|rest| rest.trim_start().starts_with('^'));
        let Some(marks) = marks else {
            text.push_str(row);
            text.push('\n');
            line += 1;
            continue;
        };
        let blanks = marks.len() - marks.trim_start().len();
        let width = marks.trim_start().chars().take_while(|&c| c == '^').count();
        let first = if blanks == 0 { 1 } else { blanks + 2 };
        let columns = (first, blanks + 2 + width);
        let label = marks.trim_start().trim_start_matches('^').trim().to_owned();
        carets.push(Caret { line, columns, label });
    }
    (text, carets)
}

/// `{"https://…": {"status": 200, "type": "application/json", "redirected_to": null, "login": null, "body": {…} or
/// "text"}}`; `<2048 bits>` in a body is base64url of that length, other with each name (`<2048 bits: b>`); `{"https://…": {"rejected": "expired"}}` for a certificate at fault; and beside the URLs every member
/// of `Facts` by its name: `discovery`, `certificates`, `probes`, `asked_at`.
fn answers(json: &str) -> Facts {
    let all: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).expect("answers are JSON");
    let mut facts = Facts::default();
    for (url, answer) in all {
        match url.as_str() {
            "discovery" => facts.discovery = serde_json::from_value(answer).expect("discovery"),
            "certificates" => facts.certificates = serde_json::from_value(answer).expect("certificates"),
            "probes" => facts.probes = serde_json::from_value(answer).expect("probes"),
            "asked_at" => facts.asked_at = answer.as_i64().expect("seconds since 1970"),
            _ => drop(facts.answers.insert(url, outcome(&answer))),
        }
    }
    facts
}

fn outcome(answer: &serde_json::Value) -> Outcome {
    if let Some(fault) = answer.get("rejected") {
        return Outcome::Rejected(serde_json::from_value(fault.clone()).expect("a fault of a certificate"));
    }
    let body = match &answer["body"] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let content_type = answer["type"].as_str().unwrap_or("application/json").to_owned();
    Outcome::Answer(Answer {
        status: answer["status"].as_u64().unwrap_or(200) as u16,
        body: idplint::net::read_body(&content_type, with_octets(&body).as_bytes()),
        content_type,
        redirected_to: answer["redirected_to"].as_str().map(str::to_owned),
        login_scheme: answer["login"].as_str().map(str::to_owned),
        clock_ahead: None,
    })
}

/// Writes the members of keys that a page only names: nobody reads walls of base64.
fn with_octets(body: &str) -> String {
    let mut parts = body.split('<');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('>').and_then(|(name, rest)| Some((octets(name)?, rest))) {
            Some((octets, rest)) => text.extend([&octets, rest]),
            None => text.extend(["<", part]),
        }
    }
    text
}

fn octets(name: &str) -> Option<String> {
    let (bits, _) = name.split_once(" bits")?;
    let octets = name.bytes().map(|byte| byte | 0x80).cycle().take(bits.parse::<usize>().ok()? / 8);
    Some(URL_SAFE_NO_PAD.encode(octets.collect::<Vec<u8>>()))
}
