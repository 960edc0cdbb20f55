//! Arguments in, exit code out.

use std::io::{self, IsTerminal};

fn main() -> std::process::ExitCode {
    // A panic becomes an entry of the report; the default hook would print values that may be secrets.
    std::panic::set_hook(Box::new(|_| {}));
    let terminal = idplint::Terminal {
        stdout: io::stdout().is_terminal(),
        stderr: io::stderr().is_terminal(),
        no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        columns: terminal_size::terminal_size().map(|(width, _)| width.0.into()),
    };
    let (mut stdin, mut stdout, mut stderr) = (io::stdin(), io::BufWriter::new(io::stdout()), io::stderr());
    let mut io = idplint::Io { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal };
    idplint::run(std::env::args_os(), &mut io)
}
