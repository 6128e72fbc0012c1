//! Measures a keystroke of the search over 5,000 records, its index and FTS5 beside it. One JSON object a line. Started by
//! `cargo xtask bench search`; judges nothing.
//!
//! What a newcomer would get wrong: the records are the area's own, multiplied with some words changed for others of the
//! same content, so that the vocabulary grows as a real one would; the heap is counted by this program's allocator.

use anyhow::{Context, Result};
use rusqlite::Connection;
use serde_json::json;
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};
use vungsam_domain::content::{self, Pack};
use vungsam_domain::fold::fold;
use vungsam_domain::search::measure::Labelled;
use vungsam_domain::search::{Index, Query};

/// Counts what is on the heap.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);

// The only way to count; nothing but counting is added to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const RECORDS: usize = 5000;

fn main() -> Result<()> {
    let root = PathBuf::from(std::env::args().nth(1).context("the repository's folder")?);
    let pack = many(&read(&root.join("assets/content"))?);
    let records = pack.metas().len();
    let before = HELD.load(Relaxed);
    let (mut index, mut built) = (Index::default(), Vec::new());
    for _ in 0..7 {
        drop(std::mem::take(&mut index));
        let started = on_processor()?;
        index = Index::build(&pack);
        built.push(on_processor()?.saturating_sub(started));
    }
    built.sort_unstable();
    let heap = HELD.load(Relaxed) - before;
    println!(
        "{}",
        json!({ "case": "search", "of": "index", "records": records, "bytes": heap,
        "build_cpu_ms": built.first().map(Duration::as_secs_f64).unwrap_or_default() * 1000.0 })
    );
    let typed = typed(&root)?;
    let ours = strokes(&typed, |q, lang| {
        black_box(index.search(&Query { text: q, lang, kind: None, unit: Some("tra-my"), limit: 30 }));
        Ok(())
    })?;
    row("ours", typed.len(), ours);
    let db = fts(&pack)?;
    let theirs = strokes(&typed, |q, _| {
        let words: Vec<String> = fold(q).split(' ').filter(|w| !w.is_empty()).map(|w| format!("\"{w}\"*")).collect();
        let mut found = db.prepare_cached("SELECT id FROM t WHERE t MATCH ?1 ORDER BY bm25(t, 0, 4, 3, 1) LIMIT 30")?;
        let ids = found.query_map([words.join(" ")], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        black_box(ids);
        Ok(())
    })?;
    row("fts5 prefix='2 3' bm25", typed.len(), theirs);
    Ok(())
}

/// How long this program has been on a processor: others share the machine.
fn on_processor() -> Result<Duration> {
    let said = std::fs::read_to_string("/proc/self/schedstat")?;
    Ok(Duration::from_nanos(said.split(' ').next().unwrap_or_default().parse()?))
}

fn row(of: &str, queries: usize, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |part: f64| took.get((took.len() as f64 * part) as usize).map_or(0.0, |d| d.as_secs_f64() * 1000.0);
    println!(
        "{}",
        json!({ "case": "search", "of": of, "queries": queries, "strokes": took.len(), "p50_ms": at(0.5),
        "p95_ms": at(0.95), "p99_ms": at(0.99), "max_ms": at(0.99999) })
    );
}

/// How long every beginning of every query takes.
fn strokes(typed: &[(String, String)], search: impl Fn(&str, &str) -> Result<()>) -> Result<Vec<Duration>> {
    let mut took = Vec::new();
    for (q, lang) in typed {
        for (end, c) in q.char_indices() {
            let begin = q.get(..end + c.len_utf8()).unwrap_or_default();
            if fold(begin).is_empty() {
                continue;
            }
            let started = Instant::now();
            search(begin, lang)?;
            took.push(started.elapsed());
        }
    }
    Ok(took)
}

fn typed(root: &Path) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for file in ["procedures", "places", "units"] {
        let path = root.join("crates/domain/src/search/testdata").join(file).with_extension("jsonl");
        all.extend(Labelled::set(&std::fs::read_to_string(path)?)?.into_iter().map(|l| (l.q, l.lang)));
    }
    Ok(all)
}

