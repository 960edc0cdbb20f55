//! The law of help: `-h` fits a screen, `--help` is complete and grouped, completions and manual name everything.

use clap::{Arg, Command as Grammar};
use idplint::cli::help::{self, EXAMPLES};
use idplint::report::Format;
use idplint::rules::{RULES, page};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Lines of a screen, as far as `-h` may use it.
const SCREEN: usize = 30;
const COLUMNS: usize = 80;

fn idplint(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_idplint")).args(args).env_remove("COLUMNS").output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn commands() -> Vec<Grammar> {
    help::command().get_subcommands().cloned().collect()
}

fn flags(command: &Grammar) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| !arg.is_positional())
}

#[test]
fn the_short_help_fits_a_screen() {
    let text = idplint(&["-h"]);
    assert!(text.lines().count() <= SCREEN, "{} lines:\n{text}", text.lines().count());
    let mut rest = text.as_str();
    for heading in ["Commands:", "Input:", "Checks:", "Network:", "Output:", "Mend:"] {
        rest = rest.split_once(heading).unwrap_or_else(|| panic!("{heading} is missing or late:\n{text}")).1;
    }
    for command in commands() {
        assert!(text.contains(command.get_name()), "{} is missing", command.get_name());
    }
    let flags = |text: &str| text.split_once("Usage:").map(|(_, flags)| flags.to_owned());
    assert_eq!(flags(&idplint(&["check", "-h"])), flags(&text));
}

#[test]
fn the_long_help_has_every_flag_under_a_heading() {
    let text = idplint(&["--help"]);
    for flag in flags(&help::command()) {
        let long = format!("--{}", flag.get_long().unwrap());
        assert!(
            text.contains(&format!("\n  -{}, {long}", flag.get_short().unwrap_or('x')))
                || text.contains(&format!("\n      {long}"))
        );
        assert!(flag.get_help_heading().is_some(), "{long} has no heading");
        assert!(flag.get_help().is_some(), "{long} has no help");
    }
    for command in commands() {
        assert!(text.contains(&format!("\n  {} ", command.get_name())), "{} is missing", command.get_name());
        assert!(flags(&command).all(|flag| flag.get_help_heading().is_some()), "{}", command.get_name());
    }
    for heading in ["Exit codes:", "Environment:", "Files:", "Examples:"] {
        assert!(text.contains(heading), "{heading} is missing");
    }
}

#[test]
fn no_line_of_help_is_wider_than_a_terminal() {
    let mut helps = vec![idplint(&["-h"]), idplint(&["--help"])];
    for command in commands() {
        helps.push(idplint(&[command.get_name(), "-h"]));
        helps.push(idplint(&[command.get_name(), "--help"]));
    }
    for line in helps.iter().flat_map(|help| help.lines()) {
        assert!(line.chars().count() <= COLUMNS, "{line}");
    }
}

#[test]
fn examples_are_what_the_parser_takes() {
    for (what, line) in EXAMPLES {
        let ours = line.split(['|', ';']).filter(|part| part.trim_start().starts_with("idplint"));
        let ours: Vec<&str> = ours.collect();
        assert!(!ours.is_empty(), "{what}");
        for part in ours {
            let parsed = help::parser(None).try_get_matches_from(part.split_whitespace());
            assert!(parsed.is_ok(), "{part}: {}", parsed.unwrap_err());
        }
    }
}

/// Words that follow a flag or a command, beside the flags themselves.
fn values() -> Vec<&'static str> {
    let rules = RULES.iter().map(|rule| rule.id);
    rules.chain(Format::ALL.map(Format::word)).chain(["helm-values", "app-instance", "influxctl-config"]).collect()
}

