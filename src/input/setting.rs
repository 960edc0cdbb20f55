//! `--set` expressions, read as Helm's strvals reads them: paths, escapes, lists, and how texts are typed.

use super::assembly::Step;
use super::scalar::Tag;
use crate::source::Span;

/// One `path=value`; spans count from the start of the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Where the value goes.
    pub path: Vec<Step>,
    /// The value.
    pub value: Assigned,
}

/// What stands behind `=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// A scalar.
    One(Written),
    /// `{a,b}`.
    List(Vec<Written>, Span),
    /// What nobody shall judge.
    Unknown(Span),
}

/// A scalar, its escapes undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// How Helm types it.
    pub tag: Tag,
}

impl Assignment {
    /// The path as people write it: `admin.users[0].id`.
    pub fn name(&self) -> String {
        let mut name = String::new();
        for step in &self.path {
            match step {
                Step::Key(key, _) if name.is_empty() => name.push_str(key),
                Step::Key(key, _) => name.extend([".", key]),
                Step::Index(index) => name.push_str(&format!("[{index}]")),
                Step::Append => name.push_str("[]"),
            }
        }
        name
    }
}

/// Why strvals refuses an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A key without `=`. Behind a comma it was mostly meant as the rest of the value before it.
    NoValue {
        /// Where the key stands.
        span: Span,
        /// The assignment that ends at the comma.
        after: Option<Assignment>,
    },
    /// Another fault of the syntax.
    Syntax {
        /// Where.
        span: Span,
        /// What, as a part of a sentence.
        reason: &'static str,
    },
}

/// Helm's `typedVal`: no octal, no float, no `yes` (oracle rows 251 to 261).
pub fn tag_of(text: &str) -> Tag {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("false") {
        return Tag::Bool;
    }
    if is("null") {
        return Tag::Null;
    }
    let is_integer = text == "0" || (!text.starts_with('0') && text.parse::<i64>().is_ok());
    if is_integer { Tag::Int } else { Tag::Str }
}

/// Reads `a.b[0]=x,c=y`; with `is_text` every value is a string (`--set-string`).
///
/// # Errors
/// What strvals refuses; Helm then applies nothing of the expression.
pub fn read(text: &str, is_text: bool) -> Result<Vec<Assignment>, Refusal> {
    let mut reader = Reader { text, at: 0, is_text };
    let mut assignments: Vec<Assignment> = Vec::new();
    while reader.at < text.len() {
        let start = reader.at;
        let Some(path) = reader.path()? else {
            let span = Span::new(start, reader.at);
            return Err(Refusal::NoValue { span, after: assignments.pop() });
        };
        let value = reader.value()?;
        assignments.push(Assignment { path, value });
    }
    Ok(assignments)
}

/// The steps of a path that stands alone; `None` for a path that strvals refuses.
pub fn path(text: &str) -> Option<Vec<Step>> {
    let with_end = format!("{text}=");
    let mut reader = Reader { text: &with_end, at: 0, is_text: false };
    reader.path().ok().flatten().filter(|_| reader.at == with_end.len())
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    is_text: bool,
}

