//! The binary itself: init, officer add, config, openapi, and a gateway that is killed.

use crate::harness::{Gateway, complaint_of, jpeg, text};
use crate::uploads::dripping;
use bytes::Bytes;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use vungsam_domain::Deployment;
use vungsam_server::db::{Db, complaints, officers};
use vungsam_server::{Settings, password};

fn command(args: &[&str], data: &Path) -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_vungsam-server"));
    c.args(args).arg("--data").arg(data);
    c
}

fn run(args: &[&str], data: &Path) -> Output {
    command(args, data).output().unwrap()
}

fn stdout(o: &Output) -> String {
    assert!(o.status.success(), "{o:?}");
    String::from_utf8(o.stdout.clone()).unwrap()
}

/// A gateway in a process of its own, on free ports.
pub struct Process(Child);

impl Process {
    pub async fn start(data: &Path) -> (Self, Gateway) {
        let any = "127.0.0.1:0";
        Self::of(command(&["serve", "--listen", any, "--console", any, "--metrics", any], data), data).await
    }

    /// One that cannot write any file beyond this size.
    pub async fn start_with_files_up_to(kib: u32, data: &Path) -> (Self, Gateway) {
        let line = format!("ulimit -f {kib}; trap '' XFSZ; exec \"$@\"");
        let mut shell = Command::new("bash");
        shell.args(["-c", &line, "bash", env!("CARGO_BIN_EXE_vungsam-server"), "serve"]);
        let any = "127.0.0.1:0";
        shell.args(["--listen", any, "--console", any, "--metrics", any]).arg("--data").arg(data);
        Self::of(shell, data).await
    }

