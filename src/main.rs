//! Arguments in, exit code out.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

use std::io::{self, IsTerminal};

fn main() -> std::process::ExitCode {
    // A panic becomes an entry of the report; the default hook would print values that may be secrets.
    std::panic::set_hook(Box::new(|_| {}));
    let columns = terminal_size::terminal_size().map(|(width, _)| width.0.into());
    let variable = |name: &str| std::env::var_os(name);
    let terminal = idplint::Terminal::new(io::stdout().is_terminal(), io::stderr().is_terminal(), columns, variable);
    let (mut stdin, mut stdout, mut stderr) = (io::stdin(), io::BufWriter::new(io::stdout()), io::stderr());
    let mut io = idplint::Io { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal };
    idplint::run(std::env::args_os(), &mut io)
}