impl Reader<'_> {
    /// A run up to one of `stops`, which is consumed; escapes are undone.
    fn until(&mut self, stops: &[char]) -> (String, Span, Option<char>) {
        let start = self.at;
        let mut run = String::new();
        let mut letters = self.text[start..].char_indices();
        while let Some((at, letter)) = letters.next() {
            if stops.contains(&letter) {
                self.at = start + at + letter.len_utf8();
                return (run, Span::new(start, start + at), Some(letter));
            }
            run.extend(if letter == '\\' { letters.next().map(|(_, next)| next) } else { Some(letter) });
        }
        self.at = self.text.len();
        (run, Span::new(start, self.text.len()), None)
    }

    /// Up to and with `=`; `None` when a comma or the end comes first.
    fn path(&mut self) -> Result<Option<Vec<Step>>, Refusal> {
        let mut steps = Vec::new();
        loop {
            let (key, span, stop) = self.until(&['=', '[', ',', '.']);
            steps.push(Step::Key(key, span));
            let mut stop = stop;
            while stop == Some('[') {
                steps.push(Step::Index(self.index()?));
                let (rest, span, next) = self.until(&['[', '.', '=']);
                if !rest.is_empty() {
                    return Err(Refusal::Syntax { span, reason: "text follows the index" });
                }
                stop = next;
            }
            match stop {
                Some('=') => return Ok(Some(steps)),
                Some('.') => {}
                _ => return Ok(None),
            }
        }
    }

    fn index(&mut self) -> Result<usize, Refusal> {
        let (text, span, end) = self.until(&[']']);
        let number = end.and_then(|_| text.parse().ok());
        number.ok_or(Refusal::Syntax { span, reason: "an index is a number between `[` and `]`" })
    }

    fn value(&mut self) -> Result<Assigned, Refusal> {
        if !self.text[self.at..].starts_with('{') {
            let (text, span, _) = self.until(&[',']);
            return Ok(Assigned::One(self.written(text, span)));
        }
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            let (text, span, end) = self.until(&[',', '}']);
            let is_last = end == Some('}');
            if !(is_last && text.is_empty() && items.is_empty()) {
                items.push(self.written(text, span));
            }
            if is_last {
                break;
            }
            if end.is_none() {
                return Err(Refusal::Syntax { span: Span::new(start, self.at), reason: "the list has no `}`" });
            }
        }
        let span = Span::new(start, self.at);
        if self.text[self.at..].starts_with(',') {
            self.at += 1;
        }
        Ok(Assigned::List(items, span))
    }

    fn written(&self, text: String, span: Span) -> Written {
        let tag = if self.is_text { Tag::Str } else { tag_of(&text) };
        Written { text, span, tag }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let path = |steps: &[Step]| {
            let one = |step: &Step| match step {
                Step::Key(key, _) => key.clone(),
                Step::Index(index) => format!("[{index}]"),
                Step::Append => "-".to_owned(),
            };
            steps.iter().map(one).collect::<Vec<_>>().join("/")
        };
        let scalar = |written: &Written| format!("{}:{:?}", written.text, written.tag);
        let value = |value: &Assigned| match value {
            Assigned::One(one) => scalar(one),
            Assigned::Unknown(_) => "?".to_owned(),
            Assigned::List(items, _) => format!("{:?}", items.iter().map(scalar).collect::<Vec<_>>()),
        };
        let all = read(text, false).unwrap();
        all.iter().map(|one| format!("{}={}", path(&one.path), value(&one.value))).collect()
    }

    #[test]
    fn expressions_are_read_as_strvals_reads_them() {
        assert_eq!(told("admin.users[0].id=123"), ["admin/users/[0]/id=123:Int"]);
        assert_eq!(told(r"a\.b=x\,y,c=="), ["a.b=x,y:Str", "c==:Str"]);
        assert_eq!(told("a={x,1},b={},c"[..10].trim_end_matches(',')), [r#"a=["x:Str", "1:Int"]"#, "b=:Str"]);
        assert_eq!(told("b={},c="), ["b=[]", "c=:Str"]);
        assert_eq!(told("a[1][2].b=x,"), ["a/[1]/[2]/b=x:Str"]);
    }

    #[test]
    fn texts_are_typed_as_the_oracle_says() {
        let cases = [
            ("123", Tag::Int),
            ("0123", Tag::Str),
            ("1e5", Tag::Str),
            ("1234567890123456789", Tag::Int),
            ("yes", Tag::Str),
            ("True", Tag::Bool),
            ("null", Tag::Null),
            ("", Tag::Str),
            ("0x1F", Tag::Str),
            ("0", Tag::Int),
        ];
        for (text, tag) in cases {
            assert_eq!(tag_of(text), tag, "{text}");
        }
        let text = read("a=123", true).unwrap();
        assert!(matches!(&text[0].value, Assigned::One(one) if one.tag == Tag::Str));
    }

    #[test]
    fn what_strvals_refuses_is_refused() {
        let Err(Refusal::NoValue { span, after }) = read("e=a,b@x.io", false) else { panic!("taken") };
        assert_eq!((span, after.map(|one| one.path.len())), (Span::new(4, 10), Some(1)));
        for text in ["a", "a[x]=1", "a[0", "a[0]b=1", "a={x", "a.b"] {
            assert!(read(text, false).is_err(), "{text}");
        }
        assert_eq!(path("a..b").map(|steps| steps.len()), Some(3));
        assert_eq!(path("a=b"), None);
    }
}