fn read(folder: &Path) -> Result<Pack> {
    let mut files = Vec::new();
    for kind in std::fs::read_dir(folder)? {
        let kind = kind?.path();
        for file in std::fs::read_dir(&kind)? {
            let file = file?.path();
            let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&file)?));
        }
    }
    Ok(content::compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))?)
}

/// Changes one word in five for another of the content, or for one that is new (one in forty).
struct Words {
    words: Vec<String>,
    state: u64,
}

impl Words {
    fn next(&mut self) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize
    }

    fn vary(&mut self, text: &mut String) {
        let words: Vec<String> = text
            .split(' ')
            .map(|w| match self.next() % 40 {
                0 => format!("{w}{}", self.next() % 97),
                1..=8 => {
                    let at = self.next() % self.words.len();
                    self.words.get(at).cloned().unwrap_or_default()
                }
                _ => w.to_owned(),
            })
            .collect();
        *text = words.join(" ");
    }
}

/// The area's records until there are enough.
fn many(real: &Pack) -> Pack {
    let mut all = real.clone();
    let mut words: Vec<String> = Vec::new();
    for p in &real.places {
        words.extend(p.summary.vi.split(' ').chain(p.summary.en.split(' ')).map(str::to_owned));
    }
    for q in &real.questions {
        words.extend(q.summary.vi.split(' ').chain(q.summary.en.split(' ')).map(str::to_owned));
    }
    let mut words = Words { words, state: 7 };
    let mut round = 0;
    while all.metas().len() < RECORDS {
        round += 1;
        for p in &real.procedures {
            let mut p = p.clone();
            p.id = format!("{}-{round}", p.id);
            p.tags
                .iter_mut()
                .chain([&mut p.title.vi, &mut p.title.en, &mut p.summary.vi, &mut p.summary.en])
                .for_each(|t| words.vary(t));
            all.procedures.push(p);
        }
        for q in &real.questions {
            let mut q = q.clone();
            q.id = format!("{}-{round}", q.id);
            q.procedure = q.procedure.map(|p| format!("{p}-{round}"));
            q.tags
                .iter_mut()
                .chain(&mut q.variants)
                .chain([&mut q.title.vi, &mut q.title.en, &mut q.summary.vi, &mut q.summary.en])
                .for_each(|t| words.vary(t));
            all.questions.push(q);
        }
        for p in &real.places {
            let mut p = p.clone();
            p.id = format!("{}-{round}", p.id);
            p.tags
                .iter_mut()
                .chain([&mut p.name.vi, &mut p.name.en, &mut p.summary.vi, &mut p.summary.en])
                .for_each(|t| words.vary(t));
            all.places.push(p);
        }
    }
    all.sort();
    all
}

/// The same things in FTS5, folded first as it cannot fold đ.
fn fts(pack: &Pack) -> Result<Connection> {
    let db = Connection::open_in_memory()?;
    db.execute_batch("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, tags, body, prefix='2 3')")?;
    let mut add = db.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)")?;
    let both = |t: &content::Text| fold(&format!("{} {}", t.vi, t.en));
    for p in &pack.procedures {
        add.execute((&p.id, both(&p.title), fold(&p.tags.join(" ")), both(&p.summary)))?;
    }
    for q in &pack.questions {
        add.execute((
            &q.id,
            both(&q.title),
            fold(&[q.tags.join(" "), q.variants.join(" ")].join(" ")),
            both(&q.summary),
        ))?;
    }
    for p in &pack.places {
        add.execute((&p.id, both(&p.name), fold(&p.tags.join(" ")), both(&p.summary)))?;
    }
    drop(add);
    Ok(db)
}
