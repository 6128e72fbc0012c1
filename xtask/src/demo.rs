//! `cargo xtask demo`: from nothing to a running gateway and an open app; `--headless` drives the same journey where
//! there is no display. Not for the journey's steps, which are in tests/e2e/journey.mjs.
//!
//! What a newcomer would get wrong: each run starts with empty data (under target/demo-data) unless `--keep` is given.

use crate::setup::node_program;
use crate::stage::{output, program, run as run_program};
use crate::{build, root};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Args {
    /// Drive the whole journey in a virtual display and fail if it fails.
    #[arg(long)]
    headless: bool,
    /// Language of the journey or of the app: vi or en.
    #[arg(long, default_value = "vi", value_parser = ["vi", "en"])]
    lang: String,
    /// A picture of your own for the headless journey (repeatable).
    #[arg(long)]
    photo: Vec<PathBuf>,
    /// Go on with the data of the last run.
    #[arg(long)]
    keep: bool,
}

/// Shell text that starts an unlocked keyring of our own on the current bus.
pub const UNLOCK: &str = "mkdir -p target/keyring && printf 'demo' | XDG_DATA_HOME=\"$PWD/target/keyring\" \
    gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1";

const GATEWAY: &str = "127.0.0.1:8443";
const CONSOLE: &str = "127.0.0.1:8480";
const METRICS: &str = "127.0.0.1:8490";
const LOGIN: &str = "hoa";
/// A dossier of the sample office file, and the digits that prove it is yours.
const DOSSIER: &str = "H57.132-260804-0583";
const PROOF: &str = "0456";

pub fn run(args: &Args) -> Result<()> {
    for photo in &args.photo {
        if !photo.is_file() {
            bail!("there is no file {}", photo.display());
        }
    }
    if args.headless {
        build::ready()?;
        return headless(&args.lang, &args.photo);
    }
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        bail!(
            "there is no display here to open a window on.\nTo see the same journey driven without one: cargo xtask demo --headless"
        );
    }
    for address in [GATEWAY, CONSOLE, METRICS] {
        if std::net::TcpListener::bind(address).is_err() {
            bail!("something else uses {address} already. Is another demo running? End it and try again");
        }
    }
    build::ready()?;
    open(args)
}

/// The journey in the real window, without a display.
pub fn headless(lang: &str, photos: &[PathBuf]) -> Result<()> {
    let mut command = node_program(root().join("tests/e2e"), "node", &["journey.mjs", "--lang", lang]);
    command.arg("--app").arg(build::bin("vung-sam")?).arg("--server").arg(build::bin("vungsam-server")?);
    command.arg("--out").arg(root().join("target/demo"));
    for photo in photos {
        command.arg("--photo").arg(photo);
    }
    run_program(command)
}

fn open(args: &Args) -> Result<()> {
    let data = root().join("target/demo-data");
    if !args.keep && data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let (gateway_data, phone_data) = (data.join("gateway"), data.join("phone"));
    std::fs::create_dir_all(&gateway_data)?;
    std::fs::create_dir_all(&phone_data)?;
    let server = build::bin("vungsam-server")?;

    println!("\nstarting the gateway (data and logs in target/demo-data)");
    let mut gateway = Running(start_gateway(&server, &gateway_data, &data.join("gateway.log"))?);
    wait_ready(&mut gateway.0, &data.join("gateway.log"))?;
    let password = officer(&server, &gateway_data, &data.join("officer"))?;
    dossiers(&server, &gateway_data)?;
    let mut app = app(&phone_data, &gateway_data.join("deployment.toml"), &args.lang)?;
    app.stderr(std::fs::File::create(data.join("app.log"))?);
    println!("\n  gateway    https://{GATEWAY}   (its own development certificate; the app trusts it)");
    println!("  console    http://{CONSOLE}    (open this in a browser)");
    println!("  login      {LOGIN}");
    println!("  password   {password}");
    println!("  a dossier  {DOSSIER}   (follow it in the app; the four digits are {PROOF})");
    println!("\nopening the app; closing its window (or Ctrl-C) ends the demo");
    let status = app.status().context("could not start the app")?;
    if !status.success() {
        let said = std::fs::read_to_string(data.join("app.log")).unwrap_or_default();
        bail!("the app ended with {status}. It said:\n{said}");
    }
    Ok(())
}

/// Makes the demo's officer, once; `made` remembers that. The one-time password goes to the terminal only.
fn officer(server: &Path, data: &Path, made: &Path) -> Result<String> {
    if made.exists() {
        return Ok("the one you chose in the last run".to_owned());
    }
    let mut add = program(root(), &server.to_string_lossy(), &["officer", "add"]);
    add.arg("--data").arg(data).args(["--login", LOGIN, "--name", "Nguyễn Thị Hoa", "--leader"]);
    for unit in units()? {
        add.args(["--unit", &unit]);
    }
    let password = output(add)?.trim().to_owned();
    std::fs::write(made, LOGIN)?;
    Ok(format!("{password}   (once; the console then asks for one of your own)"))
}

