// Cases only the console's pictures need: asked and answered, waiting, handed over, given away, joined, muted, set apart.
// Not for the phones' screens.
//
// What a newcomer would get wrong: they come from phones of their own, so no screen of the others changes with them.

/** Fills them in through the real phone and the real console. `report` makes the fields of one. */
export async function deskScene({ phone, spammer, officer, gateway, report, named, fixtures, handle }) {
  const ids = {};
  const send = async (name, category, text, photos = [], from = phone) => {
    ids[name] = (await from.save(report(category, text, named), photos)).id;
    await from.follow(ids[name], "a receipt", (card) => card.delivery === "received");
  };
  await send("asked", "giao-thong", "Đá lăn chắn đường từ tối qua. Xe máy không qua được.", fixtures.slice(0, 1));
  await send("waiting", "dien-nuoc", "Mất nước ba ngày ở nóc. Trẻ em phải đi xa lấy nước suối.");
  await send("handed", "vien-thong", "Cả nóc không có sóng. Muốn gọi phải lên đồi.");
  await send("twin", "giao-thong", "Có đá trên đường, gần cầu treo.");
  await send("spam", "khac", "Bán đất giá rẻ, gọi ngay.", [], spammer);
  await send("apart", "khac", "Ông Thử lấy tiền làm đường của nóc.");
  await send("proved", "giao-duc", "Mái lớp học dột.");

  for (const [from, text] of [[phone, "Nuôi ong trong rừng có phải xin phép không?"], [spammer, "nuoi ong trong rung co phai xin phep khong"], [phone, "Giá vàng hôm nay bao nhiêu một chỉ?"]]) {
    await from.call("unanswered_add", { text, lang: "vi" });
  }
  const question = "Đá nằm ở khúc nào? Bà con gửi thêm một ảnh.";
  await handle(ids.asked, ["accept"], ["ask_more", question]);
  await handle(ids.waiting, ["ask_more", question]);
  await phone.follow(ids.asked, "the question", (card) => card.status === "can-bo-sung");
  const reply = await phone.call("reply_open", { complaint: ids.asked, action: "add_more" });
  await phone.call("draft_save", { id: reply.id, fields: { ...reply.fields, text: "Ở khúc cua sau cầu treo, hòn to bằng cái bàn." } });
  await phone.call("reply_send", { id: reply.id });
  await phone.follow(ids.asked, "the answer gone", (card) => card.status === "da-tiep-nhan");

  const { page } = officer;
  const open = async (id, action) => {
    await page.goto(`/complaints/${id}`);
    await page.locator(`label[for=action-${action}]`).click();
  };
  const written = async () => {
    await officer.send();
    await officer.send();
    await page.locator("[role=status]").waitFor();
  };
  await open(ids.handed, "transfer");
  await page.locator("#agency_name").fill("Tổ kỹ thuật nhà mạng");
  await page.locator("#number").fill("PA-2026-0117");
  await written();
  await page.goto(`/complaints/${ids.asked}`);
  const number = await page.locator("main .head .num").first().innerText();
  ids.askedNumber = number;
  ids.askedPin = (await phone.call("complaint", { id: ids.asked })).pin;
  await open(ids.twin, "mark_duplicate");
  await page.locator("#other").fill(number);
  await written();
  await handle(ids.proved, ["accept"]);
  await open(ids.proved, "assign");
  await page.locator("#to").selectOption({ index: 1 });
  await officer.send();
  await page.locator("[role=status]").waitFor();
  await open(ids.proved, "answer");
  await page.locator("#text").fill("Đã thay tôn ba lớp. Các cháu học lại từ thứ Hai.");
  await page.locator("#photos").setInputFiles(fixtures.slice(0, 2));
  await officer.send();
  await page.locator("[role=status]").waitFor();
  await page.goto(`/complaints/${ids.spam}/mute`);
  await page.locator("#reason").fill("Quảng cáo bán đất, gửi nhiều lần.");
  await officer.send();
  await page.locator("[role=status]").waitFor();
  await gateway.leader("hoa");
  await page.goto(`/complaints/${ids.apart}/apart?kind=to-cao`);
  await officer.send();
  await page.locator("[role=status]").waitFor();
  return ids;
}

const choose = (action) => (page) => page.locator(`label[for=action-${action}]`).click();
const send = (page) => page.locator("main button.main[type=submit]").click();

/** Pages of the console that show them. */
export const deskPages = (ids) => [
  { name: "queue-spoke", path: "/?state=spoke", open: "hoa" },
  { name: "complaint-sender-answered", path: `/complaints/${ids.asked}`, open: "hoa" },
  { name: "complaint-clock-stands-still", path: `/complaints/${ids.waiting}`, open: "hoa" },
  { name: "complaint-handed-over", path: `/complaints/${ids.handed}`, open: "hoa" },
  { name: "complaint-joined", path: `/complaints/${ids.twin}`, open: "hoa" },
  { name: "complaint-proof", path: `/complaints/${ids.proved}`, open: "hoa" },
  { name: "complaint-muted", path: `/complaints/${ids.spam}`, open: "hoa" },
  { name: "form-ask-more", path: `/complaints/${ids.received}`, open: "hoa", act: choose("ask_more") },
  { name: "form-transfer", path: `/complaints/${ids.received}`, open: "hoa", act: choose("transfer") },
  { name: "form-assign", path: `/complaints/${ids.received}`, open: "hoa", act: choose("assign") },
  { name: "form-duplicate", path: `/complaints/${ids.received}`, open: "hoa", act: choose("mark_duplicate") },
  {
    name: "form-mistakes",
    path: `/complaints/${ids.received}`,
    open: "hoa",
    refused: true,
    act: async (page) => {
      await choose("transfer")(page);
      await page.locator("#on").fill("");
      await page.locator("#text").fill("Lời đang viết.");
      await send(page);
      await page.locator("[role=alert]").waitFor();
    },
  },
  {
    name: "confirm-transfer",
    path: `/complaints/${ids.received}`,
    open: "hoa",
    act: async (page) => {
      await choose("transfer")(page);
      await page.locator("#agency_name").fill("Tổ điện xã");
      await send(page);
      await page.locator("form.sure").waitFor();
    },
  },
  {
    name: "confirm-commune",
    path: `/complaints/${ids.received}`,
    open: "hoa",
    act: async (page) => {
      await choose("assign")(page);
      await page.locator("#to").selectOption("u:tra-linh");
      await send(page);
      await page.locator("form.sure").waitFor();
    },
  },
  {
    name: "confirm-duplicate",
    path: `/complaints/${ids.received}`,
    open: "hoa",
    act: async (page) => {
      await choose("mark_duplicate")(page);
      await page.locator("#other").fill(ids.askedNumber);
      await send(page);
      await page.locator("form.sure").waitFor();
    },
  },
  { name: "mute", path: `/complaints/${ids.received}/mute`, open: "hoa" },
  { name: "unanswered", path: "/unanswered", open: "hoa" },
  { name: "unanswered-empty", path: "/unanswered?state=not-ours", open: "lam" },
  { name: "muted", path: "/muted", open: "hoa" },
  { name: "muted-empty", path: "/muted", open: "lam" },
  { name: "apart-which", path: `/complaints/${ids.received}/apart`, open: "hoa" },
  { name: "apart-words", path: `/complaints/${ids.received}/apart?kind=khieu-nai`, open: "hoa" },
  { name: "apart-list", path: "/apart", open: "hoa" },
  { name: "apart-case", path: `/apart/${ids.apart}`, open: "hoa" },
];
