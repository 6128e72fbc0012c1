//! Files that are not as they should be: refused whole, or told row by row; and what a file holds of people never stays.

use crate::made::{Book, HEADER, Office, cell, csv, line, put, rows, text, zipped};
use std::io::Write;
use std::sync::{Arc, Mutex};
use vungsam_server::db::dossier_imports::{self as imports, State};
use vungsam_server::dossiers::ImportError;
use vungsam_server::dossiers::report::Report;
use vungsam_server::dossiers::rows::Reason;
use vungsam_server::dossiers::table::{FileFault, Other};

#[test]
fn what_is_no_table_says_what_it_is() {
    let ods = zipped(&[
        ("mimetype".to_owned(), b"application/vnd.oasis".to_vec()),
        ("content.xml".to_owned(), b"<x/>".to_vec()),
    ]);
    let zip = zipped(&[("a.txt".to_owned(), b"hello".to_vec())]);
    for (bytes, is) in [
        (b"%PDF-1.7 ...".to_vec(), Other::Pdf),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec(), Other::OldOrEncrypted),
        (b"<html><table>".to_vec(), Other::WebPage),
        (b"a,b\0c".to_vec(), Other::Bytes),
        (ods, Other::OpenDocument),
        (zip, Other::Archive),
    ] {
        assert_eq!(rows(&bytes), Err(FileFault::NotATable(is)));
    }
    assert_eq!(rows(b""), Err(FileFault::Empty));
    assert_eq!(rows(b"\n\n  \n"), Err(FileFault::Empty));
    assert!(matches!(rows(b"PK\x03\x04 cut off"), Err(FileFault::Damaged(_))));
}

#[test]
fn bombs_are_not_opened() {
    let big = vec![b' '; 64 * 1024 * 1024];
    let mut parts = Book::of(&[vec![text("a")]]).parts();
    parts.push(("xl/media/image1.png".to_owned(), big.clone()));
    assert_eq!(rows(&zipped(&parts)), Err(FileFault::Bomb), "packs a thousand to one");
    let mut many = Book::of(&[vec![text("a")]]).parts();
    many.extend((0..2_100).map(|n| (format!("x/{n}"), Vec::new())));
    assert_eq!(rows(&zipped(&many)), Err(FileFault::Bomb), "thousands of entries");
    let long = format!("a,b\n\"{}", "x".repeat(400 * 1024));
    assert_eq!(rows(long.as_bytes()), Err(FileFault::RowTooLong(2)));
    let wide = format!("a\n{}\n", ",".repeat(300));
    assert_eq!(rows(wide.as_bytes()), Err(FileFault::TooManyColumns(2)));
    let one = Book::of(&[vec![cell("t=\"inlineStr\"", &format!("<is><t>{}</t></is>", "x".repeat(3 * 1024 * 1024)))]]);
    assert!(matches!(rows(&one.bytes()), Err(FileFault::Damaged(_) | FileFault::Bomb)));
}

#[tokio::test]
async fn two_million_rows_are_refused_before_one_is_staged() {
    let office = Office::open(None).await;
    let text_file = "000.00.19.H47-260105-0001,5\n".repeat(2_000_000);
    let sheet = (1..=2_000_000).map(|n| format!("<row r=\"{n}\"><c><v>{n}</v></c></row>")).collect();
    let book = Book { sheet, after: String::new(), strings: None, prolog: String::new() };
    for bytes in [format!("Mã hồ sơ,Trạng thái\n{text_file}").into_bytes(), book.bytes()] {
        let refused = office.stage(&bytes, |_| {}).await;
        assert!(matches!(refused, Err(ImportError::File(FileFault::TooManyRows))), "{refused:?}");
    }
    let left: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM dossier_rows").fetch_one(office.db().read()).await.unwrap();
    assert_eq!((left, imports::all_in(office.db(), State::Staging).await.unwrap().len()), (0, 0));
}