/// An office's file with invented dossiers, taken in by the operator's own command. Again it changes nothing.
fn dossiers(server: &Path, data: &Path) -> Result<()> {
    let day = |ago: u32| -> Result<String> {
        let said = output(program(root(), "date", &["-d", &format!("{ago} days ago"), "+%d/%m/%Y"]))?;
        Ok(said.trim().to_owned())
    };
    let (filed, asked) = (day(9)?, day(1)?);
    let rows = [
        "Mã hồ sơ;Thủ tục;Số điện thoại;Ngày nhận;Trạng thái;Ngày cập nhật;Nội dung bổ sung".to_owned(),
        format!(
            "{DOSSIER};Đăng ký thường trú;0900000{PROOF};{filed};Yêu cầu bổ sung giấy tờ;{asked};Giấy đồng ý của chủ hộ"
        ),
        format!("H57.132-260804-0584;Đăng ký khai sinh;0900000777;{filed};Đã xử lý xong;{asked};"),
    ];
    let file = data.join("mau-mot-cua.csv");
    std::fs::write(&file, rows.join("\n"))?;
    let mut import = program(root(), &server.to_string_lossy(), &["import", "dossiers"]);
    import.arg(&file).args(["--source", "Một cửa (tệp mẫu)", "--data"]).arg(data);
    output(import).map(drop)
}

/// Ids of the area's communes: the demo's officer works for all of them.
fn units() -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for entry in std::fs::read_dir(root().join("assets/content/units"))? {
        if let Some(stem) = entry?.path().file_stem() {
            ids.push(stem.to_string_lossy().into_owned());
        }
    }
    ids.sort();
    Ok(ids)
}

fn start_gateway(server: &Path, data: &Path, log: &Path) -> Result<Child> {
    let file = std::fs::File::create(log)?;
    program(
        root(),
        &server.to_string_lossy(),
        &["serve", "--listen", GATEWAY, "--console", CONSOLE, "--metrics", METRICS],
    )
    .arg("--data")
    .arg(data)
    .stdout(file.try_clone()?)
    .stderr(file)
    .spawn()
    .context("could not start the gateway")
}

/// Waits until the console answers.
fn wait_ready(child: &mut Child, log: &Path) -> Result<()> {
    let until = Instant::now() + Duration::from_secs(30);
    let (wake, timer) = std::sync::mpsc::channel::<()>();
    while Instant::now() < until {
        if let Some(status) = child.try_wait()? {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            bail!("the gateway ended with {status}. It said:\n{said}\nIs something else using {GATEWAY} or {CONSOLE}?");
        }
        if std::net::TcpStream::connect(CONSOLE).is_ok() && std::net::TcpStream::connect(GATEWAY).is_ok() {
            drop(wake);
            return Ok(());
        }
        timer.recv_timeout(Duration::from_millis(100)).ok();
    }
    bail!("the gateway did not answer within 30 s; see {}", log.display())
}

/// The app's command, inside a private bus with an unlocked keyring where no keyring answers.
fn app(data: &Path, deployment: &Path, lang: &str) -> Result<Command> {
    let bin = build::bin("vung-sam")?;
    let mut command = if keyring_answers() {
        Command::new(&bin)
    } else {
        println!(
            "  keyring   none answers on this desktop: starting a private, unlocked one for this demo (target/keyring)"
        );
        let mut c = Command::new("dbus-run-session");
        c.args(["--", "sh", "-c"]).arg(format!("{UNLOCK}; exec \"$0\" \"$@\"")).arg(&bin);
        c
    };
    // The console tells the time of the area; so does this phone.
    command.current_dir(root()).env("TZ", "Asia/Ho_Chi_Minh");
    command.arg("--data").arg(data).arg("--deployment").arg(deployment).args(["--lang", lang]);
    Ok(command)
}

/// Whether a Secret Service with a default keyring is on the session bus.
fn keyring_answers() -> bool {
    let call = [
        "call",
        "--session",
        "--timeout",
        "5",
        "--dest",
        "org.freedesktop.secrets",
        "--object-path",
        "/org/freedesktop/secrets",
        "--method",
        "org.freedesktop.Secret.Service.ReadAlias",
        "default",
    ];
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        && program(root(), "gdbus", &call)
            .stderr(Stdio::null())
            .output()
            .is_ok_and(|o| o.status.success() && !String::from_utf8_lossy(&o.stdout).contains("'/'"))
}

/// A child that ends with us.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // SIGTERM first: the gateway finishes what it is writing.
        let asked = Command::new("kill").arg(self.0.id().to_string()).status();
        if !asked.is_ok_and(|s| s.success()) {
            self.0.kill().ok();
        }
        self.0.wait().ok();
    }
}
