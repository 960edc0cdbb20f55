//! What `-v` tells beside the report, in every format alike: the recognised files, and what could not be judged.

use std::io::{self, Write};

use super::{Input, Run, escape};

/// Writes one line for each recognised file and for each thing that no rule could judge.
///
/// # Errors
/// Only those of `out`.
pub fn tell(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for Input { file, kind, package_version } in &run.inputs {
        let release = package_version.as_deref().map(|release| format!(", release {release}")).unwrap_or_default();
        writeln!(out, "read {} as {kind}{}", escape::line(file), escape::line(&release))?;
    }
    for sentence in &run.unjudged {
        writeln!(out, "{}", escape::line(sentence))?;
    }
    Ok(())
}