#[tokio::test]
async fn every_bad_row_is_told_by_line_and_column_and_nothing_of_it_is_taken() {
    let office = Office::open(None).await;
    let good = line(1, "5", "06/01/2026");
    let with = |n: u32, from: &str, to: &str| {
        let l = line(n, "5", "06/01/2026");
        assert!(l.contains(from), "{l}");
        l.replacen(from, to, 1)
    };
    let lines = vec![
        good,
        with(2, "000.00.19.H47-260105-0002", ""),
        with(3, "000.00.19.H47-260105-0003", "048000000003"),
        with(4, "000.00.19.H47-260105-0004", "0900000004"),
        with(5, "000.00.19.H47-260105-0005", "không có"),
        with(6, "05/01/2026 08:30", "30/02/2026"),
        with(7, "05/01/2026 08:30", "05/01/2027"),
        with(8, "20/01/2026", "20/13/2026"),
        with(9, ",5,", ",Chờ ký số,"),
        format!("{},thừa,một,ô", line(10, "5", "06/01/2026")),
        line(11, "5", "06/01/2026"),
        with(11, "0900000011", "0911111111"),
        line(12, "4", "05/01/2026"),
        line(12, "5", "06/01/2026"),
        format!("{}{}", line(13, "5", "06/01/2026"), "x".repeat(1_200)),
        with(14, "0900000014", "").replace("048000000014", ""),
    ];
    let (id, report) = office.stage(&csv(&lines), |_| {}).await.unwrap();
    let told = |line: u64| report.listed.iter().find(|l| l.line == line).map(|l| (l.reason, l.column.as_str()));
    for (line, reason, column) in [
        (3, Reason::NoCode, "Mã hồ sơ"),
        (4, Reason::CodeIsCitizen, "Mã hồ sơ"),
        (5, Reason::CodeIsPhone, "Mã hồ sơ"),
        (6, Reason::CodeUnreadable, "Mã hồ sơ"),
        (7, Reason::Day, "Ngày tiếp nhận"),
        (8, Reason::Future, "Ngày tiếp nhận"),
        (9, Reason::Day, "Ngày hẹn trả"),
        (10, Reason::StatusUnknown, "Trạng thái"),
        (11, Reason::Ragged, "Mã hồ sơ"),
        (12, Reason::Owners, "Mã hồ sơ"),
        (13, Reason::Owners, "Mã hồ sơ"),
        (14, Reason::Repeated, "Mã hồ sơ"),
        (16, Reason::TooLong, "Nội dung bổ sung"),
        (17, Reason::NoProof, "Số điện thoại"),
    ] {
        assert_eq!(told(line), Some((reason, column)), "line {line}: {:?}", report.listed);
    }
    assert_eq!((report.rows, report.bad_rows, report.repeated, report.warned), (16, 11, 1, 2));
    assert_eq!(report.listed.iter().find(|l| l.line == 14).and_then(|l| l.kept), Some(15), "the younger of both");
    assert_eq!(
        (report.foreseen.new, report.foreseen.sum()),
        (4, 4),
        "one, the unknown status, the repeated, the one without proof"
    );
    // Nothing is in before somebody decides.
    assert!(office.dump().await.is_empty());
    assert!(imports::decide(office.db(), &id).await.unwrap());
    let done = vungsam_server::dossiers::apply::apply(&office.state, &id, &|_| {}).await.unwrap();
    assert_eq!(done.applied.new, 4);
    assert_eq!((office.status(12).await, office.status(11).await, office.status(9).await), (Some(5), None, None));
    let raw: String = sqlx::query_scalar("SELECT raw FROM dossier_steps WHERE raw IS NOT NULL")
        .fetch_one(office.db().read())
        .await
        .unwrap();
    assert_eq!(raw, "Chờ ký số");
}

#[tokio::test]
async fn rows_that_a_quotation_mark_swallowed_are_told_and_none_is_lost_without_a_word() {
    let office = Office::open(None).await;
    let mut lines: Vec<String> = (1..=6).map(|n| line(n, "5", "06/01/2026")).collect();
    // Opened in one row, closed by the next mark two lines further down, with text behind it.
    lines[1] = lines[1].replacen("000.00.19", "\"000.00.19", 1);
    lines[3] = lines[3].replacen("06/01/2026", "\"06/01/2026", 1);
    lines[4] = lines[4].replacen("CANARY", "\"CANARY\"", 1);
    let (_, report) = office.stage(&csv(&lines), |_| {}).await.unwrap();
    let faults = |report: &Report| -> Vec<_> {
        report.listed.iter().filter(|l| !l.reason.warns()).map(|l| (l.line, l.last, l.reason)).collect()
    };
    assert_eq!(faults(&report), [(3, Some(5), Reason::QuoteBehind), (6, None, Reason::QuoteBehind)]);
    assert_eq!((report.rows, report.bad_rows, report.foreseen.new), (4, 2, 2));
    // A header that took rows with it.
    let text = String::from_utf8(csv(&lines[5..])).unwrap().replacen("sung\n", "sung,\"Ghi\nchú\" x\n", 1);
    let (_, report) = office.stage(text.as_bytes(), |_| {}).await.unwrap();
    assert_eq!((report.bad_rows, faults(&report)), (1, vec![(1, Some(2), Reason::QuoteBehind)]));
    // The mark is never closed: the whole file is refused.
    lines[4] = line(5, "5", "06/01/2026");
    lines[3] = line(4, "5", "06/01/2026");
    let refused = office.stage(&csv(&lines), |_| {}).await;
    assert!(matches!(refused, Err(ImportError::File(FileFault::QuoteOpen(3)))), "{refused:?}");
    // Lines that end with a single CR are rows too.
    let old = String::from_utf8(csv(&[line(1, "5", "06/01/2026"), line(2, "5", "06/01/2026")])).unwrap();
    let (_, report) = office.stage(old.replace('\n', "\r").as_bytes(), |_| {}).await.unwrap();
    assert_eq!((report.rows, report.foreseen.new), (2, 2));
}

