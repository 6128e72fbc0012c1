//! For tests of this and other crates: a private PostgreSQL that ends with the test, and a gateway's state without
//! listeners. Not for anything that runs for people.
//!
//! What a newcomer would get wrong: PostgreSQL refuses to run as root, so as root it runs as the user `postgres`; and
//! it is a child that watches our pipe, so it ends (and its folder goes) however the test ends.

use crate::config::Settings;
use crate::env::{Clock, Ids};
use crate::serve::ServeError;
use crate::state::AppState;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Everything handlers get, without anybody listening.
///
/// # Errors
/// When the folder or the database is not usable.
pub async fn state(settings: Settings, env: (Arc<dyn Clock>, Arc<dyn Ids>)) -> Result<AppState, ServeError> {
    Ok(crate::serve::assemble(settings, env).await?.0)
}

/// A PostgreSQL server of our own, reached through a socket in its own folder.
#[derive(Debug)]
pub struct Postgres {
    folder: String,
    child: Child,
    made: AtomicU32,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// Not installed.
    #[error("no PostgreSQL under /usr/lib/postgresql or in PATH (apt-get install postgresql)")]
    NotInstalled,
    /// It could not be started.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It did not answer in time.
    #[error("PostgreSQL did not answer: {0}")]
    Silent(sqlx::Error),
}

/// Makes the cluster in `$1` with the programs in `$2`, runs it until standard input ends, removes it.
const SCRIPT: &str = r#"
set -e
trap 'rm -rf "$1"' EXIT
umask 077
"$2/initdb" -D "$1/data" -A trust -U postgres --no-sync --locale=C.UTF-8 -E UTF8 >"$1/log" 2>&1
"$2/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=off -c max_connections=200 >>"$1/log" 2>&1 </dev/null &
cat >/dev/null
kill -INT $! && wait $! || true
"#;

impl Postgres {
    /// Starts one; takes about two seconds.
    ///
    /// # Errors
    /// [`PostgresError`].
    pub async fn start() -> Result<Self, PostgresError> {
        let programs = programs().ok_or(PostgresError::NotInstalled)?;
        let folder = std::env::temp_dir().join(format!("vungsam-pg-{}", uuid::Uuid::new_v4().simple()));
        let folder = folder.to_string_lossy().into_owned();
        let root =
            std::fs::metadata("/proc/self").map(|m| std::os::unix::fs::MetadataExt::uid(&m)).is_ok_and(|u| u == 0);
        let mut command = if root {
            Command::new("install").args(["-d", "-o", "postgres", "-m", "700", &folder]).status()?;
            let mut c = Command::new("runuser");
            c.args(["-u", "postgres", "--", "sh"]);
            c
        } else {
            std::fs::create_dir(&folder)?;
            Command::new("sh")
        };
        let child = command
            .args(["-c", SCRIPT, "sh", &folder, &programs.to_string_lossy()])
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { folder, child, made: AtomicU32::new(0) };
        server.wait().await?;
        Ok(server)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder)
    }

    async fn wait(&self) -> Result<(), PostgresError> {
        sqlx::any::install_default_drivers();
        let mut last = sqlx::Error::PoolClosed;
        for _ in 0..600 {
            match AnyConnection::connect(&self.url("postgres")).await {
                Ok(c) => {
                    let _ = c.close().await;
                    return Ok(());
                }
                Err(e) => last = e,
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(PostgresError::Silent(last))
    }

    /// A new, empty database; its address.
    ///
    /// # Errors
    /// When the server does not make one.
    pub async fn fresh(&self) -> Result<String, PostgresError> {
        let name = format!("t{}", self.made.fetch_add(1, Ordering::SeqCst));
        let mut c = AnyConnection::connect(&self.url("postgres")).await.map_err(PostgresError::Silent)?;
        c.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.map_err(PostgresError::Silent)?;
        Ok(self.url(&name))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The folder with `initdb` and `postgres`, the newest if there are several.
fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = debian
        .filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    found.sort();
    let in_path = || std::env::split_paths(&std::env::var_os("PATH")?).find(|p| p.join("initdb").exists());
    found.pop().map(|(_, bin)| bin).or_else(in_path)
}
