import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 20_000 };

describe('the rules for promotions, in the browser', () => {
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

  const acme = () => system.tenant('acme-corp');
  const owner = () => acme().users.find((user) => user.role === 'owner')!;

  it.each(SCREENS)(
    'on %s: an owner adds words of their own and has opt-ins confirmed; a word that others mean something else by is refused by name; of two who save both are shown',
    async (screen, viewport) => {
      const word = `fuera ${screen}`;
      await system.api('/consent-settings', { as: acme(), method: 'PUT', body: { optOutWords: [], optInWords: [], doubleOptIn: false } });
      const { page, errors } = await visitAs(browser, `${system.url}/privacy`, owner(), viewport);
      const [out, confirm] = [page.getByLabel('Your words to stop promotions'), page.getByLabel('Ask customers to confirm')];
      await out.fill(`${word}\nHola`);
      await confirm.check();
      const save = page.getByRole('button', { name: 'Save changes' }).nth(1);
      await save.click();
      await page.getByText('the word "Hola" stands in other messages of customers').waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      // Somebody else saves meanwhile.
      const other = { optOutWords: ['otra'], optInWords: [], doubleOptIn: false };
      expect((await system.api('/consent-settings', { as: acme(), method: 'PUT', body: other })).status).toBe(200);
      await out.fill(word);
      await save.click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('otra').waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Overwrite with mine' }).click();
      await dialog.waitFor({ state: 'detached' });
      await eventually(async () =>
        expect((await system.api('/consent-settings', { as: acme() })).body).toEqual({
          optOutWords: [word],
          optInWords: [],
          doubleOptIn: true,
        }),
      );
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('a customer who stops by a word of the company’s and comes back is asked to confirm, and the contact shows each step', async () => {
    const settings = { optOutWords: ['chau promos'], optInWords: [], doubleOptIn: true };
    expect((await system.api('/consent-settings', { as: acme(), method: 'PUT', body: settings })).status).toBe(200);
    const { phoneNumberId } = acme().outlets[0]!;
    const from = '51987333001';
    const write = (body: object) => system.simulator('messages', { phoneNumberId, from, ...body });
    type Contact = { id: string; consent: { marketing: string; pendingSince?: string } };
    const contact = async (): Promise<Contact | undefined> =>
      (await system.api<{ items: Contact[] }>(`/contacts?phone=${from}`, { as: acme() })).body.items[0];
    await write({ type: 'text', text: { body: 'Chau promos!' } });
    await eventually(async () => expect((await contact())?.consent).toMatchObject({ marketing: 'denied' }));
    await write({ type: 'text', text: { body: 'START' } });
    await eventually(async () =>
      expect((await contact())?.consent).toMatchObject({ marketing: 'denied', pendingSince: expect.any(String) }),
    );
    const { page, errors } = await visitAs(browser, `${system.url}/contacts/${(await contact())!.id}`, owner(), SCREENS[1][1]);
    const history = page.getByRole('list', { name: 'What was said about promotions' });
    await history.getByText('Asked for, not confirmed').waitFor(SOON);
    await history.getByText('“Chau promos!”').waitFor(SOON);
    await page.getByText('Wants promotions and has yet to confirm it.').waitFor(SOON);
    expect(await findings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);
});
