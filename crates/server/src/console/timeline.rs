//! The timeline of a case: steps of officers, what the sender said with its photos, older versions, and when the clock
//! stood still. Not for what may come next.
//!
//! What a newcomer would get wrong: a message lists its photos under the report it names, which may be an older version;
//! the step it takes is on the newest. So steps and photos of all versions are put together first.

use super::words::{Lang, Words, count as counted, fill};
use super::{format, who};
use crate::db::complaints::ComplaintRow;
use crate::db::events::{self, Recorded};
use crate::db::photos::{self, PhotoRow};
use crate::db::{Db, DbError};
use vungsam_domain::pause::{Pause, pauses};
use vungsam_domain::wire::Event;
use vungsam_domain::{Action, ComplaintId, MessageId, Status};

/// A photo on the page.
pub struct Shot {
    /// "Photo 1".
    pub name: String,
    /// Where it is; `None` while it is still coming.
    pub src: Option<String>,
    /// Width in px.
    pub width: i64,
    /// Height in px.
    pub height: i64,
}

/// A step on the page.
pub struct Done {
    /// What was done.
    pub what: String,
    /// When.
    pub when: String,
    /// By whom.
    pub who: String,
    /// Their words.
    pub text: Vec<String>,
    /// More facts: a hand-over, a pause.
    pub facts: Vec<String>,
    /// Photos that came with it.
    pub photos: Vec<Shot>,
    /// `sender`, `inside` or nothing.
    pub tone: &'static str,
    /// For officers only.
    pub inside: bool,
    /// The last one.
    pub last: bool,
}

/// All that is known of a case.
pub struct Story {
    /// Steps of all versions, oldest first.
    steps: Vec<Recorded>,
    /// Photos of all versions.
    shots: Vec<(ComplaintId, PhotoRow)>,
    /// When the clock stood still.
    pub pauses: Vec<Pause>,
}

impl Story {
    /// Of a complaint and the versions it stands for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(db: &Db, row: &ComplaintRow, older: &[ComplaintRow]) -> Result<Self, DbError> {
        let (mut steps, mut shots) = (Vec::new(), Vec::new());
        for version in older.iter().rev().chain([row]) {
            steps.extend(events::recorded(db, version.id).await?);
            shots.extend(photos::of_complaint(db, version.id).await?.into_iter().map(|p| (version.id, p)));
        }
        steps.sort_by_key(|s| s.event.at_ms);
        let mut states: Vec<(Status, i64)> = steps.iter().map(|s| (s.event.status, s.event.at_ms)).collect();
        if !older.is_empty() {
            // A new version is an answer of its own.
            states.push((Status::New, row.received_at));
            states.sort_by_key(|(_, at)| *at);
        }
        Ok(Self { pauses: pauses(states), steps, shots })
    }

    /// The photos of one version's own text.
    pub fn own_shots(&self, of: ComplaintId) -> impl Iterator<Item = &PhotoRow> {
        self.shots.iter().filter(move |(id, p)| *id == of && p.message.is_none()).map(|(_, p)| p)
    }

    fn of_message(&self, message: MessageId, w: &Words) -> Vec<Shot> {
        self.shots.iter().filter(|(_, p)| p.message == Some(message)).map(|(id, p)| shot(*id, p, w)).collect()
    }

    /// The steps as shown, with the arrival of every version among them.
    #[must_use]
    pub fn done(&self, row: &ComplaintRow, older: &[ComplaintRow], now: i64, lang: Lang) -> Vec<Done> {
        let w = lang.words();
        let mut shown: Vec<(i64, Done)> = older
            .iter()
            .rev()
            .chain([row])
            .enumerate()
            .map(|(i, v)| {
                let what = if i == 0 { w.received_step } else { w.received_again };
                (v.received_at, plain(what, format::moment(v.received_at, lang), w.receipt_signed))
            })
            .collect();
        shown.extend(self.steps.iter().map(|s| (s.event.at_ms, self.step(s, now, lang))));
        shown.sort_by_key(|(at, _)| *at);
        let mut steps: Vec<Done> = shown.into_iter().map(|(_, d)| d).collect();
        if let Some(last) = steps.last_mut() {
            last.last = true;
        }
        steps
    }

    fn step(&self, recorded: &Recorded, now: i64, lang: Lang) -> Done {
        let (e, w) = (&recorded.event, lang.words());
        let theirs = e.by.name.trim().is_empty();
        let mut facts = Vec::new();
        facts.extend(e.handover.as_ref().map(|h| handed(h, lang)));
        if let Some(p) = self.pauses.iter().find(|p| e.action == Action::AskMore && p.from_ms == e.at_ms)
            && p.lasted_ms(now) >= 60_000
        {
            let lasted = format::age(p.lasted_ms(now), lang);
            facts.push(fill(if p.to_ms.is_some() { w.stood_still } else { w.stands_still_for }, &[&lasted]));
        }
        let text = if recorded.internal { None } else { e.text.as_deref() };
        Done {
            what: what(recorded, lang),
            when: format::moment(e.at_ms, lang),
            who: speaker(e, lang),
            text: text.map(format::lines).unwrap_or_default(),
            facts,
            photos: match e.message {
                Some(message) => self.of_message(message, w),
                None => proofs(recorded, w),
            },
            tone: match (theirs, recorded.internal) {
                (true, _) => "sender",
                (_, true) => "inside",
                _ => "",
            },
            inside: recorded.internal,
            last: false,
        }
    }
}

