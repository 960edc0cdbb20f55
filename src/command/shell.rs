//! `idplint completions SHELL` and `idplint man`: what packages install beside the program.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{CommandError, Io};
use crate::cli::Cli;

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell, io: &mut Io<'_>) -> Result<u8, CommandError> {
    // The generator panics when it cannot write: a closed pipe must not.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "idplint", &mut script);
    io.stdout.write_all(&script)?;
    Ok(0)
}

/// Prints the manual page in roff.
pub(super) fn man(io: &mut Io<'_>) -> Result<u8, CommandError> {
    clap_mangen::Man::new(Cli::command()).render(&mut io.stdout)?;
    Ok(0)
}
