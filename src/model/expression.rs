//! Expressions of `--set` that do not do what was meant: refused, cut at a comma, past the end of a list.

use crate::input::layers::Gap;
use crate::input::setting::{Assigned, Assignment, Refusal};
use crate::source::Place;

/// One expression with its fault.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The part that shows it.
    pub place: Place,
    /// Key path of the value.
    pub path: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
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
    /// Helm cannot read it at all.
    Refused(&'static str),
}

impl Fault {
    /// The fault of an expression that Helm refuses, the path that it belongs to, and what shows it.
    pub(super) fn of_refusal(refusal: Refusal, text: &str) -> (Self, String, crate::source::Span) {
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

/// True for a list of texts where the list of users belongs.
pub(super) fn is_bare_users(assignment: &Assignment) -> bool {
    let name = assignment.name();
    let is_users = name == "admin.users" || name.ends_with(".admin.users");
    is_users && matches!(&assignment.value, Assigned::List(items, _) if !items.is_empty())
}
