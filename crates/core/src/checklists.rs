//! Commands on lists of papers to take along: making, ticking, what has changed since. Not for what a procedure asks for
//! (content) and not for a dossier that is handed in.
//!
//! What a newcomer would get wrong: "not sure" is an answer. Its papers stay on the list, to be asked about, and are
//! counted neither as needed nor as missing.

#[cfg(test)]
mod tests;

use crate::commands::Call;
use crate::core::{Core, Inner, locked};
use crate::dossiers::view::{self, Now};
use crate::library::look;
use crate::store::checklists::{self as table, Answers, Kept, Known};
use crate::store::{self, StoreError, dossiers};
use crate::views::*;
use jiff::civil::DateTime;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use vungsam_domain::calendar::{Calendar, CalendarError};
use vungsam_domain::content::Procedure;
use vungsam_domain::dossier::Group;
use vungsam_domain::dossier::clock::term;
use vungsam_domain::{ChecklistId, DossierId, Pack, fold, limits};

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn checklists(&self, _: Call<'_, Nothing>) -> Result<Checklists, ApiError> {
        let library = self.inner.library();
        let all = self.inner.opened()?.read(table::all)?;
        Ok(Checklists { cards: all.iter().map(|kept| card(&library.pack, kept)).collect() })
    }

    /// See [`crate::commands`].
    pub(crate) fn checklist(&self, call: Call<'_, ByChecklist>) -> Result<ChecklistDetail, ApiError> {
        self.inner.checklist_detail(call.args.id)
    }

    /// See [`crate::commands`].
    pub(crate) fn checklist_make(&self, call: Call<'_, ChecklistMake>) -> Result<ChecklistDetail, ApiError> {
        let ChecklistMake { procedure, cases, dossier } = call.args;
        let library = self.inner.library();
        let procedure = find(&library.pack, &procedure).ok_or_else(|| ApiError::new(error_codes::NOT_FOUND))?;
        let kept = Kept {
            id: ChecklistId(self.inner.config.ids.uuid()),
            procedure: procedure.id.clone(),
            answers: Answers {
                title: procedure.title.clone(),
                name: String::new(),
                cases: answered(procedure, &cases),
                ticked: Vec::new(),
                seen: known(procedure),
            },
            dossier,
            changed_at_ms: self.inner.now_ms(),
        };
        self.inner.opened()?.write(|tx| {
            if let Some(dossier) = dossier {
                dossiers::get(tx, dossier)?;
            }
            table::insert(tx, &kept)
        })?;
        self.inner.checklist_changed(kept.id)
    }

    /// See [`crate::commands`].
    pub(crate) fn checklist_change(&self, call: Call<'_, ChecklistChange>) -> Result<ChecklistDetail, ApiError> {
        let ChecklistChange { id, edit } = call.args;
        let (library, now) = (self.inner.library(), self.inner.now_ms());
        self.inner.opened()?.write(|tx| {
            let mut kept = table::get(tx, id)?;
            change(&mut kept.answers, find(&library.pack, &kept.procedure), edit).map_err(StoreError::Refused)?;
            table::save(tx, id, &kept.answers, now)
        })?;
        self.inner.checklist_changed(id)
    }

    /// See [`crate::commands`].
    pub(crate) fn checklist_remove(&self, call: Call<'_, ByChecklist>) -> Result<Nothing, ApiError> {
        let opened = self.inner.opened()?;
        opened.write(|tx| table::delete(tx, call.args.id))?;
        opened.scrub()?;
        self.inner.changed(None);
        Ok(Nothing {})
    }
}

impl Inner {
    fn checklist_detail(&self, id: ChecklistId) -> Result<ChecklistDetail, ApiError> {
        Ok(self.opened()?.read(|c| detail(self, c, &table::get(c, id)?))?)
    }

    fn checklist_changed(&self, id: ChecklistId) -> Result<ChecklistDetail, ApiError> {
        self.changed(None);
        self.checklist_detail(id)
    }
}

fn find<'a>(pack: &'a Pack, id: &str) -> Option<&'a Procedure> {
    pack.procedures.iter().find(|p| p.id == id)
}

/// Words are compared folded: an accent that was mended makes no new paper.
fn same(a: &str, b: &str) -> bool {
    fold::fold(a) == fold::fold(b)
}

fn is(known: &Known, name: &str, when: Option<&str>) -> bool {
    same(&known.name, name) && same(known.when.as_deref().unwrap_or_default(), when.unwrap_or_default())
}

fn known(procedure: &Procedure) -> Vec<Known> {
    procedure.papers.iter().map(|p| Known { name: p.name.clone(), when: p.when.clone() }).collect()
}

