//! Puts words together to commands, pipelines and groups.

use super::{Command, Pipeline, Redirect, Word};

/// Deepest nesting of groups that is followed: each marks all that is in it.
const MAX_GROUPS: usize = 64;

/// A list of pipelines in the making.
#[derive(Default)]
pub(super) struct List {
    done: Vec<Pipeline>,
    /// Those of the pipeline that is being read.
    commands: Vec<Command>,
    command: Command,
    /// Open groups.
    groups: Vec<Group>,
    /// The group that the command at hand closes.
    closed: Option<Group>,
    /// `name()` was read: the next group is its body.
    names_function: bool,
    /// `exec > file` was read.
    is_redirected: bool,
}

#[derive(Clone, Copy)]
struct Group {
    /// Index of its first pipeline.
    first: usize,
    is_function: bool,
}

impl List {
    /// A word of the command at hand.
    pub(super) fn word(&mut self, word: Word) {
        if self.command.words.is_empty() && self.keyword(&word) {
            return;
        }
        if self.command.words.is_empty() && is_assignment(&word.text) {
            self.command.assignments.push(word);
        } else {
            self.command.words.push(word);
        }
    }

    /// True for a word of the shell's grammar, which is no program.
    fn keyword(&mut self, word: &Word) -> bool {
        // A quoted `if` is a program.
        if !word.is_known || word.span.len() != word.text.len() || !self.command.assignments.is_empty() {
            return false;
        }
        match word.text.as_str() {
            "{" | "if" | "while" | "until" => self.open(),
            "}" | "fi" | "done" | "esac" => self.closed = self.groups.pop(),
            "then" | "else" | "elif" | "do" | "!" | "time" => {}
            _ => return false,
        }
        true
    }

    fn open(&mut self) {
        let is_function = std::mem::take(&mut self.names_function);
        if self.groups.len() < MAX_GROUPS {
            self.groups.push(Group { first: self.done.len(), is_function });
        }
    }

    pub(super) fn redirect(&mut self, redirect: Redirect) {
        self.command.redirects.push(redirect);
    }

    /// True after a single word, which `()` makes the name of a function.
    pub(super) fn may_name_function(&self) -> bool {
        self.command.words.len() == 1 && self.command.redirects.is_empty()
    }

    /// `name()` was read.
    pub(super) fn function(&mut self) {
        self.command = Command::default();
        self.names_function = true;
    }

    /// A subshell was read.
    pub(super) fn subshell(&mut self, inner: Vec<Pipeline>) {
        let group = Group { first: self.done.len(), is_function: std::mem::take(&mut self.names_function) };
        self.done.extend(inner);
        self.closed = Some(group);
    }

    /// A `|`: the command at hand is complete.
    pub(super) fn pipe(&mut self) {
        self.complete(true);
    }

    /// The pipeline at hand is complete.
    pub(super) fn end(&mut self) {
        self.complete(false);
        let commands = std::mem::take(&mut self.commands);
        if !commands.is_empty() {
            self.done.push(Pipeline { commands, is_captured: self.is_redirected });
        }
    }

    fn complete(&mut self, is_piped: bool) {
        let mut command = std::mem::take(&mut self.command);
        if let Some(group) = self.closed.take()
            && (group.is_function || is_piped || command.output().is_some())
        {
            self.done[group.first..].iter_mut().for_each(|pipeline| pipeline.is_captured = true);
        }
        match command.words.first().map(|word| word.text.as_str()) {
            Some("for" | "select" | "case") => {
                self.names_function = false;
                self.open();
                command.words.clear();
            }
            Some("function") => {
                self.names_function = true;
                let opens = command.words.iter().any(|word| word.text == "{");
                command.words.clear();
                if opens {
                    self.open();
                }
            }
            Some("exec") if command.words.len() == 1 && command.output().is_some() => self.is_redirected = true,
            _ => {}
        }
        if !command.words.is_empty() || !command.assignments.is_empty() {
            self.commands.push(command);
        }
    }

    pub(super) fn finish(mut self) -> Vec<Pipeline> {
        self.end();
        self.done
    }
}

/// `NAME=…`, `NAME+=…`.
fn is_assignment(text: &str) -> bool {
    let Some((name, _)) = text.split_once('=') else { return false };
    let name = name.strip_suffix('+').unwrap_or(name);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(is_name) && !name.starts_with(|c: char| c.is_ascii_digit())
}
