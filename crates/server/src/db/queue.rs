//! The officers' queue: complaints of an officer's communes, narrowed, searched, counted, a page at a time. Not for one
//! complaint (see `complaints`).
//!
//! What a newcomer would get wrong: a complaint that was replaced is left out, the newer one stands for both; but a
//! search by number finds it, because that number is on the slip in somebody's hand.

use super::complaints::{self, ComplaintRow};
use super::{Db, DbError};
use sqlx::Row;
use vungsam_domain::{Status, fold};

/// Which states are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum States {
    /// Those where the office has something to do or waits for an answer.
    #[default]
    Open,
    /// One.
    One(Status),
    /// Every one.
    All,
}

/// What the queue is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// States.
    pub states: States,
    /// One commune's id; the empty text is "no commune"; `None` is all.
    pub unit: Option<String>,
    /// One category's id; `None` is all.
    pub category: Option<String>,
    /// Words or digits; empty is everything.
    pub search: String,
    /// Newest first; else oldest first.
    pub newest_first: bool,
}

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// The complaint.
    pub complaint: ComplaintRow,
    /// Photos it announces.
    pub photos: i64,
    /// Photos that are here.
    pub photos_here: i64,
}

/// Whether a complaint in this state counts as open.
#[must_use]
pub fn is_open(status: Status) -> bool {
    !status.is_final() && status != Status::Answered
}

/// What a complaint is found by, folded: its words and its place, never its sender.
#[must_use]
pub fn folded(c: &vungsam_domain::Complaint) -> String {
    fold::fold(&format!("{} {} {}", c.text, c.place.village_text, c.place.near))
}

macro_rules! narrowed {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM complaints c
              WHERE (c.unit IS NULL OR c.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))
                AND ($2 = '*' OR c.status = $2
                     OR ($2 = 'open' AND c.status IN ('moi', 'da-tiep-nhan', 'can-bo-sung', 'da-chuyen', 'dang-xu-ly', 'mo-lai')))
                AND ($3 = '*' OR COALESCE(c.unit, '') = $3)
                AND ($4 = '*' OR c.category = $4)
                AND (($5 = '' AND $6 = '') OR ($5 <> '' AND c.folded LIKE '%' || $5 || '%')
                     OR ($6 <> '' AND c.reference LIKE '%' || $6 || '%'))
                AND (c.replaced_by IS NULL OR ($6 <> '' AND c.reference LIKE '%' || $6 || '%'))",
            $rest
        )
    };
}

const COUNT: &str = narrowed!("SELECT COUNT(*)", "");
const OLDEST: &str = narrowed!(
    "SELECT c.*, (SELECT COUNT(*) FROM complaint_photos p WHERE p.complaint_id = c.id) AS photos,
     (SELECT COUNT(p.received_at) FROM complaint_photos p WHERE p.complaint_id = c.id) AS photos_here",
    " ORDER BY c.received_at, c.id LIMIT $7 OFFSET $8"
);
const NEWEST: &str = narrowed!(
    "SELECT c.*, (SELECT COUNT(*) FROM complaint_photos p WHERE p.complaint_id = c.id) AS photos,
     (SELECT COUNT(p.received_at) FROM complaint_photos p WHERE p.complaint_id = c.id) AS photos_here",
    " ORDER BY c.received_at DESC, c.id DESC LIMIT $7 OFFSET $8"
);

impl Narrow {
    fn state(&self) -> &'static str {
        match self.states {
            States::Open => "open",
            States::All => "*",
            States::One(s) => s.id(),
        }
    }

    /// The search as digits of a number; empty when it is not one.
    fn digits(&self) -> String {
        let kept: String =
            self.search.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{2011}')).collect();
        if kept.len() >= 3 && kept.len() <= 10 && kept.bytes().all(|b| b.is_ascii_digit()) {
            kept
        } else {
            String::new()
        }
    }

    /// The search as words, folded; only letters, digits and spaces, so nothing in it is a pattern.
    fn words(&self) -> String {
        fold::fold(&self.search)
    }

    /// Whether anything was typed that can be searched for.
    #[must_use]
    pub fn searches(&self) -> bool {
        !self.words().is_empty()
    }
}

/// How many complaints there are.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &Db, officer: &str, by: &Narrow) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar(COUNT)
        .bind(officer)
        .bind(by.state())
        .bind(by.unit.as_deref().unwrap_or("*"))
        .bind(by.category.as_deref().unwrap_or("*"))
        .bind(by.words())
        .bind(by.digits())
        .fetch_one(db.read())
        .await?)
}

/// A page of them.
///
/// # Errors
/// When the database fails.
pub async fn page(db: &Db, officer: &str, by: &Narrow, limit: i64, offset: i64) -> Result<Vec<QueueRow>, DbError> {
    let rows = sqlx::query(if by.newest_first { NEWEST } else { OLDEST })
        .bind(officer)
        .bind(by.state())
        .bind(by.unit.as_deref().unwrap_or("*"))
        .bind(by.category.as_deref().unwrap_or("*"))
        .bind(by.words())
        .bind(by.digits())
        .bind(limit)
        .bind(offset)
        .fetch_all(db.read())
        .await?;
    rows.iter()
        .map(|r| {
            Ok(QueueRow {
                complaint: complaints::row(r)?,
                photos: r.try_get("photos")?,
                photos_here: r.try_get("photos_here")?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_states_in_the_query_are_those_of_the_table() {
        let list = COUNT.split("IN ('").nth(1).unwrap().split(')').next().unwrap();
        let named: Vec<&str> = list.split(['\'', ',', ' ']).filter(|s| !s.is_empty()).collect();
        for s in Status::ALL {
            assert_eq!(named.contains(&s.id()), is_open(s), "{s:?}");
        }
    }

    #[test]
    fn a_number_is_searched_by_its_digits_and_a_pattern_is_only_words() {
        let by = |search: &str| Narrow { search: search.to_owned(), ..Narrow::default() };
        assert_eq!(by("482-735 1069").digits(), "4827351069");
        assert_eq!(by("thôn 2").digits(), "");
        assert_eq!(by("50%_x").words(), "50 x");
        assert!(!by(" %% ").searches());
    }
}
