//! Faults of what surrounds a block of ours: the block itself then reaches nobody as it is written.

use crate::finding::Edit;
use crate::input::layers::Gap;
use crate::input::setting::{Assigned, Assignment, Refusal};
use crate::model::chart::Defect;
use crate::source::{Place, Span};

/// One fault with its place.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Index of the document in the file.
    pub document: usize,
    /// Key path in the file.
    pub path: String,
    /// The text that shows it.
    pub place: Place,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong around a block.
#[derive(Clone, Debug)]
pub enum FaultKind {
    /// Argo CD reads no `values` beside a `valuesObject`.
    ValuesIgnored {
        /// The key `valuesObject`.
        by: Place,
    },
    /// A `--set` expression that does not do what was meant.
    Expression(Expression),
    /// Values that are given to our chart itself, under its name.
    UnderChartName {
        /// Moves them to the root.
        mend: Option<Edit>,
    },
    /// A version of our chart that cannot be deployed.
    ChartDefect {
        /// "0.1.17".
        version: String,
        /// Why not.
        defect: Defect,
        /// True where another version can be written over it.
        may_mend: bool,
    },
    /// A second document in a layer of values: Helm 3 does not read it, Helm 4 does.
    SecondValues,
    /// The payload of the operator's ConfigMap is no AppInstance.
    Payload(Payload),
    /// A JSON patch that misses its target.
    Patch(Patch),
}

/// What is wrong with a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// `{"Error": …}`: Helm shipped a render that had failed.
    FailedRender,
    /// Something else than one AppInstance.
    NoInstance,
    /// A second document.
    SecondDocument,
    /// `spec` twice.
    SpecTwice,
}

/// The first line of a place: the rest shows nothing more.
pub(super) fn first_line(place: Place) -> Place {
    let line = place.text().lines().next().unwrap_or_default().trim_end().len();
    let start = place.span.start as usize;
    Place { span: Span::new(start, start + line), ..place }
}

/// What is wrong with an operation of a JSON patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The pointer as written.
    pub written: String,
    /// The key that it names.
    pub key: String,
    /// Where that key is; `None` for a `replace` behind the end of a list.
    pub right: Option<String>,
    /// True where the right path can be written over the wrong one.
    pub may_mend: bool,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// An index past the end of a list.
    Gap(Gap),
    /// A comma ends the value; Helm takes the rest for the next path and fails.
    Comma {
        /// The value up to the comma.
        value: String,
        /// What stands behind it.
        rest: String,
    },
    /// `admin.users={a,b}`: texts where users belong.
    BareUsers,
    /// An unescaped dot splits the name of an annotation or a label.
    Dots {
        /// The name as it was meant: `cert-manager.io/issuer`.
        name: String,
    },
    /// Helm cannot read it at all.
    Refused(&'static str),
}

impl Expression {
    /// The fault of a text that Helm refuses, the path that it belongs to, and what shows it.
    pub(super) fn of_refusal(refusal: Refusal, text: &str) -> (Self, String, Span) {
        match refusal {
            Refusal::NoValue { span, after: Some(Assignment { path, value: Assigned::One(written) }) } => {
                let name = Assignment { path, value: Assigned::Unknown(span) }.name();
                let rest = text.get(span.range()).unwrap_or_default().trim_end_matches(',').to_owned();
                (Self::Comma { value: written.text, rest }, name, span)
            }
            Refusal::NoValue { span, .. } => (Self::Refused("the path has no `=`"), String::new(), span),
            Refusal::Syntax { span, reason } => (Self::Refused(reason), String::new(), span),
        }
    }
}
