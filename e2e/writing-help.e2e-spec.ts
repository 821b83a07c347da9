import type { Browser } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const QUESTION = 'How long does standard shipping take?';

describe('help with writing in the inbox, without a model', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const shot = async ({ page }: Visit, name: string): Promise<void> => {
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
  };

  it.each(SCREENS)(
    'on %s: a reply is suggested from the knowledge, with its source, and sent; other words take a model, which is said',
    async (name, viewport) => {
      const customer = viewport.width < 600 ? '15550700002' : '15550700001';
      const agent = acme.users.find(({ role }) => role === 'agent')!;
      const visit = await visitAs(browser, `${system.url}/inbox`, agent, viewport);
      const { page, errors } = visit;
      await system.customerWrites(acme, customer, 'I want to talk to a human, please.');
      const row = page.locator('[data-row]').filter({ hasText: customer });
      await row.getByText('Waiting').waitFor(SOON);
      await system.customerWrites(acme, customer, QUESTION);
      await row.getByText(QUESTION).waitFor(SOON);
      await row.click(SOON);
      await page.getByRole('button', { name: 'Help with writing' }).click(SOON);
      const help = page.getByRole('dialog', { name: 'Help with writing' });
      await help.getByText('Write something first').waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await shot(visit, `help-${name}-empty`);
      await help.getByRole('button', { name: 'Suggest a reply' }).click();
      await help.getByText('Where it is from').waitFor(SOON);
      await help
        .getByText(/3 to 5 business days/)
        .first()
        .waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await shot(visit, `help-${name}-suggested`);
      await help.getByRole('button', { name: 'Put into the reply' }).click();
      await help.waitFor({ ...SOON, state: 'detached' });
      const field = page.getByLabel('Message to the customer');
      expect(await field.inputValue()).toMatch(/3 to 5 business days/);

      await page.getByRole('button', { name: 'Help with writing' }).click();
      await help.getByRole('button', { name: 'More formal' }).click();
      await help.getByText(/^No model is set/).waitFor(SOON);
      await page.emulateMedia({ colorScheme: 'dark' });
      await shot(visit, `help-${name}-no-model-dark`);
      expect(await findings(page)).toEqual([]);
      await help.getByRole('button', { name: 'Back' }).click();
      await help.getByRole('button', { name: 'Translate for the customer' }).click();
      await help.getByText(/^No model is set/).waitFor(SOON);
      await page.keyboard.press('Escape');
      await help.waitFor({ ...SOON, state: 'detached' });
      await field.press('Enter');
      await eventually(async () => expect((await system.answers(acme, customer)).join('\n')).toMatch(/3 to 5 business days/), {
        timeoutMs: 20_000,
      });
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
