//! `idplint completions SHELL` and `idplint man`: what packages install beside the program.

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io::{self, Write};

use super::{CommandError, Io, usage};
use crate::cli::help::{self, EXAMPLES, EXIT_CODES, FILES, VARIABLES};

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell, io: &mut Io<'_>) -> Result<u8, CommandError> {
    // The generator panics when it cannot write: a closed pipe must not.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(), "idplint", &mut script);
    if shell == Shell::Fish {
        fish_arguments(&mut script)?;
    }
    io.stdout.write_all(&script)?;
    Ok(0)
}

/// What the generator leaves out for fish: the words that an argument of a command takes, such as names of rules.
fn fish_arguments(script: &mut Vec<u8>) -> io::Result<()> {
    for command in help::command().get_subcommands() {
        let values = command.get_positionals().flat_map(clap::Arg::get_possible_values);
        let words: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        if !words.is_empty() {
            let (name, words) = (command.get_name(), words.join(" "));
            writeln!(script, "complete -c idplint -n \"__fish_idplint_using_subcommand {name}\" -f -a \"{words}\"")?;
        }
    }
    Ok(())
}

/// Prints a manual page in roff: that of the program, or `idplint-COMMAND(1)`.
pub(super) fn man(word: Option<&str>, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let mut command = help::command();
    command.build();
    let command = match word {
        None => command,
        Some(word) => command.find_subcommand(word).cloned().ok_or_else(|| no_command(&command, word))?,
    };
    let is_program = word.is_none();
    let man = Man::new(command).manual("idplint").section("1");
    man.render_title(&mut io.stdout)?;
    man.render_name_section(&mut io.stdout)?;
    if is_program {
        let mut roff = Roff::new();
        roff.control("SH", ["SYNOPSIS"]).text([bold("idplint"), roman(help::USAGE.trim_start_matches("idplint"))]);
        roff.control("br", []).text([bold("idplint"), roman(" COMMAND [FLAG]... [ARGUMENT]...")]);
        roff.to_writer(&mut io.stdout)?;
    } else {
        man.render_synopsis_section(&mut io.stdout)?;
    }
    man.render_description_section(&mut io.stdout)?;
    man.render_options_section(&mut io.stdout)?;
    if is_program {
        man.render_subcommands_section(&mut io.stdout)?;
    }
    let mut roff = Roff::new();
    ending(&mut roff, is_program);
    roff.to_writer(&mut io.stdout)?;
    Ok(0)
}

/// The sections after the flags.
fn ending(roff: &mut Roff, is_program: bool) {
    tagged(roff, "EXIT STATUS", &EXIT_CODES);
    if !is_program {
        roff.control("SH", ["SEE ALSO"]).text([bold("idplint"), roman("(1)")]);
        return;
    }
    tagged(roff, "ENVIRONMENT", &VARIABLES);
    tagged(roff, "FILES", &FILES);
    roff.control("SH", ["EXAMPLES"]);
    for (what, line) in EXAMPLES {
        // Lines to copy are not broken, and get no hyphens.
        roff.control("TP", []).text([roman(what)]).control("nf", []).text([bold(line)]).control("fi", []);
    }
}

fn tagged(roff: &mut Roff, title: &str, pairs: &[(&str, &str)]) {
    roff.control("SH", [title]);
    for (word, text) in pairs {
        roff.control("TP", []).text([bold(*word)]).text([roman(*text)]);
    }
}

fn no_command(program: &Command, word: &str) -> CommandError {
    CommandError::Usage {
        message: format!("unknown command `{word}`"),
        help: usage::choice(word, &program.get_subcommands().map(Command::get_name).collect::<Vec<_>>()),
    }
}