#[tokio::test]
async fn a_workbook_with_merged_cells_formulas_and_dates_as_text_is_told_by_row() {
    let office = Office::open(None).await;
    let code = |n: u32| text(&format!("000.00.19.H47-260105-{n:04}"));
    let book = Book::of(&[
        vec![text("ỦY BAN NHÂN DÂN XÃ THỬ")],
        vec![text("Danh sách hồ sơ tháng 01")],
        vec![text("STT"), text("Mã hồ sơ"), text("Ngày tiếp nhận"), text("Trạng thái")],
        vec![text("I. ĐẤT ĐAI")],
        vec![text("1"), code(1), cell("s=\"1\"", "<v>46027</v>"), cell("", "<v>5</v>")],
        vec![text("2"), code(2), text("05/01/2026"), cell("t=\"str\"", "<f>X</f><v>Đang xử lý</v>")],
        vec![text("3"), code(3), cell("", "<v>46027</v>"), cell("", "<f>1+4</f>")],
        vec![text("4"), code(4), text("31/02/2026"), text("5")],
        vec![text("5"), code(5), text("05/01/2026"), text("5")],
        vec![text("6"), text(""), text("05/01/2026"), text("5")],
    ])
    .merged(&["A1:D1", "A2:D2", "A4:D4", "B9:B10"]);
    let (_, report) = office.stage(&book.bytes(), |_| {}).await.unwrap();
    assert_eq!((report.header_line, report.rows, report.titles, report.bad_rows), (3, 6, 1, 3));
    let told: Vec<_> = report.listed.iter().filter(|l| !l.reason.warns()).map(|l| (l.line, l.reason)).collect();
    assert_eq!(told, [(7, Reason::NoValue), (8, Reason::Day), (10, Reason::Merged)]);
    assert_eq!(report.foreseen.new, 3);
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_name_phone_number_or_summary_of_a_file_stays_anywhere() {
    let kept = Kept::default();
    let writer = kept.clone();
    let filter = tracing_subscriber::EnvFilter::new("trace,sqlx=off");
    let log = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(move || writer.clone());
    tracing::subscriber::set_global_default(log.finish()).unwrap();

    let office = Office::open(None).await;
    let header = HEADER.replace("STT", "Trích yếu");
    let mut lines: Vec<String> =
        (1..40).map(|n| line(n, "5", "06/01/2026").replacen(&n.to_string(), "CANARYSUMMARY", 1)).collect();
    // A citizen's number where the code should be, and people's data in rows that are refused.
    lines.push(
        "CANARYSUMMARY,048777777777,x,CANARY,0987654321,048777777777,05/01/2026,20/01/2026,5,06/01/2026,".to_owned(),
    );
    lines.push(
        "CANARYSUMMARY,0987654321,x,CANARY,0987654321,048777777777,05/01/2026,20/01/2026,5,06/01/2026,".to_owned(),
    );
    let file = format!("{header}\n{}\n", lines.join("\n"));
    let (id, report) = office.stage(file.as_bytes(), |_| {}).await.unwrap();
    assert_eq!(report.bad_rows, 2);
    let mut said = format!("{report:?}");
    said.push_str(&office.everything().await);
    assert!(imports::decide(office.db(), &id).await.unwrap());
    vungsam_server::dossiers::apply::apply(&office.state, &id, &|_| {}).await.unwrap();
    said.push_str(&office.everything().await);
    said.push_str(&String::from_utf8(kept.0.lock().unwrap().clone()).unwrap());
    let (_dir, path) = put(b"CANARY,0987654321\n\"");
    let mut ask = office.ask(&path).await;
    ask.as_of = Some("2026-11-23".to_owned());
    let fault = vungsam_server::dossiers::stage::stage(&office.state, ask, &|_| {}).await.unwrap_err();
    said.push_str(&format!("{fault} {fault:?}"));
    assert!(said.contains("260105-0007") && said.contains("dossiers imported"), "the scan sees something");
    for secret in ["CANARY", "0987654321", "048777777777", "0900000007", "048000000007", "Người Thử"] {
        let line = said.lines().find(|l| l.contains(secret));
        assert!(line.is_none(), "{secret} in {line:?}");
    }
    // Nor in a file beside the database.
    let left: Vec<_> = std::fs::read_dir(office.dir.path().join("imports")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn a_file_that_lacks_the_four_digits_or_the_commune_is_warned_of_as_a_whole() {
    let office = Office::open(None).await;
    let bare =
        b"M\xc3\xa3 h\xe1\xbb\x93 s\xc6\xa1,Tr\xe1\xba\xa1ng th\xc3\xa1i\n000.00.19.H47-260105-0001,4\n".to_vec();
    let (_, report) = office.stage(&bare, |_| {}).await.unwrap();
    let told: Vec<_> = report.listed.iter().map(|l| (l.line, l.reason)).collect();
    assert_eq!(told, [(1, Reason::NoProofColumn), (1, Reason::NoUnitColumn)]);
    assert_eq!((report.bad_rows, report.foreseen.new), (0, 1), "it comes in all the same");
    let (_, whole) = office.stage(&csv(&[line(1, "4", "06/01/2026")]), |_| {}).await.unwrap();
    assert!(!whole.reasons.contains_key(&Reason::NoProofColumn), "{:?}", whole.reasons);
}
