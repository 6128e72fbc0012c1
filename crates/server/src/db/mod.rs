//! The gateway's database: one SQL text for SQLite and PostgreSQL. Not for rules (see `workflow`) and not for files.
//!
//! What a newcomer would get wrong: on SQLite every write goes through one connection ([`Db::begin`]) and is safe only
//! when [`Tx::commit`] has returned; the readers are
//! opened `query_only` and refuse to write. A row is locked on both engines by an `UPDATE … RETURNING` that touches it,
//! never by `FOR UPDATE`, which SQLite does not have.

pub mod apart;
pub mod cases;
pub mod changes;
pub mod complaints;
pub mod content;
pub mod content_packs;
pub mod devices;
pub mod dossier_imports;
pub mod dossiers;
mod durable;
pub mod events;
pub mod messages;
pub mod mutes;
pub mod officers;
pub mod packages;
pub mod photos;
pub mod queue;
pub mod sessions;
pub mod sweep;
pub mod track;
pub mod unanswered;
pub mod uploads;
pub mod watches;

use durable::Durable;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Executor};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// A writing transaction; rolled back when dropped.
#[derive(Debug)]
pub struct Tx {
    inner: sqlx::Transaction<'static, sqlx::Any>,
    durable: Option<Arc<Durable>>,
}

impl Tx {
    /// Holds a name until the transaction ends: of two that hold the same one, the second waits. For rows that may not
    /// be there yet. SQLite has one writer at a time and needs nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_name(&mut self, name: &str) -> Result<(), DbError> {
        if self.durable.is_none() {
            let held = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) AS held";
            sqlx::query(held).bind(name).execute(&mut *self.inner).await?;
        }
        Ok(())
    }

    /// Commits, and returns when that is safe on the disk. Goes on to its end when the caller is gone.
    ///
    /// # Errors
    /// When the database or the disk fails.
    pub async fn commit(self) -> Result<(), DbError> {
        let Self { inner, durable } = self;
        let Some(durable) = durable else { return Ok(inner.commit().await?) };
        let task = tokio::spawn(async move {
            let pending = durable.begin();
            inner.commit().await?;
            drop(pending);
            durable.settle().await
        });
        task.await.map_err(|e| DbError::Unavailable(sqlx::Error::Io(e.into())))?
    }
}

impl Deref for Tx {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}

/// What went wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No room left on the disk: nothing was stored.
    #[error("the disk is full")]
    Full,
    /// Not there or too busy; worth trying again.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// A row says something this version does not know.
    #[error("row of {0} is not readable")]
    Row(&'static str),
    /// Anything else.
    #[error("database error")]
    Other(#[source] sqlx::Error),
}

/// SQLSTATEs and SQLite codes of a full disk.
const FULL: [&str; 3] = ["53100", "53000", "13"];
/// Busy, locked, stopping, starting, too many connections.
const AWAY: [&str; 12] =
    ["5", "6", "261", "517", "40001", "40P01", "53300", "55P03", "57P01", "57P02", "57P03", "08006"];

impl From<sqlx::Error> for DbError {
    fn from(e: sqlx::Error) -> Self {
        match &e {
            sqlx::Error::Database(d) => match d.code().as_deref() {
                Some(code) if FULL.contains(&code) => Self::Full,
                Some(code) if AWAY.contains(&code) => Self::Unavailable(e),
                _ => Self::Other(e),
            },
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Self::Full,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Unavailable(e),
            _ => Self::Other(e),
        }
    }
}

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file of ours.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database, cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    engine: Engine,
    writer: AnyPool,
    reader: AnyPool,
    durable: Option<Arc<Durable>>,
    known: Arc<devices::Known>,
}

impl Db {
    /// Opens (and, for SQLite, creates) the database and brings it to the newest schema.
    ///
    /// # Errors
    /// When it cannot be reached or a migration fails.
    pub async fn open(url: &str, readers: u32) -> Result<Self, DbError> {
        install_default_drivers();
        let engine = if url.starts_with("sqlite:") { Engine::Sqlite } else { Engine::Postgres };
        // Statements carry personal data in their values and are never logged.
        let options = AnyConnectOptions::from_str(url)?.disable_statement_logging();
        let pools = || AnyPoolOptions::new().acquire_timeout(Duration::from_secs(10)).test_before_acquire(false);
        let (writer, reader) = match engine {
            Engine::Sqlite => {
                let writer = sqlite_pool(pools().max_connections(1), false).connect_with(options.clone()).await?;
                migrate(&sqlx::migrate!("migrations/sqlite"), &writer).await?;
                let reader = sqlite_pool(pools().max_connections(readers.max(1)), true).connect_with(options).await?;
                (writer, reader)
            }
            Engine::Postgres => {
                let pool =
                    pools().test_before_acquire(true).max_connections(readers.max(2)).connect_with(options).await?;
                migrate(&sqlx::migrate!("migrations/postgres"), &pool).await?;
                (pool.clone(), pool)
            }
        };
        let durable = match engine {
            Engine::Sqlite => {
                let file: String = sqlx::query_scalar("SELECT file FROM pragma_database_list WHERE name = 'main'")
                    .fetch_one(&writer)
                    .await?;
                Some(Arc::new(Durable::of(&file)))
            }
            Engine::Postgres => None,
        };
        Ok(Self { engine, writer, reader, durable, known: Arc::default() })
    }

