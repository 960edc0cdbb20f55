//! One command of a script with its surroundings: program, flags, where its output goes.

use std::sync::Arc;

use super::{Block, CLIENTS, Script, System};
use crate::input::shell::{Command, Pipeline, Redirect, Word};
use crate::source::{Place, Span};

/// Commands of a pipeline that are followed behind one of them.
const LONGEST_CHAIN: usize = 32;
/// Programs that run another one.
const WRAPPERS: [&str; 7] = ["sudo", "env", "exec", "command", "nohup", "builtin", "eval"];
/// Flags of these that take a value.
const WRAPPER_VALUES: [&str; 4] = ["-u", "-g", "-C", "-S"];

/// One command.
#[derive(Clone, Copy)]
pub struct Run<'s> {
    script: &'s Script,
    /// The commands that it stands among.
    pub block: &'s Block,
    pipeline: &'s Pipeline,
    at: usize,
    index: usize,
    words: &'s [Word],
}

/// A flag of a command.
#[derive(Clone, Copy)]
pub struct Flag<'s> {
    /// The word with its name.
    pub word: &'s Word,
    /// The word with its value, which may be the same; `None` where nothing follows.
    pub value: Option<&'s Word>,
    /// The text of the value.
    pub text: &'s str,
}

impl<'s> Run<'s> {
    pub(super) fn new(script: &'s Script, block: &'s Block, pipeline: &'s Pipeline, at: usize, index: usize) -> Self {
        let words = pipeline.commands.get(at).map_or(&[][..], |command| unwrapped(&command.words));
        Self { script, block, pipeline, at, index, words }
    }

