// What the pictures show: phones in every state a person can meet, filled through the real core, a real gateway and the
// real console. Not for which pictures are taken.
//
// What a newcomer would get wrong: the order matters. The gateway is up while reports travel and are answered, and down
// when the phones' screens are taken, so that something waits.

import { closeSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import { Phone } from "./lib/bridge.mjs";
import { Gateway } from "./lib/gateway.mjs";
import { Officer } from "./lib/officer.mjs";
import { checklistScene } from "./screens.checklist.mjs";
import { deskScene } from "./screens.desk.mjs";
import { dossierScene } from "./screens.dossiers.mjs";
import { ELSEWHERE, UNITS } from "./screens.list.mjs";

// Invented people and words.
const PLACE = { unit: "nam-tra-my", village_text: "Nóc Ông Bảy, sau rẫy quế", near: "cầu treo" };
const WORDS = {
  road: "Đường vào nóc bị sạt, xe máy không qua được.\nMưa tiếp là đất còn xuống nữa.",
  light: "Đèn đường trước trường học tắt ba đêm nay.",
  water: "Nước suối đục từ sáng, cá chết ở khúc dưới.",
  long: "Con đường từ nóc ra trung tâm xã lầy và trơn, trẻ em đi học phải lội qua hai khúc suối; mùa mưa năm ngoái đã sạt ba chỗ. ".repeat(8).slice(0, 990),
  power: "Mất điện từ sáng ở thôn 2, cả trạm y tế cũng không có điện.",
  earth: "Đất sạt xuống sau nhà, nước mưa chảy vào bếp.",
  doubtful: "Tôi muốn tố cáo một cán bộ nhận tiền của bà con.",
  word: "Nghiêngngảkhúckhuỷu".repeat(12),
};
const NAMED = { anonymous: false, contact: { name: "Hồ Thị Thử", phone: "0900 000 001" }, consents: ["handle", "contact"] };
const REPORT = "phan-anh-kien-nghi";
const UNNAMED = { anonymous: true, consents: ["handle"] };
const report = (category, text, who, place = PLACE) => ({ category, text, place, place_done: true, step: "check", kind: REPORT, ...who });

const received = (card) => card.delivery === "received";
/** Of the vault, in bytes. */
const PAGE = 4096;
const SECRET = "chín quả sâm đỏ";

/** Reports, then a vault with torn pages, then a start that takes out of it what is whole. */
async function damage(phone, fixtures) {
  for (const text of [WORDS.road, WORDS.power, WORDS.earth]) await phone.save(report("giao-thong", text, UNNAMED), fixtures.slice(0, 1));
  await phone.draft(report("sat-lo", WORDS.light, UNNAMED));
  await phone.stop();
  const file = path.join(phone.data, "vault.db");
  const size = statSync(file).size;
  const handle = openSync(file, "r+");
  for (let page = 1; page * PAGE < size; page += 9) writeSync(handle, Buffer.alloc(PAGE, 0x55), 0, PAGE, page * PAGE);
  closeSync(handle);
  await phone.start();
  const { rescue } = await phone.call("app_state");
  if (!rescue) throw new Error("nothing was rescued");
}

/** Sets it up, calls `show`, with the gateway stopped half-way through. */
export async function scene({ run, browser, args, folder, fixtures }, show) {
  const gateway = await Gateway.make(run, args.server, path.join(folder, "gateway"));
  mkdirSync(gateway.data, { recursive: true });
  await gateway.start();
  const oneTime = await gateway.addOfficer("hoa", "Nguyễn Thị Hoa", UNITS);
  const elsewhere = await gateway.addOfficer("lam", "Trần Văn Lâm", ELSEWHERE);
  const give = { bridge: args.bridge, folder, ui: args.ui, deployment: gateway.deployment };
  const phone = (name, more = {}) => new Phone(run, name, { ...give, ...more }).start();

  const phones = { first: await phone("first", { first: true }), fresh: await phone("fresh"), newcomer: await phone("newcomer") };
  phones.choose = await phone("choose", { keyFile: false });
  phones.locked = await phone("locked", { keyFile: false });
  await phones.locked.call("vault_choose", { way: "passphrase", passphrase: SECRET });
  await phones.locked.stop();
  await phones.locked.start();

  phones.doubtful = await phone("doubtful");
  phones.rescued = await phone("rescued");
  await damage(phones.rescued, fixtures);
  phones.busy = await phone("busy");
  phones.full = await phone("full");
  const { busy, full } = phones;
  const ids = {};
  ids.answered = (await busy.save(report("giao-thong", WORDS.road, NAMED), fixtures.slice(0, 2))).id;
  ids.accepted = (await busy.save(report("dien-nuoc", WORDS.light, UNNAMED), fixtures.slice(0, 1))).id;
  ids.refused = (await busy.save(report("khac", WORDS.water, NAMED))).id;
  ids.received = (await busy.save(report("moi-truong", WORDS.water, UNNAMED, { unit: "tra-my" }))).id;
  ids.question = (await busy.save(report("sat-lo", WORDS.earth, NAMED))).id;
  ids.replied = (await busy.save(report("sat-lo", WORDS.road, UNNAMED))).id;
  ids.moved = (await busy.save(report("dien-nuoc", WORDS.power, UNNAMED))).id;
  ids.withdrawn = (await busy.save(report("moi-truong", WORDS.water, UNNAMED))).id;
  ids.overfull = (await full.save(report("sat-lo", WORDS.long, NAMED, { ...PLACE, village_text: WORDS.word.slice(0, 100) }), fixtures)).id;
  for (let i = 0; i < 24; i += 1) await full.save(report(i % 2 ? "dien-nuoc" : "vien-thong", i % 3 ? WORDS.light : WORDS.word, UNNAMED));
  for (const id of [ids.answered, ids.accepted, ids.refused, ids.received, ids.question, ids.replied, ids.moved, ids.withdrawn]) await busy.follow(id, "a receipt", received);
  await full.follow(ids.overfull, "a receipt", received);

  const officer = await Officer.sitDown(browser, gateway.console, "vi");
  await officer.signIn("hoa", oneTime, "rừng quế sau mưa 7");
  const handle = async (id, ...steps) => {
    for (const [action, words, more] of steps) {
      await officer.page.goto(`/complaints/${id}`);
      await officer.act(action, words, more);
    }
  };
  await handle(ids.answered, ["accept", "Xã đã cử người lên xem."], ["answer", "Chiều nay xã cho máy xúc lên dọn. Bà con tạm đi lối suối.", { photos: fixtures.slice(2) }]);
  await handle(ids.accepted, ["accept"]);
  await handle(ids.refused, ["refuse", "Việc này thuộc xã Trà Linh. Mời bà con gửi cho xã Trà Linh hoặc gọi 1022."]);
  await handle(ids.question, ["accept"], ["ask_more", "Đất sạt ở trước hay sau nhà? Có ai bị thương không?"]);
  await handle(ids.replied, ["accept"], ["ask_more", "Chỗ sạt ở trước hay sau cầu treo?"]);
  await handle(ids.moved, ["accept"], ["transfer", "Việc này điện lực làm. Xã đã báo.", { fields: { agency_name: "Điện lực Trà My", number: "DL-118" } }]);
  await busy.follow(ids.replied, "the question", (card) => card.status === "can-bo-sung");
  await busy.say(ids.replied, "add_more", "Sau cầu treo, chỗ khúc cua.", fixtures.slice(0, 1));
  await busy.follow(ids.replied, "the answer to it", (card) => card.status === "da-tiep-nhan" && card.messages_waiting === 0);
  await busy.say(ids.withdrawn, "withdraw", "Nước trong lại rồi.");
  await busy.follow(ids.withdrawn, "that it was taken back", (card) => card.status === "da-rut");
  for (const id of [ids.question, ids.moved]) await busy.follow(id, "the last step", (card) => card.status !== "da-tiep-nhan" && card.status !== "moi");
  ids.found = await full.track(busy, ids.answered, "found");
  ids.notFound = await full.track(busy, ids.answered, "not_found", { reference: "4827351060" });
  await busy.follow(ids.answered, "the answer", (card) => card.status === "da-xu-ly");
  await busy.follow(ids.refused, "the refusal", (card) => card.status === "khong-tiep-nhan");
  const desk = { phone: await phone("caller"), spammer: await phone("spammer"), officer, gateway, report, named: NAMED, fixtures, handle };
  Object.assign(ids, await deskScene(desk));
  const other = await Officer.sitDown(browser, gateway.console, "vi");
  await other.signIn("lam", elsewhere, "sương sớm đỉnh núi 9");
  gateway.states = { hoa: await officer.page.context().storageState(), lam: await other.page.context().storageState() };

  await show.console({ gateway, ids });
  await gateway.stop();

  ids.trackWaits = await full.track(busy, ids.received, "waiting");
  await busy.say(ids.accepted, "remark", "Tối qua có em nhỏ ngã xe ở chỗ này.");

  ids.waiting = (await busy.save(report("giao-thong", WORDS.road, NAMED), fixtures.slice(1, 2))).id;
  await busy.call("sync_now");
  const file = await busy.call("outbox_export", { id: ids.waiting });
  await full.call("package_take", { base64: null }, Buffer.from(file.base64, "base64"));
  ids.draft = (await busy.draft(report("giao-thong", WORDS.road, NAMED), fixtures.slice(0, 2))).id;
  await phones.doubtful.draft(report("khac", WORDS.doubtful, UNNAMED));
  await full.draft(report("sat-lo", WORDS.long, NAMED, { ...PLACE, village_text: WORDS.word.slice(0, 100) }), fixtures);
  ids.dossiers = await dossierScene(busy);
  ids.checklists = await checklistScene(busy, ids.dossiers.you);
  await show.phones({ phones, ids });
}
