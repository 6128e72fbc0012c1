//! `vungsam-server import dossiers FILE` and `sources …`: office files at the command line. Not for what they do (see
//! `crate::dossiers`).
//!
//! What a newcomer would get wrong: it works beside a running gateway, on the same database. A refused file is exit code
//! 2 and changes nothing; a fault of the machine is 1, and the same command again goes on where it stopped.

use super::Common;
use crate::db::dossier_imports::{self as imports, FileSource, Import};
use crate::db::dossiers::TRUST_FILE;
use crate::dossiers::mapping::{Field, Mapping};
use crate::dossiers::report::{Counts, DayFrom, Report};
use crate::dossiers::stage::{self, Ask};
use crate::dossiers::{ImportError, apply};
use crate::env::{Clock, SystemClock, SystemIds};
use crate::state::AppState;
use crate::{content, serve};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Refused: the file, or rows in it. Nothing was changed.
const REFUSED: u8 = 2;
/// How often a line about progress is written (ms).
const EVERY_MS: i64 = 1_000;

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)]
pub struct ImportDossiers {
    /// CSV or XLSX.
    file: PathBuf,
    /// Whose file: the name citizens see. A new name makes a new source.
    #[arg(long)]
    source: String,
    #[command(flatten)]
    common: Common,
    /// The day the file is of, `YYYY-MM-DD`; else the youngest day in its column of days, else today.
    #[arg(long)]
    as_of: Option<String>,
    /// `FIELD=HEADER`, or `status:WORD=1…10`; repeat for more. Remembered for this source once a file was applied.
    /// Fields: code, procedure, unit, received, due, status, `status_day`, supplement, phone, citizen. Statuses: 1 newly
    /// submitted, 2 accepted, 3 not accepted, 4 processing, 5 supplement requested, 6 payment requested, 7 withdrawal
    /// requested, 8 stopped, 9 completed, 10 result returned.
    #[arg(long = "map")]
    maps: Vec<String>,
    /// Sheet of a workbook; else the first that is shown.
    #[arg(long)]
    sheet: Option<String>,
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Leave out rows that have errors; else one such row keeps the whole file out.
    #[arg(long)]
    skip_bad_rows: bool,
    /// How far a new source is trusted, 1 to 99.
    #[arg(long, value_parser = trust)]
    trust: Option<u8>,
    /// The commune of rows that name none.
    #[arg(long)]
    unit: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Who tells of dossiers: name, trust, last file.
    List(Common),
    /// Add a source of office files.
    Add(SourceAdd),
    /// Change one.
    Change(SourceChange),
}

#[derive(Debug, Args)]
pub struct SourceAdd {
    /// What citizens see, e.g. the office's name.
    name: String,
    #[command(flatten)]
    common: Common,
    /// 1 to 99; an officer by hand is 60.
    #[arg(long, default_value_t = TRUST_FILE, value_parser = trust)]
    trust: u8,
    /// Its files speak for this commune only.
    #[arg(long)]
    unit: Option<String>,
    /// Its files may move a dossier back.
    #[arg(long)]
    may_correct: bool,
}

#[derive(Debug, Args)]
pub struct SourceChange {
    /// Its name now.
    name: String,
    #[command(flatten)]
    common: Common,
    /// A new name.
    #[arg(long)]
    rename: Option<String>,
    /// 1 to 99.
    #[arg(long, value_parser = trust)]
    trust: Option<u8>,
    /// Its files may move a dossier back: `on` or `off`.
    #[arg(long, value_parser = ["on", "off"])]
    may_correct: Option<String>,
}

/// How far a source is trusted.
fn trust(said: &str) -> Result<u8, &'static str> {
    said.parse().ok().filter(|n| (1..=99).contains(n)).ok_or("trust is a number from 1 to 99")
}

async fn open(common: &Common) -> anyhow::Result<AppState> {
    let settings = common.of_gateway()?;
    Ok(serve::assemble(settings, (Arc::new(SystemClock), Arc::new(SystemIds))).await?.0)
}

fn known_unit(unit: Option<&String>) -> anyhow::Result<()> {
    let pack = content::pack();
    match unit {
        Some(unit) if !pack.units.is_empty() && !pack.units.iter().any(|u| u.id == *unit) => {
            let known: Vec<&str> = pack.units.iter().map(|u| u.id.as_str()).collect();
            bail!("no commune has the id {unit:?}; known: {}", known.join(", "))
        }
        _ => Ok(()),
    }
}

async fn named(state: &AppState, name: &str) -> anyhow::Result<Option<FileSource>> {
    Ok(imports::sources(&state.db).await?.into_iter().find(|s| s.name == name.trim()))
}