    /// The command and those that its output goes through.
    fn chain(&self) -> &'s [Command] {
        let chain = self.pipeline.commands.get(self.at..).unwrap_or_default();
        &chain[..chain.len().min(LONGEST_CHAIN)]
    }

    fn command(&self) -> Option<&'s Command> {
        self.pipeline.commands.get(self.at)
    }

    /// The program without its folder; empty where it is not known.
    pub fn program(&self) -> &'s str {
        let first = self.words.first().filter(|word| word.is_known);
        first.map_or("", |word| word.text.rsplit('/').next().unwrap_or_default())
    }

    /// The words behind the program.
    pub fn arguments(&self) -> &'s [Word] {
        self.words.get(1..).unwrap_or_default()
    }

    /// Every word, those of assignments and redirections too.
    pub fn all_words(&self) -> impl Iterator<Item = &'s Word> {
        self.command().into_iter().flat_map(Command::all_words)
    }

    /// Key path of the command in its file.
    pub fn path(&self) -> String {
        format!("{}commands[{}]", self.block.prefix, self.index)
    }

    /// The place of a span in its file.
    pub fn place(&self, span: Span) -> Place {
        Place { source: Arc::clone(&self.script.source), span }
    }

    /// The place from the program to `last`; where that fills several lines, the program.
    pub fn place_to(&self, last: &Word) -> Place {
        let first = self.words.first().map_or(last.span, |word| word.span);
        let whole = self.place(Span { start: first.start, end: last.span.end.max(first.end) });
        if whole.text().contains('\n') { self.place(first) } else { whole }
    }

    /// The place of `part` in a word; the whole word where it is written in another way.
    pub fn place_in(&self, word: &Word, part: &str) -> Place {
        let raw = self.script.source.slice(word.span);
        let mut found = raw.match_indices(part);
        match (found.next(), found.next()) {
            (Some((at, _)), None) if !part.is_empty() => {
                let start = word.span.start as usize + at;
                self.place(Span::new(start, start + part.len()))
            }
            _ => self.place(word.span),
        }
    }

    /// A flag by its long name: `--name value` or `--name=value`.
    pub fn flag(&self, name: &str) -> Option<Flag<'s>> {
        let arguments = self.arguments();
        arguments.iter().enumerate().find_map(|(at, word)| {
            if word.text == name {
                let value = arguments.get(at + 1);
                return Some(Flag { word, value, text: value.map_or("", |value| &value.text) });
            }
            let text = word.text.strip_prefix(name)?.strip_prefix('=')?;
            Some(Flag { word, value: Some(word), text })
        })
    }

    /// What is neither a flag nor the value of one. `values` names the flags that take one.
    pub fn positional(&self, values: &[&str]) -> Vec<&'s Word> {
        let mut found = Vec::new();
        let mut words = self.arguments().iter();
        while let Some(word) = words.next() {
            if values.contains(&word.text.as_str()) {
                words.next();
            } else if !word.text.starts_with('-') {
                found.push(word);
            }
        }
        found
    }

    /// True for a call that only shows how to call.
    pub fn asks_for_help(&self) -> bool {
        self.arguments().iter().any(|word| matches!(word.text.as_str(), "--help" | "-h" | "help"))
    }

    /// The commands that read its output, one after the other.
    pub fn readers(&self) -> &'s [Command] {
        self.chain().get(1..).unwrap_or_default()
    }

    /// The file that its output ends in, as it is or after others had it.
    pub fn file(&self) -> Option<&'s Word> {
        self.chain().iter().rev().find_map(|command| match command.output() {
            Some(output) if output.target.text != "/dev/null" => Some(&output.target),
            _ => tee(command),
        })
    }

    /// Where a reader of its output can be put in: behind its words, before the file that takes the output.
    pub fn end_before_output(&self) -> Option<Span> {
        let end = self.words.last()?.span.end;
        let is_behind = |redirect: &Redirect| redirect.span.start >= end;
        let is_clear = self.command()?.redirects.iter().all(is_behind);
        let is_next = self.readers().first().is_none_or(|reader| tee(reader).is_some());
        (is_clear && is_next).then_some(Span { start: end, end })
    }

    /// `--expires-at`, or what the documentation called it.
    pub fn expiry(&self) -> Option<Flag<'s>> {
        let flag = self.flag("--expires-at").or_else(|| self.flag("--expire-at"));
        flag.filter(|_| self.program() == "influxctl" && !self.asks_for_help())
    }

    /// True where a variable may hold flags.
    pub fn may_hold_more_flags(&self) -> bool {
        const VALUES: [&str; 6] = ["--config", "--profile", "--timeout", "--description", "--format", "--expires-at"];
        self.positional(&VALUES).iter().any(|word| !word.is_known)
    }

    /// True for a program that does nothing but print.
    pub fn is_printed(&self) -> bool {
        matches!(self.program(), "echo" | "printf" | "cat" | "grep")
    }

    /// True where what surrounds it takes its output: a variable, another command.
    pub fn is_captured(&self) -> bool {
        self.pipeline.is_captured
    }

    /// True where its output can be read in the log of a job.
    pub fn is_logged(&self) -> bool {
        let is_written = self.command().is_some_and(|command| command.output().is_some());
        self.block.is_logged && !self.is_captured() && !is_written && self.readers().is_empty()
    }

    /// True for kubectl and its kin.
    pub fn is_kubectl(&self) -> bool {
        matches!(self.program(), "kubectl" | "oc")
    }

    /// True when an argument is a kind of objects, in the singular or the plural, with or without a name behind it.
    pub fn mentions(&self, kind: &str) -> bool {
        let is_kind = |text: &str| text.strip_prefix(kind).is_some_and(|rest| matches!(rest, "" | "s"));
        self.arguments().iter().any(|word| is_kind(word.text.split('/').next().unwrap_or_default()))
    }

    /// True for a command on the objects of a cluster of ours: its namespace says so, or all of the script does.
    pub fn is_of_cluster(&self) -> bool {
        let namespace = self.flag("--namespace").or_else(|| self.flag("-n")).map(|flag| flag.text.to_ascii_lowercase());
        match namespace.as_deref() {
            Some(name) if name.contains("influx") => true,
            Some(name) if name.starts_with("kube") => false,
            _ => self.script.is_marked,
        }
    }

    /// True for a Secret of the cluster among its arguments: `secret NAME`, `secrets/NAME`.
    pub fn names_secret(&self, name: &str) -> bool {
        self.secret(name).is_some()
    }

    /// The word that names a Secret.
    pub fn secret(&self, name: &str) -> Option<&'s Word> {
        let is_kind = |text: &str| matches!(text, "secret" | "secrets");
        let has_kind = self.arguments().iter().any(|word| is_kind(&word.text));
        let named = self.arguments().iter().find(|word| match word.text.split_once('/') {
            Some((kind, own)) => is_kind(kind) && own == name,
            None => has_kind && word.text == name,
        });
        named.filter(|_| self.is_of_cluster())
    }

    /// The last word of `influxctl GROUP VERB`, asked for in earnest.
    pub fn influxctl(&self, group: &str, verb: &str) -> Option<&'s Word> {
        const VALUES: [&str; 3] = ["--config", "--profile", "--timeout"];
        let words = self.positional(&VALUES);
        let (first, second) = (words.first()?, words.get(1)?);
        let is_call = self.program() == "influxctl" && first.text == group && second.text == verb;
        (is_call && !self.asks_for_help()).then_some(second)
    }

    /// The system that it runs on.
    pub fn system(&self) -> Option<System> {
        self.block.system
    }

    /// True for a program that sends requests.
    pub fn is_request(&self) -> bool {
        CLIENTS.contains(&self.program())
    }
}

/// `tee FILE`.
fn tee(command: &Command) -> Option<&Word> {
    let (program, files) = command.words.split_first()?;
    files.iter().find(|word| program.text == "tee" && !word.text.starts_with('-'))
}

/// The words from the program on that is meant.
fn unwrapped(words: &[Word]) -> &[Word] {
    let mut rest = words;
    while let Some((first, mut behind)) = rest.split_first() {
        if !first.is_known || !WRAPPERS.contains(&first.text.as_str()) {
            break;
        }
        while let Some((word, more)) = behind.split_first() {
            let takes_value = WRAPPER_VALUES.contains(&word.text.as_str());
            if !word.text.starts_with('-') && !word.text.contains('=') {
                break;
            }
            behind = if takes_value { more.get(1..).unwrap_or_default() } else { more };
        }
        rest = behind;
    }
    rest
}
