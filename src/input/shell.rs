//! Shell commands as they are written: words with their places; nothing is run, nothing is expanded.
//!
//! Only what the rules ask for is read (POSIX.1-2024 Shell Command Language, sections 2.2 to 2.10, with the usual
//! extensions of bash). What a variable or a substitution stands for is unknown; the commands in a `$(…)` are read as
//! commands. The body of a heredoc is a document, never commands.

mod list;
mod reader;

use std::fmt;

use crate::source::Span;

/// Whose rules the text follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A shell's.
    Shell,
    /// A recipe of make: `$$` is the shell's `$`, `$(…)` a variable of make.
    Make,
    /// An instruction of a Dockerfile: a comment among continued lines is no line.
    Docker,
}

/// One word, quotes removed.
#[derive(Clone)]
pub struct Word {
    /// Where it stands, quotes included.
    pub span: Span,
    /// Its text; variables and substitutions in it as they are written.
    pub text: String,
    /// False when a part of it is only known to the shell that runs it.
    pub is_known: bool,
    /// The commands of its substitutions.
    pub inner: Vec<Pipeline>,
}

/// A redirection to or from a file; duplicates of other streams are none.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// Its operator.
    pub span: Span,
    /// True where it takes the standard output.
    pub is_output: bool,
    /// The file.
    pub target: Word,
}

/// A simple command.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// `NAME=value` before the program.
    pub assignments: Vec<Word>,
    /// The program and its arguments.
    pub words: Vec<Word>,
    /// Where it reads and writes.
    pub redirects: Vec<Redirect>,
}

/// Commands with pipes between them.
#[derive(Clone, Debug, Default)]
pub struct Pipeline {
    /// One at least.
    pub commands: Vec<Command>,
    /// True where what surrounds it takes its output: a substitution, a group with a redirection, a function.
    pub is_captured: bool,
}

/// What a text says.
#[derive(Clone, Debug, Default)]
pub struct Commands {
    /// In the order of the text; those of substitutions are in their words.
    pub pipelines: Vec<Pipeline>,
    /// Comments, from `#` to the end of their lines.
    pub comments: Vec<Span>,
}

/// Reads a text. Never fails: what cannot be told apart is left out.
pub fn read(text: &str, dialect: Dialect) -> Commands {
    reader::read(text, dialect)
}

impl fmt::Debug for Word {
    // Never the text: it may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({:?})", self.span)
    }
}

impl Command {
    /// All its words, those of redirections and assignments too.
    pub fn all_words(&self) -> impl Iterator<Item = &Word> {
        let targets = self.redirects.iter().map(|redirect| &redirect.target);
        self.assignments.iter().chain(&self.words).chain(targets)
    }

    /// The file that takes its standard output; a terminal or a log is none.
    pub fn output(&self) -> Option<&Redirect> {
        let is_log = |target: &Word| ["/dev/stdout", "/dev/stderr", "/dev/tty"].contains(&target.text.as_str());
        self.redirects.iter().rev().find(|redirect| redirect.is_output && !is_log(&redirect.target))
    }
}

impl Commands {
    /// Moves every place into another text.
    pub fn move_into(&mut self, to: &dyn Fn(Span) -> Span) {
        self.comments.iter_mut().for_each(|span| *span = to(*span));
        move_all(&mut self.pipelines, to);
    }
}

fn move_all(pipelines: &mut [Pipeline], to: &dyn Fn(Span) -> Span) {
    for command in pipelines.iter_mut().flat_map(|pipeline| &mut pipeline.commands) {
        for redirect in &mut command.redirects {
            redirect.span = to(redirect.span);
            move_word(&mut redirect.target, to);
        }
        command.assignments.iter_mut().chain(&mut command.words).for_each(|word| move_word(word, to));
    }
}

fn move_word(word: &mut Word, to: &dyn Fn(Span) -> Span) {
    word.span = to(word.span);
    move_all(&mut word.inner, to);
}

#[cfg(test)]
mod tests;
