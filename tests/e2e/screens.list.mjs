// Which pictures are taken. A new screen is a line here. Not for how the phones come to be in these states
// (screens.scene.mjs).
//
// What a newcomer would get wrong: `table: true` adds a screen to the pairwise table, which may have 80 pictures at most.

/** Communes the console's officer works for. */
export const UNITS = ["nam-tra-my", "tra-my"];

/** Those of another officer, who has nothing to do. */
export const ELSEWHERE = ["tra-linh"];

const at = (width, height, lang, theme = "light", text = 100) => ({ width, height, lang, theme, text });

/** Every screen is taken like this. */
export const EVERY = [at(360, 740, "vi"), at(360, 740, "en")];

/** Every pair of window, theme, text size and language occurs in one of these rows. */
export const PAIRWISE = [
  at(320, 568, "vi", "light", 200),
  at(320, 568, "en", "dark", 100),
  at(768, 1024, "en", "light", 100),
  at(768, 1024, "vi", "dark", 200),
  at(1280, 800, "en", "light", 200),
  at(1280, 800, "vi", "dark", 100),
];

export const CONSOLE_VARIANTS = [at(1280, 900, "vi"), at(360, 740, "vi"), at(1280, 900, "en")];

/** Screens of the app. `phone`: whose phone it is (screens.scene.mjs). `ready`: what must be there first. */
export const screens = (ids) => [
  { name: "home-first-start", phone: "fresh", path: "/", table: true },
  { name: "emergency", phone: "fresh", path: "/emergency", table: true },
  { name: "settings", phone: "fresh", path: "/settings", table: true },
  { name: "about", phone: "fresh", path: "/settings/about" },
  { name: "notices", phone: "fresh", path: "/settings/notices" },
  { name: "outbox-empty", phone: "fresh", path: "/outbox" },
  { name: "complaints-empty", phone: "fresh", path: "/reports" },
  { name: "not-found", phone: "fresh", path: "/no-such-page", ready: "h1" },
  { name: "vault-choose", phone: "choose", path: "/", table: true },
  { name: "vault-passphrase", phone: "locked", path: "/" },
  { name: "home-busy", phone: "busy", path: "/", table: true },
  { name: "complaints", phone: "busy", path: "/reports", table: true },
  { name: "complaint-waiting", phone: "busy", path: `/reports/${ids.waiting}` },
  { name: "complaint-received", phone: "busy", path: `/reports/${ids.received}` },
  { name: "complaint-answered", phone: "busy", path: `/reports/${ids.answered}`, table: true },
  { name: "complaint-refused", phone: "busy", path: `/reports/${ids.refused}` },
  { name: "outbox", phone: "busy", path: "/outbox", table: true },
  { name: "complaints-overfull", phone: "full", path: "/reports" },
  { name: "complaint-overfull", phone: "full", path: `/reports/${ids.overfull}` },
];

/** Pages of the console. `open`: behind the sign-in. */
export const pages = (ids) => [
  { name: "sign-in", path: "/sign-in" },
  { name: "queue", path: "/", open: "hoa" },
  { name: "queue-empty", path: "/", open: "lam" },
  { name: "queue-filtered-empty", path: "/?q=khong-co-gi", open: "hoa" },
  { name: "complaint-new", path: `/complaints/${ids.received}`, open: "hoa" },
  { name: "complaint-accepted", path: `/complaints/${ids.accepted}`, open: "hoa" },
  { name: "complaint-answered", path: `/complaints/${ids.answered}`, open: "hoa" },
  { name: "complaint-overfull", path: `/complaints/${ids.overfull}`, open: "hoa" },
  { name: "password", path: "/password", open: "hoa" },
  { name: "not-found", path: "/complaints/none", open: "hoa" },
];
