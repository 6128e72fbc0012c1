//! Files as offices make them: CSV bytes and small workbooks, and a gateway's state to bring them to.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vungsam_server::Settings;
use vungsam_server::config::Secret;
use vungsam_server::db::Db;
use vungsam_server::db::dossier_imports::{self as imports, FileSource};
use vungsam_server::dossiers::mapping::Mapping;
use vungsam_server::dossiers::report::Report;
use vungsam_server::dossiers::stage::{self, Ask};
use vungsam_server::dossiers::table::{FileFault, Row, Table};
use vungsam_server::dossiers::{ImportError, apply};
use vungsam_server::env::{ManualClock, SystemIds};
use vungsam_server::state::AppState;
use zip::write::SimpleFileOptions;

/// 2026-11-23T08:40 in Vietnam.
pub const NOW: i64 = 1_795_398_000_000;

pub const HEADER: &str = "STT,Mã hồ sơ,Thủ tục,Người nộp,Số điện thoại,Số CCCD,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái,Ngày cập nhật,Nội dung bổ sung";

/// A row under [`HEADER`].
pub fn line(n: u32, status: &str, day: &str) -> String {
    format!(
        "{n},000.00.19.H47-260105-{n:04},Đăng ký khai sinh,CANARY Người Thử,090000{n:04},0480000{n:05},05/01/2026 08:30,\
         20/01/2026,{status},{day},"
    )
}

pub fn csv(lines: &[String]) -> Vec<u8> {
    format!("{HEADER}\n{}\n", lines.join("\n")).into_bytes()
}

/// A cell of a made workbook, as XML: attributes after `r`, and what is inside.
pub fn cell(attributes: &str, inside: &str) -> (String, String) {
    (attributes.to_owned(), inside.to_owned())
}

pub fn text(words: &str) -> (String, String) {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
    cell("t=\"inlineStr\"", &format!("<is><t>{escaped}</t></is>"))
}

/// A workbook of one sheet.
pub struct Book {
    pub sheet: String,
    pub after: String,
    pub strings: Option<String>,
    pub prolog: String,
}

pub fn name(column: usize, row: usize) -> String {
    let mut letters = String::new();
    let mut c = column + 1;
    while c > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((c - 1) % 26).unwrap()));
        c = (c - 1) / 26;
    }
    format!("{letters}{row}")
}

impl Book {
    pub fn of(rows: &[Vec<(String, String)>]) -> Self {
        let mut sheet = String::new();
        for (r, row) in rows.iter().enumerate() {
            sheet.push_str(&format!("<row r=\"{}\">", r + 1));
            for (c, (attributes, inside)) in row.iter().enumerate() {
                sheet.push_str(&format!("<c r=\"{}\" {attributes}>{inside}</c>", name(c, r + 1)));
            }
            sheet.push_str("</row>");
        }
        Self { sheet, after: String::new(), strings: None, prolog: String::new() }
    }

    pub fn merged(mut self, ranges: &[&str]) -> Self {
        let all: String = ranges.iter().map(|r| format!("<mergeCell ref=\"{r}\"/>")).collect();
        self.after = format!("<mergeCells count=\"{}\">{all}</mergeCells>", ranges.len());
        self
    }

    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
        let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let relation = |id: &str, kind: &str, to: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{REL}/{kind}\" Target=\"{to}\"/>")
        };
        let relations =
            |all: &str| format!("{xml}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>");
        let mut strings =
            relation("r1", "worksheet", "worksheets/sheet1.xml") + &relation("r2", "styles", "styles.xml");
        if self.strings.is_some() {
            strings += &relation("r3", "sharedStrings", "sharedStrings.xml");
        }
        let mut parts = vec![
            (
                "[Content_Types].xml",
                format!(
                    "{xml}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
                ),
            ),
            ("_rels/.rels", relations(&relation("r1", "officeDocument", "xl/workbook.xml"))),
            (
                "xl/workbook.xml",
                format!(
                    "{xml}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets><sheet name=\"Hồ sơ\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            ("xl/_rels/workbook.xml.rels", relations(&strings)),
            (
                "xl/styles.xml",
                format!(
                    "{xml}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/></numFmts>\
                     <cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    "{xml}{}<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData>{}</worksheet>",
                    self.prolog, self.sheet, self.after
                ),
            ),
        ];
        if let Some(strings) = &self.strings {
            parts.push(("xl/sharedStrings.xml", format!("{xml}<sst xmlns=\"{MAIN}\">{strings}</sst>")));
        }
        parts.into_iter().map(|(n, t)| (n.to_owned(), t.into_bytes())).collect()
    }

    pub fn bytes(&self) -> Vec<u8> {
        zipped(&self.parts())
    }
}

