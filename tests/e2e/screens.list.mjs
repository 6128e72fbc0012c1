// Which pictures are taken. A new screen is a line here. Not for how the phones come to be in these states
// (screens.scene.mjs).
//
// What a newcomer would get wrong: `table: true` adds a screen to the pairwise table, which may have 80 pictures at most.

import { askScreens } from "./screens.ask.mjs";
import { checklistScreens } from "./screens.checklist.mjs";
import { deskPages } from "./screens.desk.mjs";
import { dossierScreens } from "./screens.dossiers.mjs";
import { exploreScreens } from "./screens.explore.mjs";

/** Communes the console's officer works for. */
export const UNITS = ["nam-tra-my", "tra-my"];

/** Those of another officer, who has nothing to do. */
export const ELSEWHERE = ["tra-linh"];

const id = (name) => `[data-testid="${name}"]`;
const at = (width, height, lang, theme = "light", text = 100) => ({ width, height, lang, theme, text });

/** Every screen is taken like this. */
export const EVERY = [at(360, 740, "vi"), at(360, 740, "en")];

/** Over all of it every pair of window, theme, text size and language occurs; each screen of the table takes one third. */
export const PAIRWISE = [
  [at(320, 568, "vi", "light", 200), at(1280, 800, "vi", "dark", 100)],
  [at(320, 568, "en", "dark", 100), at(768, 1024, "vi", "dark", 200)],
  [at(768, 1024, "en", "light", 100), at(1280, 800, "en", "light", 200)],
];

export const CONSOLE_VARIANTS = [at(1280, 900, "vi"), at(360, 740, "vi"), at(1280, 900, "en"), at(360, 740, "en")];

/** The core's own answer, with one report that waits as it would be in weeks or on another phone. */
const waits = (change) => ({ outbox: (view) => ({ ...view, entries: view.entries.map((entry) => ({ ...entry, ...change(entry) })) }) });
const stuck = (reason) => waits((entry) => ({ stuck: reason, attempts: 3, next_attempt_ms: null, card: { ...entry.card, delivery: "stuck" } }));
const overdue = waits((entry) => ({ attempts: 40, card: { ...entry.card, overdue: true } }));
const vault = (state) => ({ app_state: (answer) => ({ ...answer, vault: state }) });
const wrongDate = { outbox: (view) => ({ ...view, link: { ...view.link, trouble: "wrong_date" } }) };

const unnumbered = (state) => ({ ...state, rescue: { ...state.rescue, complaints_lost: ["?", "?", "4079-1"] } });

/**
 * Screens of the app. `phone`: whose phone it is (screens.scene.mjs). `ready`: what must be there first. `act`: what the
 * person does there before the picture. `alter`: what is changed in an answer of the core, by command, where a state takes
 * weeks to come. `refused`: the page itself is an answer with an error, and may say so.
 */