    async fn of(mut command: Command, data: &Path) -> (Self, Gateway) {
        let file = data.join("deployment.toml");
        let _ = std::fs::remove_file(&file);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let process = Self(process); // ended when dropped, also by a failed wait below
        while !file.exists() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let deployment = Deployment::parse(&std::fs::read_to_string(file).unwrap()).unwrap();
        let gw = Gateway::elsewhere(Settings::in_folder(data), deployment);
        for _ in 0..200 {
            if gw.client().get(gw.url("/readyz")).send().await.is_ok() {
                return (process, gw);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not ready");
    }

    pub fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_gateway_killed_at_any_moment_has_kept_what_it_answered_for() {
    let dir = tempfile::tempdir().unwrap();
    let (process, gw) = Process::start(dir.path()).await;
    let phone = gw.phone().await;
    let shot = jpeg(1);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let r = phone.create(&c, &c.photos[0]).send().await.unwrap();
    let location = text(&r, "location").to_owned();
    let (tx, body) = dripping();
    let cut = tokio::spawn(phone.patch(&location, 0, vec![]).body(body).send());
    tx.send(Bytes::copy_from_slice(&shot[..150_000])).await.unwrap();
    while phone.offset(&location).await == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Reports stream in while it dies.
    let stream = tokio::spawn({
        let phone = phone.clone();
        async move {
            let mut answered = Vec::new();
            for _ in 0..1_000 {
                let c = complaint_of(phone.id);
                let body = serde_json::to_vec(&c).unwrap();
                match phone.put_bytes(c.id, body).send().await {
                    Ok(r) if r.status() == 201 => answered.push(c),
                    _ => break,
                }
            }
            answered
        }
    });
    tokio::time::sleep(Duration::from_millis(400)).await;
    process.kill();
    let answered = stream.await.unwrap();
    assert!(!answered.is_empty());
    let _ = cut.await.unwrap();

    let (process, gw) = Process::start(dir.path()).await;
    let phone = gw.again(&phone);
    for c in &answered {
        assert_eq!(phone.put(c).await.status(), 200, "answered 201, so it is here");
    }
    let kept = phone.offset(&location).await;
    assert!((1..=150_000).contains(&kept), "{kept}");
    let r = phone.patch(&location, kept, shot[kept..].to_vec()).send().await.unwrap();
    assert_eq!(phone.receipt_of(&r).unwrap().photos[0].sha256, c.photos[0].sha256);
    process.kill();
    let db = Db::open(&Db::sqlite_url(dir.path()), 1).await.unwrap();
    assert_eq!(complaints::count(&db, c.id).await.unwrap(), 1);
    db.close().await;
}

#[test]
fn init_twice_changes_nothing_and_prints_only_public_parts() {
    let dir = tempfile::tempdir().unwrap();
    let first = stdout(&run(&["init"], dir.path()));
    assert_eq!(stdout(&run(&["init"], dir.path())), first);
    for key in ["receipt", "recovery", "session"] {
        let secret = std::fs::read_to_string(dir.path().join(format!("keys/{key}.key"))).unwrap();
        assert!(!first.contains(secret.trim()), "{key}");
    }
    let d = Deployment::parse(&std::fs::read_to_string(dir.path().join("deployment.toml")).unwrap()).unwrap();
    assert_eq!(d.gateway_url, "https://127.0.0.1:8443");
    assert!(first.contains(&d.receipt_keys[0].public_key) && d.ca_pem.unwrap().contains("BEGIN CERTIFICATE"));
}

#[tokio::test]
async fn a_new_officer_gets_a_password_for_one_sign_in_on_standard_output_only() {
    let dir = tempfile::tempdir().unwrap();
    let add = ["officer", "add", "--login", "Hoa", "--name", "Nguyễn Thị Hoa", "--unit", "nam-tra-my"];
    let made = run(&add, dir.path());
    let one_time = stdout(&made).trim().to_owned();
    assert_eq!(one_time.len(), 19);
    assert!(!String::from_utf8(made.stderr).unwrap().contains(&one_time));
    let db = Db::open(&Db::sqlite_url(dir.path()), 1).await.unwrap();
    let (hoa, hash) = officers::by_login(&db, "hoa").await.unwrap().unwrap();
    assert_eq!((hoa.name.as_str(), hoa.must_change), ("Nguyễn Thị Hoa", true));
    assert!(password::verify(one_time.clone(), Some(hash)).await);
    db.close().await;
    for entry in walk(dir.path()) {
        let bytes = std::fs::read(&entry).unwrap();
        assert!(!bytes.windows(one_time.len()).any(|w| w == one_time.as_bytes()), "{entry:?} holds the password");
    }
    let again = run(&add, dir.path());
    assert!(!again.status.success() && again.stdout.is_empty());
    let lost = ["officer", "add", "--login", "x", "--name", "X", "--unit", "khong-co"];
    let lost = run(&lost, dir.path());
    assert!(!lost.status.success());
    assert!(String::from_utf8(lost.stderr).unwrap().contains("nam-tra-my"), "the known communes are named");
}

fn walk(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn config_shows_what_holds_and_masks_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let args = ["config", "--db", "postgres://gateway:canary@db/x", "--listen", "127.0.0.1:9"];
    let out = command(&args, dir.path()).env("VUNGSAM_LIMITS__PER_DEVICE", "7").output().unwrap();
    let shown = stdout(&out);
    assert!(shown.contains("127.0.0.1:9") && shown.contains("per_device = 7") && shown.contains("********"), "{shown}");
    assert!(!shown.contains("canary"));
    assert!(std::fs::read_dir(dir.path()).unwrap().next().is_none(), "config writes nothing");
    let o = Command::new(env!("CARGO_BIN_EXE_vungsam-server")).arg("openapi").output().unwrap();
    assert!(stdout(&o).contains("/api/v1/uploads/{id}"));
}

#[test]
fn the_operator_opens_a_recovery_file_sealed_to_this_gateway_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let said = stdout(&run(&["init"], dir.path()));
    let public = said.lines().find_map(|l| l.strip_prefix("recovery key ")).unwrap().trim().to_owned();
    let seal = |public: &str| {
        let key: [u8; 32] = vungsam_domain::sign::unb64(public).unwrap().try_into().unwrap();
        let sealed = crypto_box::PublicKey::from(key).seal(&mut rand::rngs::OsRng, &[0x5a; 32]).unwrap();
        let sealed = vungsam_domain::sign::b64(&sealed);
        serde_json::json!({ "v": 1, "id": "x", "key": public, "sealed": sealed }).to_string()
    };
    let file = dir.path().join("vault.recovery");
    let recover = |text: &str| {
        std::fs::write(&file, text).unwrap();
        run(&["recover", file.to_str().unwrap()], dir.path())
    };
    assert_eq!(stdout(&recover(&seal(&public))).trim(), format!("x'{}'", "5a".repeat(32)));
    let other = vungsam_domain::sign::b64(crypto_box::SecretKey::from([7; 32]).public_key().as_bytes());
    for wrong in [seal(&other), seal(&other).replace(&other, &public), "{}".to_owned()] {
        let said = recover(&wrong);
        assert!(!said.status.success() && said.stdout.is_empty(), "{said:?}");
    }
}
