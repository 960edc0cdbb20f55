//! `idplint explain RULE`: the rule's page.

mod page;

use super::{CommandError, Io, rule_named};
use crate::cli::ColorArg;
use crate::rules;

/// Prints the page, with its facts under the title: drawn on a terminal, else the Markdown that it is written in.
pub(super) fn run(word: &str, color: ColorArg, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let rule = rule_named(word)?;
    if rule.id != word {
        writeln!(io.stderr, "note: `{word}` is now called `{}`", rule.id)?;
    }
    let mut markdown = rules::page::of(rule);
    if !markdown.ends_with('\n') {
        markdown.push('\n');
    }
    let is_drawn = io.terminal.stdout || color == ColorArg::Always;
    let text = match is_drawn {
        true => page::draw(&markdown, io.terminal.width(), io.terminal.has_color(color, io.terminal.stdout)),
        false => markdown,
    };
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(0)
}