export const screens = (ids) => [
  { name: "welcome", phone: "first", path: "/", ready: id("welcome-skip"), table: true },
  ...["offline", "seen", "lang", "home", "size", "guest"].map((step) => ({
    name: `welcome-${step}`,
    phone: "first",
    path: `/welcome?step=${step}`,
    ready: id("next"),
    table: step === "home",
  })),
  { name: "home-first-start", phone: "fresh", path: "/", table: true },
  { name: "emergency", phone: "fresh", path: "/emergency", table: true },
  { name: "settings", phone: "fresh", path: "/settings", table: true },
  { name: "settings-wifi", phone: "fresh", path: "/settings?on=cellular", ready: id("wifi-only") },
  { name: "about", phone: "fresh", path: "/settings/about" },
  { name: "notices", phone: "fresh", path: "/settings/notices" },
  { name: "explore", phone: "fresh", path: "/explore", ready: id("explore-ginseng"), table: true },
  { name: "explore-kind", phone: "fresh", path: "/explore?kind=nature", ready: id("place-thac-nam-tang") },
  { name: "explore-now", phone: "fresh", path: "/explore?season=now&unit=tra-linh", ready: id("now-count") },
  { name: "explore-empty", phone: "fresh", path: "/explore?kind=market&unit=tra-van", ready: id("filter-kind") },
  { name: "explore-pick-kind", phone: "fresh", path: "/explore?unit=tra-linh&pick=kind", ready: id("kind-nature") },
  { name: "explore-pick-unit", phone: "fresh", path: "/explore?kind=nature&pick=unit", ready: id("unit-tra-linh") },
  { name: "place", phone: "fresh", path: "/explore/cho-sam", ready: id("place-prices"), table: true },
  { name: "place-not-known", phone: "fresh", path: "/explore/bia-don-tra-doc", ready: id("not-known") },
  { name: "place-missing", phone: "fresh", path: "/explore/no-such-place", ready: "h1", refused: true },
  { name: "guides-ginseng", phone: "fresh", path: "/guides?topic=ginseng", ready: id("guide-sam-nhan-biet") },
  { name: "guides-travel", phone: "fresh", path: "/guides?topic=travel", ready: id("guide-mua-lu") },
  { name: "guide-ginseng", phone: "fresh", path: "/guides/sam-nhan-biet", ready: id("guide-part") },
  { name: "guide-landslide", phone: "fresh", path: "/guides/sat-lo", ready: id("guide-calls"), table: true },
  { name: "guide-lost", phone: "fresh", path: "/guides/lac-rung", ready: id("guide-calls") },
  { name: "units", phone: "fresh", path: "/units", ready: id("merged-old-20944"), table: true },
  {
    name: "units-old-name",
    phone: "fresh",
    path: "/units",
    ready: id("place-input"),
    act: async (page) => {
      await page.locator(id("place-input")).fill("tra mai");
      await page.locator(id("place-hit")).first().waitFor();
    },
  },
  { name: "unit", phone: "fresh", path: "/units/nam-tra-my", ready: id("offices") },
  { name: "limits", phone: "fresh", path: "/limits", ready: id("guide-part") },
  { name: "outbox-empty", phone: "fresh", path: "/outbox" },
  { name: "reports-empty", phone: "fresh", path: "/reports" },
  { name: "not-found", phone: "fresh", path: "/no-such-page", ready: "h1", refused: true },
  { name: "settings-commune", phone: "fresh", path: "/settings/commune", ready: id("commune-tra-linh") },
  { name: "settings-content", phone: "fresh", path: "/settings/content", ready: id("content-state") },
  {
    name: "settings-content-refused",
    phone: "fresh",
    path: "/settings/content",
    ready: id("content-pick"),
    refused: true,
    act: async (page) => {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.locator(id("content-pick")).click()]);
      await chooser.setFiles({ name: "noi-dung.vungsam", mimeType: "application/octet-stream", buffer: Buffer.from("no content") });
      await page.locator(id("content-failed")).waitFor();
    },
  },

  { name: "procedures", phone: "fresh", path: "/procedures", ready: id("event-sinh-con"), table: true },
  { name: "procedures-event", phone: "fresh", path: "/procedures/event/sinh-con", ready: id("procedure-ht-khai-sinh"), table: true },
  { name: "procedures-field", phone: "fresh", path: "/procedures/field/dd", ready: "main ol li" },
  { name: "procedures-no-such-list", phone: "fresh", path: "/procedures/event/no-such", ready: "main .btn" },
  { name: "procedure", phone: "fresh", path: "/procedures/ct-thuong-tru", ready: id("fee"), table: true },
  { name: "procedure-free", phone: "fresh", path: "/procedures/ht-khai-sinh", ready: id("fee") },
  { name: "procedure-doubtful", phone: "fresh", path: "/procedures/ht-lien-thong-khai-sinh", ready: id("doubts") },
  {
    name: "procedure-law",
    phone: "fresh",
    path: "/procedures/ct-thuong-tru",
    ready: id("fee"),
    act: async (page) => {
      await page.locator("summary").click();
      await page.locator(id("copy-page")).click();
    },
  },
  { name: "procedure-missing", phone: "fresh", path: "/procedures/no-such", ready: "main .btn", refused: true },
  { name: "questions", phone: "fresh", path: "/questions", ready: id("question-faq-bhyt") },
  { name: "question", phone: "fresh", path: "/questions/faq-khai-sinh", ready: id("answer"), table: true },
  { name: "search-empty", phone: "fresh", path: "/search", ready: id("example") },
  { name: "search-found", phone: "fresh", path: "/search?q=khai+sinh", ready: id("hit"), table: true },
  { name: "search-old-name", phone: "fresh", path: "/search?q=tra+mai", ready: id("hit") },
  { name: "search-unknown", phone: "fresh", path: "/search?q=qqqqxz", ready: id("search-none") },

  { name: "vault-choose", phone: "choose", path: "/", table: true },
  { name: "vault-passphrase", phone: "locked", path: "/" },

  { name: "vault-locked-first", phone: "fresh", path: "/", alter: vault("keyring_locked_first"), ready: id("other-way"), table: true },
  { name: "vault-key-lost", phone: "fresh", path: "/", alter: vault("key_lost") },

  { name: "rescue", phone: "rescued", path: "/", ready: id("rescue-seen"), table: true },
  // Two whose numbers are gone too look the same.
  { name: "rescue-unnumbered", phone: "rescued", path: "/", ready: id("rescue-seen"), alter: { app_state: unnumbered } },

  { name: "report-kind", phone: "newcomer", path: "/report?step=kind", ready: id("kind-to-cao"), table: true },
  ...["khieu-nai", "to-cao", "to-giac", "tranh-chap-dat", "khan-cap"].map((kind) => ({
    name: `elsewhere-${kind}`,
    phone: "newcomer",
    path: `/report/elsewhere?kind=${kind}`,
    ready: "main ol li",
  })),
  { name: "elsewhere-deleted", phone: "newcomer", path: "/report/elsewhere?kind=khieu-nai&deleted=1", ready: "main ol li" },
  ...["khieu-nai", "to-cao", "to-giac", "tranh-chap-dat", "khan-cap"].map((kind) => ({
    name: `report-again-${kind}`,
    phone: "busy",
    path: `/report?step=again&kind=${kind}`,
    ready: id("again-report"),
    table: kind === "khan-cap",
  })),
  { name: "report-divert", phone: "busy", path: "/report?step=divert&kind=to-cao", ready: id("divert-copy"), table: true },
  {
    name: "report-asks-again",
    phone: "doubtful",
    path: "/report?step=text",
    ready: id("text-input"),
    act: async (page) => {
      await page.locator(id("next")).click();
      await page.locator(id("again-that")).waitFor();
    },
  },
  { name: "report-contact-needed", phone: "doubtful", path: "/report?step=contact", ready: id("contact-name"), table: true },
  { name: "report-category", phone: "newcomer", path: "/report?step=category", ready: id("cat-khac"), table: true },
  { name: "report-category-danger", phone: "full", path: "/report?step=category", ready: id("danger-call") },
  { name: "report-place-empty", phone: "newcomer", path: "/report?step=place", ready: id("place-input") },
  {
    name: "report-place-search",
    phone: "newcomer",
    path: "/report?step=place",
    ready: id("place-input"),
    act: async (page) => {
      await page.locator(id("place-input")).fill("tra mai");
      await page.locator(id("place-hit")).first().waitFor();
    },
  },
  { name: "report-place", phone: "busy", path: "/report?step=place", ready: id("village-input"), table: true },
  { name: "report-text-empty", phone: "newcomer", path: "/report?step=text", ready: id("text-input") },
  { name: "report-text", phone: "busy", path: "/report?step=text", ready: id("text-input") },
  { name: "report-photos-empty", phone: "newcomer", path: "/report?step=photos", ready: id("next") },
  { name: "report-photos", phone: "busy", path: "/report?step=photos", ready: id("photo-item"), table: true },
  { name: "report-contact", phone: "busy", path: "/report?step=contact", ready: id("contact-name") },
  { name: "report-check", phone: "busy", path: "/report?step=check", ready: id("save"), table: true },
  {
    name: "report-check-mistakes",
    phone: "newcomer",
    path: "/report?step=kind&then=check",
    ready: id("kind-to-cao"),
    refused: true,
    act: async (page) => {
      await page.locator(id("kind-phan-anh-kien-nghi")).click();
      await page.locator(id("save")).click();
      await page.locator("[role=alert]").first().waitFor();
    },
  },
  { name: "report-check-overfull", phone: "full", path: "/report?step=check", ready: id("save") },

  { name: "home-busy", phone: "busy", path: "/", table: true },
  { name: "slip", phone: "busy", path: `/reports/${ids.waiting}/slip`, ready: id("slip-pin"), table: true },
  { name: "reports", phone: "busy", path: "/reports", ready: `a[href*="${ids.waiting}"]`, table: true },
  { name: "report-waiting", phone: "busy", path: `/reports/${ids.waiting}`, ready: "[data-testid^=state-]" },
  { name: "report-received", phone: "busy", path: `/reports/${ids.received}`, ready: id("state-received") },
  { name: "report-answered", phone: "busy", path: `/reports/${ids.answered}`, ready: id("event-da-xu-ly"), table: true },
  { name: "report-refused", phone: "busy", path: `/reports/${ids.refused}`, ready: id("event-khong-tiep-nhan") },
  { name: "report-asked", phone: "busy", path: `/reports/${ids.question}`, ready: id("do-add_more"), table: true },
  { name: "report-replied", phone: "busy", path: `/reports/${ids.replied}`, ready: id("message-add_more") },
  { name: "report-moved", phone: "busy", path: `/reports/${ids.moved}`, ready: id("event-da-chuyen") },
  { name: "report-message-waits", phone: "busy", path: `/reports/${ids.accepted}`, ready: id("message-remark") },
  { name: "report-withdrawn", phone: "busy", path: `/reports/${ids.withdrawn}`, ready: "main" },
  { name: "reply-add-more", phone: "busy", path: `/reports/${ids.question}/reply?do=add_more`, ready: id("reply-send"), table: true },
  { name: "reply-remark", phone: "busy", path: `/reports/${ids.moved}/reply?do=remark`, ready: id("reply-send") },
  { name: "reply-confirm", phone: "busy", path: `/reports/${ids.answered}/reply?do=confirm`, ready: id("reply-send") },
  {
    name: "reply-reopen-mistake",
    phone: "busy",
    path: `/reports/${ids.answered}/reply?do=reopen`,
    ready: id("reply-send"),
    act: async (page) => {
      await page.locator(id("reply-send")).click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "reply-withdraw", phone: "busy", path: `/reports/${ids.received}/reply?do=withdraw`, ready: id("reply-keep"), table: true },

  ...askScreens(),
  ...dossierScreens(ids.dossiers),
  ...exploreScreens(),
  ...checklistScreens(ids.checklists),

  { name: "outbox", phone: "busy", path: "/outbox", table: true },
  { name: "outbox-wrong-date", phone: "busy", path: "/outbox", alter: wrongDate },
  { name: "outbox-overdue", phone: "busy", path: "/outbox", alter: overdue },
  { name: "outbox-entry", phone: "busy", path: `/outbox/${ids.waiting}`, ready: id("step-retry"), table: true },
  { name: "outbox-entry-wifi", phone: "busy", path: `/outbox/${ids.waiting}`, alter: waits(() => ({ waits_for_wifi: true })), ready: id("wifi-anyway") },
  { name: "outbox-entry-overdue", phone: "busy", path: `/outbox/${ids.waiting}`, alter: overdue, ready: id("step-export") },
  ...["invalid", "id_conflict", "too_large", "refused", "receipt_unproven", "not_understood", "photo_missing"].map((reason) => ({
    name: `outbox-stuck-${reason.replaceAll("_", "-")}`,
    phone: "busy",
    path: `/outbox/${ids.waiting}`,
    alter: stuck(reason),
    ready: id("step-discard"),
  })),
  { name: "outbox-discard", phone: "busy", path: `/outbox/${ids.waiting}/discard`, ready: id("discard-yes") },
  { name: "outbox-carried", phone: "full", path: "/outbox", ready: id("carried") },
  { name: "outbox-drop", phone: "full", path: `/outbox/carried?drop=${ids.waiting}`, ready: id("drop-yes") },

  { name: "track-add", phone: "newcomer", path: "/reports/add", ready: id("track-reference"), table: true },
  {
    name: "track-add-wrong",
    phone: "newcomer",
    path: "/reports/add",
    ready: id("track-reference"),
    act: async (page) => {
      await page.locator(id("track-reference")).fill("4827351067");
      await page.locator(id("track-add")).click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "tracked", phone: "full", path: `/reports/tracked/${ids.found}`, ready: id("track-found"), table: true },
  { name: "tracked-not-found", phone: "full", path: `/reports/tracked/${ids.notFound}`, ready: id("track-not_found") },
  { name: "tracked-waiting", phone: "full", path: `/reports/tracked/${ids.trackWaits}`, ready: id("track-waiting") },
  {
    name: "tracked-closed",
    phone: "full",
    path: `/reports/tracked/${ids.notFound}`,
    alter: { tracked: (card) => ({ ...card, state: "closed" }) },
    ready: id("track-closed"),
  },
  { name: "tracked-remove", phone: "full", path: `/reports/tracked/${ids.found}/remove`, ready: id("track-remove-yes") },
  { name: "reports-overfull", phone: "full", path: "/reports", ready: `a[href*="${ids.overfull}"]` },
  { name: "report-overfull", phone: "full", path: `/reports/${ids.overfull}`, ready: "[data-testid^=state-]" },
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
  { name: "not-found", path: "/complaints/none", open: "hoa", refused: true },
  ...deskPages(ids),
  { name: "track", path: "/track", public: true },
  { name: "track-wrong", path: "/track", public: true, refused: true, act: (page) => lookUp(page, "482-735-1067", "1") },
  { name: "track-found", path: "/track", public: true, act: (page) => lookUp(page, ids.askedNumber, ids.askedPin) },
];

/** Types a number and a PIN into the public page and sends them. */
async function lookUp(page, number, pin) {
  await page.locator("#number").fill(number);
  await page.locator("#pin").fill(pin);
  await page.locator("button[type=submit]").click();
  await page.locator(".wrong, section.card").first().waitFor();
}
