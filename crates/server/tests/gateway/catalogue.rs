//! Both engines hold the same tables: compared from their own catalogues, not from our files.

use sqlx::{AnyPool, AssertSqlSafe, Row};
use std::collections::BTreeSet;
use vungsam_server::db::Db;
use vungsam_server::testing::Postgres;

type Lines = BTreeSet<String>;

async fn rows(pool: &AnyPool, sql: &str) -> Vec<Vec<String>> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(pool).await.unwrap();
    rows.iter().map(|r| (0..r.len()).map(|i| r.get::<String, _>(i)).collect()).collect()
}

async fn of_sqlite(pool: &AnyPool) -> Lines {
    let mut out = Lines::new();
    let tables = rows(pool, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").await;
    for t in tables.iter().map(|r| &r[0]).filter(|t| !t.starts_with("_sqlx")) {
        let columns = format!(
            "SELECT name, CASE type WHEN 'INTEGER' THEN 'bigint' WHEN 'BLOB' THEN 'bytea' ELSE LOWER(type) END,
                    CASE \"notnull\" WHEN 1 THEN 'NO' ELSE 'YES' END FROM pragma_table_info('{t}')"
        );
        out.extend(rows(pool, &columns).await.iter().map(|c| format!("{t}.{} {} null:{}", c[0], c[1], c[2])));
        let indexes = format!(
            "SELECT CASE l.origin WHEN 'pk' THEN 'primary' ELSE CASE l.\"unique\" WHEN 1 THEN 'unique' ELSE 'plain' END END,
                    (SELECT GROUP_CONCAT(name, ',') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
             FROM pragma_index_list('{t}') l"
        );
        out.extend(rows(pool, &indexes).await.iter().map(|i| format!("{t} {} ({})", i[0], i[1])));
        let keys = format!(
            "SELECT GROUP_CONCAT(\"from\", ', '), \"table\", GROUP_CONCAT(\"to\", ', ')
             FROM (SELECT * FROM pragma_foreign_key_list('{t}') ORDER BY id, seq) GROUP BY id, \"table\""
        );
        out.extend(
            rows(pool, &keys).await.iter().map(|k| format!("{t} FOREIGN KEY ({}) REFERENCES {}({})", k[0], k[1], k[2])),
        );
    }
    out
}

async fn of_postgres(pool: &AnyPool) -> Lines {
    let mut out = Lines::new();
    let columns =
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT), CAST(is_nullable AS TEXT)
                   FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'";
    out.extend(rows(pool, columns).await.iter().map(|c| format!("{}.{} {} null:{}", c[0], c[1], c[2], c[3])));
    let indexes = "SELECT CAST(t.relname AS TEXT),
          CASE WHEN i.indisprimary THEN 'primary' WHEN i.indisunique THEN 'unique' ELSE 'plain' END,
          (SELECT STRING_AGG(CAST(a.attname AS TEXT), ',' ORDER BY k.n) FROM UNNEST(i.indkey::int2[]) WITH ORDINALITY k(att, n)
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.att)
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
        WHERE s.nspname = 'public' AND t.relname NOT LIKE '\\_sqlx%'";
    out.extend(rows(pool, indexes).await.iter().map(|i| format!("{} {} ({})", i[0], i[1], i[2])));
    let keys = "SELECT CAST(t.relname AS TEXT), pg_get_constraintdef(c.oid) FROM pg_constraint c
                JOIN pg_class t ON t.oid = c.conrelid WHERE c.contype = 'f'";
    out.extend(rows(pool, keys).await.iter().map(|k| format!("{} {}", k[0], k[1])));
    out
}

#[tokio::test]
async fn tables_columns_nullability_and_keys_are_the_same_on_both_engines() {
    let dir = tempfile::tempdir().unwrap();
    let lite = Db::open(&Db::sqlite_url(dir.path()), 1).await.unwrap();
    let server = Postgres::start().await.unwrap();
    let post = Db::open(&server.fresh().await.unwrap(), 2).await.unwrap();
    let (a, b) = (of_sqlite(lite.read()).await, of_postgres(post.read()).await);
    assert!(a.len() > 60, "the catalogue was read: {}", a.len());
    assert_eq!(a.difference(&b).collect::<Vec<_>>(), [""; 0], "only in SQLite");
    assert_eq!(b.difference(&a).collect::<Vec<_>>(), [""; 0], "only in PostgreSQL");
}
