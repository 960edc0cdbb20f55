//! Where the reports of one run go: at most one to standard output, the others each to a file of its own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::terminal::WIDTH;
use super::{CommandError, Io, usage};
use crate::cli::{Check, ColorArg};
use crate::input::discover::words;
use crate::report::{Format, Run, Style, escape, report};

/// The reports that were asked for.
pub(super) struct Outputs<'a> {
    args: &'a Check,
    stdout: Option<Format>,
    files: Vec<(Format, PathBuf)>,
}

impl<'a> Outputs<'a> {
    /// Reads `--format`.
    ///
    /// # Errors
    /// On a format that nobody knows, on two reports for one place, and on a file that the run reads or writes.
    pub(super) fn read(args: &'a Check) -> Result<Self, CommandError> {
        let mut outputs = Self { args, stdout: None, files: Vec::new() };
        if args.format.is_empty() && !args.diff {
            outputs.stdout = Some(Format::Human);
        }
        for word in &args.format {
            match word.split_once('=') {
                Some((name, "")) => {
                    return Err(CommandError::Usage {
                        message: format!("`--format {word}` names no file"),
                        help: format!("write `--format {name}=report.txt`, or `--format {name}` for standard output"),
                    });
                }
                Some((name, file)) => outputs.files.push((format_named(name)?, PathBuf::from(file))),
                None if args.diff => return Err(two_for_stdout("a patch and a report", "the report")),
                None if outputs.stdout.replace(format_named(word)?).is_some() => {
                    return Err(two_for_stdout("two reports", "all but one"));
                }
                None => {}
            }
        }
        outputs.refuse_shared()?;
        Ok(outputs)
    }

    /// Refuses to write over a file that the run has read as an input.
    pub(super) fn spare(&self, run: &Run) -> Result<(), CommandError> {
        let inputs = run.inputs.iter().map(|input| (identity(Path::new(&input.file)), "an input"));
        self.refuse(&mut inputs.collect())
    }

    /// Writes every report. One that cannot be written does not cost the others; files come before standard output,
    /// which may be closed. `is_text_out` says that standard output holds a mended text already.
    pub(super) fn write(&self, run: &Run, is_text_out: bool, io: &mut Io<'_>) -> Result<(), CommandError> {
        let mut failed = Vec::new();
        for (format, path) in &self.files {
            // A file gets colours only where they are asked for by name.
            let style = self.style(self.args.color == ColorArg::Always, WIDTH);
            let written = File::create(path).and_then(|file| {
                let mut out = BufWriter::new(file);
                report(*format, style).write(run, &mut out)?;
                out.flush()
            });
            failed.extend(written.err().map(|error| cannot_write(path, &error)));
        }
        if let Some(format) = self.stdout {
            let color = io.terminal.has_color(self.args.color, io.terminal.stdout);
            let width = if io.terminal.stdout { io.terminal.width() } else { WIDTH };
            let report = report(format, self.style(color, width));
            if is_text_out {
                report.write(run, io.stderr)?;
            } else {
                report.write(run, io.stdout)?;
                io.stdout.flush()?;
            }
        }
        if failed.is_empty() { Ok(()) } else { Err(unwritable_as(failed.join("\n"))) }
    }

    fn style(&self, color: bool, width: usize) -> Style {
        Style { color, width, quiet: self.args.quiet }
    }

    fn refuse_shared(&self) -> Result<(), CommandError> {
        let Check { paths, values, influxctl, config, baseline, write_baseline, .. } = self.args;
        let read = paths.iter().chain(values).chain(influxctl).filter(|path| path.is_file());
        let mut taken: BTreeMap<PathBuf, &str> = read.map(|path| (identity(path), "an input")).collect();
        taken.extend(config.iter().map(|path| (identity(path), "the project file")));
        taken.extend(baseline.iter().chain(write_baseline).map(|path| (identity(path), "the baseline")));
        self.refuse(&mut taken)
    }

    fn refuse(&self, taken: &mut BTreeMap<PathBuf, &str>) -> Result<(), CommandError> {
        for (_, path) in &self.files {
            if let Some(by) = taken.insert(identity(path), "another report") {
                let shown = escape::line(&path.to_string_lossy());
                return Err(CommandError::Usage {
                    message: format!("a report would be written over `{shown}`, which is {by}"),
                    help: "name another file".to_owned(),
                });
            }
        }
        Ok(())
    }
}

fn two_for_stdout(both: &str, one: &str) -> CommandError {
    CommandError::Usage {
        message: format!("{both} for standard output"),
        help: format!("send {one} to a file: `--format json=report.json`"),
    }
}

fn format_named(name: &str) -> Result<Format, CommandError> {
    Format::parse(name).ok_or_else(|| CommandError::Usage {
        message: format!("unknown format `{name}`"),
        help: usage::choice(name, &Format::ALL.map(Format::word)),
    })
}

/// One path for each file, whatever way leads to it; also for a file that is not there yet.
fn identity(path: &Path) -> PathBuf {
    let of_folder = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    fs::canonicalize(path).ok().or_else(of_folder).unwrap_or_else(|| path.to_owned())
}

/// The error of a file that cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> CommandError {
    unwritable_as(cannot_write(path, error))
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!("cannot write `{}`: {}", escape::line(&path.to_string_lossy()), words(error))
}

fn unwritable_as(message: String) -> CommandError {
    CommandError::Usage { message, help: "name a file in a folder that exists and that you may write to".to_owned() }
}