pub fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A file with these bytes, and its folder.
pub fn put(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("file");
    std::fs::write(&path, bytes).unwrap();
    (dir, path)
}

/// All rows of a file.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, FileFault> {
    let (dir, path) = put(bytes);
    let mut table = Table::of(File::open(path).unwrap(), None, dir.path())?;
    let mut all = Vec::new();
    table.rows(&mut |row| {
        all.push(row);
        Ok(())
    })?;
    Ok(all)
}

/// A gateway without listeners.
pub struct Office {
    pub state: AppState,
    pub clock: Arc<ManualClock>,
    pub dir: tempfile::TempDir,
}

impl Office {
    pub async fn open(url: Option<String>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings::in_folder(dir.path());
        settings.database.url = url.map(Secret::new);
        let clock = Arc::new(ManualClock::at(NOW));
        let env = (clock.clone() as Arc<_>, Arc::new(SystemIds) as Arc<_>);
        let state = vungsam_server::testing::state(settings, env).await.unwrap();
        Self { state, clock, dir }
    }

    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// A source with this name, made when it is not there.
    pub async fn source(&self, name: &str) -> FileSource {
        let held = imports::sources(self.db()).await.unwrap().into_iter().find(|s| s.name == name);
        if let Some(held) = held {
            return held;
        }
        let new = FileSource {
            id: self.state.ids.uuid().to_string(),
            name: name.to_owned(),
            unit: None,
            trust: 50,
            may_correct: false,
            mapping: None,
            seen_at: None,
            seen_as_of: None,
        };
        imports::put_source(self.db(), &new).await.unwrap();
        new
    }

    pub async fn ask(&self, file: &Path) -> Ask {
        let source = self.source("UBND xã Thử").await;
        Ask { file: file.to_owned(), source, said: Mapping::default(), as_of: None, unit: None, officer: None }
    }

    /// Stages these bytes; the id and what is said of them.
    pub async fn stage(&self, bytes: &[u8], change: impl FnOnce(&mut Ask)) -> Result<(String, Report), ImportError> {
        let (_dir, path) = put(bytes);
        let mut ask = self.ask(&path).await;
        change(&mut ask);
        let import = stage::stage(&self.state, ask, &|_| {}).await?;
        Ok((import.id, Report::read(&import.report)))
    }

    /// Stages and applies.
    pub async fn bring(&self, bytes: &[u8], change: impl FnOnce(&mut Ask)) -> Report {
        let (id, _) = self.stage(bytes, change).await.unwrap();
        assert!(imports::decide(self.db(), &id).await.unwrap());
        apply::apply(&self.state, &id, &|_| {}).await.unwrap()
    }

    /// Every value of every table of dossiers, but ids and times of imports.
    pub async fn dump(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (table, columns) in [
            (
                "dossiers",
                "code_key, code, procedure, unit, received_on, due_on, proof_phone, proof_citizen, CAST(status AS TEXT), status_on, affirmed_on, CAST(updated_at AS TEXT)",
            ),
            (
                "dossier_steps",
                "code_key, CAST(n AS TEXT), CAST(status AS TEXT), raw, on_day, CAST(noted_at AS TEXT), supplement, due_on",
            ),
            ("dossier_seen", "code_key, CAST(seen_at AS TEXT), as_of"),
        ] {
            let joined =
                columns.split(", ").map(|c| format!("COALESCE({c}, '-')")).collect::<Vec<_>>().join(" || '|' || ");
            let sql = format!("SELECT {joined} FROM {table} ORDER BY 1");
            let rows: Vec<String> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(self.db().read()).await.unwrap();
            all.extend(rows.into_iter().map(|r| format!("{table} {r}")));
        }
        all
    }

    pub async fn status(&self, n: u32) -> Option<i64> {
        sqlx::query_scalar("SELECT status FROM dossiers WHERE code LIKE $1")
            .bind(format!("%-{n:04}"))
            .fetch_optional(self.db().read())
            .await
            .unwrap()
            .flatten()
    }
}

impl Office {
    /// Every text of every table of a SQLite gateway.
    pub async fn everything(&self) -> String {
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'content%' AND SUBSTR(name, 1, 1) <> '_'")
                .fetch_all(self.db().read())
                .await
                .unwrap();
        let mut all = String::new();
        for table in tables {
            let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
                .bind(&table)
                .fetch_all(self.db().read())
                .await
                .unwrap();
            let joined = columns
                .iter()
                .map(|c| format!("COALESCE(CAST(\"{c}\" AS TEXT), '-')"))
                .collect::<Vec<_>>()
                .join(" || '|' || ");
            let sql = format!("SELECT {joined} FROM \"{table}\"");
            let rows: Vec<String> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(self.db().read()).await.unwrap();
            for row in rows {
                all.push_str(&format!("{table} {row}\n"));
            }
        }
        all
    }
}
