// Which taps, lists and first loads speed.mjs measures. A new screen's main tap is a line here. Not for how it is measured.

import { dossierScene } from "./screens.dossiers.mjs";

const id = (name) => `[data-testid="${name}"]`;

// Invented people and words.
const REPORT = {
  category: "giao-thong",
  text: "Đường vào nóc bị sạt, xe máy không qua được.",
  place: { unit: "nam-tra-my", village_text: "Nóc Ông Bảy", near: "cầu treo" },
  place_done: true,
  anonymous: false,
  contact: { name: "Hồ Thị Thử", phone: "0900 000 001" },
  consents: ["handle", "contact"],
  kind: "phan-anh-kien-nghi",
  step: "check",
};

const DAY = "2030-01-05";

/** A phone as it is after a year: some reports, dossiers of every kind, a draft. */
export async function setUp(phone) {
  const report = (await phone.save(REPORT)).id;
  for (let n = 0; n < 5; n += 1) await phone.save({ ...REPORT, category: "dien-nuoc", text: `Mất điện ở thôn ${n + 1}.` });
  const dossiers = await dossierScene(phone);
  await phone.draft(REPORT);
  const list = { procedure: "ct-thuong-tru", cases: { yes: [], unsure: [] }, dossier: null };
  const { card } = await phone.call("checklist_make", list);
  await phone.call("plan_save", { day: DAY, stops: [{ place: "thac-nam-tang", note: "" }] });
  return { report, dossiers, checklist: card.id };
}

