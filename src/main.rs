//! Arguments in, exit code out.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic becomes an entry of the report; the default hook would print values that may be secrets.
    std::panic::set_hook(Box::new(|_| {}));
    idplint::run(
        std::env::args_os(),
        &mut idplint::Io {
            stdin: &mut io::stdin(),
            stdout: &mut io::BufWriter::new(io::stdout()),
            stderr: &mut io::stderr(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            width: std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()),
        },
    )
}
