//! Who must be in `admin.users` by the project file, held against who is.

use std::collections::HashSet;

use super::Document;
use super::admin::{Form, User};
use super::container::Container;
use super::setting::Setting;
use super::shape::Shape;
use crate::input::unknown::Unknown;
use crate::source::Place;

/// Most comparisons of an unexpected id with a missing one; with more nobody means one by the other.
const MAX_COMPARED: usize = 100_000;

/// Shorter ids are one slip apart by chance.
const LONG: usize = 8;

/// One id that the project file lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The id.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

/// A user whom the project file does not list.
#[derive(Debug)]
pub struct Unexpected<'a> {
    /// The id of the user.
    pub id: &'a Setting<'a>,
    /// The id that is meant: a slip away, and otherwise missing.
    pub meant: Option<Member>,
}

/// What differs between the users of a document and those of the project file.
#[derive(Debug)]
pub struct Roster<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    /// Its list of users.
    pub users: &'a Setting<'a>,
    /// A list of the project file.
    pub list: Place,
    /// Who is listed there and not here.
    pub missing: Vec<Member>,
    /// Who is here and not listed there.
    pub unexpected: Vec<Unexpected<'a>>,
}

impl<'a> Roster<'a> {
    /// Compares; `None` where the users are not known, or not all of them are written here. `list` is where the first
    /// of the members are listed.
    pub fn of(document: &'a Document<'a>, mut members: Vec<Member>, list: Place) -> Option<Self> {
        let admin = document.admin.as_ref().filter(|_| !is_patch(document))?;
        let users = admin.users.as_ref().filter(|users| users.node.is_seq() && !users.is_unknown())?;
        let is_unknown =
            |user: &User<'_>| matches!(user.form, Form::Opaque) || user.id().is_some_and(Setting::is_unknown);
        let is_open = members.iter().any(|member| Unknown::of_text(&member.id).is_some());
        if admin.entries.is_empty() || admin.entries.iter().any(is_unknown) || is_open {
            return None;
        }
        let mut seen = HashSet::new();
        members.retain(|member| seen.insert(member.id.clone()));
        let written: HashSet<&str> = admin.entries.iter().filter_map(written_id).collect();
        // What is wrong with an id has a rule of its own, and whose it is meant to be nobody knows.
        let judged = |user: &&'a User<'a>| user.id_fault.is_none() && user.real_id().is_some();
        let is_complete = admin.entries.iter().all(|user| judged(&user));
        let strangers = admin.written_entries().filter(judged).filter_map(User::real_id);
        let strangers = strangers.filter(|(_, id)| !seen.contains(*id));
        let mut unexpected: Vec<Unexpected<'a>> = strangers.map(|(id, _)| Unexpected { id, meant: None }).collect();
        let mut missing: Vec<Member> = members.into_iter().filter(|member| !written.contains(&*member.id)).collect();
        if unexpected.len().saturating_mul(missing.len()) <= MAX_COMPARED {
            for stranger in &mut unexpected {
                let is_meant = |member: &Member| stranger.id.text().is_some_and(|id| is_slip(id, &member.id));
                stranger.meant = missing.iter().position(is_meant).map(|at| missing.remove(at));
            }
        }
        missing.retain(|_| is_complete);
        Some(Self { document, users, list, missing, unexpected })
    }
}

/// What others complete: a patch of kustomize, or an AppInstance without its package.
fn is_patch(document: &Document<'_>) -> bool {
    let is_kustomized = matches!(document.container, Container::Kustomization | Container::KustomizePatch);
    is_kustomized || (document.shape == Shape::AppInstance && !document.seems_whole)
}

/// The id of an entry, also where the entry is nothing but an id.
fn written_id<'a>(user: &'a User<'_>) -> Option<&'a str> {
    let bare = || user.node.scalar().map(|scalar| &*scalar.text);
    user.real_id().map(|(_, id)| id).or_else(bare)
}

/// True when the two differ in case or blanks, or by one edit.
fn is_slip(id: &str, expected: &str) -> bool {
    let (id, expected) = (id.trim(), expected.trim());
    let is_near = || id.len().abs_diff(expected.len()) <= 4 && strsim::osa_distance(id, expected) <= 1;
    id.eq_ignore_ascii_case(expected) || (expected.chars().count() >= LONG && is_near())
}
