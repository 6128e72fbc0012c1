//! A look-up among 1,000,000 dossiers on SQLite: a watch that fits, and the feed read after it. Not over the network: what
//! TLS costs is measured in `feed`.
//!
//! What a newcomer would get wrong: a watch that fits is a write, so its time holds a sync of the disk.

use anyhow::{Result, ensure};
use serde_json::json;
use std::time::{Duration, Instant};
use vungsam_domain::dossier::code;
use vungsam_domain::{DeviceId, WatchId};
use vungsam_server::db::watches::{self, NewWatch, Put};
use vungsam_server::db::{Db, changes, devices};

const DOSSIERS: u32 = 1_000_000;
const LOOKS: u32 = 2_000;

fn name(n: u32) -> String {
    code::key(&format!("000.00.19.H47-260105-{n:07}"))
}

/// The time below which so many of a hundred lie, in ms.
fn percentile(times: &mut [Duration], of_100: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * of_100 / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, |t| t.as_secs_f64() * 1_000.0)
}

/// All of them, each with one step, in one go: how they came in is measured in `import`.
async fn fill(db: &Db) -> Result<()> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "INSERT INTO dossier_sources (id, kind, name, trust, may_correct) VALUES ('f', 'office_file', 'F', 50, 0)",
    )
    .execute(&mut *tx)
    .await?;
    for n in 0..DOSSIERS {
        let key = name(n);
        sqlx::query(
            "INSERT INTO dossiers (code_key, code, proof_phone, status, status_on, affirmed_on, updated_at)
             VALUES ($1, $1, $2, 4, '2026-01-06', '2026-01-06', 1)",
        )
        .bind(&key)
        .bind(format!("{n:064x}"))
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO dossier_steps (code_key, n, source_id, status, on_day, noted_at, owner_changed)
             VALUES ($1, 1, 'f', 4, '2026-01-06', 1, 0)",
        )
        .bind(&key)
        .execute(&mut *tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

/// The row of figures.
pub async fn rows() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let db = Db::open(&Db::sqlite_url(dir.path()), 4).await?;
    fill(&db).await?;
    let (mut puts, mut reads) = (Vec::new(), Vec::new());
    for look in 0..LOOKS {
        let n = look.wrapping_mul(7_919) % DOSSIERS;
        let device = DeviceId(uuid::Uuid::from_u128(u128::from(look) + 1));
        devices::put(&db, device, "key", "hash", 1).await?;
        let (key, proof) = (name(n), format!("{n:064x}"));
        let new = NewWatch { id: WatchId(uuid::Uuid::from_u128(u128::from(look))), device, key: &key, proof: &proof };
        let began = Instant::now();
        let put = watches::put(&db, new, 1_000).await?;
        puts.push(began.elapsed());
        ensure!(put == Put::Fits, "dossier {n} was not found: {put:?}");
        let began = Instant::now();
        let page = changes::after(&db, device, 0, 101).await?;
        reads.push(began.elapsed());
        ensure!(page.len() == 1, "nothing in the feed of look {look}");
    }
    let row = json!({
        "case": "look-up", "dossiers": DOSSIERS, "looks": LOOKS,
        "watch_p50_ms": percentile(&mut puts, 50), "watch_p99_ms": percentile(&mut puts, 99),
        "feed_p50_ms": percentile(&mut reads, 50), "feed_p99_ms": percentile(&mut reads, 99),
    });
    #[allow(clippy::print_stdout)]
    {
        println!("{row}");
    }
    db.close().await;
    Ok(())
}