/// Every case once, in the order of the papers.
fn cases(procedure: &Procedure) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    procedure.papers.iter().filter_map(|p| p.when.as_deref()).filter(|when| seen.insert(fold::fold(when))).collect()
}

/// Every case with its answer.
fn answered(procedure: &Procedure, chosen: &CasesChosen) -> BTreeMap<String, CaseAnswer> {
    let among = |list: &[String], when: &str| list.iter().any(|one| same(one, when));
    let answer = |when: &str| match (among(&chosen.yes, when), among(&chosen.unsure, when)) {
        (true, _) => CaseAnswer::Yes,
        (false, true) => CaseAnswer::Unsure,
        (false, false) => CaseAnswer::No,
    };
    cases(procedure).into_iter().map(|when| (when.to_owned(), answer(when))).collect()
}

fn answer(answers: &Answers, when: &str) -> Option<CaseAnswer> {
    answers.cases.iter().find(|(case, _)| same(case, when)).map(|(_, answer)| *answer)
}

fn change(answers: &mut Answers, procedure: Option<&Procedure>, edit: ChecklistEdit) -> Result<(), ApiError> {
    let refused = || ApiError::new(error_codes::ARGUMENTS);
    match edit {
        ChecklistEdit::Tick { name, when, have } => {
            let there = |k: &Known| is(k, &name, when.as_deref());
            let asked = procedure.into_iter().flat_map(known).chain(answers.seen.iter().cloned());
            let paper = asked.into_iter().find(there).ok_or_else(refused)?;
            answers.ticked.retain(|k| !there(k));
            answers.ticked.extend(Some(paper).filter(|_| have));
        }
        ChecklistEdit::Cases { cases } => {
            answers.cases = answered(procedure.ok_or_else(|| ApiError::new(error_codes::NOT_NOW))?, &cases);
        }
        ChecklistEdit::Case { when, answer } => {
            let case = procedure.and_then(|p| cases(p).into_iter().find(|case| same(case, &when)));
            let case = case.ok_or_else(refused)?.to_owned();
            answers.cases.retain(|one, _| !same(one, &when));
            answers.cases.insert(case, answer);
        }
        ChecklistEdit::Name { name } => {
            let name = fold::clean(&name).replace('\n', " ");
            if name.chars().count() > limits::NAME_CHARS {
                return Err(refused());
            }
            answers.name = name;
        }
        ChecklistEdit::Seen => {
            if let Some(procedure) = procedure {
                answers.seen = known(procedure);
                answers.title = procedure.title.clone();
                let asked = &answers.seen;
                answers.ticked.retain(|t| asked.iter().any(|k| is(k, &t.name, t.when.as_deref())));
            }
        }
    }
    Ok(())
}

/// The papers of a list: everybody's, then case by case, then what is no longer asked for.
fn papers(pack: &Pack, procedure: Option<&Procedure>, answers: &Answers) -> Vec<ChecklistPaper> {
    let paper = |name: &str, when: Option<&str>, unless: &[String], in_source: bool, change: Option<PaperChange>| {
        let mine = when.map_or(Some(CaseAnswer::Yes), |when| answer(answers, when));
        // A case that came with the content and was never asked about is like one nobody is sure of.
        let mine = mine.or(Some(CaseAnswer::Unsure).filter(|_| change != Some(PaperChange::Gone)));
        // Another paper stands in for it there.
        let spared = |said| unless.iter().any(|case| answer(answers, case) == Some(said));
        let mine = mine.filter(|mine| *mine != CaseAnswer::No && !spared(CaseAnswer::Yes));
        mine.map(|mine| ChecklistPaper {
            name: name.to_owned(),
            when: when.map(str::to_owned),
            in_source,
            look: look(pack, name),
            have: answers.ticked.iter().any(|k| is(k, name, when)),
            ask: mine == CaseAnswer::Unsure || spared(CaseAnswer::Unsure),
            change,
        })
    };
    let Some(procedure) = procedure else {
        // Nobody says any more what is asked for: it stays as it was, unchecked.
        return answers.seen.iter().filter_map(|k| paper(&k.name, k.when.as_deref(), &[], false, None)).collect();
    };
    let order = cases(procedure);
    let place = |when: Option<&str>| when.map(|when| order.iter().position(|case| same(case, when)));
    let mut all: Vec<_> = procedure.papers.iter().collect();
    all.sort_by_key(|p| place(p.when.as_deref()));
    let now = all.into_iter().filter_map(|p| {
        let when = p.when.as_deref();
        let seen = answers.seen.iter().any(|k| is(k, &p.name, when));
        paper(&p.name, when, &p.unless, p.in_source, Some(PaperChange::New).filter(|_| !seen))
    });
    let gone = answers.seen.iter().filter_map(|k| {
        let when = k.when.as_deref();
        let asked = procedure.papers.iter().any(|p| is(k, &p.name, p.when.as_deref()));
        if asked { None } else { paper(&k.name, when, &[], false, Some(PaperChange::Gone)) }
    });
    now.chain(gone).collect()
}

