// Lists of papers in the pictures: what is on the phone, and which screens are taken. Not for what they do: checklist.mjs.
//
// What a newcomer would get wrong: content that changes under a list is put into the core's own answer.

const id = (name) => `[data-testid="${name}"]`;

/** Lists as people have them; answers their ids. */
export async function checklistScene(phone, dossier) {
  const make = async (procedure, yes = [], unsure = [], of = null) =>
    (await phone.call("checklist_make", { procedure, cases: { yes, unsure }, dossier: of })).card.id;
  const edit = (list, change) => phone.call("checklist_change", { id: list, edit: change });
  const ids = {
    birth: await make("ht-khai-sinh", ["nhờ người khác làm thay"], ["không có giấy chứng sinh", "trẻ bị bỏ rơi"]),
    full: await make("cc-doi"),
    long: await make("ht-nuoi-con-nuoi", ["trẻ bị bỏ rơi", "cha mẹ đẻ đã mất", "hoàn cảnh trẻ cần đến"]),
    dossier: await make("dd-bien-dong", [], [], dossier),
  };
  await edit(ids.birth, { do: "tick", name: "Giấy chứng sinh", when: null, have: true });
  await edit(ids.birth, { do: "name", name: "bé Thử, con bà Ví Dụ ở thôn 2" });
  const full = await phone.call("checklist", { id: ids.full });
  for (const { name, when } of full.papers) await edit(ids.full, { do: "tick", name, when, have: true });
  return ids;
}

/** As if the content had changed since. */
const changed = (list) => {
  const [first, second, ...rest] = list.papers;
  const gone = { ...second, name: "Sổ hộ khẩu giấy", in_source: false, have: true, change: "gone" };
  return { ...list, card: { ...list.card, changed: true }, papers: [{ ...first, change: "new", in_source: false }, second, ...rest, gone] };
};
const lost = (list) => ({ ...list, card: { ...list.card, changed: true }, procedure: null, due: null, cases: [], offices: [] });

/** Lines for the list of screens. `ids`: of `checklistScene`. */
export const checklistScreens = (ids) => [
  { name: "checklists-empty", phone: "fresh", path: "/checklist", ready: id("checklists-empty") },
  { name: "checklists", phone: "busy", path: "/checklist", ready: id("checklist-card") },
  { name: "checklist", phone: "busy", path: `/checklist/${ids.birth}`, ready: id("progress"), table: true },
  { name: "checklist-complete", phone: "busy", path: `/checklist/${ids.full}`, ready: id("progress") },
  { name: "checklist-overfull", phone: "busy", path: `/checklist/${ids.long}`, ready: id("progress") },
  { name: "checklist-dossier", phone: "busy", path: `/checklist/${ids.dossier}`, ready: id("supplement") },
  { name: "checklist-changed", phone: "busy", path: `/checklist/${ids.long}`, ready: id("outdated"), alter: { checklist: changed } },
  { name: "checklist-lost", phone: "busy", path: `/checklist/${ids.full}`, ready: id("progress"), alter: { checklist: lost } },
  { name: "checklist-missing", phone: "fresh", path: "/checklist/00000000-0000-7000-8000-000000000000", ready: "main .btn", refused: true },
  {
    name: "checklist-new",
    phone: "fresh",
    path: "/checklist/new?procedure=ht-khai-sinh",
    ready: id("case"),
    act: async (page) => {
      await page.locator(id("next")).click();
      await page.locator("[role=alert]").waitFor();
    },
  },
  { name: "checklist-cases", phone: "busy", path: `/checklist/${ids.birth}/cases`, ready: id("case") },
  { name: "checklist-name", phone: "busy", path: `/checklist/${ids.birth}/name`, ready: id("name") },
  { name: "checklist-print", phone: "busy", path: `/checklist/${ids.birth}/print`, ready: id("sheet") },
  { name: "checklist-remove", phone: "busy", path: `/checklist/${ids.birth}/remove`, ready: id("remove-yes") },
];
