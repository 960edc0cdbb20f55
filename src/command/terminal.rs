//! What the terminal is like: whether it has colours, and how wide it is.

use std::ffi::OsString;

use crate::cli::ColorArg;

/// Columns where nothing tells the width.
pub(super) const WIDTH: usize = 100;

/// What is known about the terminal; all false and `None` when there is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Standard output is a terminal.
    pub stdout: bool,
    /// Standard error is a terminal.
    pub stderr: bool,
    /// The environment asks for colours (`true`) or for none.
    pub wants_color: Option<bool>,
    /// Its width.
    pub columns: Option<usize>,
}

impl Terminal {
    /// The terminal of a process, by its environment: `NO_COLOR` (no-color.org) before `FORCE_COLOR`
    /// (force-color.org) and `CLICOLOR_FORCE` (bixense.com/clicolors), `TERM=dumb`, and `COLUMNS` before the `width`
    /// that the terminal tells.
    pub fn new(stdout: bool, stderr: bool, width: Option<usize>, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_on = |name| variable(name).is_some_and(|value| !value.is_empty() && value != "0");
        let wants_color = match () {
            () if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) => Some(false),
            () if is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE") => Some(true),
            () if variable("TERM").is_some_and(|value| value == "dumb") => Some(false),
            () => None,
        };
        let columns = variable("COLUMNS").and_then(|value| value.to_str()?.parse().ok()).filter(|width| *width > 0);
        Self { stdout, stderr, wants_color, columns: columns.or(width) }
    }

    /// Whether a text gets colours: the flag decides, then the environment, then whether it goes to a terminal.
    pub(super) fn has_color(self, flag: ColorArg, is_terminal: bool) -> bool {
        match flag {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => self.wants_color.unwrap_or(is_terminal),
        }
    }

    /// Columns to wrap prose at.
    pub(super) fn width(self) -> usize {
        self.columns.unwrap_or(WIDTH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Terminal {
        let value = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
        Terminal::new(true, true, Some(120), value)
    }

    #[test]
    fn the_environment_asks_for_colours() {
        assert_eq!(with(&[]).wants_color, None);
        assert_eq!(with(&[("NO_COLOR", "")]).wants_color, None);
        assert_eq!(with(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]).wants_color, Some(false));
        assert_eq!(with(&[("FORCE_COLOR", "1"), ("TERM", "dumb")]).wants_color, Some(true));
        assert_eq!(with(&[("CLICOLOR_FORCE", "0"), ("TERM", "dumb")]).wants_color, Some(false));
    }

    #[test]
    fn the_flag_decides_about_colours() {
        let never = with(&[("NO_COLOR", "1")]);
        assert!(never.has_color(ColorArg::Always, false));
        assert!(!never.has_color(ColorArg::Auto, true));
        assert!(!with(&[("FORCE_COLOR", "1")]).has_color(ColorArg::Never, true));
        assert!(with(&[("FORCE_COLOR", "1")]).has_color(ColorArg::Auto, false));
        assert!(with(&[]).has_color(ColorArg::Auto, true));
        assert!(!with(&[]).has_color(ColorArg::Auto, false));
    }

    #[test]
    fn columns_come_from_the_environment_first() {
        assert_eq!(with(&[]).columns, Some(120));
        assert_eq!(with(&[("COLUMNS", "40")]).columns, Some(40));
        assert_eq!(with(&[("COLUMNS", "0")]).columns, Some(120));
        assert_eq!(with(&[("COLUMNS", "wide")]).columns, Some(120));
    }
}