/** `path` is opened, `tap` is tapped, `then` is what the next screen has. */
export const taps = (ids) => [
  { name: "home: report", path: "/", tap: id("tile-report"), then: `${id("save")}, ${id("next")}, ${id("kind-phan-anh-kien-nghi")}` },
  { name: "home: my reports", path: "/", tap: id("tile-reports"), then: id("report-card") },
  { name: "home: procedures", path: "/", tap: id("tile-procedures"), then: id("event-sinh-con") },
  { name: "home: my dossiers", path: "/", tap: id("tile-dossiers"), then: id("group-you") },
  { name: "home: explore", path: "/", tap: id("tile-explore"), then: id("explore-ginseng") },
  { name: "home: emergency", path: "/", tap: id("tile-emergency"), then: "main a[href^='tel:'], main h2" },
  { name: "home: search", path: "/", tap: id("home-search"), then: id("example") },
  { name: "home: waiting", path: "/", tap: id("tile-outbox"), then: id("outbox-entry") },
  { name: "home: settings", path: "/", tap: "header a[href='/settings']", then: "input[name=lang]" },

  { name: "report: kind", path: "/report?step=kind", tap: id("kind-phan-anh-kien-nghi"), then: `${id("next")}, ${id("save")}` },
  { name: "report: choose a category", path: "/report?step=category", tap: id("cat-khac"), then: `${id("cat-khac")}.on` },
  { name: "report: category on", path: "/report?step=category", ready: id("cat-khac"), tap: id("next"), then: id("place-change") },
  { name: "report: change the commune", path: "/report?step=place", tap: id("place-change"), then: id("place-input") },
  { name: "report: place on", path: "/report?step=place", ready: id("place-change"), tap: id("next"), then: id("text-input") },
  { name: "report: words on", path: "/report?step=text", ready: id("text-input"), tap: id("next"), then: id("photo-input") },
  { name: "report: photos on", path: "/report?step=photos", ready: id("photo-input"), tap: id("next"), then: id("contact-name") },
  { name: "report: contact on", path: "/report?step=contact", ready: id("contact-name"), tap: id("next"), then: id("save") },
  { name: "report: change an answer", path: "/report?step=check", ready: id("save"), tap: "main a[href*='step=text']", then: id("text-input") },

  { name: "my reports: open", path: "/reports", tap: id("report-card"), then: "[data-testid^=state-]" },
  { name: "report: slip", path: `/reports/${ids.report}`, ready: "[data-testid^=state-]", tap: `a[href$='/slip']`, then: id("slip-reference") },
  { name: "my reports: add by number", path: "/reports", tap: id("track"), then: id("track-reference") },
  { name: "by number: mistakes", path: "/reports/add", tap: id("track-add"), then: "[role=alert]" },
  { name: "waiting: open", path: "/outbox", tap: id("outbox-entry"), then: id("step-discard") },

  { name: "dossiers: open", path: "/dossiers", tap: id("dossier-card"), then: id("must") },
  { name: "dossier: I did it", path: `/dossiers/${ids.dossiers.you}`, ready: `${id("said")}, ${id("say-handed_in")}`, tap: id("say-handed_in"), then: id("said"), act: undo },
  { name: "dossier: what the office said", path: `/dossiers/${ids.dossiers.office}`, tap: id("tell"), then: id("say-5") },
  { name: "dossier: choose a status", path: `/dossiers/${ids.dossiers.office}/say`, tap: id("say-5"), then: id("say-text") },
  { name: "dossiers: add", path: "/dossiers", tap: id("dossier-add"), then: id("code") },
  { name: "dossiers: choose a procedure", path: `/dossiers/add?step=procedure&id=${ids.dossiers.you}`, tap: id("procedure-none"), then: `${id("procedure-none")}.on, ${id("procedure-none")} input:checked` },

  { name: "procedures: life event", path: "/procedures", tap: id("event-sinh-con"), then: id("procedure-ht-khai-sinh") },
  { name: "procedures: open", path: "/procedures/event/sinh-con", tap: id("procedure-ht-khai-sinh"), then: id("fee") },
  { name: "procedure: make a list", path: "/procedures/ct-thuong-tru", ready: id("fee"), tap: id("checklist-make"), then: id("case") },
  { name: "checklist: open", path: "/checklist", tap: id("checklist-card"), then: id("progress") },
  { name: "checklist: tick a paper", path: `/checklist/${ids.checklist}`, ready: id("progress"), tap: `label:has(${id("paper")})`, then: `${id("paper")}:checked`, act: untick },
  { name: "checklist: on paper", path: `/checklist/${ids.checklist}`, ready: id("progress"), tap: id("print"), then: id("sheet") },
  { name: "questions: ask", path: "/questions", tap: id("ask"), then: id("ask-field") },
  { name: "ask: answer", path: "/ask", ready: id("ask-field"), tap: id("ask-go"), then: `${id("ask-answer")}, ${id("ask-choices")}`, act: askSomething },
  { name: "ask: an example", path: "/ask", tap: id("ask-example"), then: `${id("ask-answer")}, ${id("ask-choices")}` },
  { name: "procedures: questions", path: "/procedures", tap: id("questions"), then: id("question-faq-bhyt") },
  { name: "questions: open", path: "/questions", tap: id("question-faq-khai-sinh"), then: id("answer") },
  { name: "search: an example", path: "/search", tap: id("example"), then: id("hit") },
  { name: "search: open a hit", path: "/search?q=khai+sinh", tap: id("hit"), then: `${id("answer")}, ${id("fee")}` },
  { name: "search: clear", path: "/search?q=khai+sinh", ready: id("hit"), tap: id("search-clear"), then: id("example") },

  { name: "explore: all places", path: "/explore", tap: id("explore-all"), then: id("filter-kind") },
  { name: "explore: kind", path: "/explore", tap: id("kind-nature"), then: id("filter-kind") },
  { name: "explore: place", path: "/explore?kind=nature", tap: id("place-thac-nam-tang"), then: id("place-where") },
  { name: "explore: this month", path: "/explore", tap: id("explore-now"), then: id("now-count") },
  { name: "explore: near", path: "/explore", tap: id("explore-near"), then: id("locate") },
  { name: "explore: calendar", path: "/explore", tap: id("explore-calendar"), then: "[data-testid^=day-]" },
  { name: "explore: phrases", path: "/explore", tap: id("explore-phrases"), then: id("topic-all") },
  { name: "phrases: open", path: "/explore/phrases", tap: "[data-testid^=phrase-]", then: id("phrase-text") },
  { name: "place: like", path: "/explore/thac-nam-tang", tap: id("heart"), then: `${id("heart")}.on`, act: press(`${id("heart")}.on`) },
  { name: "explore: plan", path: "/explore", tap: id("explore-plan"), then: id(`plan-${DAY}`) },
  { name: "plan: open a day", path: "/explore/plan", tap: id(`plan-${DAY}`), then: id("add-stop") },
  { name: "explore: guides", path: "/explore", tap: id("explore-ginseng"), then: id("guide-sam-nhan-biet") },
  { name: "guides: open", path: "/guides?topic=travel", tap: id("guide-mua-lu"), then: id("guide-part") },
  { name: "communes: open", path: "/units", tap: id("unit-tra-linh"), then: id("offices") },

  { name: "settings: language", path: "/settings", ready: "input[name=lang]", tap: "label:has(input[name=lang][value=en])", then: "html[lang=en]", act: toVietnamese },
  { name: "settings: text size", path: "/settings", ready: "input[name=size]", tap: id("size-125"), then: `${id("size-125")}.on`, act: toMedium },
  { name: "settings: dark", path: "/settings", ready: "input[name=theme]", tap: "label:has(input[name=theme][value=dark])", then: "html[data-theme=dark]", act: toLight },
  { name: "settings: commune", path: "/settings/commune", tap: id("commune-tra-linh"), then: `${id("commune-tra-linh")}.on`, act: toNoCommune },
  { name: "welcome: on", path: "/welcome?again=1", tap: id("next"), then: "#needs" },
  { name: "welcome: text size", path: "/welcome?step=size&again=1", tap: id("size-150"), then: `${id("size-150")}.on`, act: toMedium },
];

