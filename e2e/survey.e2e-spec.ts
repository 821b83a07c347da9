import type { Browser, Page } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];
const QUESTION = 'Were we of help to you?';
const CUSTOMER = '15550700001';
/** Looked at by people: pictures of what the spec has on its screens, where a folder is named. */
const PICTURES = process.env.SURVEY_PICTURES;

describe('the survey after closing', () => {
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

  const visit = (path: string, role: string, viewport: { width: number; height: number } = DESKTOP): Promise<Visit> =>
    visitAs(
      browser,
      `${system.url}${path}`,
      acme.users.find((user) => user.role === role)!,
      viewport,
    );
  const shown = async (page: Page, name: string): Promise<void> => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  };

  it('is switched on, asked, answered on the phone, and seen in the thread, the panel and the figures', async () => {
    const owner = await visit('/inbox/settings/survey', 'owner');
    const agent = await visit('/inbox', 'agent');
    await owner.page.getByLabel('Ask customers after a conversation is closed').check();
    await owner.page.getByLabel('Question').fill(QUESTION);
    expect(await findings(owner.page)).toEqual([]);
    await owner.page.getByRole('button', { name: 'Save changes' }).click();
    await owner.page.getByText('The settings are saved').waitFor(SOON);
    await shown(owner.page, 'settings');
    await owner.page.goto(`${system.url}/`);
    await owner.page.getByText('No customer was asked in these days.').waitFor(SOON);
    await shown(owner.page, 'none');

    const phone = await browser.newPage({ viewport: PHONE });
    await phone.goto(`${system.simulatorUrl}/?number=${acme.outlets[0]!.phoneNumberId}&contact=${CUSTOMER}`);
    const composer = phone.getByRole('textbox', { name: /message/i }).first();
    await composer.fill('I would like to talk to a human, please');
    await composer.press('Enter');
    await agent.page.locator('[data-row]').filter({ hasText: CUSTOMER }).click(SOON);
    await agent.page.getByRole('button', { name: 'Take over' }).click(SOON);
    await agent.page.getByRole('button', { name: 'Hand back to the assistant' }).waitFor(SOON);
    await agent.page.getByRole('button', { name: 'Close', exact: true }).first().click(SOON);
    await agent.page.locator('[data-activity=closed]').waitFor(SOON);

    await phone.getByText(QUESTION).first().waitFor(SOON);
    await phone.getByRole('button', { name: 'Rate', exact: true }).click();
    await phone.getByText('4 · Good').click();
    await phone.getByText('Thank you for your rating!').waitFor(SOON);
    await composer.fill('Luis was very patient');
    await composer.press('Enter');

    const thread = agent.page.getByRole('log', { name: 'Messages' });
    await thread.getByText(/rated your help 4 of 5/).waitFor(SOON);
    const panel = agent.page.getByRole('region', { name: 'Satisfaction' });
    await panel.getByText('4 of 5').waitFor(SOON);
    await panel.getByText('Luis was very patient').waitFor(SOON);
    expect(await findings(agent.page)).toEqual([]);
    await shown(agent.page, 'thread');
    // The conversation is still closed, and the bot has said nothing of it.
    await agent.page.getByRole('button', { name: 'Reopen' }).first().waitFor(SOON);
    expect((await system.answers(acme, CUSTOMER)).filter((said) => said.includes('rating'))).toHaveLength(1);

    const figures = owner.page.getByRole('region', { name: 'Satisfaction', exact: true });
    await eventually(
      async () => {
        await owner.page.reload();
        await figures.getByText('1 of 1 customers').waitFor({ timeout: 3_000 });
      },
      { timeoutMs: 30_000 },
    );
    await figures.getByText('100%', { exact: true }).first().waitFor(SOON);
    await owner.page.getByRole('table', { name: 'By person' }).getByRole('row').nth(1).waitFor(SOON);
    expect(await owner.page.getByRole('table', { name: 'By person' }).innerText()).toContain('1 / 1');
    expect(await findings(owner.page)).toEqual([]);
    await shown(owner.page, 'figures');
    for (const [name, viewport] of [
      ['phone', PHONE],
      ['desktop', DESKTOP],
    ] as const) {
      const { page, errors } = await visit('/inbox/settings/survey', 'owner', viewport);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.getByLabel('Question').waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      await shown(page, `settings-dark-${name}`);
      await page.goto(`${system.url}/`);
      await page.getByText('1 of 1 customers').waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      await shown(page, `figures-dark-${name}`);
      expect(errors).toEqual([]);
    }
    expect([...owner.errors, ...agent.errors]).toEqual([]);
  }, 180_000);
});