fn card(pack: &Pack, kept: &Kept) -> ChecklistCard {
    let procedure = find(pack, &kept.procedure);
    counted(kept, procedure, &papers(pack, procedure, &kept.answers))
}

fn counted(kept: &Kept, procedure: Option<&Procedure>, papers: &[ChecklistPaper]) -> ChecklistCard {
    let count = |of: &dyn Fn(&ChecklistPaper) -> bool| {
        let asked = papers.iter().filter(|p| p.change != Some(PaperChange::Gone));
        u32::try_from(asked.filter(|p| of(p)).count()).unwrap_or(u32::MAX)
    };
    ChecklistCard {
        id: kept.id,
        procedure: kept.procedure.clone(),
        title: procedure.map_or_else(|| kept.answers.title.clone(), |p| p.title.clone()),
        name: kept.answers.name.clone(),
        needed: count(&|p| !p.ask),
        missing: count(&|p| !p.ask && !p.have),
        ask: count(&|p| p.ask && !p.have),
        changed: procedure.is_none() || papers.iter().any(|p| p.change.is_some()),
        dossier: kept.dossier,
        changed_at_ms: kept.changed_at_ms,
    }
}

fn detail(inner: &Inner, conn: &Connection, kept: &Kept) -> store::Result<ChecklistDetail> {
    let library = inner.library();
    let pack = &library.pack;
    let procedure = find(pack, &kept.procedure);
    let papers = papers(pack, procedure, &kept.answers);
    let now = Now::of(inner, conn)?;
    let dossier = kept.dossier.map(|id| dossier(&now, conn, id)).transpose()?;
    let (unit, waits, supplement) = dossier.unwrap_or_default();
    let unit = unit.or_else(|| locked(&inner.settings).unit.clone());
    let takes = |o: &&vungsam_domain::content::Office| {
        procedure.is_some_and(|p| p.office == Some(o.kind)) && Some(&o.unit) == unit.as_ref()
    };
    let case = |procedure: &Procedure, when: &str| {
        let its = procedure.papers.iter().filter(|p| p.when.as_deref().is_some_and(|w| same(w, when)));
        let papers: Vec<String> = its.map(|p| p.name.clone()).collect();
        let look = papers.first().and_then(|name| look(pack, name));
        ChecklistCase { when: when.to_owned(), answer: answer(&kept.answers, when), papers, look }
    };
    Ok(ChecklistDetail {
        card: counted(kept, procedure, &papers),
        cases: procedure.map(|p| cases(p).into_iter().map(|when| case(p, when)).collect()).unwrap_or_default(),
        due: procedure.and_then(|p| due_if_today(&library.calendar, p, &now)),
        offices: pack.offices.iter().filter(takes).cloned().collect(),
        procedure: procedure.cloned(),
        papers,
        waits,
        supplement,
    })
}

/// The dossier's commune, whether an office waits for its papers, and which.
fn dossier(now: &Now, conn: &Connection, id: DossierId) -> store::Result<(Option<String>, bool, Option<String>)> {
    let kept = dossiers::get(conn, id)?;
    let card = view::card(now, conn, &kept)?;
    let asked = card.current.filter(|step| card.group == Group::You && step.status == Some(5));
    let supplement = asked.as_ref().and_then(|step| step.supplement.clone());
    Ok((kept.fields.unit, asked.is_some(), supplement))
}

/// The day it would be done, where the number of days is firm and everybody's.
fn due_if_today(calendar: &Calendar, procedure: &Procedure, now: &Now) -> Option<DueIfToday> {
    let today = now.today.to_string();
    // A note names exceptions, unless it only says the rule of the cut-off.
    let firm = procedure.time.note.is_none() || procedure.time.cutoff_15h;
    let ended = procedure.meta.effective_to.as_ref().is_some_and(|last| *last < today);
    let term = term(procedure).filter(|_| firm && !ended)?;
    let at: DateTime = now.minute.parse().unwrap_or_else(|_| now.today.into());
    let due = |days| calendar.due(at, days, term.cutoff_15h);
    let (on, unknown_year) = match due(term.working_days) {
        Ok(due) => (Some(due), None),
        Err(CalendarError::UnknownYear(year)) => (None, Some(year)),
    };
    Some(DueIfToday {
        counts_from: due(0).ok().map(|d| d.on.to_string()),
        on: on.map(|d| d.on.to_string()),
        working_days: term.working_days,
        provisional: on.is_some_and(|d| d.provisional),
        unknown_year,
        today,
    })
}
