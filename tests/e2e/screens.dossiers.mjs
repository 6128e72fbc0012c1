// The wallet of dossiers in the pictures: what is in it, and which of its screens are taken. Not for what it does:
// dossiers.mjs.
//
// What a newcomer would get wrong: days are counted from today, so that late stays late; what only a gateway can tell is put
// into the core's own answer.

const id = (name) => `[data-testid="${name}"]`;
const day = (ahead) => new Date(Date.now() + 7 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
const NONE = { code: "", name: "", procedure: null, received_on: null, received_time: null, due_on: null, unit: null };
const PAPERS = "Giấy đồng ý của chủ hộ. Nộp ở quầy 3, trung tâm hành chính công xã.";
const LONG = "Nghiêngngảkhúckhuỷu".repeat(4).slice(0, 80);

/** Fills the wallet of a phone; everything is invented. Answers the ids by name. */
export async function dossierScene(phone) {
  const add = async (fields) => (await phone.call("dossier_add", { ...NONE, ...fields })).card.id;
  const say = (dossier, status, supplement = null) =>
    phone.call("dossier_say", { id: dossier, said: null, status, supplement, due_on: null });
  const ids = {
    you: await add({ name: "Thường trú nhà anh Thử", procedure: "ct-thuong-tru", code: "H57.132-260804-0583", received_on: day(-10), received_time: "08:20", due_on: day(3) }),
    fee: await add({ procedure: "ht-trich-luc", code: "G12.18-260421-00430053", received_on: day(-4) }),
    fetch: await add({ name: "Khai sinh cho bé Thử", procedure: "ht-khai-sinh", code: "000.00.19.H47-260105-0001" }),
    office: await add({ procedure: "hkd-thanh-lap", code: "H57.132-260810-0601", received_on: day(-1), due_on: day(8) }),
    late: await add({ name: "Tách thửa đất", code: "H57.132-260605-0112", received_on: day(-45), due_on: day(-9) }),
    bare: await add({ code: "03706/2026/07906" }),
    uncoded: await add({ name: LONG }),
    done: await add({ name: "Bản sao khai sinh", code: "H57.132-260601-0100" }),
    ended: await add({ name: "Tạm trú ở Đà Nẵng", code: "H57.132-260602-0101" }),
  };
  await say(ids.you, 5, PAPERS);
  await say(ids.fee, 6, "8.000 đ một bản, nộp ở quầy 1");
  await say(ids.fetch, 9);
  await say(ids.done, 10);
  await say(ids.ended, 8, "Thiếu hợp đồng thuê nhà.");
  await phone.call("dossier_watch", { id: ids.office, proof: "4321" });
  return ids;
}

/** As if the office's file had spoken of it. */
const told = (more) => (detail) => {
  const source = { kind: "office_file", name: "Tệp một cửa Trà My", trust: 50 };
  const at = Date.now() - 3 * 86_400_000;
  const step = { status: 4, raw: null, said: null, on: day(-3), noted_at_ms: at, source, supplement: null, due_on: null, ...more };
  const card = { ...detail.card, current: step, group: "office", said: null, watch: "told", unread: false };
  return { ...detail, card, steps: [...detail.steps, step], sources: [{ source, seen_at_ms: at }], checked_at_ms: Date.now() - 1_200_000 };
};
const watched = (watch) => (detail) => ({ ...detail, card: { ...detail.card, watch }, checked_at_ms: Date.now() - 1_200_000 });

/** Years without an official table, or without any. */
const yearsAhead = (list) => {
  const clocks = [
    { due_on: "2027-01-08", computed: true, provisional: true, state: { state: "running", left: 34 } },
    { due_on: null, computed: false, provisional: false, state: { state: "unknown_year", year: 2030 } },
  ];
  const cards = list.cards.filter((card) => card.group === "office").slice(0, 2);
  return { ...list, cards: cards.map((card, i) => ({ ...card, unread: i === 0, clock: clocks[i] })) };
};

const typed = (text, verdict) => async (page) => {
  await page.locator(id("code")).fill(text);
  await page.locator(id(`reading-${verdict}`)).waitFor();
};

/** Lines for the list of screens. `ids`: of `dossierScene`. */
export const dossierScreens = (ids) => [
  { name: "dossiers-empty", phone: "fresh", path: "/dossiers", ready: id("dossiers-empty") },
  { name: "dossiers", phone: "busy", path: "/dossiers", ready: id("group-you"), table: true },
  { name: "dossiers-years-ahead", phone: "busy", path: "/dossiers", ready: id("group-office"), alter: { dossiers: yearsAhead } },
  { name: "dossier-you", phone: "busy", path: `/dossiers/${ids.you}`, ready: id("must"), table: true },
  { name: "dossier-fee", phone: "busy", path: `/dossiers/${ids.fee}`, ready: id("must") },
  { name: "dossier-fetch", phone: "busy", path: `/dossiers/${ids.fetch}`, ready: id("must") },
  { name: "dossier-waiting", phone: "busy", path: `/dossiers/${ids.office}`, ready: id("watch-waiting") },
  { name: "dossier-told", phone: "busy", path: `/dossiers/${ids.office}`, ready: id("source"), alter: { dossier: told({}) } },
  { name: "dossier-unknown-status", phone: "busy", path: `/dossiers/${ids.office}`, ready: id("step-raw"), alter: { dossier: told({ status: null, raw: "Chuyển liên thông thuế" }) } },
  { name: "dossier-asked", phone: "busy", path: `/dossiers/${ids.office}`, ready: id("watch-asked"), alter: { dossier: watched("asked") } },
  { name: "dossier-closed", phone: "busy", path: `/dossiers/${ids.office}`, ready: id("watch-closed"), alter: { dossier: watched("closed") } },
  { name: "dossier-late", phone: "busy", path: `/dossiers/${ids.late}`, ready: id("late-report") },
  { name: "dossier-bare", phone: "busy", path: `/dossiers/${ids.bare}`, ready: id("due") },
  { name: "dossier-overfull", phone: "busy", path: `/dossiers/${ids.uncoded}`, ready: id("due") },
  { name: "dossier-ended", phone: "busy", path: `/dossiers/${ids.ended}`, ready: id("standing-ended") },
  { name: "dossier-missing", phone: "fresh", path: "/dossiers/00000000-0000-7000-8000-000000000000", ready: "main .btn", refused: true },
  { name: "dossier-remove", phone: "busy", path: `/dossiers/${ids.office}/remove`, ready: id("remove-yes") },
  { name: "dossier-watch", phone: "busy", path: `/dossiers/${ids.you}/watch`, ready: id("proof") },
  {
    name: "dossier-say",
    phone: "busy",
    path: `/dossiers/${ids.you}/say`,
    ready: id("say-5"),
    act: async (page) => {
      await page.locator(id("say-0")).click();
      await page.locator(id("say-save")).click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "dossier-add", phone: "fresh", path: "/dossiers/add", ready: id("code"), act: typed("H57.132-260811-0999", "code"), table: true },
  { name: "dossier-add-citizen", phone: "fresh", path: "/dossiers/add", ready: id("code"), act: typed("049201000001", "wrong") },
  { name: "dossier-add-odd", phone: "fresh", path: "/dossiers/add", ready: id("code"), act: typed("abc 12", "odd") },
  { name: "dossier-add-known", phone: "busy", path: "/dossiers/add", ready: id("code"), act: typed("h57.132-260804-0583", "known") },
  { name: "dossier-add-procedure", phone: "busy", path: `/dossiers/add?step=procedure&id=${ids.you}`, ready: id("procedure-none") },
  {
    name: "dossier-add-dates",
    phone: "busy",
    path: `/dossiers/add?step=dates&id=${ids.bare}`,
    ready: id("received-day"),
    table: true,
    act: async (page) => {
      await page.locator(id("received-day")).fill("31");
      await page.locator(id("received-month")).fill("2");
      await page.locator(id("due-day-day")).fill("25");
      await page.locator(id("due-day-month")).fill("12");
      await page.locator(id("next")).click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "dossier-add-name", phone: "busy", path: `/dossiers/add?step=name&id=${ids.fetch}`, ready: id("name") },
  { name: "dossier-add-watch", phone: "busy", path: `/dossiers/add?step=watch&id=${ids.fetch}`, ready: id("proof") },
  { name: "settings-reminders", phone: "fresh", path: "/settings/reminders", ready: id("reminders") },
];
