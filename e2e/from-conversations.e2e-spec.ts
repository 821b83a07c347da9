import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 30_000 };

describe('knowledge from conversations', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const shot = async ({ page }: Visit, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    // Colours come to rest first.
    await findings(page);
    await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}.png` });
  };

  it.each(SCREENS)(
    'on %s: a question of a customer becomes a golden question, with the turns before it, a fact of its answer, and the way back to it',
    async (screen, viewport) => {
      const tenant = system.tenant('acme-corp');
      const admin = tenant.users.find(({ role }) => role === 'admin') ?? tenant.users.find(({ role }) => role === 'owner')!;
      const customer = screen === 'a phone' ? '15550710002' : '15550710001';
      const question = `How long does standard shipping take${screen === 'a phone' ? ', please' : ''}?`;
      await system.customerWrites(tenant, customer, 'Hello');
      await eventually(async () => expect(await system.answers(tenant, customer)).toHaveLength(1), { timeoutMs: 30_000 });
      await system.customerWrites(tenant, customer, question);
      await eventually(async () => expect((await system.answers(tenant, customer)).join('\n')).toMatch(/3 to 5 business days/), {
        timeoutMs: 30_000,
      });

      const visit = await visitAs(browser, `${system.url}/inbox`, admin, viewport);
      const { page, errors } = visit;
      await page.locator('[data-row]').filter({ hasText: customer }).click(SOON);
      const asked = page.getByRole('article').filter({ hasText: question });
      await asked.hover(SOON);
      await asked.getByRole('button', { name: 'Reply and more' }).click(SOON);
      await page.getByRole('menuitem', { name: 'Make a golden question' }).click(SOON);
      const dialog = page.getByRole('dialog', { name: 'Make a golden question' });
      expect(await dialog.getByLabel('Question').inputValue(SOON)).toBe(question);
      expect(await dialog.getByLabel('Messages before it').inputValue()).toBe('Hello');
      await dialog
        .getByRole('button', { name: /3 to 5 business days/ })
        .first()
        .click();
      expect(await dialog.getByLabel('Facts').inputValue()).toMatch(/3 to 5 business days/);
      await dialog.getByLabel('Facts').fill('3 to 5 business days');
      expect(await findings(page)).toEqual([]);
      await shot(visit, `golden-from-inbox-${screen}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await shot(visit, `golden-from-inbox-${screen}-dark`);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ ...SOON, state: 'detached' });
      await page.getByText('It is among the golden questions now').waitFor(SOON);

      await page.goto(`${system.url}/knowledge/${tenant.knowledgeBases[0]!.id}`);
      const golden = page.getByRole('region', { name: 'Golden questions' });
      const row = golden.getByRole('listitem').filter({ hasText: question });
      await row.getByText('Answered', { exact: true }).waitFor(SOON);
      await row.scrollIntoViewIfNeeded();
      await shot(visit, `golden-with-source-${screen}`);
      expect(await findings(page)).toEqual([]);
      await row.getByRole('link', { name: 'From a conversation' }).click();
      await page.getByRole('article').filter({ hasText: question }).waitFor(SOON);

      const agent = tenant.users.find(({ role }) => role === 'agent')!;
      const other = await visitAs(browser, page.url().replace(/#.*/, ''), agent, viewport);
      const seen = other.page.getByRole('article').filter({ hasText: question });
      await seen.hover(SOON);
      await seen.getByRole('button', { name: 'Reply and more' }).click(SOON);
      await other.page.getByRole('menuitem', { name: 'Copy text' }).waitFor(SOON);
      expect(await other.page.getByRole('menuitem', { name: 'Make a golden question' }).count()).toBe(0);
      expect([...errors, ...other.errors]).toEqual([]);
      await page.context().close();
      await other.page.context().close();
    },
    180_000,
  );

  it.each(SCREENS)(
    'on %s: what customers asked in vain stands together, a person answers it once, and the next customer is answered',
    async (screen, viewport) => {
      const tenant = system.tenant(screen === 'a phone' ? 'beta-store' : 'acme-corp');
      const admin = tenant.users.find(({ role }) => role === 'owner')!;
      const base = tenant.knowledgeBases[0]!.id;
      const numbers = ['15550720001', '15550720002', '15550720003'].map((number) =>
        number.replace('072', screen === 'a phone' ? '073' : '072'),
      );
      const inVain = ['Do you repair broken zeppelins?', 'Is a broken zeppelin something you repair?'];
      for (const [index, text] of inVain.entries()) await system.customerWrites(tenant, numbers[index]!, text);
      await eventually(
        async () => {
          const { body } = await system.api<{ items: { count: number }[] }>(`/knowledge-bases/${base}/suggestions`, { as: tenant });
          expect(body.items.find(({ count }) => count === 2)).toBeDefined();
        },
        { timeoutMs: 60_000 },
      );

      const visit = await visitAs(browser, `${system.url}/knowledge/${base}`, admin, viewport);
      const { page, errors } = visit;
      const suggestions = page.getByRole('region', { name: 'What customers asked in vain' });
      const both = suggestions.getByRole('listitem').filter({ hasText: inVain[0]! }).filter({ hasText: inVain[1]! }).first();
      await both.waitFor(SOON);
      await both.scrollIntoViewIfNeeded();
      expect(await findings(page)).toEqual([]);
      await shot(visit, `suggestions-${screen}`);
      await both.getByRole('button', { name: /^Add answer/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Add a question and answer' });
      await dialog.getByLabel('Question').fill('Do you repair broken zeppelins?');
      await dialog.getByLabel('Answer').fill('We repair broken zeppelins within two weeks.');
      expect(await findings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await shot(visit, `suggestions-${screen}-answer-dark`);
      await dialog.getByRole('button', { name: 'Add answer' }).click();
      await page.getByText('The answer is in the draft; publish it').waitFor(SOON);
      await both.waitFor({ ...SOON, state: 'detached' });

      const documents = `/knowledge-bases/${base}/documents?limit=100`;
      await eventually(
        async () => {
          const { body } = await system.api<{ items: { title: string; status: string }[] }>(documents, { as: tenant });
          expect(body.items.find(({ title }) => title === 'Do you repair broken zeppelins?')?.status).toBe('ready');
        },
        { timeoutMs: 30_000 },
      );
      const published = async () =>
        (await system.api<{ publishedVersion: number }>(`/knowledge-bases/${base}`, { as: tenant })).body.publishedVersion;
      const before = await published();
      await page.reload();
      await page.getByRole('button', { name: 'Publish', exact: true }).click(SOON);
      await eventually(async () => expect(await published()).toBe(before + 1), { timeoutMs: 60_000 });
      await system.customerWrites(tenant, numbers[2]!, 'Do you repair a broken zeppelin?');
      await eventually(async () => expect((await system.answers(tenant, numbers[2]!)).join('\n')).toMatch(/within two weeks/), {
        timeoutMs: 30_000,
      });
      expect(errors).toEqual([]);
      await page.context().close();
    },
    180_000,
  );
});
