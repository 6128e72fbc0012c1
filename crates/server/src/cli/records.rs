//! `vungsam-server content …` and `export content`: public content at the command line. Not for what they do (see
//! `crate::content`).
//!
//! What a newcomer would get wrong: these work beside a running gateway, on the same database; phones get the change with
//! their next question.

use super::Common;
use crate::content::edit::{self, Edited, Keep, Stands};
use crate::content::feed::Source;
use crate::content::{load, text};
use crate::env::{SystemClock, SystemIds};
use crate::serve;
use crate::state::AppState;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::Map;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vungsam_domain::content::FileForm;

#[derive(Debug, Subcommand)]
pub enum ContentCommand {
    /// Put a record in its place; others that name it or are named by it must fit.
    Put(Put),
    /// Take a record out.
    Drop(Named),
    /// Print a record as the file that would make it.
    Show(Show),
    /// List records: kind, id, and how each stands beside the pack loaded last.
    List(List),
    /// List what a new pack changed although it was changed here.
    Clashes(Common),
    /// Decide such a case.
    Settle(Settle),
    /// Merge a pack, also one that was merged before.
    Load(Load),
}

#[derive(Debug, Args)]
pub struct Put {
    /// Its kind, which is the folder in `assets/content`.
    kind: String,
    /// `….toml` or `….json`.
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub struct Named {
    /// Its kind.
    kind: String,
    /// Its id.
    id: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named,
    /// As it is stored and sent, instead of TOML.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct List {
    /// Only those that differ from the pack.
    #[arg(long)]
    edited: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub struct Settle {
    #[command(flatten)]
    named: Named,
    /// Which side holds.
    #[arg(long)]
    keep: Keep,
}

#[derive(Debug, Args)]
pub struct Load {
    /// The pack; without one, the pack compiled in.
    file: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub struct ExportContent {
    /// Where to write it.
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// Runs one; what it says.
///
/// # Errors
/// With a sentence for the operator.
pub async fn run(command: ContentCommand) -> anyhow::Result<String> {
    let common = match &command {
        ContentCommand::Put(a) => &a.common,
        ContentCommand::Drop(a) => &a.common,
        ContentCommand::Show(a) => &a.named.common,
        ContentCommand::List(a) => &a.common,
        ContentCommand::Clashes(a) => a,
        ContentCommand::Settle(a) => &a.named.common,
        ContentCommand::Load(a) => &a.common,
    };
    let state = open(common).await?;
    let said = on(&state, &command).await;
    state.db.close().await;
    said
}

async fn open(common: &Common) -> anyhow::Result<AppState> {
    let settings = common.settings(Map::new())?;
    Ok(serve::assemble(settings, (Arc::new(SystemClock), Arc::new(SystemIds))).await?.0)
}

async fn on(state: &AppState, command: &ContentCommand) -> anyhow::Result<String> {
    let (db, now) = (&state.db, state.now_ms());
    match command {
        ContentCommand::Put(Put { kind, file, .. }) => {
            let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            let (id, done) = edit::put(db, kind, &text, form(file)?, now).await?;
            Ok(said("put", kind, &id, &done))
        }
        ContentCommand::Drop(Named { kind, id, .. }) => {
            let done = edit::take_out(db, kind, id, now).await?;
            Ok(said("dropped", kind, id, &done))
        }
        ContentCommand::Show(Show { named: Named { kind, id, .. }, json }) => {
            let Some(body) = edit::one(db, kind, id).await? else { bail!("there is no {kind}/{id}") };
            Ok(if *json { body } else { text::toml(&body)? })
        }
        ContentCommand::List(List { edited, .. }) => {
            let all = edit::list(db).await?;
            let wanted = all.iter().filter(|(_, stands)| !edited || *stands != Stands::Shipped);
            Ok(lines(wanted.map(|(r, stands)| format!("{}/{} {}", r.kind, r.id, stands.word()))))
        }
        ContentCommand::Clashes(_) => {
            let all = edit::clashes(db).await?;
            Ok(lines(all.iter().map(|c| {
                let pack = if c.pack.is_some() { "changes it" } else { "takes it out" };
                format!("{}/{} the pack {pack}", c.kind, c.id)
            })))
        }
        ContentCommand::Settle(Settle { named: Named { kind, id, .. }, keep }) => {
            let done = edit::settle(db, kind, id, *keep, now).await?;
            Ok(said("settled", kind, id, &done))
        }
        ContentCommand::Load(Load { file, .. }) => {
            let bytes = match file {
                Some(file) => Some(std::fs::read(file).with_context(|| file.display().to_string())?),
                None => None,
            };
            let pack = bytes.as_deref().unwrap_or(crate::content::SHIPPED);
            let done = load::load(db, pack, &crate::content::epoch(&*state.ids), now, true).await?.unwrap_or_default();
            Ok(format!("{} records written, {} clashes", done.written, done.clashes))
        }
    }
}

/// Writes the whole content, signed, for a memory card; what it says.
///
/// # Errors
/// With a sentence for the operator.
pub async fn export(args: &ExportContent) -> anyhow::Result<String> {
    let state = open(&args.common).await?;
    let source = Source { db: &state.db, keys: &state.keys, now: state.now_ms() };
    let whole = state.content.newest(source).await;
    state.db.close().await;
    let whole = whole?;
    std::fs::write(&args.file, &whole.bytes).with_context(|| args.file.display().to_string())?;
    Ok(format!("{} bytes in {}", whole.bytes.len(), args.file.display()))
}

fn form(file: &Path) -> anyhow::Result<FileForm> {
    match file.extension().and_then(|e| e.to_str()) {
        Some("toml") => Ok(FileForm::Toml),
        Some("json") => Ok(FileForm::Json),
        _ => bail!("{}: a record's file ends in .toml or .json", file.display()),
    }
}

fn said(what: &str, kind: &str, id: &str, done: &Edited) -> String {
    match done {
        Edited::Done(number) => format!("{what} {kind}/{id}, change {number}"),
        Edited::Same => format!("{what} {kind}/{id}, nothing changed"),
    }
}

fn lines(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("\n")
}