/// `sources …`; what it says.
///
/// # Errors
/// With a sentence for the operator.
pub async fn sources(command: SourcesCommand) -> anyhow::Result<String> {
    let state = match &command {
        SourcesCommand::List(common) => open(common).await?,
        SourcesCommand::Add(a) => open(&a.common).await?,
        SourcesCommand::Change(a) => open(&a.common).await?,
    };
    let said = on_sources(&state, command).await;
    state.db.close().await;
    said
}

async fn on_sources(state: &AppState, command: SourcesCommand) -> anyhow::Result<String> {
    match command {
        SourcesCommand::List(_) => {
            let mut lines = Vec::new();
            for s in imports::sources(&state.db).await? {
                let unit = s.unit.as_deref().unwrap_or("all communes");
                let correct = if s.may_correct { ", may correct" } else { "" };
                let seen = s.seen_as_of.as_deref().map_or("no file yet".to_owned(), |d| format!("last file of {d}"));
                lines.push(format!("{}: trust {}, {unit}{correct}, {seen}", s.name, s.trust));
            }
            Ok(lines.join("\n"))
        }
        SourcesCommand::Add(SourceAdd { name, trust, unit, may_correct, .. }) => {
            known_unit(unit.as_ref())?;
            if name.trim().is_empty() || named(state, &name).await?.is_some() {
                bail!("the name is empty or taken");
            }
            let new = FileSource { unit, may_correct, ..new_source(state, &name, trust) };
            imports::put_source(&state.db, &new).await?;
            Ok(format!("added {}", new.name))
        }
        SourcesCommand::Change(SourceChange { name, rename, trust, may_correct, .. }) => {
            let mut s = named(state, &name).await?.with_context(|| format!("there is no source {name:?}"))?;
            if let Some(new) = rename.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()) {
                if named(state, &new).await?.is_some() {
                    bail!("the name {new:?} is taken");
                }
                s.name = new;
            }
            s.trust = trust.unwrap_or(s.trust);
            s.may_correct = may_correct.map_or(s.may_correct, |m| m == "on");
            imports::put_source(&state.db, &s).await?;
            Ok(format!("changed {}", s.name))
        }
    }
}

fn new_source(state: &AppState, name: &str, trust: u8) -> FileSource {
    FileSource {
        id: state.ids.uuid().to_string(),
        name: name.trim().to_owned(),
        unit: None,
        trust,
        may_correct: false,
        mapping: None,
        seen_at: None,
        seen_as_of: None,
    }
}

/// `import dossiers FILE`.
///
/// # Errors
/// With a sentence for the operator: a fault of the machine.
#[allow(clippy::print_stdout, clippy::print_stderr)]
pub async fn import(args: ImportDossiers) -> anyhow::Result<ExitCode> {
    let state = open(&args.common).await?;
    // Ctrl-C lets the transaction under way end; the next call goes on.
    let stopping = state.stopping.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stopping.cancel();
        }
    });
    let done = run(&state, args).await;
    state.db.close().await;
    match done {
        Ok((code, said)) => {
            println!("{}", said.trim_end());
            Ok(code)
        }
        Err(e) => match e.downcast_ref::<ImportError>() {
            Some(ImportError::File(fault)) => {
                eprintln!("not taken: {fault}");
                Ok(ExitCode::from(REFUSED))
            }
            _ => Err(e),
        },
    }
}

async fn run(state: &AppState, args: ImportDossiers) -> anyhow::Result<(ExitCode, String)> {
    known_unit(args.unit.as_ref())?;
    let mut said = Mapping { sheet: args.sheet.clone(), ..Mapping::default() };
    for pair in &args.maps {
        said.say(pair)?;
    }
    if let Some(day) = &args.as_of
        && !stage::is_past_day(state, day)
    {
        bail!("--as-of {day}: no day, or one that is still ahead. Write it as YYYY-MM-DD");
    }
    if args.file.is_dir() {
        bail!("{} is a folder: name the file in it", args.file.display());
    }
    if !args.file.is_file() {
        bail!("there is no file {}", args.file.display());
    }
    let resumed = apply::resume(state).await?;
    let known = named(state, &args.source).await?;
    let made = known.is_none();
    let source = match known {
        Some(source) => source,
        None if args.source.trim().is_empty() => bail!("the source needs a name"),
        None => {
            let new = new_source(state, &args.source, args.trust.unwrap_or(TRUST_FILE));
            imports::put_source(&state.db, &new).await?;
            new
        }
    };
    let source_id = source.id.clone();
    let ask = Ask { file: args.file, source, said, as_of: args.as_of, unit: args.unit, officer: None };
    let import = match stage::stage(state, ask, &progress("read")).await {
        Ok(import) => import,
        Err(e) => {
            forget_source(state, made, &source_id).await?;
            return Err(e.into());
        }
    };
    let report = Report::read(&import.report);
    let mut text = before(&import, &report, resumed);
    if args.dry_run {
        apply::discard(state, &import.id).await?;
        forget_source(state, made, &source_id).await?;
        text.push_str("Only tried out: nothing was changed.\n");
        let code = if report.bad_rows > 0 && !args.skip_bad_rows { REFUSED } else { 0 };
        return Ok((ExitCode::from(code), text));
    }
    if report.bad_rows > 0 && !args.skip_bad_rows {
        apply::discard(state, &import.id).await?;
        forget_source(state, made, &source_id).await?;
        text.push_str("Nothing was changed. Mend the file, or leave the rows with errors out: --skip-bad-rows\n");
        return Ok((ExitCode::from(REFUSED), text));
    }
    imports::decide(&state.db, &import.id).await?;
    let report = apply::apply(state, &import.id, &progress("applied")).await?;
    let c = report.applied;
    if c.new + c.changed + c.older == 0 {
        text.push_str("Nothing is new in it: no dossier changed.\n");
    } else {
        let _ = writeln!(text, "Applied: {}.", counts(c));
    }
    Ok((ExitCode::SUCCESS, text))
}

