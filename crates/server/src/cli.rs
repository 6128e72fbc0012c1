//! The commands of `vungsam-server`. Not for what they do.
//!
//! What a newcomer would get wrong: standard output carries only what a caller may want to keep (public keys, a
//! one-time password, the configuration); logs go to standard error.

mod dossiers;
mod records;

use crate::api::openapi::Description;
use crate::config::Settings;
use crate::db::officers::{self, NewOfficer};
use crate::env::{Ids, SystemClock, SystemIds};
use crate::{Listeners, api, content, init, password, serve};
use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use dossiers::{ImportDossiers, SourcesCommand};
use records::{ContentCommand, ExportContent};
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;
use utoipa::OpenApi;

/// Gateway of Vùng Sâm.
#[derive(Debug, Parser)]
#[command(name = "vungsam-server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a data folder ready and print the public parts of its keys.
    Init(Common),
    /// Run the gateway (does what `init` does first).
    Serve(ServeArgs),
    /// Officers of the console.
    #[command(subcommand)]
    Officer(OfficerCommand),
    /// Take something in.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Who tells of dossiers by files.
    #[command(subcommand)]
    Sources(SourcesCommand),
    /// Public content: records, what was edited, what clashes.
    #[command(subcommand)]
    Content(ContentCommand),
    /// Write something out.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Print the database key of a phone whose keystore is broken, out of its `vault.recovery`.
    Recover(RecoverArgs),
    /// Print the effective configuration, secrets masked.
    Config(ServeArgs),
    /// Print the API's description (OpenAPI, JSON).
    Openapi,
}

#[derive(Debug, Args)]
struct Common {
    /// The only folder that is written to.
    #[arg(long)]
    data: PathBuf,
    /// Configuration file; else config.toml in the data folder, if there is one.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Database (`postgres://…`); else a SQLite file in the data folder.
    #[arg(long, env = "VUNGSAM_DB", hide_env_values = true)]
    db: Option<String>,
}

#[derive(Debug, Args)]
struct RecoverArgs {
    #[command(flatten)]
    common: Common,
    /// The file `vault.recovery` of the phone.
    file: PathBuf,
}

#[derive(Debug, Args)]
struct ServeArgs {
    #[command(flatten)]
    common: Common,
    /// Citizens' API, HTTPS [default: 127.0.0.1:8443].
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Officers' console, plain HTTP on loopback [default: 127.0.0.1:8480].
    #[arg(long)]
    console: Option<SocketAddr>,
    /// Figures for the operator [default: 127.0.0.1:8490].
    #[arg(long)]
    metrics: Option<SocketAddr>,
}

#[derive(Debug, Subcommand)]
enum OfficerCommand {
    /// Add an officer and print a one-time password.
    Add(OfficerAdd),
    /// Say whether an officer is a leader: sees what was set apart in their communes.
    Leader(OfficerLeader),
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// A sealed report that came as a file (`phan-anh-….vungsam`).
    Package(ImportPackage),
    /// An office's file of dossiers (CSV or XLSX).
    Dossiers(Box<ImportDossiers>),
}

#[derive(Debug, Subcommand)]
enum ExportCommand {
    /// All public content as one signed file, for phones that never have signal.
    Content(ExportContent),
}

#[derive(Debug, Args)]
struct ImportPackage {
    /// The file.
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct OfficerAdd {
    #[command(flatten)]
    common: Common,
    /// What they type to sign in.
    #[arg(long)]
    login: String,
    /// What citizens see.
    #[arg(long)]
    name: String,
    /// Id of a commune they act for; repeat for more.
    #[arg(long, required = true)]
    unit: Vec<String>,
    /// Sees what was set apart in these communes (denunciations and the like), and nobody else does.
    #[arg(long)]
    leader: bool,
}

#[derive(Debug, Args)]
struct OfficerLeader {
    #[command(flatten)]
    common: Common,
    /// Their login.
    login: String,
    /// `on` or `off`.
    #[arg(value_parser = ["on", "off"])]
    leader: String,
}

impl Common {
    fn settings(&self, mut flags: Map<String, Value>) -> anyhow::Result<Settings> {
        if let Some(db) = &self.db {
            flags.insert("database".to_owned(), json!({ "url": db }));
        }
        let data = std::path::absolute(&self.data)?;
        Ok(Settings::read(&data, self.config.as_deref(), &Value::Object(flags))?)
    }