const press = (css) => async (page) => {
  const there = page.locator(css).first();
  if ((await there.count()) > 0) await there.click();
};
const untick = press(`label:has(${id("paper")}:checked)`);
const askSomething = (page) => page.locator(id("ask-field")).fill("con moi de lam giay chi");
async function undo(page) {
  if ((await page.locator(id("said")).count()) > 0) await page.locator(id("unsay")).click();
  await page.locator(id("say-handed_in")).waitFor();
}
const toVietnamese = press("label:has(input[name=lang][value=vi])");
const toMedium = press(id("size-100"));
const toLight = press("label:has(input[name=theme][value=light])");
const toNoCommune = press(id("commune-none"));

/** First loads: all of it slowed down. */
export const loads = (ids) => [
  { name: "home", path: "/", ready: id("tile-report") },
  { name: "a procedure", path: "/procedures/ht-khai-sinh", ready: id("fee") },
  { name: "a report", path: `/reports/${ids.report}`, ready: "[data-testid^=state-]" },
  ...LISTS.map(({ path, name, ready, alter }) => ({ path, name, ready, alter })),
];

const MANY = 2000;

/** Two thousand of what there is, each with an id of its own. */
const many = (list, own) => Array.from({ length: MANY }, (_, n) => own(list[n % list.length], n));
const uuid = (n) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const cards = (answer) => ({ ...answer, cards: many(answer.cards, (card, n) => ({ ...card, id: uuid(n) })) });
const entries = (answer) => ({ ...answer, entries: many(answer.entries, (entry, n) => ({ ...entry, card: { ...entry.card, id: uuid(n) } })) });
const places = (answer) => ({ ...answer, cards: many(answer.cards, (card, n) => ({ ...card, id: `${card.id}-${n}`, featured: false })) });
const procedures = (answer) => ({ ...answer, cards: many(answer.cards, (card, n) => ({ ...card, id: `${card.id}-${n}`, field: "dd" })) });
const questions = (answer) => ({ ...answer, questions: many(answer.questions, (one, n) => ({ ...one, id: `${one.id}-${n}` })) });

export const LISTS = [
  { name: "2,000 reports", path: "/reports", ready: id("report-card"), alter: { complaints: cards }, rows: MANY },
  { name: "2,000 dossiers", path: "/dossiers", ready: id("dossier-card"), alter: { dossiers: cards }, rows: MANY },
  { name: "2,000 waiting", path: "/outbox", ready: id("outbox-entry"), alter: { outbox: entries }, rows: MANY },
  { name: "2,000 checklists", path: "/checklist", ready: id("checklist-card"), alter: { checklists: cards }, rows: MANY },
  { name: "2,000 places", path: "/explore?all=1", ready: "[data-testid^=place-]", alter: { places }, rows: MANY },
  { name: "2,000 questions", path: "/questions", ready: "[data-testid^=question-]", alter: { questions }, rows: MANY },
  { name: "2,000 procedures of a field", path: "/procedures/field/dd", ready: "[data-testid^=procedure-]", alter: { procedures }, rows: MANY },
];