/// A source that was made for a file that did not come in, or was only tried out, leaves no name behind.
async fn forget_source(state: &AppState, made: bool, id: &str) -> anyhow::Result<()> {
    if made {
        imports::drop_source(&state.db, id).await?;
    }
    Ok(())
}

/// A line a second, with rows a second.
#[allow(clippy::print_stderr)]
fn progress(what: &'static str) -> impl Fn(u64) + Send + Sync {
    let began = SystemClock.now_ms();
    let last = AtomicI64::new(began);
    move |rows| {
        let now = SystemClock.now_ms();
        if now - last.load(Ordering::Relaxed) >= EVERY_MS {
            last.store(now, Ordering::Relaxed);
            let each = i64::try_from(rows).unwrap_or(i64::MAX).saturating_mul(1_000) / (now - began).max(1);
            eprintln!("{what} {}, {each} a second", many(rows, "row", "rows"));
        }
    }
}

fn many(n: u64, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

fn counts(c: Counts) -> String {
    let mut parts = vec![format!("{} new", c.new), format!("{} changed", c.changed), format!("{} unchanged", c.same)];
    for (n, what) in [(c.older, "older (kept as history)"), (c.back, "would go back"), (c.owner, "of another owner")] {
        if n > 0 {
            parts.push(format!("{n} {what}"));
        }
    }
    parts.join(", ")
}

fn before(import: &Import, r: &Report, resumed: usize) -> String {
    let mut text = String::new();
    if resumed > 0 {
        let _ = writeln!(text, "An import that had stopped half-way was ended first.");
    }
    let from = match r.day_from {
        DayFrom::Said => "as you said",
        DayFrom::File => "the youngest day in it",
        DayFrom::Today => "today, because the file names no day: say --as-of if it is older",
    };
    let _ = writeln!(text, "The file is of {} ({from}).", import.as_of);
    if let Some(sheet) = &r.sheet {
        let _ = writeln!(text, "Sheet: {sheet}.");
    }
    let _ = writeln!(text, "Columns, from line {}:", r.header_line);
    for field in Field::ALL {
        let name = r.mapping.columns.get(&field).map_or("", String::as_str);
        let _ = writeln!(text, "  {} = {}", field.id(), if name.is_empty() { "–" } else { name });
    }
    let used = r.mapping.columns.values().filter(|n| !n.is_empty()).count();
    let other = r.names.len().saturating_sub(used) as u64;
    let _ = writeln!(text, "  {} not read.", many(other, "other column is", "other columns are"));
    let _ = writeln!(text, "Rows: {}; in the gateway they are {}.", r.rows, counts(r.foreseen));
    for (n, one, more, what) in [
        (r.titles, "title", "titles", "between rows left out"),
        (r.repeated, "row", "rows", "left out because the same code stands in another line, which counts"),
        (r.warned, "row", "rows", "with a warning"),
        (r.bad_rows, "row", "rows", "with errors"),
    ] {
        if n > 0 {
            let _ = writeln!(text, "  {} {what}", many(n, one, more));
        }
    }
    for (reason, n) in &r.reasons {
        let _ = writeln!(text, "  {n} × {}", reason.says());
    }
    for l in &r.listed {
        let column = if l.column.is_empty() { String::new() } else { format!(", {}", l.column) };
        let line = l.last.map_or_else(
            || format!("line {}", l.line),
            |last| format!("lines {} to {last} ({} lines became one row)", l.line, last - l.line + 1),
        );
        let kept = l.kept.map(|n| format!("the same code stands in line {n}, which counts"));
        let _ = writeln!(text, "  {line}{column}: {}", kept.as_deref().unwrap_or_else(|| l.reason.says()));
    }
    let all: u64 = r.reasons.values().sum();
    let listed = r.listed.len() as u64;
    if all > listed {
        let _ = writeln!(text, "  … and {} more", all - listed);
    }
    text
}
