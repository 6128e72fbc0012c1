//! The command, killed with SIGKILL in the middle of applying, again and again.

use crate::made::{csv, line, put};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use vungsam_server::db::Db;

fn command(file: &Path, data: &Path, more: &[&str]) -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_vungsam-server"));
    c.args(["import", "dossiers"]).arg(file).args(["--source", "UBND xã Thử", "--data"]).arg(data).args(more);
    c
}

fn run(file: &Path, data: &Path, more: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command(file, data, more).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// Starts a gateway's folder.
fn init(data: &Path) {
    let made = Command::new(env!("CARGO_BIN_EXE_vungsam-server")).arg("init").arg("--data").arg(data).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}

async fn count(data: &Path, table: &str) -> i64 {
    let db = Db::open(&Db::sqlite_url(data), 2).await.unwrap();
    let n = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}")))
        .fetch_one(db.read())
        .await
        .unwrap();
    db.close().await;
    n
}

#[tokio::test]
async fn an_import_killed_at_any_moment_is_gone_on_with_and_loses_and_doubles_nothing() {
    const ROWS: i64 = 6_000;
    let lines: Vec<String> = (1..=6_000).map(|n| line(n, "5", "06/01/2026")).collect();
    let (dir, file) = put(&csv(&lines));
    let data = dir.path().join("data");
    init(&data);
    let (code, said, _) = run(&file, &data, &["--dry-run"]);
    assert_eq!((code, count(&data, "dossiers").await), (0, 0), "{said}");
    let mut half = 0;
    for ms in [700, 900, 1_100, 1_300] {
        let mut child = command(&file, &data, &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Once the first rows are over, a moment more.
        let db = Db::open(&Db::sqlite_url(&data), 1).await.unwrap();
        let mut waited = 0;
        loop {
            let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossiers").fetch_one(db.read()).await.unwrap();
            if n > half && waited > ms || child.try_wait().unwrap().is_some() {
                break;
            }
            waited += 20;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        db.close().await;
        let _ = child.kill();
        child.wait().unwrap();
        half = count(&data, "dossiers").await;
        let (steps, left) = (count(&data, "dossier_steps").await, count(&data, "dossier_rows").await);
        assert_eq!(steps, half, "a dossier and its step come together");
        println!("killed with {half} over and {left} to do");
    }
    assert!(half > 0, "it was killed in the middle at least once");
    let (code, said, err) = run(&file, &data, &[]);
    assert_eq!(code, 0, "{said}{err}");
    for (table, n) in [("dossiers", ROWS), ("dossier_steps", ROWS), ("dossier_seen", ROWS)] {
        assert_eq!(count(&data, table).await, n, "{table}");
    }
    let (code, said, _) = run(&file, &data, &[]);
    assert!(code == 0 && said.contains("Nothing is new"), "{said}");
    assert_eq!(count(&data, "dossier_steps").await, ROWS);
}

#[test]
fn a_mistyped_folder_is_said_and_does_not_become_a_gateway() {
    let (dir, file) = put(&csv(&[line(1, "5", "06/01/2026")]));
    let data = dir.path().join("mistyped");
    let (code, said, err) = run(&file, &data, &[]);
    assert!(code == 1 && said.is_empty() && err.contains("there is no gateway in"), "{code} {said} {err}");
    assert!(err.contains(&format!("vungsam-server serve --data {}", data.display())), "{err}");
    assert!(!data.exists(), "nothing is made");
    let list =
        Command::new(env!("CARGO_BIN_EXE_vungsam-server")).args(["sources", "list", "--data"]).arg(&data).output();
    assert!(!list.unwrap().status.success() && !data.exists());
}

#[test]
fn what_is_wrong_is_said_in_plain_words() {
    let (dir, file) = put(&csv(&[line(1, "4", "05/01/2026"), line(1, "5", "06/01/2026")]));
    let data = dir.path().join("data");
    init(&data);
    let (code, said, _) = run(&file, &data, &["--dry-run"]);
    assert!(code == 0 && said.contains("1 row left out because the same code"), "{code} {said}");
    assert!(said.contains("line 2, Mã hồ sơ: the same code stands in line 3, which counts"), "{said}");
    for trust in ["200", "0", "100", "x"] {
        let (code, _, err) = run(&file, &data, &["--trust", trust]);
        assert!(code == 2 && err.contains("from 1 to 99") && !err.contains("1.."), "{code} {err}");
    }
    let (code, _, err) = run(dir.path(), &data, &[]);
    assert!(code == 1 && err.contains("is a folder: name the file in it"), "{code} {err}");
}

#[tokio::test]
async fn a_refused_file_is_exit_code_2_and_rows_with_errors_need_a_word() {
    let mut lines: Vec<String> = (1..=5).map(|n| line(n, "5", "06/01/2026")).collect();
    lines[2] = lines[2].replace("05/01/2026 08:30", "31/02/2026");
    let (dir, file) = put(&csv(&lines));
    let data = dir.path().join("data");
    init(&data);
    let (code, said, _) = run(&file, &data, &[]);
    assert!(code == 2 && said.contains("line 4, Ngày tiếp nhận"), "{code} {said}");
    assert_eq!(count(&data, "dossiers").await, 0, "nothing of it");
    assert_eq!(count(&data, "dossier_rows").await, 0);
    let (code, said, _) = run(&file, &data, &["--skip-bad-rows"]);
    assert_eq!((code, count(&data, "dossiers").await), (0, 4), "{said}");
    std::fs::write(&file, "Mã hồ sơ,Họ tên\n000.00.19.H47-260105-0011,\"A\n000.00.19.H47-260105-0012,B\n").unwrap();
    let (code, said, err) = run(&file, &data, &["--skip-bad-rows"]);
    assert!(code == 2 && err.contains("line 2: a quotation mark is not closed"), "{code} {said} {err}");
    std::fs::write(&file, "Mã hồ sơ,Họ tên\n000.00.19.H47-260105-0011,\"A\n000.00.19.H47-260105-0012,\"B,\n").unwrap();
    let (code, said, _) = run(&file, &data, &[]);
    assert!(code == 2 && said.contains("lines 2 to 3 (2 lines became one row): text stands behind"), "{code} {said}");
    std::fs::write(&file, b"%PDF-1.4").unwrap();
    let (code, _, err) = run(&file, &data, &[]);
    assert!(code == 2 && err.contains("PDF"), "{code} {err}");
    let (code, _, _) = run(&dir.path().join("none"), &data, &[]);
    assert_ne!(code, 0);
}