#[test]
fn completions_name_all_flags_and_values() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = idplint(&["completions", shell]);
        for command in commands() {
            for flag in flags(&command) {
                let long = flag.get_long().unwrap();
                assert!(script.contains(long), "{shell}: --{long} of {}", command.get_name());
            }
        }
        // The generator for fish knows no values of arguments: we write them.
        let of_explain = "using_subcommand explain\" -f -a \"admin-token-copied-to-file ";
        assert!(shell != "fish" || script.contains(of_explain), "{shell}: names of rules for explain");
        // The generators for these two know no values at all.
        if !["powershell", "elvish"].contains(&shell) {
            for value in values() {
                assert!(script.contains(value), "{shell}: {value}");
            }
        }
    }
}

/// What bash offers for the last of these words; `None` where there is no bash.
fn bash_offers(words: &[&str]) -> Option<Vec<String>> {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let (last, before) = (words.last()?, words.len().checked_sub(2)?);
    let script = format!(
        "{}\nCOMP_WORDS=({})\nCOMP_CWORD={}\n_idplint idplint '{last}' '{}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        idplint(&["completions", "bash"]),
        quoted.join(" "),
        words.len() - 1,
        words[before],
    );
    let child = Command::new("bash")
        .args(["--noprofile", "--norc"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: there is no bash");
        return None;
    };
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    Some(String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn a_piped_page_is_the_markdown_of_its_rule() {
    for rule in RULES.iter().step_by(20) {
        assert_eq!(idplint(&["explain", rule.id]).trim_end(), page::of(rule).trim_end());
    }
}

#[test]
fn bash_completes_flags_values_and_rules() {
    let offered = |words: &[&str], expected: &[&str]| {
        if let Some(offers) = bash_offers(words) {
            assert_eq!(offers, expected, "{words:?}");
        }
    };
    offered(&["idplint", "--form"], &["--format"]);
    offered(&["idplint", "check", "--format", "s"], &["sarif"]);
    offered(&["idplint", "--kind", "app"], &["app-instance"]);
    offered(&["idplint", "--ignore", "user-id-is-e"], &["user-id-is-email"]);
    offered(&["idplint", "explain", "user-id-is-e"], &["user-id-is-email"]);
    offered(&["idplint", "schema", "helm"], &["helm-values"]);
    offered(&["idplint", "compl"], &["completions"]);
}

#[test]
fn the_manual_has_its_sections() {
    let page = idplint(&["man"]);
    let sections = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SUBCOMMANDS", "EXIT STATUS", "ENVIRONMENT", "FILES"];
    for section in sections.iter().chain(&["EXAMPLES"]) {
        let heading = format!(".SH {section}\n");
        assert!(page.contains(&heading) || page.contains(&format!(".SH \"{section}\"\n")), "{section} is missing");
    }
    assert!(page.contains(r"\&.idplint.toml") || page.contains(".idplint.toml"));
    for command in commands() {
        let page = idplint(&["man", command.get_name()]);
        assert!(page.contains(&format!(".TH idplint-{} 1", command.get_name())), "{}", command.get_name());
        assert!(page.contains(".SH \"EXIT STATUS\""), "{}", command.get_name());
    }
}

#[test]
fn groff_reads_the_manual_without_a_word() {
    let pages =
        std::iter::once(idplint(&["man"])).chain(commands().into_iter().map(|one| idplint(&["man", one.get_name()])));
    for page in pages {
        let child = Command::new("groff")
            .args(["-man", "-ww", "-Tutf8"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            eprintln!("skipped: there is no groff");
            return;
        };
        child.stdin.take().unwrap().write_all(page.as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&out.stderr), "");
        let text = String::from_utf8_lossy(&out.stdout);
        assert!(!text.contains('\u{fffd}'), "{text}");
    }
}

#[test]
fn a_run_takes_no_flag_that_help_does_not_tell() {
    let told = idplint(&["check", "--help"]);
    for flag in flags(commands().iter().find(|command| command.get_name() == "check").unwrap()) {
        assert!(told.contains(&format!("--{}", flag.get_long().unwrap())), "{told}");
    }
}
