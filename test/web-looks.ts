/** How a page looks to those who need it readable: axe, and whether it fits, from a phone to 4K in both themes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What can differ where the elements are the same: other colours, other places. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const places = { type: 'rule', values: [...colours.values, 'target-size', 'scrollable-region-focusable'] };

/**
 * Every rule once at the phone's width and once at the desk's, one in each theme. The other theme changes colours
 * only and 4K only places (the style has no wider step than 1,000 px), so there only those rules run: a load and five
 * whole runs cost 2.3 s of CPU a page, this 0.7.
 */
const looks = [
  { width: 360, colorScheme: 'light', runOnly: everything },
  { width: 360, colorScheme: 'dark', runOnly: colours },
  { width: 1440, colorScheme: 'dark', runOnly: everything },
  { width: 1440, colorScheme: 'light', runOnly: colours },
  { width: 3840, colorScheme: 'light', runOnly: places },
] as const;

/**
 * What is wrong with the page that is shown, as lines to read; the window has its size again afterwards. With PICTURES,
 * a folder, each look is kept there under `name`.
 */
export async function findFaults(page: Page, name: string): Promise<string[]> {
  const size = page.viewportSize()!;
  const faults: string[] = [];
  for (const { width, colorScheme, runOnly } of looks) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const found = await look(page, runOnly);
    faults.push(...found.map((fault) => `${name}, ${width} px, ${colorScheme}: ${fault}`));
    if (process.env.PICTURES) {
      const file = `${name.replaceAll(/\W+/g, '-')}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: `${process.env.PICTURES}/${file}`, fullPage: true });
    }
  }
  await page.setViewportSize(size);
  return faults;
}

/** Texts: these run over there. Two frames later the page is drawn anew in its new size. */
async function look(page: Page, runOnly: unknown): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  return page.evaluate<string[]>(`
    new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      .then(() => axe.run(document, { runOnly: ${JSON.stringify(runOnly)} }))
      .then(({ violations }) => {
        const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160)));
        const wider = document.documentElement.scrollWidth - innerWidth;
        return wider > 0 ? [...faults, wider + ' px wider than the window'] : faults;
      })`);
}
