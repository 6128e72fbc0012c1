//! No room left: told with a time to come back, nothing half, and everything goes on when there is room again.

use crate::commands::Process;
use crate::harness::{complaint_of, number, photo_ref, problem, text};
use crate::messages::{message, send};
use vungsam_domain::Action;

/// Larger than what the process may write as one file.
fn large() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    bytes.resize(900_000, 7);
    bytes
}

async fn full(r: reqwest::Response) {
    assert_eq!((r.status().as_u16(), text(&r, "retry-after")), (507, "300"), "{r:?}");
    assert_eq!(problem(r).await.code, "unavailable");
}

#[tokio::test]
async fn a_photo_that_finds_no_room_is_507_and_goes_on_where_it_was_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    // The database is made first, so that it fits below the limit.
    Process::start(dir.path()).await.0.kill();
    vungsam_server::db::Db::open(&vungsam_server::db::Db::sqlite_url(dir.path()), 1).await.unwrap().close().await;
    let (process, gw) = Process::start_with_files_up_to(700, dir.path()).await;
    let phone = gw.phone().await;
    let shot = large();
    let mut c = complaint_of(phone.id);
    c.photos = vec![photo_ref(&shot)];
    assert_eq!(phone.put(&c).await.status(), 201, "words are small");
    let whole = || phone.create(&c, &c.photos[0]).header("content-type", "application/offset+octet-stream");
    full(whole().body(shot.clone()).send().await.unwrap()).await;
    assert_eq!(phone.receipt(c.id).await.photos, [], "nothing is promised");
    let folder = dir.path().join(format!("photos/{}", c.id));
    let left: Vec<_> = std::fs::read_dir(folder).map(|d| d.flatten().collect()).unwrap_or_default();
    assert!(left.iter().all(|e| e.file_name() != format!("{}.jpg", c.photos[0].sha256).as_str()), "{left:?}");
    let m = message(&phone, c.id, Action::Remark);
    let said = send(&phone, &m, serde_json::to_vec(&m).unwrap()).send().await.unwrap();
    assert_eq!(said.status(), 201, "what fits is still taken");
    process.kill();

    let (process, gw) = Process::start(dir.path()).await;
    let phone = gw.again(&phone);
    let r = phone.create(&c, &c.photos[0]).send().await.unwrap();
    let (location, at) = (text(&r, "location").to_owned(), number(&r, "upload-offset"));
    let r = phone.patch(&location, at, shot[at..].to_vec()).send().await.unwrap();
    assert_eq!(phone.receipt_of(&r).unwrap().photos.len(), 1);
    process.kill();
}
