//! When a commit is safe on the disk of a SQLite gateway. Not for PostgreSQL, which does this itself.
//!
//! What a newcomer would get wrong: the writer runs with `synchronous = NORMAL`, so a commit alone is visible but may be
//! lost with the power. It counts only when the write-ahead log was synced after it, and one sync serves every commit
//! that was written before it began: eight reports at once cost little more than one (group commit, ADR 16).

use super::DbError;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use tokio::sync::Mutex;

type Sync = dyn Fn() -> io::Result<()> + Send + std::marker::Sync;

/// Counts commits and the syncs that cover them.
pub struct Durable {
    sync: Arc<Sync>,
    /// Commits under way: visible or about to be, not counted in `written` yet.
    pending: AtomicU64,
    /// Commits written to the log.
    written: AtomicU64,
    /// How many of `written` the last sync covered; the lock is held while syncing.
    gate: Mutex<()>,
    synced: AtomicU64,
    /// A sync failed: what the disk holds is unknown until the next start.
    broken: AtomicBool,
}

impl std::fmt::Debug for Durable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Durable").field("written", &self.written).field("synced", &self.synced).finish_non_exhaustive()
    }
}

/// A commit that is being written.
#[derive(Debug)]
pub struct Pending<'a>(&'a Durable);

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        self.0.written.fetch_add(1, SeqCst);
        self.0.pending.fetch_sub(1, SeqCst);
    }
}

impl Durable {
    /// Of the database in this file.
    #[must_use]
    pub fn of(database: &str) -> Self {
        let wal = PathBuf::from(format!("{database}-wal"));
        Self::with(move || match std::fs::File::open(&wal) {
            Ok(log) => log.sync_data(),
            // Closed and checkpointed: everything is in the database file, synced.
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(e),
        })
    }

    fn with(sync: impl Fn() -> io::Result<()> + Send + std::marker::Sync + 'static) -> Self {
        Self {
            sync: Arc::new(sync),
            pending: AtomicU64::new(0),
            written: AtomicU64::new(0),
            gate: Mutex::new(()),
            synced: AtomicU64::new(0),
            broken: AtomicBool::new(false),
        }
    }

    /// Call before a commit; drop the result when it is written.
    #[must_use]
    pub fn begin(&self) -> Pending<'_> {
        self.pending.fetch_add(1, SeqCst);
        Pending(self)
    }

    /// Waits until everything written so far is safe.
    ///
    /// # Errors
    /// When the disk does not let it, now or once before.
    pub async fn settle(&self) -> Result<(), DbError> {
        let wanted = self.written.load(SeqCst);
        if self.synced.load(SeqCst) < wanted {
            let _one_at_a_time = self.gate.lock().await;
            if self.synced.load(SeqCst) < wanted && !self.broken.load(SeqCst) {
                let covers = self.written.load(SeqCst);
                let sync = self.sync.clone();
                let done = tokio::task::spawn_blocking(move || sync()).await.unwrap_or_else(|e| Err(e.into()));
                if let Err(e) = done {
                    self.broken.store(true, SeqCst);
                    tracing::error!("the log of the database could not be synced; nothing more is promised");
                    return Err(sqlx::Error::Io(e).into());
                }
                self.synced.store(covers, SeqCst);
            }
        }
        if self.broken.load(SeqCst) {
            return Err(DbError::Unavailable(sqlx::Error::Io(io::Error::other("a sync failed"))));
        }
        Ok(())
    }

    /// For who promises what they read: waits for commits that are visible but perhaps not safe.
    ///
    /// # Errors
    /// As [`Durable::settle`].
    pub async fn settle_reads(&self) -> Result<(), DbError> {
        if self.pending.load(SeqCst) > 0 {
            // One of them may be what was read. Counting one more makes the next sync begin after this moment.
            drop(self.begin());
        }
        self.settle().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;
    use std::time::Duration;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn no_commit_is_answered_before_a_sync_that_began_after_it_and_one_sync_serves_many() {
        let (visible, safe, syncs) = <(Arc<AtomicU64>, Arc<AtomicU64>, Arc<AtomicU32>)>::default();
        let durable = Arc::new({
            let (visible, safe, syncs) = (visible.clone(), safe.clone(), syncs.clone());
            Durable::with(move || {
                let covered = visible.load(SeqCst);
                syncs.fetch_add(1, SeqCst);
                #[allow(clippy::disallowed_methods)] // stands for a slow disk
                std::thread::sleep(Duration::from_millis(2));
                safe.fetch_max(covered, SeqCst);
                Ok(())
            })
        });
        let tasks = (0..8).map(|_| {
            let (durable, visible, safe) = (durable.clone(), visible.clone(), safe.clone());
            tokio::spawn(async move {
                for _ in 0..50 {
                    let pending = durable.begin();
                    let mine = visible.fetch_add(1, SeqCst) + 1;
                    tokio::task::yield_now().await;
                    drop(pending);
                    durable.settle().await.unwrap();
                    assert!(safe.load(SeqCst) >= mine);
                    let read = visible.load(SeqCst);
                    durable.settle_reads().await.unwrap();
                    assert!(safe.load(SeqCst) >= read, "a reader promises only what is safe");
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let syncs = syncs.load(SeqCst);
        assert!(syncs < 500, "400 commits and 400 reads shared {syncs} syncs");
    }

    #[tokio::test]
    async fn after_a_failed_sync_nothing_is_promised_any_more() {
        let durable = Durable::with(|| Err(io::ErrorKind::StorageFull.into()));
        drop(durable.begin());
        assert!(matches!(durable.settle().await, Err(DbError::Full)));
        drop(durable.begin());
        assert!(matches!(durable.settle().await, Err(DbError::Unavailable(_))));
    }
}