    /// Of a gateway that was started once: a mistyped folder must not become a new one, with keys of its own, in which
    /// nothing anybody looks for is found. Keys always lie in the folder, also when the database does not.
    fn of_gateway(&self) -> anyhow::Result<Settings> {
        let settings = self.settings(Map::new())?;
        let data = settings.data.display();
        if !settings.data.join("keys").is_dir() {
            bail!("there is no gateway in {data} yet; start it once with `vungsam-server serve --data {data}`");
        }
        Ok(settings)
    }
}

impl ServeArgs {
    fn settings(&self) -> anyhow::Result<Settings> {
        let given = [("api", self.listen), ("console", self.console), ("metrics", self.metrics)];
        let listen: Map<String, Value> =
            given.into_iter().filter_map(|(k, v)| Some((k.to_owned(), json!(v?)))).collect();
        self.common.settings(Map::from_iter([("listen".to_owned(), Value::Object(listen))]))
    }
}

/// Runs a command.
///
/// # Errors
/// With a sentence for the operator.
#[allow(clippy::print_stdout)]
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Init(common) => {
            let settings = common.settings(Map::new())?;
            let ready = init::prepare(&settings, &SystemClock, &SystemIds)?;
            let db = init::open_db(&settings).await.context("database")?;
            init::load_content(&settings, &db, &SystemClock, &SystemIds).await.context("content")?;
            let d = init::deployment(&settings, &ready, settings.listen.api.port())?;
            init::write_deployment(&settings.data, &d)?;
            db.close().await;
            println!("receipt key  {} {}", ready.keys.kid, ready.keys.receipt_public());
            println!("recovery key {}", ready.keys.recovery_public());
            println!("for the app  {}", settings.data.join("deployment.toml").display());
        }
        Command::Serve(args) => {
            let settings = args.settings()?;
            log_to_stderr();
            let listeners = Listeners::bind(&settings).await.context("an address is taken")?;
            serve(settings, listeners, stop_signal()?).await?;
        }
        Command::Officer(OfficerCommand::Add(args)) => println!("{}", officer_add(&args).await?),
        Command::Import(ImportCommand::Dossiers(args)) => return dossiers::import(*args).await,
        Command::Sources(command) => println!("{}", dossiers::sources(command).await?),
        Command::Import(ImportCommand::Package(args)) => println!("{}", import_package(&args).await?),
        Command::Content(command) => println!("{}", records::run(command).await?),
        Command::Export(ExportCommand::Content(args)) => println!("{}", records::export(&args).await?),
        Command::Officer(OfficerCommand::Leader(args)) => officer_leader(&args).await?,
        Command::Recover(args) => {
            let file = std::fs::read(&args.file).with_context(|| args.file.display().to_string())?;
            let ready = init::prepare(&args.common.of_gateway()?, &SystemClock, &SystemIds)?;
            println!("{}", *ready.keys.recover(&file)?);
        }
        Command::Config(args) => print!("{}", args.settings()?.shown()?),
        Command::Openapi => println!("{}", Description::openapi().to_pretty_json()?),
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes a package in beside a gateway that may be running, through the code its API uses.
async fn import_package(args: &ImportPackage) -> anyhow::Result<String> {
    let file = std::fs::read(&args.file).with_context(|| args.file.display().to_string())?;
    let settings = args.common.of_gateway()?;
    let state = crate::serve::assemble(settings, (Arc::new(SystemClock), Arc::new(SystemIds))).await?.0;
    let taken = api::import(&state, file).await;
    state.db.close().await;
    taken.map_err(|why| anyhow::anyhow!("not taken: {why}"))
}

async fn officer_add(args: &OfficerAdd) -> anyhow::Result<String> {
    let pack = content::pack();
    let units = &pack.units;
    for unit in &args.unit {
        if !units.is_empty() && !units.iter().any(|u| u.id == *unit) {
            let known: Vec<&str> = units.iter().map(|u| u.id.as_str()).collect();
            bail!("no commune has the id {unit:?}; known: {}", known.join(", "));
        }
    }
    if officers::login_key(&args.login).is_empty() || args.name.trim().is_empty() {
        bail!("login and name must not be empty");
    }
    let settings = args.common.settings(Map::new())?;
    init::prepare(&settings, &SystemClock, &SystemIds)?;
    let db = init::open_db(&settings).await.context("database")?;
    let one_time = password::one_time(&SystemIds);
    let hash = password::hash(one_time.clone(), &SystemIds).await?;
    let id = SystemIds.uuid().to_string();
    let new =
        NewOfficer { id: &id, login: &args.login, name: args.name.trim(), password_hash: &hash, units: &args.unit };
    let made = officers::add(&db, &new, crate::env::Clock::now_ms(&SystemClock)).await?;
    if made && args.leader {
        officers::set_leader(&db, &args.login, true).await?;
    }
    db.close().await;
    if !made {
        bail!("the login {:?} is taken", args.login);
    }
    Ok(one_time)
}

async fn officer_leader(args: &OfficerLeader) -> anyhow::Result<()> {
    let db = init::open_db(&args.common.of_gateway()?).await.context("database")?;
    let known = officers::set_leader(&db, &args.login, args.leader == "on").await?;
    db.close().await;
    if !known {
        bail!("nobody has the login {:?}", args.login);
    }
    Ok(())
}

/// One JSON object a line. `VUNGSAM_LOG` takes a filter, e.g. `debug`; sqlx is never let in, it knows values.
fn log_to_stderr() {
    let filter = std::env::var("VUNGSAM_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::builder().parse_lossy(format!("{filter},sqlx=off"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Resolves on Ctrl-C or SIGTERM.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
    })
}
