//! The officers' queue: complaints of an officer's communes, narrowed, searched, counted, a page at a time. Not for one
//! complaint (see `complaints`).
//!
//! What a newcomer would get wrong: a complaint that was replaced is left out, the newer one stands for both; but a
//! search by number finds it, because that number is on the slip in somebody's hand.

use super::complaints::{self, ComplaintRow};
use super::{Db, DbError};
use sqlx::Row;
use vungsam_domain::{ComplaintId, Status, fold};

/// Which states are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum States {
    /// Those where the office has something to do or waits for an answer.
    #[default]
    Open,
    /// One.
    One(Status),
    /// Those whose sender said something no officer has answered or read.
    Spoke,
    /// Those of devices that were muted here.
    Muted,
    /// Every one.
    All,
}

/// Who holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Held {
    /// Anybody or nobody.
    #[default]
    Any,
    /// The officer who asks.
    Mine,
    /// Nobody.
    Nobody,
}

/// What the queue is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// States.
    pub states: States,
    /// Who holds them.
    pub held: Held,
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
    /// The sender said something no officer has answered or read.
    pub spoke: bool,
    /// Display name of the officer who holds it.
    pub assignee: Option<String>,
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

/// The sender's last word is newer than any officer's.
macro_rules! spoke {
    () => {
        "EXISTS (SELECT 1 FROM events e WHERE e.complaint_id = c.id AND e.officer_id IS NULL AND e.n > c.heard_n
                   AND e.action IN ('add_more', 'remark', 'reopen')
                   AND NOT EXISTS (SELECT 1 FROM events l WHERE l.complaint_id = c.id AND l.n > e.n
                                     AND ((l.officer_id IS NOT NULL AND l.internal = 0)
                                          OR l.action IN ('confirm', 'withdraw'))))"
    };
}

/// The device was muted by this commune; one without a commune, by any of the officer's.
macro_rules! muted {
    () => {
        "EXISTS (SELECT 1 FROM mutes m WHERE m.device_id = c.device_id
                   AND (m.unit = c.unit OR (c.unit IS NULL
                     AND m.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))))"
    };
}

macro_rules! narrowed {
    ($select:expr, $rest:literal) => {
        concat!(
            $select,
            " FROM complaints c
              WHERE (c.unit IS NULL OR c.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))
                AND c.kind IS NULL
                AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.id = c.replaced_by AND k.kind IS NOT NULL)
                AND ($2 IN ('*', 'muted') OR c.status = $2
                     OR ($2 = 'open' AND c.status IN ('moi', 'da-tiep-nhan', 'can-bo-sung', 'da-chuyen', 'dang-xu-ly', 'mo-lai'))
                     OR ($2 IN ('open', 'spoke') AND ",
            spoke!(),
            "))
                AND ($3 = '*' OR COALESCE(c.unit, '') = $3)
                AND ($4 = '*' OR c.category = $4)
                AND (($5 = '' AND $6 = '') OR ($5 <> '' AND c.folded LIKE '%' || $5 || '%')
                     OR ($6 <> '' AND c.reference LIKE '%' || $6 || '%'))
                AND (c.replaced_by IS NULL OR ($6 <> '' AND c.reference LIKE '%' || $6 || '%'))
                AND ($7 = '*' OR ($7 = 'me' AND c.assignee = $1) OR ($7 = '-' AND c.assignee IS NULL))
                AND (($2 = 'muted') = ",
            muted!(),
            " OR ($2 <> 'muted' AND $6 <> '' AND c.reference LIKE '%' || $6 || '%'))",
            $rest
        )
    };
}

macro_rules! rows {
    ($rest:literal) => {
        narrowed!(
            concat!(
                "SELECT c.*, (SELECT COUNT(*) FROM complaint_photos p WHERE p.complaint_id = c.id) AS photos,
                 (SELECT COUNT(p.received_at) FROM complaint_photos p WHERE p.complaint_id = c.id) AS photos_here,
                 (SELECT o.name FROM officers o WHERE o.id = c.assignee) AS assignee_name,
                 CASE WHEN ",
                spoke!(),
                " THEN 1 ELSE 0 END AS spoke"
            ),
            $rest
        )
    };
}

const COUNT: &str = narrowed!("SELECT COUNT(*)", "");
const OLDEST: &str = rows!(" ORDER BY c.received_at, c.id LIMIT $8 OFFSET $9");
const NEWEST: &str = rows!(" ORDER BY c.received_at DESC, c.id DESC LIMIT $8 OFFSET $9");

impl Narrow {
    fn state(&self) -> &'static str {
        match self.states {
            States::Open => "open",
            States::All => "*",
            States::One(s) => s.id(),
            States::Spoke => "spoke",
            States::Muted => "muted",
        }
    }

    fn holder(&self) -> &'static str {
        match self.held {
            Held::Any => "*",
            Held::Mine => "me",
            Held::Nobody => "-",
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
        .bind(by.holder())
        .fetch_one(db.read())
        .await?)
}

/// Whether the sender of a complaint said something no officer has answered or read.
///
/// # Errors
/// When the database fails.
pub async fn spoke(db: &Db, id: ComplaintId) -> Result<bool, DbError> {
    let n: i64 = sqlx::query_scalar(concat!("SELECT COUNT(*) FROM complaints c WHERE c.id = $1 AND ", spoke!()))
        .bind(id.to_string())
        .fetch_one(db.read())
        .await?;
    Ok(n > 0)
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
        .bind(by.holder())
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
                spoke: r.try_get::<i64, _>("spoke")? != 0,
                assignee: r.try_get("assignee_name")?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_states_in_the_query_are_those_of_the_table() {
        let list = COUNT.split("c.status IN ('").nth(1).unwrap().split(')').next().unwrap();
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
