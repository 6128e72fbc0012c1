// Days out in the pictures: near, calendar, phrases, plans. Not for what they do.
//
// What a newcomer would get wrong: the browser of the pictures has no position to give, so "use my location" is refused there.

const id = (name) => `[data-testid="${name}"]`;
const press = (name, then) => async (page) => {
  await page.locator(id(name)).first().click();
  await page.locator(id(then)).first().waitFor();
};

/** Adds places to a day of its own, through the screens. */
const planned = (places) => async (page) => {
  for (const [i, place] of places.entries()) {
    if (i > 0) await page.goto(new URL(`/explore/plan?add=${place}`, page.url()).href);
    await page.locator(id("day-day")).fill("28");
    await page.locator(id("day-month")).fill("11");
    await page.locator(id("day-year")).fill("2027");
    await page.locator(id("make-day")).click();
    await page.locator(id(`stop-${i}`)).waitFor();
    if (i === places.length - 1) return;
  }
};

/** Lines for the list of screens. */
export const exploreScreens = () => [
  { name: "near-first", phone: "fresh", path: "/explore/near", ready: id("locate") },
  { name: "near-denied", phone: "fresh", path: "/explore/near", ready: id("locate"), act: press("locate", "trouble-denied") },
  {
    name: "near-commune",
    phone: "fresh",
    path: "/explore/near?pick=1",
    ready: id("in-nam-tra-my"),
    act: press("in-nam-tra-my", "in-unit"),
  },
  { name: "near-outside", phone: "fresh", path: "/explore/near?pick=1", ready: id("in-none"), act: press("in-none", "outside") },
  { name: "near-pick", phone: "fresh", path: "/explore/near?pick=1", ready: id("in-none") },
  { name: "calendar", phone: "fresh", path: "/explore/calendar", ready: id("save-days") },
  { name: "phrases", phone: "fresh", path: "/explore/phrases?topic=manners", ready: id("phrase-chup-anh") },
  { name: "phrase", phone: "fresh", path: "/explore/phrases/vao-vuon", ready: id("phrase-text") },
  { name: "phrase-missing", phone: "fresh", path: "/explore/phrases/khong-co", ready: "main .btn" },
  { name: "plan-empty", phone: "fresh", path: "/explore/plan", ready: id("new-day") },
  { name: "plan-add", phone: "busy", path: "/explore/plan?add=cho-sam", ready: id("make-day") },
  { name: "plan-day", phone: "busy", path: "/explore/plan?add=cho-sam", ready: id("make-day"), act: planned(["cho-sam", "thac-nam-tang"]) },
  { name: "plan-missing", phone: "busy", path: "/explore/plan/2026-01-01", ready: "main .btn", refused: true },
  { name: "place-point", phone: "fresh", path: "/explore/trung-tam-nam-tra-my", ready: id("place-map") },
  { name: "place-garden", phone: "fresh", path: "/explore/vuon-tak-ngo", ready: id("place-etiquette") },
];
