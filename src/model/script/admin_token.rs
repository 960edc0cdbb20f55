//! The admin token of a cluster on its way out of its Secret.

use super::Run;
use crate::input::shell::Word;

/// What a command makes of the Secret `admin-token`. Exactly one, so one rule speaks.
#[derive(Clone, Copy)]
pub enum AdminToken<'s> {
    /// The token is kept in a file or a variable.
    Kept,
    /// Its base64 text is kept in this file.
    Encoded(&'s Word),
}

/// Outputs of kubectl that hold the data of an object.
const DATA: [&str; 5] = ["json", "yaml", "go-template", "template", "custom-columns"];
/// Readers that leave base64 as it is.
const NEUTRAL: [&str; 5] = ["tee", "cat", "tr", "jq", "yq"];

impl<'s> Run<'s> {
    /// What becomes of the admin token; `None` for a command that does not read it, or only shows it.
    pub fn admin_token(&self) -> Option<AdminToken<'s>> {
        let texts: Vec<_> = self.arguments().iter().map(|word| word.text.as_str()).collect();
        let is_get = self.is_kubectl() && texts.contains(&"get");
        if !is_get || !self.names_secret("admin-token") || !holds_data(&texts) {
            return None;
        }
        let readers = || self.readers().iter().flat_map(|command| &command.words);
        let words = || self.arguments().iter().chain(readers()).map(|word| word.text.as_str());
        let is_neutral = |program: &Word| NEUTRAL.contains(&program.text.as_str());
        let is_decoded = words().any(|text| text.contains("base64"))
            || !self.readers().iter().filter_map(|command| command.words.first()).all(is_neutral);
        let is_token = words().any(|text| text.contains(".data.token"));
        match self.file() {
            Some(file) if is_token && !is_decoded => Some(AdminToken::Encoded(file)),
            Some(_) => Some(AdminToken::Kept),
            None => self.is_captured().then_some(AdminToken::Kept),
        }
    }
}

fn holds_data(texts: &[&str]) -> bool {
    texts.iter().enumerate().any(|(at, text)| {
        let form = match *text {
            "-o" | "--output" => texts.get(at + 1).copied().unwrap_or_default(),
            text => {
                let short = text.strip_prefix("-o").map(|form| form.trim_start_matches('='));
                text.strip_prefix("--output=").or(short).unwrap_or_default()
            }
        };
        text.starts_with("--template")
            || DATA.iter().any(|known| form.starts_with(known))
            || form.starts_with("jsonpath")
    })
}
