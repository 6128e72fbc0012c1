//! An office's file of 10,000 and of 100,000 dossiers, CSV and XLSX: first, again, and the next file. Every person in it is
//! invented.
//!
//! What a newcomer would get wrong: the figure is the whole command, from the start of the process to its end, on SQLite.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use vungsam_server::db::Db;
use zip::write::SimpleFileOptions;

const HEADER: [&str; 10] = [
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục",
    "Người nộp",
    "Số điện thoại",
    "Số CCCD",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Trạng thái",
    "Ngày cập nhật",
];
/// The mark before the peak of memory in a child's output.
const PEAK: &str = "peak_kb ";

fn row(n: u32, next: bool) -> [String; 10] {
    let names = ["Được tiếp nhận", "Đang xử lý", "Yêu cầu bổ sung giấy tờ", "Đã xử lý xong"];
    // In the next file every tenth dossier has gone on.
    let moved = next && n.is_multiple_of(10);
    let status = if moved { "Đã trả kết quả" } else { names[(n % 4) as usize] };
    [
        n.to_string(),
        format!("000.00.19.H47-2601{:02}-{n:06}", 1 + n % 28),
        format!("Thủ tục số {}", n % 60),
        format!("Người Thử Thứ {n}"),
        format!("09{n:08}"),
        format!("048{n:09}"),
        format!("{:02}/01/2026 08:30", 1 + n % 28),
        format!("{:02}/02/2026", 1 + n % 28),
        status.to_owned(),
        if moved { "20/02/2026" } else { "10/02/2026" }.to_owned(),
    ]
}

fn csv(path: &Path, rows: u32, next: bool) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{}", HEADER.join(","))?;
    for n in 1..=rows {
        writeln!(out, "{}", row(n, next).join(","))?;
    }
    Ok(out.flush()?)
}

/// As Excel writes it: each different text once, in a part of its own.
fn xlsx(path: &Path, rows: u32, next: bool) -> Result<()> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path)?));
    let relation =
        |id: &str, kind: &str, to: &str| format!("<Relationship Id=\"{id}\" Type=\"{REL}/{kind}\" Target=\"{to}\"/>");
    let book = relation("r1", "worksheet", "sheet.xml") + &relation("r2", "sharedStrings", "strings.xml");
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}\">{}</Relationships>",
                relation("r1", "officeDocument", "xl/workbook.xml")
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{PACKAGE}\">{book}</Relationships>")),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    let mut known = std::collections::HashMap::new();
    let mut strings = String::new();
    zip.start_file("xl/sheet.xml", SimpleFileOptions::default())?;
    write!(zip, "<worksheet xmlns=\"{MAIN}\"><sheetData>")?;
    for n in 0..=rows {
        let cells = if n == 0 { HEADER.map(str::to_owned) } else { row(n, next) };
        let mut line = format!("<row r=\"{}\">", n + 1);
        for (c, text) in cells.into_iter().enumerate() {
            let all = known.len();
            let id = *known.entry(text).or_insert_with_key(|t| {
                let _ = write!(strings, "<si><t>{t}</t></si>");
                all
            });
            let letter = char::from(b'A' + u8::try_from(c)?);
            write!(line, "<c r=\"{letter}{}\" t=\"s\"><v>{id}</v></c>", n + 1)?;
        }
        line.push_str("</row>");
        zip.write_all(line.as_bytes())?;
    }
    zip.write_all(b"</sheetData></worksheet>")?;
    zip.start_file("xl/strings.xml", SimpleFileOptions::default())?;
    write!(zip, "<sst xmlns=\"{MAIN}\">{strings}</sst>")?;
    zip.finish()?.flush()?;
    Ok(())
}

/// The peak of this process's memory and its time on a core (hundredths of a second), as a line.
pub fn peak() -> Result<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // Behind the name: state is the third field, user and system time the 14th and 15th.
    let fields: Vec<&str> = stat.rsplit_once(')').context("stat")?.1.split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<u64>().ok()).unwrap_or_default();
    Ok(format!("{PEAK}{} {}", line.trim().trim_end_matches(" kB"), ticks(11) + ticks(12)))
}

struct Took {
    seconds: f64,
    core_seconds: f64,
    peak_mb: f64,
    said: String,
}

fn import(file: &Path, data: &Path) -> Result<Took> {
    let began = Instant::now();
    let out = Command::new(std::env::current_exe()?)
        .args(["--server", "import", "dossiers"])
        .arg(file)
        .args(["--source", "UBND xã Thử", "--data"])
        .arg(data)
        .output()?;
    let seconds = began.elapsed().as_secs_f64();
    let said = String::from_utf8(out.stdout)?;
    ensure!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let own = said.lines().find_map(|l| l.strip_prefix(PEAK)).and_then(|l| l.split_once(' ')).context("no peak")?;
    let (kb, ticks): (f64, f64) = (own.0.parse()?, own.1.parse()?);
    Ok(Took { seconds, core_seconds: ticks / 100.0, peak_mb: kb / 1024.0, said })
}

/// Dossiers, steps, and a hash-like sum of all that is held, for telling whether anything changed.
async fn held(data: &Path) -> Result<(i64, i64, String)> {
    let db = Db::open(&Db::sqlite_url(data), 1).await?;
    let count = async |sql: &'static str| sqlx::query_scalar::<_, i64>(sql).fetch_one(db.read()).await;
    let found = (
        count("SELECT COUNT(*) FROM dossiers").await?,
        count("SELECT COUNT(*) FROM dossier_steps").await?,
        sqlx::query_scalar(
            "SELECT (SELECT SUM(updated_at) || SUM(status) || MAX(status_on) FROM dossiers) || ' ' ||
                    (SELECT SUM(noted_at) || SUM(n) FROM dossier_steps) || ' ' ||
                    (SELECT SUM(seen_at) || COUNT(*) FROM dossier_seen)",
        )
        .fetch_one(db.read())
        .await?,
    );
    db.close().await;
    Ok(found)
}

/// Writes the rows.
pub async fn rows() -> Result<()> {
    let dir = tempfile::tempdir()?;
    for (kind, count) in [("csv", 10_000), ("csv", 100_000), ("xlsx", 10_000), ("xlsx", 100_000)] {
        let file = |which: &str| dir.path().join(format!("{which}-{count}.{kind}"));
        let make = if kind == "csv" { csv } else { xlsx };
        make(&file("one"), count, false)?;
        make(&file("two"), count, true)?;
        let data = dir.path().join(format!("data-{kind}-{count}"));
        // A command that takes files in makes no gateway.
        let init = Command::new(std::env::current_exe()?).args(["--server", "init", "--data"]).arg(&data).output()?;
        ensure!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
        let all = i64::from(count);
        let mut before = String::new();
        for (case, which) in [("first", "one"), ("again", "one"), ("next", "two")] {
            let took = import(&file(which), &data)?;
            let (dossiers, steps, sum) = held(&data).await?;
            let wanted = if case == "next" { all + all / 10 } else { all };
            ensure!(
                (dossiers, steps) == (all, wanted),
                "{case}: {dossiers} dossiers, {steps} steps of {all}: {}",
                took.said
            );
            ensure!(case != "again" || sum == before, "the same file changed something");
            before = sum;
            let row = json!({
                "case": format!("import {kind} {count} {case}"),
                "s": (took.seconds * 100.0).round() / 100.0,
                "core_s": took.core_seconds,
                "rows_a_second": (f64::from(count) / took.seconds).round(),
                "peak_mb": (took.peak_mb * 10.0).round() / 10.0,
                "lost": all - dossiers,
            });
            println!("{row}");
        }
    }
    Ok(())
}
