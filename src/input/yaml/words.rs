//! Plain words for what the parser refuses; its own words never leave this module.

use granit_parser::ErrorKind;

use super::super::MAX_DEPTH;
use crate::source::Span;

/// Where the reader stops, why, and what to write instead.
pub(super) struct Words {
    pub(super) span: Span,
    pub(super) reason: String,
    pub(super) help: String,
}

/// The words for a refusal at byte `at`.
pub(super) fn explain(text: &str, at: usize, kind: &ErrorKind) -> Words {
    let stop = Stop { text, at };
    let span = match kind {
        ErrorKind::UnknownAnchor => stop.word(),
        _ if is_tab(kind) => stop.tab(),
        _ => stop.character(),
    };
    let (reason, help) = stop.reason(kind);
    Words { span, reason, help: help.to_owned() }
}

fn is_tab(kind: &ErrorKind) -> bool {
    use ErrorKind as E;
    matches!(
        kind,
        E::TabNotAllowed
            | E::TabInBlockIndentation
            | E::TabAtBlockScalarStart
            | E::TabInIndentation
            | E::TabInPlainScalar
    )
}

/// The place where the parser stopped.
struct Stop<'t> {
    text: &'t str,
    at: usize,
}

impl Stop<'_> {
    fn reason(&self, kind: &ErrorKind) -> (String, &'static str) {
        use ErrorKind as E;
        let (reason, help) = match kind {
            _ if is_tab(kind) => ("a tab cannot indent YAML", "indent with spaces"),
            E::UnexpectedCharacter { character } => return unexpected(*character),
            E::UnknownAnchor => {
                let alias = self.text.get(self.word().range()).unwrap_or_default();
                let reason = format!("nothing above is named `&{}`", alias.trim_start_matches('*'));
                return (reason, "define the anchor first, or put the value in quotes when it is meant as text");
            }
            E::UnclosedFlowCollection { open } => {
                return (format!("the bracket `{open}` is not closed"), "write the closing bracket");
            }
            E::MismatchedFlowCollectionEnd { open, close } => {
                return (format!("the bracket `{open}` is closed by `{close}`"), "make the brackets match");
            }
            E::MisplacedFlowCollectionEnd => (
                "a closing bracket has no opening one",
                "remove it, or put the value in quotes when it is meant as text",
            ),
            E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => (
                "a quote further up is still open here",
                "close the quote, or indent every line that a quoted value goes on in",
            ),
            E::InvalidTrailingSingleQuotedScalar => {
                ("text follows the closing quote", "end the value at the quote; write `''` for a quote inside it")
            }
            E::InvalidTrailingDoubleQuotedScalar => {
                ("text follows the closing quote", "end the value at the quote; write `\\\"` for a quote inside it")
            }
            E::MappingValueNotAllowed | E::InvalidColonPlacement | E::InvalidMappingValueWhitespace => {
                self.second_colon()
            }
            E::SimpleKeyExpected | E::InvalidSimpleKey => {
                ("this line is no `key: value`", "write a `:` and a blank after the key, or indent the line")
            }
            E::ExpectedBlockMappingKey if self.starts_line() => {
                ("this line does not line up with the keys above", "indent it like its neighbours")
            }
            E::ExpectedBlockMappingKey => ("something follows a value that has ended", "put the whole value in quotes"),
            E::ExpectedBlockSequenceEntry => (
                "this line does not line up with the list above",
                "indent it like its neighbours, a list item with `- `",
            ),
            E::BlockSequenceEntryNotAllowed | E::InvalidBlockEntryWhitespace | E::BlockEntryInFlowCollection => {
                ("`- ` cannot start a value here", "put the value in quotes, or begin the list on the next line")
            }
            E::PlainScalarStartsWithDashFlowIndicator => ("`-` cannot start a value here", "put the value in quotes"),
            E::MappingKeyNotAllowed => ("`? ` cannot start a value here", "put the value in quotes"),
            E::RecursionLimitExceeded => {
                return (format!("it is nested more than {MAX_DEPTH} levels deep"), "flatten it");
            }
            E::MissingAnchorOrAliasName => {
                ("`&` and `*` need a name behind them", "put the value in quotes when it is meant as text")
            }
            E::BomInsideDocument => ("an invisible byte order mark stands inside the text", "remove the character"),
            E::InvalidDocumentEnd => ("text follows `...`, which ends the document", "begin a new line"),
            _ => return self.rarer(kind),
        };
        (reason.to_owned(), help)
    }

    fn rarer(&self, kind: &ErrorKind) -> (String, &'static str) {
        use ErrorKind as E;
        let (reason, help) = match kind {
            E::UnexpectedEofFlowSequence
            | E::UnexpectedEofFlowMapping
            | E::UnexpectedEofImplicitFlowMapping
            | E::UnexpectedEofBlockMapping
            | E::UnexpectedEofBlockSequence
            | E::ExpectedNodeContent
                if self.rest().starts_with(',') =>
            {
                ("nothing stands before this comma", "write the value, or put it in quotes when it begins with a comma")
            }
            E::ExpectedFlowMappingSeparator
            | E::ExpectedFlowSequenceSeparator
            | E::FlowMappingValueAdjacentCollection
            | E::InvalidFlowScalarIndent
            | E::UnexpectedEofFlowSequence
            | E::UnexpectedEofFlowMapping
            | E::UnexpectedEofImplicitFlowMapping => (
                "a comma or a closing bracket is missing before this",
                "separate the values with commas, or quote them",
            ),
            E::UnknownQuotedScalarEscape
            | E::InvalidQuotedScalarHexEscape
            | E::InvalidLowSurrogateHexEscape
            | E::InvalidLowSurrogate
            | E::MissingLowSurrogate
            | E::UnpairedLowSurrogate
            | E::InvalidUnicodeEscape => (
                "a backslash in double quotes begins no known escape",
                "write `\\\\` for a backslash, or use single quotes",
            ),
            E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => {
                ("only `+`, `-` and a digit may follow `|` or `>`", "begin the text on the next line")
            }
            E::InvalidIndentation | E::InvalidBlockScalarIndent => {
                ("this line is indented differently from its neighbours", "indent it like its neighbours")
            }
            E::CommentInterceptedScalar | E::CommentNotSeparated => {
                ("a comment stands where none can", "write a blank before `#`, or put the value in quotes")
            }
            E::UnsupportedYamlMajorVersion
            | E::DuplicateVersionDirective
            | E::DuplicateTagDirective
            | E::MissingDocumentEndBeforeDirective
            | E::InvalidDirectiveTerminator
            | E::MissingYamlVersionSeparator
            | E::MissingDirectiveName
            | E::InvalidDirectiveName
            | E::YamlVersionTooLong
            | E::MissingYamlVersion => ("a line that begins with `%` is no directive of YAML", "remove the line"),
            E::UndeclaredTagHandle
            | E::ExpectedTagBang
            | E::ExpectedTagDirectiveBang
            | E::InvalidGlobalTagCharacter
            | E::InvalidTagTerminator
            | E::MissingTagUri
            | E::UnclosedVerbatimTag
            | E::InvalidTagEscape => {
                ("a word that begins with `!` is no tag of YAML", "put the value in quotes when it is meant as text")
            }
            _ => ("this is no YAML from here on", "mend this line or the one above"),
        };
        (reason.to_owned(), help)
    }

    /// `a: b: c`, or a key that is indented below a value.
    fn second_colon(&self) -> (&'static str, &'static str) {
        let line_start = self.text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        match self.text[line_start..self.at].contains(": ") {
            true => ("an unquoted value holds `: `", "put the value in quotes"),
            false => ("a key stands where the value above goes on", "line it up with the other keys"),
        }
    }

    fn starts_line(&self) -> bool {
        let line_start = self.text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        self.text[line_start..self.at].chars().all(|c| matches!(c, ' ' | '-'))
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn character(&self) -> Span {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        Span::new(self.at, self.at + width)
    }

    /// `*nope`.
    fn word(&self) -> Span {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || ",[]{}".contains(c)).unwrap_or(rest.len());
        Span::new(self.at, self.at + end)
    }

    /// The first tab from the beginning of the line on: the parser may stop a word or a line earlier.
    fn tab(&self) -> Span {
        let line_start = self.text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let tab = self.text[line_start..].find('\t').map(|at| line_start + at);
        tab.map_or_else(|| self.character(), |at| Span::new(at, at + 1))
    }
}

fn unexpected(character: char) -> (String, &'static str) {
    match character {
        // A backquote between backquotes cannot be read.
        '`' => ("a backquote cannot start an unquoted value".to_owned(), "put the value in quotes"),
        c if c.is_control() || !c.is_ascii() => {
            (format!("the invisible character U+{:04X} is not allowed", u32::from(c)), "remove the character")
        }
        c => (format!("`{c}` cannot start an unquoted value"), "put the value in quotes"),
    }
}
