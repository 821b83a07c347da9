import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { eventually } from './system.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Visit {
  page: Page;
  /** What the page threw, and what its policy or React complained about. */
  errors: string[];
}

/** A browser of its own, in which this person signs in. @param url address of a page */
export async function visitAs(
  browser: Browser,
  url: string,
  { email, password }: { email: string; password: string },
  viewport: { width: number; height: number },
): Promise<Visit> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', bypassCSP: false });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|React/.test(message.text())) errors.push(message.text());
  });
  const { origin, pathname, search } = new URL(url);
  await page.goto(`${origin}/sign-in?to=${encodeURIComponent(pathname + search)}`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: /^Account of/ }).waitFor({ timeout: 20_000 });
  return { page, errors };
}

/** When nothing moves on the page any more: what was just changed begins to move a frame later. */
export async function atRest(page: Page): Promise<void> {
  const moving = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.getAnimations()
    .filter((each) => each.playState === 'running' && each.effect.getTiming().iterations !== Infinity)
    .map((each) => (each.animationName ?? each.transitionProperty) + ' of ' + each.effect.target.outerHTML.slice(0, 200))))))`;
  await eventually(async () => expect(await page.evaluate(moving)).toEqual([]), { timeoutMs: 30_000 });
}

/** Findings of axe on the page as it is now, open dialogs included. */
export async function findings(page: Page): Promise<string[]> {
  // Colours are judged as they come to rest, not while a dialog fades in.
  await atRest(page);
  // By the debugger, past the page's own policy, which rightly refuses a foreign script.
  await page.evaluate(AXE);
  const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(`axe.run().then((result) => result.violations)`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}
