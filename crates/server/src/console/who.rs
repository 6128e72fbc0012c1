//! The side bar: who is signed in, for which communes, how much is open; and names of communes and categories.
//!
//! What a newcomer would get wrong: a commune or category this gateway does not know is shown by its id, never hidden.

use super::words::Lang;
use crate::content;
use crate::db::officers::Officer;
use crate::db::queue::{self, Narrow};
use crate::db::{Db, DbError, apart, mutes, unanswered};
use vungsam_domain::{Complaint, Spot, fold};

/// What the side bar shows.
pub struct Who {
    /// Display name.
    pub name: String,
    /// Communes.
    pub units: String,
    /// Open complaints.
    pub open: i64,
    /// Questions without an answer that nobody has looked at.
    pub questions: i64,
    /// Muted devices.
    pub muted: usize,
    /// What was set apart; `None` for who is no leader.
    pub apart: Option<usize>,
    /// Which page this is.
    pub at: At,
}

/// The page the side bar stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The queue.
    Queue,
    /// The dossiers.
    Dossiers,
    /// Questions without an answer.
    Unanswered,
    /// The muted devices.
    Muted,
    /// What was set apart.
    Apart,
    /// Any other.
    Elsewhere,
}

impl Who {
    /// For this officer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(db: &Db, officer: &Officer, lang: Lang, at: At) -> Result<Self, DbError> {
        let open = queue::count(db, &officer.id, &Narrow::default()).await?;
        let muted = mutes::list(db, &officer.id).await?.len();
        let apart = if officer.leader { Some(apart::list(db, &officer.id).await?.len()) } else { None };
        let questions = unanswered::count(db, &officer.id, unanswered::Narrow::default()).await?;
        let units = match officer.units.len() {
            0..=3 => one_line(officer.units.iter().map(|u| unit(u, lang)), lang),
            many => super::words::fill(lang.words().communes_many, &[&many.to_string()]),
        };
        Ok(Self { name: officer.name.clone(), units, open, questions, muted, apart, at })
    }
}

/// Name of a commune.
#[must_use]
pub fn unit(id: &str, lang: Lang) -> String {
    let pack = content::pack();
    let known = pack.units.iter().find(|u| u.id == id);
    known.map_or(id, |u| lang.of(&u.name)).to_owned()
}

/// Name of a category.
#[must_use]
pub fn category(id: &str, lang: Lang) -> String {
    let pack = content::pack();
    let known = pack.categories.iter().find(|c| c.id == id);
    known.map_or(id, |c| lang.of(&c.name)).to_owned()
}

/// A place in one line; without the commune when `unit_too` is false.
#[must_use]
pub fn place_line(place: &Spot, lang: Lang, unit_too: bool) -> String {
    let mut parts = Vec::new();
    parts.extend(village(place));
    parts.extend(place.unit.as_deref().filter(|_| unit_too).map(|u| unit(u, lang)));
    parts.extend(near(place, lang));
    let line = one_line(parts.into_iter(), lang);
    if line.is_empty() {
        place.unit.as_deref().map_or(lang.words().no_place.to_owned(), |u| unit(u, lang))
    } else {
        line
    }
}

/// Parts in one line, words for kinds of places small inside it.
#[must_use]
pub fn one_line(parts: impl Iterator<Item = String>, lang: Lang) -> String {
    let join = |line: String, part: String| {
        if line.is_empty() { part } else { format!("{line}, {}", lower_first(&part, lang)) }
    };
    parts.fold(String::new(), join)
}

/// The village as people say it.
#[must_use]
pub fn village(place: &Spot) -> Option<String> {
    let pack = content::pack();
    let known = place.village.as_deref().and_then(|id| pack.villages.iter().find(|v| v.id == id));
    let said = place.village_text.trim();
    known.map(|v| v.name.clone()).or_else(|| (!said.is_empty()).then(|| said.to_owned()))
}

/// "Gần cầu treo".
#[must_use]
pub fn near(place: &Spot, lang: Lang) -> Option<String> {
    let near = place.near.trim();
    let folded = fold::fold(near);
    match near {
        "" => None,
        _ if folded.starts_with("gan ") || folded.starts_with("near ") => Some(near.to_owned()),
        _ => Some(super::words::fill(lang.words().near, &[near])),
    }
}

/// Words for kinds of places are not capitals inside a sentence; names stay as they are.
fn lower_first(part: &str, lang: Lang) -> String {
    let kinds: &[&str] = match lang {
        Lang::Vi => &["Xã ", "Thôn ", "Nóc ", "Làng ", "Gần "],
        Lang::En => &["Near "],
    };
    match kinds.iter().find(|k| part.starts_with(**k)) {
        Some(kind) => format!("{}{}", kind.to_lowercase(), part.strip_prefix(*kind).unwrap_or_default()),
        None => part.to_owned(),
    }
}

/// A title for a complaint: its first sentence, else its category.
#[must_use]
pub fn title(complaint: Option<&Complaint>, category_id: &str, lang: Lang, max: usize) -> String {
    let said = complaint.map(|c| super::format::headline(&c.text, max)).unwrap_or_default();
    if said.is_empty() { category(category_id, lang) } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_one_line() {
        let mut place = Spot { village_text: "thôn 2".to_owned(), near: "cầu treo".to_owned(), ..Spot::default() };
        place.unit = Some("nowhere".to_owned());
        assert_eq!(place_line(&place, Lang::Vi, true), "thôn 2, nowhere, gần cầu treo");
        assert_eq!(place_line(&place, Lang::En, false), "thôn 2, near cầu treo");
        place.near = "gần trường".to_owned();
        assert_eq!(place_line(&place, Lang::Vi, false), "thôn 2, gần trường");
        assert_eq!(place_line(&Spot::default(), Lang::En, true), "The sender does not know the place");
    }
}
