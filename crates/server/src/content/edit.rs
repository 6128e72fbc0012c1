//! Changes to public content made at the gateway: put a record, take one out, settle a clash. Not for packs (see `load`),
//! and not for who may do it.
//!
//! What a newcomer would get wrong: a record is judged together with all others as they would stand after the change, so
//! a place in a commune that is not there is refused. What was wrong before and elsewhere does not stand in the way.

use super::ContentError;
use super::merge::{Bodies, bodies};
use crate::db::content::{self, Who};
use crate::db::content_packs::{self, Clash};
use crate::db::{Db, Tx};
use vungsam_domain::Pack;
use vungsam_domain::content::FileForm;
use vungsam_domain::content::bundle::{Bundle, RawRecord};

/// Largest record, bytes: far more than anybody reads on a phone, and it fits a page.
const LARGEST: usize = 256 << 10;

/// How a change ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// It stands; this is its number.
    Done(i64),
    /// It stood so already.
    Same,
}

/// Which side of a clash holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Keep {
    /// What stands here.
    Own,
    /// What the pack makes of it.
    Pack,
}

/// How a record stands beside the pack merged last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// As in the pack.
    Shipped,
    /// Changed here.
    Edited,
    /// Not in the pack.
    Added,
    /// In the pack, taken out here.
    Dropped,
}

impl Stands {
    /// A word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Edited => "edited",
            Self::Added => "added",
            Self::Dropped => "dropped",
        }
    }
}

fn refused<T>(why: impl Into<String>) -> Result<T, ContentError> {
    Err(ContentError::Refused(why.into()))
}

/// Reads a record's file (the same TOML as in `assets/content`, or the JSON that [`one`] shows) and puts it in its place;
/// its id, and how that ended.
///
/// # Errors
/// [`ContentError::Refused`] with what is wrong; nothing is changed then.
pub async fn put(db: &Db, kind: &str, text: &str, form: FileForm, at: i64) -> Result<(String, Edited), ContentError> {
    let record = Pack::read_one(kind, text, form).map_err(ContentError::Refused)?;
    if record.body.as_ref().is_some_and(|b| b.len() > LARGEST) {
        return refused(format!("larger than {LARGEST} bytes"));
    }
    let id = record.id.clone();
    let mut tx = begin(db).await?;
    let done = change(&mut tx, record, at).await?;
    tx.commit().await?;
    Ok((id, done))
}

/// Takes a record out.
///
/// # Errors
/// When it is not there, or others name it.
pub async fn take_out(db: &Db, kind: &str, id: &str, at: i64) -> Result<Edited, ContentError> {
    let mut tx = begin(db).await?;
    let held = content::one_in(&mut tx, kind, id).await?;
    if held.is_none_or(|r| r.body.is_none()) {
        return refused(format!("there is no {kind}/{id}"));
    }
    let gone = RawRecord { kind: kind.to_owned(), id: id.to_owned(), body: None };
    let done = change(&mut tx, gone, at).await?;
    tx.commit().await?;
    Ok(done)
}

/// Decides a clash.
///
/// # Errors
/// When there is none, or what the pack has does not fit what stands here now.
pub async fn settle(db: &Db, kind: &str, id: &str, keep: Keep, at: i64) -> Result<Edited, ContentError> {
    let mut tx = begin(db).await?;
    let open = content_packs::clashes_in(&mut tx).await?;
    let Some(clash) = open.into_iter().find(|c| c.kind == kind && c.id == id) else {
        return refused(format!("there is no clash about {kind}/{id}"));
    };
    let theirs = RawRecord { kind: clash.kind, id: clash.id, body: clash.pack };
    content_packs::settled_in(&mut tx, &theirs).await?;
    let done = match keep {
        Keep::Own => Edited::Same,
        Keep::Pack => change(&mut tx, theirs, at).await?,
    };
    tx.commit().await?;
    Ok(done)
}

/// One record as it stands; `None`: not there, or taken out.
///
/// # Errors
/// When the database fails.
pub async fn one(db: &Db, kind: &str, id: &str) -> Result<Option<String>, ContentError> {
    let all = content::all(db).await?;
    Ok(all.into_iter().find(|r| r.record.kind == kind && r.record.id == id).and_then(|r| r.record.body))
}

/// Every record and how it stands beside the pack merged last.
///
/// # Errors
/// [`ContentError`].
pub async fn list(db: &Db) -> Result<Vec<(RawRecord, Stands)>, ContentError> {
    let mut tx = begin(db).await?;
    let shipped = last_pack(&mut tx).await?;
    let all = content::all_in(&mut tx).await?;
    tx.commit().await?;
    let stands = |r: &RawRecord| match (shipped.get(&(r.kind.clone(), r.id.clone())), &r.body) {
        (Some(theirs), Some(own)) if theirs == own => Some(Stands::Shipped),
        (Some(_), Some(_)) => Some(Stands::Edited),
        (None, Some(_)) => Some(Stands::Added),
        (Some(_), None) => Some(Stands::Dropped),
        (None, None) => None,
    };
    Ok(all.into_iter().filter_map(|r| stands(&r).map(|s| (r, s))).collect())
}

/// All clashes nobody has settled.
///
/// # Errors
/// When the database fails.
pub async fn clashes(db: &Db) -> Result<Vec<Clash>, ContentError> {
    Ok(content_packs::clashes(db).await?)
}

/// Content is there since the first start; only its lock is wanted.
async fn begin(db: &Db) -> Result<Tx, ContentError> {
    let Some(state) = content::state(db).await? else { return refused("no content yet") };
    let mut tx = db.begin().await?;
    content::lock(&mut tx, &state.epoch).await?;
    Ok(tx)
}

async fn last_pack(tx: &mut Tx) -> Result<Bodies, ContentError> {
    let Some((_, bundle)) = content_packs::last_in(tx).await? else { return Ok(Bodies::new()) };
    Ok(bodies(Bundle::open(&bundle)?.1.records))
}

/// Writes a record if all content is as good with it as it was without.
async fn change(tx: &mut Tx, record: RawRecord, at: i64) -> Result<Edited, ContentError> {
    let mut all = content::all_in(tx).await?;
    let before = Pack::of(&all).0.check().err();
    let same = |r: &RawRecord| r.kind == record.kind && r.id == record.id;
    if all.iter().any(|r| same(r) && r.body == record.body) {
        return Ok(Edited::Same);
    }
    all.retain(|r| !same(r));
    all.push(record.clone());
    if let Err(wrong) = Pack::of(&all).0.check()
        && Some(&wrong) != before.as_ref()
    {
        return refused(wrong.to_string());
    }
    content::write(tx, &[record], Who::Operator, at).await?;
    Ok(Edited::Done(content::number_in(tx).await?))
}
