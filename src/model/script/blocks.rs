//! Where the commands stand in a shell script, a Makefile, a Dockerfile.

use super::{Block, Form, System};
use crate::input::shell::{self, Commands, Dialect};
use crate::source::Span;

/// Instructions of a Dockerfile that hold commands.
const INSTRUCTIONS: [&str; 3] = ["RUN", "CMD", "ENTRYPOINT"];

pub(super) fn read(text: &str, form: Form) -> Vec<Block> {
    let (ranges, dialect, system) = match form {
        Form::Shell => (std::iter::once(Span::new(0, text.len())).collect(), Dialect::Shell, None),
        Form::Makefile => (recipes(text), Dialect::Make, None),
        Form::Dockerfile => (instructions(text), Dialect::Docker, Some(System::Linux)),
    };
    let mut commands = Commands::default();
    for range in ranges {
        let mut part = shell::read(text.get(range.range()).unwrap_or_default(), dialect);
        part.move_into(&|span| Span { start: range.start + span.start, end: range.start + span.end });
        commands.pipelines.extend(part.pipelines);
        commands.comments.extend(part.comments);
    }
    if form != Form::Shell {
        commands.comments.extend(comment_lines(text));
    }
    vec![Block { prefix: String::new(), commands, may_edit: form != Form::Makefile, is_logged: false, system }]
}

/// Lines that are nothing but a comment: in a Makefile and a Dockerfile they stand between the commands.
fn comment_lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        if body.starts_with('#') {
            found.push(Span::new(at, at + body.len()));
        }
        at += line.len();
    }
    found
}

/// The lines that begin at `start`, joined as long as they end in a backslash. `joins` says which lines among them
/// are none. Gives where the next line begins.
fn logical_line(text: &str, start: usize, joins: fn(&str) -> bool) -> usize {
    let mut at = start;
    let mut goes_on = true;
    for line in text[start..].split_inclusive('\n') {
        if !goes_on {
            break;
        }
        let is_first = at == start;
        at += line.len();
        goes_on = line.trim_end().ends_with('\\') || (!is_first && joins(line));
    }
    at
}

/// The recipes of a Makefile: lines that begin with a tab.
fn recipes(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = logical_line(text, at, |_| false);
        let line = &text[at..end];
        if let Some(recipe) = line.strip_prefix('\t') {
            let command = recipe.trim_start_matches(['@', '-', '+', ' ', '\t']);
            found.push(Span::new(end - command.len(), end));
        }
        at = end;
    }
    found
}

/// What `RUN`, `CMD` and `ENTRYPOINT` give to the shell; the form in brackets gives it nothing.
fn instructions(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = logical_line(text, at, |line| line.trim_start().starts_with('#'));
        let line = text[at..end].trim_start();
        let mut rest = line.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let keyword = &line[..line.len() - rest.len()];
        if INSTRUCTIONS.iter().any(|known| keyword.eq_ignore_ascii_case(known)) {
            rest = rest.trim_start();
            while rest.starts_with("--") {
                rest = rest.split_once([' ', '\t']).map_or("", |(_, rest)| rest.trim_start());
            }
            if !rest.starts_with('[') {
                found.push(Span::new(end - rest.len(), end));
            }
        }
        at = end;
    }
    found
}
