//! Cuts a text into words, operators, comments and heredocs.

use super::list::List;
use super::{Commands, Dialect, Pipeline, Redirect, Word};
use crate::source::Span;

/// Deepest nesting of substitutions and groups; what lies deeper is left out.
const MAX_DEPTH: usize = 24;

pub(super) fn read(text: &str, dialect: Dialect) -> Commands {
    let mut reader = Reader { text, at: 0, dialect, depth: 0, heredocs: Vec::new(), comments: Vec::new() };
    let pipelines = reader.list(None);
    Commands { pipelines, comments: reader.comments }
}

struct Reader<'t> {
    text: &'t str,
    /// Always on the boundary of a character.
    at: usize,
    dialect: Dialect,
    depth: usize,
    /// Delimiters of heredocs whose bodies begin at the next line, and whether tabs before them do not count.
    heredocs: Vec<(String, bool)>,
    comments: Vec<Span>,
}

/// A word in the making.
struct Draft {
    text: String,
    is_known: bool,
    inner: Vec<Pipeline>,
}

impl Reader<'_> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn starts(&self, with: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(with.as_bytes())
    }

    /// Commands up to `end`, which is consumed, or to the end of the text.
    fn list(&mut self, end: Option<u8>) -> Vec<Pipeline> {
        let mut list = List::default();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.at = self.text.len();
        }
        loop {
            self.blanks();
            let Some(byte) = self.byte(0) else { break };
            if Some(byte) == end {
                self.at += 1;
                break;
            }
            self.token(byte, end, &mut list);
        }
        self.depth -= 1;
        list.finish()
    }

    fn token(&mut self, byte: u8, end: Option<u8>, list: &mut List) {
        match byte {
            b'\n' => {
                self.at += 1;
                list.end();
                self.heredoc_bodies();
            }
            b'#' => self.comment(),
            b'|' if self.byte(1) != Some(b'|') => {
                self.at += if self.byte(1) == Some(b'&') { 2 } else { 1 };
                list.pipe();
            }
            b'&' if self.byte(1) == Some(b'>') => self.redirect(list, end),
            b'(' if self.byte(1) == Some(b')') && list.may_name_function() => {
                self.at += 2;
                list.function();
            }
            b'(' => {
                self.at += 1;
                let inner = self.list(Some(b')'));
                list.subshell(inner);
            }
            b';' | b'&' | b'|' | b')' => {
                self.at += 1;
                list.end();
            }
            b'<' | b'>' if self.byte(1) == Some(b'(') => {
                let word = self.process_substitution();
                list.word(word);
            }
            b'<' | b'>' => self.redirect(list, end),
            b'0'..=b'9' if self.is_descriptor() => self.redirect(list, end),
            _ => {
                let word = self.word(end);
                list.word(word);
            }
        }
    }

    /// Blanks and continued lines.
    fn blanks(&mut self) {
        loop {
            match self.byte(0) {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\\') if self.byte(1) == Some(b'\n') => self.at += 2,
                Some(b'\\') if self.starts("\\\r\n") => self.at += 3,
                _ => return,
            }
        }
    }

    fn line_end(&self) -> usize {
        memchr::memchr(b'\n', &self.text.as_bytes()[self.at..]).map_or(self.text.len(), |length| self.at + length)
    }

    fn comment(&mut self) {
        let line_start = self.text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let is_alone = self.text[line_start..self.at].trim().is_empty();
        let end = self.line_end();
        let text = self.text[self.at..end].trim_end();
        self.comments.push(Span::new(self.at, self.at + text.len()));
        self.at = end;
        if self.dialect == Dialect::Docker && is_alone && self.byte(0).is_some() {
            self.at += 1;
        }
    }

    fn heredoc_bodies(&mut self) {
        for (delimiter, strips) in std::mem::take(&mut self.heredocs) {
            while self.at < self.text.len() {
                let end = self.line_end();
                let line = self.text[self.at..end].trim_end_matches('\r');
                let line = if strips { line.trim_start_matches('\t') } else { line };
                let is_last = line == delimiter;
                self.at = (end + 1).min(self.text.len());
                if is_last {
                    break;
                }
            }
        }
    }

    /// Digits right before `<` or `>`.
    fn is_descriptor(&self) -> bool {
        let rest = self.text[self.at..].trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with(['<', '>'])
    }

    fn redirect(&mut self, list: &mut List, end: Option<u8>) {
        let start = self.at;
        while matches!(self.byte(0), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        let descriptor = &self.text[start..self.at];
        let operators = ["&>>", "&>", ">>", ">&", ">|", ">", "<<<", "<<-", "<<", "<&", "<>", "<"];
        let operator = operators.into_iter().find(|operator| self.starts(operator)).unwrap_or("<");
        self.at += operator.len();
        let span = Span::new(start, self.at);
        self.blanks();
        if matches!(self.byte(0), None | Some(b'\n')) {
            return;
        }
        let target = self.word(end);
        let is_duplicate = target.text == "-" || target.text.bytes().all(|byte| byte.is_ascii_digit());
        if operator == "<<" || operator == "<<-" {
            self.heredocs.push((target.text, operator == "<<-"));
        } else if !(operator.ends_with('&') && is_duplicate) {
            let is_output = operator.contains('>') && operator != "<>" && matches!(descriptor, "" | "1");
            list.redirect(Redirect { span, is_output, target });
        }
    }

    fn process_substitution(&mut self) -> Word {
        let start = self.at;
        self.at += 2;
        let inner = self.captured(b')');
        let span = Span::new(start, self.at);
        Word { span, text: self.text[span.range()].to_owned(), is_known: false, inner }
    }

    fn captured(&mut self, end: u8) -> Vec<Pipeline> {
        let mut inner = self.list(Some(end));
        inner.iter_mut().for_each(|pipeline| pipeline.is_captured = true);
        inner
    }

    fn word(&mut self, end: Option<u8>) -> Word {
        let start = self.at;
        let mut draft = Draft { text: String::new(), is_known: true, inner: Vec::new() };
        while let Some(byte) = self.byte(0).filter(|byte| Some(*byte) != end) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' => break,
                b'\'' => self.single_quoted(&mut draft),
                b'"' => self.double_quoted(&mut draft),
                _ => self.part(byte, &mut draft),
            }
        }
        if self.at == start {
            // Nothing that a word begins with: step over it.
            self.at += self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
        let Draft { text, is_known, inner } = draft;
        Word { span: Span::new(start, self.at), text, is_known, inner }
    }

    /// One character, escape, variable or substitution.
    fn part(&mut self, byte: u8, draft: &mut Draft) {
        match byte {
            b'\\' if self.byte(1) == Some(b'\n') => self.at += 2,
            b'\\' if self.starts("\\\r\n") => self.at += 3,
            b'\\' => {
                self.at += 1;
                self.character(draft);
            }
            b'$' => self.dollar(draft),
            b'`' => {
                let start = self.at;
                self.at += 1;
                let inner = self.captured(b'`');
                self.unknown(start, draft);
                draft.inner.extend(inner);
            }
            _ => self.character(draft),
        }
    }

    fn character(&mut self, draft: &mut Draft) {
        if let Some(character) = self.text[self.at..].chars().next() {
            draft.text.push(character);
            self.at += character.len_utf8();
        }
    }

    fn single_quoted(&mut self, draft: &mut Draft) {
        let rest = &self.text[self.at + 1..];
        let length = memchr::memchr(b'\'', rest.as_bytes()).unwrap_or(rest.len());
        draft.text.push_str(&rest[..length]);
        self.at = (self.at + 1 + length + 1).min(self.text.len());
    }

    fn double_quoted(&mut self, draft: &mut Draft) {
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' if !matches!(self.byte(1), Some(b'$' | b'`' | b'"' | b'\\' | b'\n' | b'\r')) => {
                    self.character(draft);
                }
                _ => self.part(byte, draft),
            }
        }
    }

    fn unknown(&mut self, start: usize, draft: &mut Draft) {
        draft.is_known = false;
        draft.text.push_str(&self.text[start..self.at]);
    }

    /// What begins with `$`.
    fn dollar(&mut self, draft: &mut Draft) {
        let start = self.at;
        if self.dialect == Dialect::Make {
            if self.byte(1) != Some(b'$') {
                self.variable_of_make();
                return self.unknown(start, draft);
            }
            self.at += 1;
        }
        match self.byte(1) {
            Some(b'(') if self.byte(2) == Some(b'(') => self.skip_past("))"),
            Some(b'(') => {
                self.at += 2;
                let inner = self.captured(b')');
                draft.inner.extend(inner);
            }
            Some(b'{') if self.byte(2) == Some(b'{') => self.skip_past("}}"),
            Some(b'{') => self.braces(),
            Some(b'\'') => {
                self.at += 2;
                self.skip_past("'");
            }
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' => {
                let rest = &self.text[self.at + 1..];
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                self.at += 1 + end.unwrap_or(rest.len());
            }
            Some(b'@' | b'*' | b'#' | b'?' | b'!' | b'-' | b'$') => self.at += 2,
            _ => return self.character(draft),
        }
        self.unknown(start, draft);
    }

    fn variable_of_make(&mut self) {
        self.at += 1;
        let close = match self.byte(0) {
            Some(b'(') => ")",
            Some(b'{') => "}",
            _ => {
                self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8);
                return;
            }
        };
        self.skip_past(close);
    }

    fn skip_past(&mut self, mark: &str) {
        let found = memchr::memmem::find(&self.text.as_bytes()[self.at..], mark.as_bytes());
        self.at = found.map_or(self.text.len(), |length| self.at + length + mark.len());
    }

    /// `${…}`, braces in it matched.
    fn braces(&mut self) {
        let mut open = 0_usize;
        for (at, byte) in self.text.as_bytes()[self.at..].iter().enumerate() {
            match byte {
                b'{' => open += 1,
                b'}' if open == 1 => {
                    self.at += at + 1;
                    return;
                }
                b'}' => open -= 1,
                _ => {}
            }
        }
        self.at = self.text.len();
    }
}
