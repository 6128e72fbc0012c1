//! Damage of every kind, done to real vaults: each page, the log, the length, random bytes. Not for the screens.
//!
//! What a newcomer would get wrong: "nothing crashed" is not enough. Each test says how little may be missing, and what
//! is there must be exact to the byte, because it will be sent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::pages::PAGE;
use super::*;
use crate::commands::Call;
use crate::core::Core;
use crate::store::{complaints, outbox};
use crate::stories::{config, fields, open as open_core, report};
use crate::vault::{Opening, Secrets, Vault, keyring};
use crate::views::*;
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use vungsam_domain::dossier::Said;
use vungsam_domain::{ComplaintId, DossierId, sign};

/// Reports in the vault; the first two have a photo each.
const REPORTS: usize = 24;
/// Words that can lie in one page, and so be lost with it: a body is longer than a thousand bytes.
const IN_A_PAGE: usize = 3;

/// A vault as a killed app leaves it, and what is in it.
struct Built {
    dir: TempDir,
    secrets: Secrets,
    bodies: BTreeMap<ComplaintId, Vec<u8>>,
    draft: ComplaintId,
    dossier: DossierId,
}

fn noise(seed: u64) -> Vec<u8> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(224, 168, |_, _| image::Rgb([rng.r#gen(), rng.r#gen(), rng.r#gen()]))
        .write_to(&mut out, image::ImageFormat::Png)
        .unwrap();
    out.into_inner()
}

fn add(core: &Core, id: ComplaintId, seed: u64) {
    core.draft_photo_add(Call { args: PhotoAdd { id, base64: None }, body: Some(&noise(seed)) }).unwrap();
}

fn words(n: usize) -> String {
    format!("Báo cáo thứ {n}. {}", "Đường hỏng, xe không qua được. ".repeat(24))
}

fn photo_report(core: &Core, n: usize) -> ComplaintId {
    let id = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    core.draft_save(Call { args: DraftSave { id, fields: fields(&words(n)) }, body: None }).unwrap();
    add(core, id, n as u64);
    core.complaint_submit(Call { args: ById { id }, body: None }).unwrap().id
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// `checkpointed`: everything is in the main file; otherwise half of it is in the log only.
fn build(checkpointed: bool) -> Built {
    let (work, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let core = open_core(config(work.path(), 1));
    for n in 0..REPORTS {
        if n < 2 {
            photo_report(&core, n)
        } else {
            report(&core, &words(n))
        };
        if n == REPORTS / 2 && !checkpointed {
            let opened = core.inner.opened().unwrap();
            opened.read(|c| Ok(c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)).unwrap();
        }
    }
    let draft = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    core.draft_save(Call { args: DraftSave { id: draft, fields: fields("Chưa xong.") }, body: None }).unwrap();
    add(&core, draft, 77);
    let kept = DossierFields { code: "H57.132-261116-0583".to_owned(), ..DossierFields::default() };
    let dossier = core.dossier_add(Call { args: kept, body: None }).unwrap().card.id;
    let args = DossierPhoto { id: dossier, base64: None };
    core.dossier_photo_add(Call { args, body: Some(&noise(88)) }).unwrap();
    let paid = DossierSay { id: dossier, said: Some(Said::Paid), status: None, supplement: None, due_on: None };
    core.dossier_say(Call { args: paid, body: None }).unwrap();
    let bodies = core.inner.opened().unwrap().read(all).unwrap();
    if checkpointed {
        drop(core);
        copy(work.path(), dir.path());
    } else {
        copy(work.path(), dir.path());
        drop(core);
        assert!(fs::metadata(dir.path().join(WAL_FILE)).unwrap().len() > 20_000);
    }
    let vault = Vault::new(dir.path(), keyring(crate::KeyringKind::Off), None);
    let Opening::Open(secrets) = vault.open(&mut StdRng::seed_from_u64(1)).unwrap() else { panic!("no keys") };
    Built { dir, secrets, bodies, draft, dossier }
}

static WHOLE: LazyLock<Built> = LazyLock::new(|| build(true));
static KILLED: LazyLock<Built> = LazyLock::new(|| build(false));

fn all(conn: &rusqlite::Connection) -> store::Result<BTreeMap<ComplaintId, Vec<u8>>> {
    let all = complaints::current(conn)?;
    all.iter().map(|saved| Ok((saved.complaint.id, complaints::frozen(conn, saved.complaint.id)?.body))).collect()
}

impl Built {
    fn copied(&self) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        copy(self.dir.path(), dir.path());
        dir
    }

    fn with<T>(&self, dir: &Path, work: impl FnOnce(&Owner<'_>) -> T) -> T {
        let public_key = sign::public_key(&SigningKey::from_bytes(&self.secrets.device_seed));
        work(&Owner { dir, key: &self.secrets.db_key, public_key: &public_key, device: None, now_ms: 5 })
    }

    fn open(&self, dir: &Path) -> store::Result<Store> {
        self.with(dir, super::open)
    }

    /// Opens, and looks at everything the way the running app does in time.
    fn open_and_read(&self, dir: &Path) -> store::Result<(Store, Option<Rescue>)> {
        let mut store = self.open(dir)?;
        if store.read(store::rescue::get)?.is_none() {
            drop(store);
            store = self.with(dir, super::reopen)?;
        }
        let report = store.read(store::rescue::get)?;
        Ok((store, report))
    }

    /// What is there is exact, waits to be sent, and counts as tried where the file was damaged. Returns how many
    /// complaints are missing.
    fn missing(&self, store: &Store, rescued: bool) -> usize {
        let there = store.read(all).unwrap();
        for (id, body) in &there {
            assert_eq!(Some(body), self.bodies.get(id), "exact or gone");
            let lane = store.read(|c| outbox::lane(c, *id)).unwrap();
            let tried = lane.words.expect("it waits");
            assert!(tried > 0 || !rescued);
            let photos = store.read(|c| complaints::photos_of(c, *id)).unwrap();
            for (photo, _) in &photos {
                let jpeg = store.read(|c| crate::store::photos::jpeg(c, &photo.sha256)).unwrap();
                match jpeg {
                    Some(jpeg) => assert_eq!(sign::sha256_hex(&jpeg), photo.sha256),
                    None => assert_eq!(lane.stuck, Some(StuckReason::PhotoMissing)),
                }
            }
        }
        self.bodies.len() - there.len()
    }
}

fn spoil(path: &Path, at: u64) {
    let mut bytes = fs::read(path).unwrap();
    bytes[usize::try_from(at).unwrap()] ^= 0x55;
    fs::write(path, bytes).unwrap();
}

#[test]
fn any_one_page_may_be_damaged_and_only_what_lay_in_it_is_lost() {
    let built = &*WHOLE;
    let pages = fs::metadata(built.dir.path().join(DB_FILE)).unwrap().len() / PAGE as u64;
    assert!(pages > 40, "{pages}");
    let (mut rescues, mut photos_lost, mut drafts_lost, mut dossiers_lost) = (0, 0, 0, 0);
    // Every page in a night's run (`RESCUE_STEP=1`).
    let step = std::env::var("RESCUE_STEP").ok().and_then(|s| s.parse().ok()).unwrap_or(7);
    for n in (0..8).chain((8..pages).step_by(step)) {
        let dir = built.copied();
        spoil(&dir.path().join(DB_FILE), n * PAGE as u64 + n * 37 % PAGE as u64);
        let (store, report) = built.open_and_read(dir.path()).unwrap();
        let missing = built.missing(&store, report.is_some());
        assert!(missing <= IN_A_PAGE, "page {}: {missing} missing", n + 1);
        let draft = store.read(|c| crate::store::drafts::get(c, built.draft)).is_ok();
        let dossier = store.read(|c| crate::store::dossiers::get(c, built.dossier)).ok();
        if let Some(sha) = dossier.as_ref().and_then(|d| d.photo.as_deref()) {
            assert!(store.read(|c| crate::store::photos::whole(c, sha)).unwrap(), "a slip's photo is whole or gone");
        }
        let Some(report) = report else {
            assert!(dossier.is_some_and(|d| d.photo.is_some() && d.notes.len() == 1));
            assert_eq!((missing, draft), (0, true), "page {}: nothing may be lost in silence", n + 1);
            continue;
        };
        rescues += 1;
        assert_eq!(usize::try_from(report.complaints).unwrap(), built.bodies.len() - missing);
        assert!(report.complaints_lost.len() <= missing && report.photos_lost <= 3, "{report:?}");
        photos_lost += report.photos_lost;
        drafts_lost += u32::from(!draft);
        dossiers_lost += u32::from(dossier.is_none());
        assert_eq!(report.drafts, u32::from(draft));
        let kept = fs::read(dir.path().join(&report.kept_in).join(DB_FILE)).unwrap();
        assert!(kept.len() as u64 >= pages * PAGE as u64, "the damaged file is kept");
        // And that is the end of it.
        drop(store);
        let (again, same) = built.open_and_read(dir.path()).unwrap();
        assert_eq!((built.missing(&again, true), same), (missing, Some(report)));
        assert!(!dir.path().join("set-aside-2").exists());
    }
    println!("{pages} pages, {rescues} rescues, {photos_lost} photos, {drafts_lost} drafts");
    assert!(rescues > 10 && photos_lost > 2 && drafts_lost <= 2 && dossiers_lost <= 1);
}

#[test]
fn without_the_first_page_and_the_salt_beside_it_nothing_is_moved() {
    let built = &*WHOLE;
    let dir = built.copied();
    spoil(&dir.path().join(DB_FILE), 3);
    fs::remove_file(dir.path().join(SALT_FILE)).unwrap();
    let before = fs::read(dir.path().join(DB_FILE)).unwrap();
    assert!(matches!(built.open(dir.path()), Err(StoreError::Hopeless)));
    assert_eq!(fs::read(dir.path().join(DB_FILE)).unwrap(), before);
    assert!(!dir.path().join("set-aside-1").exists() && !dir.path().join(NEW_FILE).exists());
}

#[test]
fn another_key_moves_nothing() {
    let built = &*WHOLE;
    let dir = built.copied();
    let owner = Owner { dir: dir.path(), key: &[1; 32], public_key: "", device: None, now_ms: 0 };
    assert!(matches!(super::open(&owner), Err(StoreError::Hopeless)));
    assert_eq!(built.missing(&built.open(dir.path()).unwrap(), false), 0);
}

#[test]
fn a_log_cut_by_a_power_cut_loses_nothing_that_was_committed_and_alarms_nobody() {
    let built = &*KILLED;
    // A transaction more, of which only a part reaches the disk.
    let dir = built.copied();
    let before = fs::metadata(dir.path().join(WAL_FILE)).unwrap().len();
    let core = open_core(config(dir.path(), 9));
    photo_report(&core, 99);
    let more = tempfile::tempdir().unwrap();
    copy(dir.path(), more.path());
    drop(core);
    let after = fs::metadata(more.path().join(WAL_FILE)).unwrap().len();
    assert!(after > before + 3 * PAGE as u64);
    for cut in [1, 20, 24, 3_000, 4_119, 4_120, 5_000] {
        let torn = tempfile::tempdir().unwrap();
        copy(more.path(), torn.path());
        let wal = fs::OpenOptions::new().write(true).open(torn.path().join(WAL_FILE)).unwrap();
        wal.set_len(before + cut).unwrap();
        let (store, report) = built.open_and_read(torn.path()).unwrap();
        assert_eq!((built.missing(&store, false), report), (0, None), "cut at {cut}");
    }
}

#[test]
fn a_bad_byte_in_the_log_hides_only_the_page_it_lies_in() {
    let built = &*KILLED;
    let length = fs::metadata(built.dir.path().join(WAL_FILE)).unwrap().len();
    let frames = (length - 32) / (24 + PAGE as u64);
    let mut rescues = 0;
    for n in (0..frames).step_by(17) {
        let dir = built.copied();
        spoil(&dir.path().join(WAL_FILE), 32 + n * (24 + PAGE as u64) + 24 + 50);
        let (store, report) = built.open_and_read(dir.path()).unwrap();
        let missing = built.missing(&store, report.is_some());
        assert!(missing <= IN_A_PAGE, "frame {n}: {missing} missing");
        rescues += u32::from(report.is_some());
    }
    assert!(u64::from(rescues) >= frames / 17, "SQLite alone would say nothing: {rescues} of {frames}");
    // The head of the log, and a log that is nothing but noise.
    for range in [0..4, 0..32] {
        let dir = built.copied();
        for at in range {
            spoil(&dir.path().join(WAL_FILE), at);
        }
        let (store, report) = built.open_and_read(dir.path()).unwrap();
        assert_eq!((built.missing(&store, true), report.is_some()), (0, true));
    }
}

#[test]
fn an_emptied_file_is_filled_from_the_log_and_a_lost_log_crashes_nothing() {
    let built = &*KILLED;
    for gone in [true, false] {
        let dir = built.copied();
        if gone {
            fs::remove_file(dir.path().join(DB_FILE)).unwrap();
        } else {
            fs::write(dir.path().join(DB_FILE), b"").unwrap();
        }
        let (store, report) = built.open_and_read(dir.path()).unwrap();
        let missing = built.missing(&store, true);
        // What was written since the log began is there, whole.
        assert!(missing <= REPORTS / 2 + 1 && report.is_some(), "{missing}");
    }
    let dir = built.copied();
    fs::remove_file(dir.path().join(WAL_FILE)).unwrap();
    let (store, _) = built.open_and_read(dir.path()).unwrap();
    assert!(built.missing(&store, false) <= REPORTS / 2);

    // Nothing left at all: that is said too.
    let dir = WHOLE.copied();
    fs::write(dir.path().join(DB_FILE), b"").unwrap();
    let (_, report) = WHOLE.open_and_read(dir.path()).unwrap();
    assert_eq!(report.unwrap().complaints, 0);
}

#[test]
fn a_power_cut_during_the_rescue_loses_neither_the_old_file_nor_the_new_one() {
    let built = &*WHOLE;
    let dir = built.copied();
    spoil(&dir.path().join(DB_FILE), 8 * PAGE as u64);
    let (store, report) = built.open_and_read(dir.path()).unwrap();
    let (missing, kept_in) = (built.missing(&store, true), report.unwrap().kept_in);
    drop(store);
    // As it was between the two renames, with a log of the old file still lying there.
    fs::rename(dir.path().join(DB_FILE), dir.path().join(NEW_FILE)).unwrap();
    fs::write(dir.path().join(WAL_FILE), b"remains of the old log, long enough to be taken for one").unwrap();
    let (store, again) = built.open_and_read(dir.path()).unwrap();
    assert_eq!((built.missing(&store, true), again.unwrap().kept_in), (missing, kept_in));
    assert!(!dir.path().join(NEW_FILE).exists());
    drop(store);

    // A new file that is not complete is made again.
    let dir = built.copied();
    spoil(&dir.path().join(DB_FILE), 8 * PAGE as u64);
    fs::write(dir.path().join(NEW_FILE), b"half of a new vault").unwrap();
    let (store, _) = built.open_and_read(dir.path()).unwrap();
    assert_eq!(built.missing(&store, true), missing);
}

#[test]
fn damage_met_while_running_is_mended_under_way_and_told_until_it_is_seen() {
    let built = &*WHOLE;
    let dir = built.copied();
    let core = open_core(config(dir.path(), 3));
    let ask = |core: &Core| core.app_state(Call { args: Nothing {}, body: None });
    let state = |core: &Core| ask(core).unwrap();
    let cards = core.complaints(Call { args: Nothing {}, body: None }).unwrap().cards;
    let photo = |id| core.complaint(Call { args: ById { id }, body: None }).unwrap().photos[0].photo.sha256.clone();
    let hurt: Vec<_> = cards.iter().filter(|c| c.photos > 0).map(|c| (c.id, photo(c.id))).collect();
    assert_eq!((hurt.len(), state(&core).rescue), (2, None));
    drop(core);

    // Find a page that only a photo needs: the start does not see it.
    let pages = fs::metadata(built.dir.path().join(DB_FILE)).unwrap().len() / PAGE as u64;
    let mut seen = false;
    for n in (1..pages).rev().step_by(3) {
        let dir = built.copied();
        spoil(&dir.path().join(DB_FILE), n * PAGE as u64 + 9);
        let core = open_core(config(dir.path(), 4));
        if state(&core).rescue.is_some() {
            continue;
        }
        for (_, sha256) in &hurt {
            // The one that meets it gets nothing; nobody crashes.
            let _ = core.photo(sha256, false);
        }
        let Some(rescue) = state(&core).rescue else { continue };
        seen = true;
        assert_eq!((rescue.photos_lost, rescue.complaints_lost.len()), (1, 0), "{rescue:?}");
        let stuck = core.outbox(Call { args: Nothing {}, body: None }).unwrap().entries;
        let stuck: Vec<_> = stuck.iter().filter_map(|e| Some((e.card.id, e.stuck?))).collect();
        assert!(matches!(stuck.as_slice(), [(id, StuckReason::PhotoMissing)] if hurt.iter().any(|(h, _)| h == id)));
        let other = hurt.iter().filter(|(_, sha)| core.photo(sha, false).is_some()).count();
        assert_eq!(other, 1, "the other photo is whole");
        // Writing goes on, and the account is kept until it is read.
        report(&core, "Sau khi hỏng.");
        drop(core);
        let core = open_core(config(dir.path(), 5));
        assert_eq!(state(&core).rescue, Some(rescue));
        assert_eq!(core.rescue_seen(Call { args: Nothing {}, body: None }).unwrap().rescue, None);
        assert_eq!(state(&core).complaints as usize, REPORTS + 1);
        break;
    }
    assert!(seen);
}

#[test]
fn an_edit_after_a_rescue_never_reuses_the_id() {
    let built = &*WHOLE;
    let dir = built.copied();
    spoil(&dir.path().join(DB_FILE), 40);
    let core: Arc<Core> = open_core(config(dir.path(), 3));
    let id = *built.bodies.keys().next_back().unwrap();
    let shown = core.complaint(Call { args: ById { id }, body: None }).unwrap();
    assert!(!shown.edit_replaces, "it may have been sent");
    let draft = core.complaint_edit(Call { args: ById { id }, body: None }).unwrap().id;
    let new = core.complaint_submit(Call { args: ById { id: draft }, body: None }).unwrap().id;
    assert_ne!(new, id);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 8, ..ProptestConfig::default() })]

    /// Whatever happens to the files: it ends, it does not crash, and what is there is exact.
    #[test]
    fn no_damage_crashes_or_invents_anything(
        seed: u64,
        killed: bool,
        flips in 0_usize..40,
        zeroed in 0_usize..3,
        cut in prop::option::of(0.0..1.0_f64),
    ) {
        let built: &Built = if killed { &KILLED } else { &WHOLE };
        let dir = built.copied();
        let mut rng = StdRng::seed_from_u64(seed);
        let names: &[&str] = if killed { &[DB_FILE, WAL_FILE] } else { &[DB_FILE] };
        for name in names {
            let path = dir.path().join(name);
            let mut bytes = fs::read(&path).unwrap();
            if let Some(cut) = cut {
                bytes.truncate((bytes.len() as f64 * cut) as usize);
            }
            for _ in 0..flips {
                if !bytes.is_empty() {
                    let at = rng.gen_range(0..bytes.len());
                    bytes[at] = rng.r#gen();
                }
            }
            for _ in 0..zeroed {
                if bytes.len() > 20_000 {
                    let at = rng.gen_range(0..bytes.len() - 10_000);
                    bytes[at..at + 10_000].fill(0);
                }
            }
            fs::write(&path, bytes).unwrap();
        }
        match built.open_and_read(dir.path()) {
            Ok((store, report)) => {
                let missing = built.missing(&store, report.is_some());
                // Each flip and each zeroed stretch hits so many pages at most, in each file.
                let most = (flips + zeroed * 4) * IN_A_PAGE * names.len();
                prop_assert!(cut.is_some() || missing <= most, "{missing} of at most {most}");
            }
            Err(e) => prop_assert!(matches!(e, StoreError::Hopeless), "{e}"),
        }
    }
}