fn plain(what: &str, when: String, who: &str) -> Done {
    Done {
        what: what.to_owned(),
        when,
        who: who.to_owned(),
        text: Vec::new(),
        facts: Vec::new(),
        photos: Vec::new(),
        tone: "",
        inside: false,
        last: false,
    }
}

fn what(recorded: &Recorded, lang: Lang) -> String {
    let (e, w) = (&recorded.event, lang.words());
    match (e.action, recorded.internal, &e.text, &e.by.unit) {
        (Action::Assign, true, Some(name), _) => fill(w.given_to, &[name]),
        (Action::Assign, true, None, _) => w.given_back.to_owned(),
        (Action::Assign, false, _, Some(unit)) => fill(w.moved_to, &[&who::unit(unit, lang)]),
        _ => (w.done)(e.action).to_owned(),
    }
}

fn speaker(e: &Event, lang: Lang) -> String {
    match (e.by.name.trim(), &e.by.unit) {
        ("", _) => lang.words().sender.to_owned(),
        // The commune of such a step is the one that has it from now on, not the speaker's.
        (name, _) if e.action == Action::Assign => name.to_owned(),
        (name, Some(unit)) => who::one_line([name.to_owned(), who::unit(unit, lang)].into_iter(), lang),
        (name, None) => name.to_owned(),
    }
}

fn handed(h: &vungsam_domain::wire::Handover, lang: Lang) -> String {
    let w = lang.words();
    let name = h.agency.as_deref().and_then(|a| super::outside::agency(a, lang)).unwrap_or_else(|| h.name.clone());
    let on = h.on.parse().map_or_else(|_| h.on.clone(), |d| format::civil(d, lang));
    if h.number.is_empty() { fill(w.handed_no_number, &[&name, &on]) } else { fill(w.handed, &[&name, &h.number, &on]) }
}

fn proofs(recorded: &Recorded, w: &Words) -> Vec<Shot> {
    recorded
        .event
        .photos
        .iter()
        .enumerate()
        .map(|(i, p)| Shot {
            name: fill(w.proof_n, &[&(i + 1).to_string()]),
            src: Some(format!("/photos/{}/{}", recorded.complaint, p.sha256)),
            width: i64::from(p.width),
            height: i64::from(p.height),
        })
        .collect()
}

/// A photo of the sender's.
#[must_use]
pub fn shot(id: ComplaintId, photo: &PhotoRow, w: &Words) -> Shot {
    Shot {
        name: fill(w.photo_n, &[&(photo.ord + 1).to_string()]),
        src: photo.received_at.map(|_| format!("/photos/{id}/{}", photo.sha256)),
        width: photo.width,
        height: photo.height,
    }
}

/// "2 whole photos · 1 still coming".
#[must_use]
pub fn photo_line(shots: &[Shot], w: &Words) -> String {
    let here = shots.iter().filter(|s| s.src.is_some()).count();
    let n = |n: usize| u64::try_from(n).unwrap_or_default();
    match (here, shots.len() - here) {
        (0, 0) => w.no_photos.to_owned(),
        (here, 0) => counted(n(here), w.whole_one, w.whole_many),
        (0, coming) => counted(n(coming), w.coming_one, w.coming_many),
        (here, coming) => {
            let (here, coming) =
                (counted(n(here), w.whole_one, w.whole_many), counted(n(coming), w.coming_one, w.coming_many));
            format!("{here} · {coming}")
        }
    }
}
