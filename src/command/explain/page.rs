//! A rule's page, drawn for a terminal: wrapped prose, coloured examples.

use clap::builder::styling::{AnsiColor, Style};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// Widths that prose is wrapped at: longer lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 20..=100;

const PLAIN: Style = Style::new();
const TITLE: Style = PLAIN.bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const LINK: Style = PLAIN.dimmed();
const BAD: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const CARETS: Style = AnsiColor::Yellow.on_default();

/// Draws Markdown for a terminal that is `columns` wide. Without colour, code keeps its backticks.
pub(super) fn draw(markdown: &str, columns: usize, is_colored: bool) -> String {
    let mut page = Page { width: columns.clamp(*WIDTHS.start(), *WIDTHS.end()), is_colored, ..Page::default() };
    for event in Parser::new(markdown) {
        page.take(event);
    }
    page.out.truncate(page.out.trim_end().len());
    page.out + "\n"
}

#[derive(Default)]
struct Page {
    out: String,
    width: usize,
    is_colored: bool,
    /// The words of the paragraph that is being read, each with its colours, and how wide it is.
    words: Vec<(String, usize)>,
    /// The next text goes on with the last word: no space was between them.
    is_joined: bool,
    /// What the words are in: a title, a paragraph.
    style: Style,
    /// The first word of a list's item.
    bullet: Option<String>,
    /// The number of the next item of an ordered list.
    number: Option<u64>,
    /// The code block that is being read.
    code: Option<String>,
    /// Where the link that is being read leads.
    link: Option<String>,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code.is_some() => self.code.get_or_insert_default().push_str(&text),
            Event::Text(text) => self.text(&text, self.style),
            // A title keeps its look.
            Event::Code(text) if self.is_colored && self.style == PLAIN => self.text(&text, CODE),
            Event::Code(text) if self.is_colored => self.text(&text, self.style),
            Event::Code(text) => self.text(&format!("`{text}`"), PLAIN),
            Event::SoftBreak | Event::HardBreak => self.is_joined = false,
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text, PLAIN),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.style = TITLE,
            Tag::CodeBlock(kind) => self.open_code(&kind),
            Tag::List(first) => self.number = first,
            Tag::Item => {
                self.bullet = Some(self.number.map_or("-".to_owned(), |number| format!("{number}.")));
                self.number = self.number.map(|number| number + 1);
            }
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph => {
                self.wrap();
                self.out.push('\n');
            }
            TagEnd::Item if !self.words.is_empty() => self.wrap(),
            TagEnd::List(_) => self.out.push('\n'),
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::Link => {
                let url = self.link.take().unwrap_or_default();
                self.is_joined = false;
                self.text(&format!("<{url}>"), LINK);
            }
            _ => {}
        }
    }

    /// Adds words; the first one goes on with the last one where no space is between them.
    fn text(&mut self, text: &str, style: Style) {
        let mut is_joined = self.is_joined && !text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            let (painted, width) = (self.paint(style, word), word.chars().count());
            match self.words.last_mut() {
                Some((last, last_width)) if is_joined => {
                    last.push_str(&painted);
                    *last_width += width;
                }
                _ => self.words.push((painted, width)),
            }
            is_joined = false;
        }
        self.is_joined = !text.ends_with(char::is_whitespace);
    }

    /// Writes the words in lines; those of an item hang under its first one.
    fn wrap(&mut self) {
        let lead = self.bullet.take().map(|bullet| format!("{bullet} ")).unwrap_or_default();
        let indent = " ".repeat(lead.len());
        self.out.push_str(&lead);
        let mut column = lead.len();
        for (at, (word, width)) in std::mem::take(&mut self.words).into_iter().enumerate() {
            if at > 0 && column + 1 + width > self.width {
                self.out.push('\n');
                self.out.push_str(&indent);
                column = indent.len();
            } else if at > 0 {
                self.out.push(' ');
                column += 1;
            }
            self.out.push_str(&word);
            column += width;
        }
        self.out.push('\n');
        (self.is_joined, self.style) = (false, PLAIN);
    }

    /// The words after the language say what the block is: `bad`, `fixed`, `good in git`.
    fn open_code(&mut self, kind: &CodeBlockKind<'_>) {
        let words = match kind {
            CodeBlockKind::Fenced(info) => info.split_once(' ').map_or("", |(_, words)| words),
            CodeBlockKind::Indented => "",
        };
        if !words.is_empty() {
            let style = if words.starts_with("bad") { BAD } else { GOOD };
            let _ = writeln!(self.out, "{}", self.paint(style, &format!("{words}:")));
        }
        self.code = Some(String::new());
    }

    /// Lines of code are never wrapped: carets would point elsewhere.
    fn close_code(&mut self) {
        for line in self.code.take().unwrap_or_default().lines() {
            let is_marks = line.trim_start().starts_with(['#', '/']) && line.contains('^');
            let line = self.paint(if is_marks { CARETS } else { PLAIN }, &format!("    {line}"));
            let _ = writeln!(self.out, "{}", line.trim_end());
        }
        self.out.push('\n');
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.is_colored { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RULES, page};

    const MARKDOWN: &str = "# `a-rule`\n\nThe field `id` is\nread, (see `b`).\n\n```yaml bad in git\nid: 1\n\n#   ^ here\n```\n\n\
        1. one two three four five six seven\n2. [RFC 1](https://x.io/1): text\n";

    #[test]
    fn prose_is_wrapped_and_code_is_not() {
        let expected = "`a-rule`\n\nThe field `id` is\nread, (see `b`).\n\nbad in git:\n    id: 1\n\n    #   ^ here\n\n\
            1. one two three\n   four five six\n   seven\n2. RFC 1\n   <https://x.io/1>:\n   text\n";
        assert_eq!(draw(MARKDOWN, 20, false), expected);
    }

    #[test]
    fn colours_change_no_word() {
        let plain = draw(MARKDOWN, 20, false).replace('`', "");
        let colored = draw(MARKDOWN, 20, true);
        assert!(colored.contains("\u{1b}[1ma-rule\u{1b}[0m"));
        assert_eq!(clap::builder::StyledStr::from(colored).to_string(), plain);
    }

    #[test]
    fn no_page_loses_a_word() {
        for rule in RULES {
            let markdown = page::of(rule);
            let words = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
            // What a fence says of its language is all that is left out; links swap their two halves for no other words.
            let kept: String = markdown.lines().map(|line| line.strip_prefix("```").map_or(line, fence)).collect();
            assert_eq!(words(&draw(&markdown, 80, false)), words(&kept), "{}", rule.id);
        }
    }

    fn fence(info: &str) -> &str {
        info.split_once(' ').map_or("", |(_, words)| words)
    }
}