    /// The address of the SQLite file in a data folder.
    #[must_use]
    pub fn sqlite_url(data: &Path) -> String {
        let file =
            data.join("gateway.db").to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        format!("sqlite://{file}?mode=rwc")
    }

    /// Which one it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub(in crate::db) fn known(&self) -> &devices::Known {
        &self.known
    }

    /// For reading only.
    #[must_use]
    pub fn read(&self) -> &AnyPool {
        &self.reader
    }

    /// Starts a writing transaction.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let inner = match self.engine {
            Engine::Sqlite => self.begin_sqlite().await?,
            Engine::Postgres => self.writer.begin().await?,
        };
        Ok(Tx { inner, durable: self.durable.clone() })
    }

    /// A full disk makes SQLite roll back by itself, and the connection then believes for ever that it is inside a
    /// transaction. Such a connection is given up for a fresh one, so that writing goes on when there is room again.
    async fn begin_sqlite(&self) -> Result<sqlx::Transaction<'static, sqlx::Any>, DbError> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        match self.writer.begin_with(BEGIN).await.map_err(DbError::from) {
            Err(DbError::Other(_)) => {
                tracing::warn!("the writing connection was left in a transaction; a new one is opened");
                self.writer.acquire().await?.close().await?;
                Ok(self.writer.begin_with(BEGIN).await?)
            }
            begun => begun,
        }
    }

    /// Waits until everything that can be read is safe on the disk. For answers that promise something (receipts).
    ///
    /// # Errors
    /// When the disk does not let it.
    pub async fn settle(&self) -> Result<(), DbError> {
        match &self.durable {
            Some(durable) => durable.settle_reads().await,
            None => Ok(()),
        }
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbError> {
        sqlx::query("SELECT 1").execute(&self.reader).await?;
        Ok(())
    }

    /// Reads a named value of the installation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn value(&self, name: &str) -> Result<Option<String>, DbError> {
        Ok(sqlx::query_scalar("SELECT value FROM gateway WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.reader)
            .await?)
    }

    /// Sets a named value unless it has one, and returns the one that holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn value_or(&self, name: &str, value: &str) -> Result<String, DbError> {
        let mut tx = self.begin().await?;
        let held = sqlx::query_scalar(
            "INSERT INTO gateway (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = gateway.value RETURNING value",
        )
        .bind(name)
        .bind(value)
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(held)
    }

    /// Closes every connection (a file is checkpointed).
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

fn sqlite_pool(options: AnyPoolOptions, read_only: bool) -> AnyPoolOptions {
    options.after_connect(move |conn, _| {
        Box::pin(async move {
            // The wait comes first: the next pragmas may already meet a lock. Longer than a request waits for a connection,
            // since another process (a command, an import) may hold a long transaction on a slow disk.
            run(conn, "PRAGMA busy_timeout = 30000").await?;
            run(conn, "PRAGMA journal_mode = WAL").await?;
            // The log is synced after each commit, together for all that wait (`durable`).
            run(conn, "PRAGMA synchronous = NORMAL").await?;
            run(conn, "PRAGMA foreign_keys = ON").await?;
            if read_only {
                run(conn, "PRAGMA query_only = ON").await?;
            }
            Ok(())
        })
    })
}

async fn run(conn: &mut AnyConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    conn.execute(sql).await.map(|_| ())
}

async fn migrate(migrator: &sqlx::migrate::Migrator, pool: &AnyPool) -> Result<(), DbError> {
    migrator.run(pool).await.map_err(|e| match e {
        sqlx::migrate::MigrateError::Execute(e) => DbError::from(e),
        other => DbError::Other(sqlx::Error::Migrate(Box::new(other))),
    })
}
