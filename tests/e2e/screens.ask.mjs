// Asking in the pictures: what is answered, what is not, and what is sent on. Not for what it does: the stories.
//
// What a newcomer would get wrong: a question stands in no address, so each screen is asked by hand.

const id = (name) => `[data-testid="${name}"]`;
const LONG = "Nghiêngngảkhúckhuỷu".repeat(6);

const ask = (words, then, more = async () => {}) => async (page) => {
  await page.locator(id("ask-field")).fill(words);
  await page.locator(id("ask-go")).click();
  await page.locator(id(then)).first().waitFor();
  await more(page);
};
const UNKNOWN = "Giá vàng hôm nay bao nhiêu một chỉ?";
const sendOn = (words, then) =>
  ask(UNKNOWN, "ask-unknown", async (page) => {
    await page.locator(id("ask-count")).click();
    await page.locator(id("unanswered-words")).fill(words);
    if (then) {
      await page.locator(id("unanswered-send")).click();
      await page.locator(then).first().waitFor();
    }
  });
const card = (text, more, n = 0) => ({ id: `00000000-0000-4000-8000-00000000000${n}`, text, said_at_ms: Date.now() - 7_200_000, tried: false, refused: false, ...more });
const waiting = { unanswered: () => ({ cards: [card(UNKNOWN, {}), card(`${LONG} ${UNKNOWN}`, { tried: true }, 1), card(UNKNOWN, { refused: true }, 2)] }) };

/** Lines for the list of screens. */
export const askScreens = () => [
  { name: "ask", phone: "fresh", path: "/ask", ready: id("ask-example") },
  { name: "ask-found", phone: "fresh", path: "/ask", ready: id("ask-example"), act: ask("khai sinh cho con lam o dau", "ask-further"), table: true },
  { name: "ask-unknown", phone: "fresh", path: "/ask", ready: id("ask-example"), act: ask(UNKNOWN, "ask-unknown") },
  { name: "ask-empty", phone: "fresh", path: "/ask", ready: id("ask-example"), act: async (page) => page.locator(id("ask-go")).click() },
  { name: "ask-too-long", phone: "fresh", path: "/ask", ready: id("ask-example"), act: async (page) => {
    await page.locator(id("ask-field")).fill(LONG.repeat(4));
    await page.locator(id("ask-go")).click();
  } },
  { name: "unanswered-new", phone: "fresh", path: "/ask", ready: id("ask-example"), act: sendOn(UNKNOWN) },
  { name: "unanswered-number", phone: "fresh", path: "/ask", ready: id("ask-example"), act: sendOn("gọi 0905 389 330 và 049188001234", "#words-error") },
  { name: "unanswered-waiting", phone: "fresh", path: "/unanswered", ready: id("unanswered-card"), alter: waiting },
  { name: "unanswered-none", phone: "fresh", path: "/unanswered" },
];
