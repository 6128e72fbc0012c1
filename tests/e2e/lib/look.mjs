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
