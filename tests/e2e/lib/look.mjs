// Looks at a page as a person with small hands, low sight or a screen reader would. Not for how to get there.
//
// What a newcomer would get wrong: a finding names the element and the figure, so that it can be mended without opening
// a browser.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Everything wrong with the page, as lines of text. `target`: smallest side of a target, in px. */
export async function look(page, target) {
  const found = [];
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, help, nodes } of violations) {
    const first = nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? node.html.slice(0, 120)}`);
    found.push(`axe ${id}: ${help} (${nodes.length}) ${first.join(" | ")}`);
  }
  found.push(...(await page.evaluate(sizes, target)));
  return found;
}

/** What the rules for a citizen's screen (docs/UX-AUDIT.md) ask beyond that: in the sun, by thumb, by ear. */
export async function manners(page) {
  const found = await page.evaluate(rules);
  // Put there by `look`.
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: { type: "rule", values: ["color-contrast-enhanced"] }, resultTypes: ["violations"] }),
  );
  for (const { nodes } of violations) found.push(...nodes.slice(0, 3).map((node) => `less than 7:1: ${node.target.join(" ")}: ${node.any[0]?.message}`));
  return found;
}

function rules() {
  const found = [];
  const name = (e) => `<${e.tagName.toLowerCase()}> "${(e.innerText || e.getAttribute("aria-label") || e.id || "").trim().slice(0, 30)}"`;
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.closest(".vh");

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { textContent, parentElement: e } = texts.currentNode;
    if (!textContent.trim() || e.closest("script, style, option") || !shown(e)) continue;
    const px = Number.parseFloat(getComputedStyle(e).fontSize);
    if (px < 17.9) found.push(`text of ${px} px, less than 18: ${name(e)}`);
  }

  let last = 0;
  for (const e of Array.from(document.querySelectorAll("h1, h2, h3, h4")).filter((h) => h.checkVisibility())) {
    const level = Number(e.tagName[1]);
    if (level > last + 1) found.push(`heading ${level} after ${last}: ${name(e)}`);
    last = level;
  }
  if (document.querySelectorAll("h1").length !== 1) found.push(`${document.querySelectorAll("h1").length} headings of the first level`);

  // Two targets a thumb can tell apart. What sticks lies over the page, not beside it.
  const boxes = [];
  for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (!shown(e) || e.disabled || e.type === "hidden") continue;
    if (e.tagName === "A" && getComputedStyle(e).display === "inline") continue;
    const whole = ["checkbox", "radio", "file"].includes(e.type) ? (e.labels?.[0] ?? e) : e;
    let over = whole;
    while (over && !["sticky", "fixed"].includes(getComputedStyle(over).position)) over = over.parentElement;
    boxes.push({ e: whole, over, box: whole.getBoundingClientRect() });
  }
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      if (a.over !== b.over || a.e.contains(b.e) || b.e.contains(a.e)) continue;
      const x = Math.max(a.box.left, b.box.left) - Math.min(a.box.right, b.box.right);
      const y = Math.max(a.box.top, b.box.top) - Math.min(a.box.bottom, b.box.bottom);
      if (Math.max(x, y) < 7.5) found.push(`${Math.round(Math.max(x, y))} px between two targets, less than 8: ${name(a.e)} and ${name(b.e)}`);
    }
  }
  return found;
}

/** Through the page by the Tab key: what has the focus is seen, has a ring, and nothing lies over it. */
export async function keys(page, most = 40) {
  const found = [];
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    window.passed = [];
  });
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press("Tab");
    const line = await page.evaluate(focused);
    if (line === null) break;
    if (line !== "") found.push(line);
  }
  return found;
}

/** `null`: round once; empty: nothing wrong. */
function focused() {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  // A date has three stops inside one field.
  if (window.passed.at(-1) === e) return "";
  if (window.passed.includes(e)) return null;
  window.passed.push(e);
  const whole = ["radio", "checkbox", "file"].includes(e.type) ? (e.labels?.[0] ?? e) : e;
  const box = whole.getBoundingClientRect();
  const name = `<${e.tagName.toLowerCase()}> "${(whole.innerText || e.getAttribute("aria-label") || e.id).trim().slice(0, 30)}"`;
  const ring = (one) => one && getComputedStyle(one).outlineStyle !== "none" && Number.parseFloat(getComputedStyle(one).outlineWidth) > 0;
  if (![e, whole, e.closest("form, label")].some(ring)) return `no ring round the focus: ${name}`;
  if (box.height > window.innerHeight) return "";
  const x = Math.min(window.innerWidth - 1, Math.max(0, box.left + box.width / 2));
  const y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return top && (whole.contains(top) || top.contains(whole)) ? "" : `under something else, or off the screen, with the focus: ${name}`;
}

function sizes(target) {
  const found = [];
  const name = (e) => `<${e.tagName.toLowerCase()}> "${(e.innerText || e.getAttribute("aria-label") || e.id || "").trim().slice(0, 30)}"`;
  const root = document.scrollingElement;
  if (root.scrollWidth > window.innerWidth) {
    const wide = Array.from(document.querySelectorAll("body *"))
      .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 0.5)
      .slice(0, 3)
      .map(name);
    found.push(`scrolls sideways: ${root.scrollWidth} px wide in a window of ${window.innerWidth}: ${wide.join(", ")}`);
  }
  for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (e.type === "hidden" || e.disabled || !e.checkVisibility({ visibilityProperty: true })) continue;
    // A link inside a sentence is as high as its line; a field that lies invisible in its label is as large as the label.
    if (e.tagName === "A" && getComputedStyle(e).display === "inline" && e.parentElement.innerText.trim() !== e.innerText.trim()) continue;
    const label = e.labels?.[0];
    const boxes = [e, ...(label && ["checkbox", "radio", "file"].includes(e.type) ? [label] : [])].map((b) => b.getBoundingClientRect());
    if (boxes.some((box) => box.bottom < 0 || box.right < 0)) continue; // moved out: a skip link
    if (e.matches(".vh, [aria-hidden=true], [tabindex='-1']") && !label) continue;
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    if (Math.min(width, height) < target - 0.5) {
      found.push(`target of ${Math.round(width)} x ${Math.round(height)} px, less than ${target}: ${name(e)}`);
    }
  }
  return found;
}

/** Until nothing moves: fonts there, two frames drawn, animations over. */
export async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.race([
      Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))),
      new Promise((done) => setTimeout(done, 1000)),
    ]);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}
