// A desktop nobody looks at: a virtual display, a private message bus, an unlocked keyring of its own, and someone who
// receives notifications. Not for the app itself.
//
// What a newcomer would get wrong: all of it keeps its files in one throw-away folder; the keyring and the home of the
// person running this are never touched.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "./run.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Starts it. Returns the environment programs on this desk run in, and the notifications received. */
export async function startDesk(run, folder) {
  const home = path.join(folder, "home");
  const runtime = path.join(folder, "runtime");
  mkdirSync(home, { recursive: true });
  mkdirSync(runtime, { recursive: true, mode: 0o700 });

  const display = run.start("display", "Xvfb", ["-displayfd", "1", "-screen", "0", "800x900x24", "-nolisten", "tcp"], {
    pipe: true,
  });
  const [, number] = await run.line(display, /^(\d+)$/);

  const env = {
    ...process.env,
    DISPLAY: `:${number}`,
    HOME: home,
    XDG_DATA_HOME: path.join(home, ".local/share"),
    XDG_CONFIG_HOME: path.join(home, ".config"),
    XDG_CACHE_HOME: path.join(home, ".cache"),
    XDG_RUNTIME_DIR: runtime,
    TZ: "Asia/Ho_Chi_Minh",
    LANG: "C.UTF-8",
    NO_AT_BRIDGE: "1",
    LIBGL_ALWAYS_SOFTWARE: "1",
  };
  delete env.WAYLAND_DISPLAY;
  delete env.LC_ALL;
  delete env.LANGUAGE;
  delete env.DBUS_SESSION_BUS_ADDRESS;

  const bus = run.start("bus", "dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=1"], { env, pipe: true });
  const [address] = await run.line(bus, /^unix:.*/);
  env.DBUS_SESSION_BUS_ADDRESS = address;

  const keyring = run.start("keyring", "gnome-keyring-daemon", ["--unlock", "--components=secrets", "--foreground"], {
    env,
    input: "pipe",
  });
  keyring.child.stdin.end("e2e");
  const ask = (to, path, method, ...args) =>
    run.call("gdbus", "gdbus", ["call", "--session", "--timeout", "5", "-d", to, "-o", path, "-m", method, ...args], { env });
  // Asked first, and of the bus: a question to a keyring that is not there yet would make the bus start another one.
  const owned = () => ask("org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets");
  await until("the keyring on the bus", async () => (await owned()).includes("true"), 10_000);
  const locked = () =>
    ask(
      "org.freedesktop.secrets",
      "/org/freedesktop/secrets/aliases/default",
      "org.freedesktop.DBus.Properties.Get",
      "org.freedesktop.Secret.Collection",
      "Locked",
    );
  await until("the keyring to be unlocked", async () => (await locked()).includes("false"), 10_000);

  const listener = run.start("notifications", "/usr/bin/python3", [path.join(HERE, "notifications.py")], { env, pipe: true });
  await run.line(listener, /"ready"/);
  const notifications = () => listener.lines.map((line) => JSON.parse(line)).filter((line) => "summary" in line);
  return { env, notifications };
}
