import type { Browser, Locator, Page } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };
const [DESKTOP, PHONE] = [SCREENS[0][1], SCREENS[1][1]];
const ANA = { key: '15550700001', name: 'Ana Torres' };
const BETO = { key: '15550700002', name: 'Beto Paz' };

describe('a group of customers', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;
  let phoneNumberId: string;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
    phoneNumberId = acme.outlets[0]!.phoneNumberId;
    browser = await startChromium();
    for (const { key, name } of [ANA, BETO]) await simulator('PUT', 'contacts', { phoneNumberId, contact: key, name });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  // Shapes are what these tests are about.
  const simulator = async (method: string, path: string, body?: object): Promise<any> => {
    const response = await fetch(`${system.simulatorUrl}/simulator/${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    expect(response.ok).toBe(true);
    return response.json();
  };
  const said = async (contact: string): Promise<string[]> =>
    (await simulator('GET', `messages?phoneNumberId=${phoneNumberId}&contact=${contact}`)).items.map((item: any) => item.text);
  const phone = async (query: string, viewport: { width: number; height: number } = DESKTOP): Promise<Page> => {
    const page = await (await browser.newContext({ viewport })).newPage();
    await page.goto(`${system.simulatorUrl}/?number=${phoneNumberId}${query}`);
    return page;
  };
  const write = async (page: Page, words: string): Promise<void> => {
    const composer = page.getByRole('textbox', { name: /message/i }).first();
    await composer.fill(words, SOON);
    await composer.press('Enter');
  };
  const member = (role: string) => acme.users.find((user) => user.role === role)!;
  const thread = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });

  it('has one thread with both names; an agent’s answer reaches both, and nobody is written to in private', async () => {
    // Made on the phone, by keys and names as a person would.
    const ana = await phone('');
    await ana.getByRole('button', { name: /New group/ }).click(SOON);
    await ana.getByRole('dialog', { name: 'New group' }).getByLabel('Name').fill('Trip to Cusco');
    for (const { name } of [ANA, BETO]) await ana.getByRole('checkbox', { name }).check();
    expect(await findings(ana)).toEqual([]);
    await ana.getByRole('button', { name: 'Make group' }).click();
    await ana.getByRole('group', { name: 'Write in Trip to Cusco as' }).getByRole('button', { name: ANA.name }).click(SOON);
    await write(ana, 'Do you ship to Cusco?');
    const { items } = await simulator('GET', `groups?phoneNumberId=${phoneNumberId}`);
    const group = items.find(({ subject }: any) => subject === 'Trip to Cusco');
    const beto = await phone(`&contact=${BETO.key}&group=${group.id}`, PHONE);
    await beto.getByText(ANA.name, { exact: true }).waitFor(SOON);
    await write(beto, 'And to Lima?');
    await ana.getByText('And to Lima?').first().waitFor(SOON);
    expect(await findings(ana)).toEqual([]);
    expect(await findings(beto)).toEqual([]);

    const { page, errors } = await visitAs(browser, `${system.url}/inbox`, member('agent'), DESKTOP);
    const row = page.locator('[data-row]').filter({ hasText: 'Trip to Cusco' });
    await row.getByText('Beto Paz: And to Lima?').waitFor(SOON);
    await row.getByRole('img', { name: 'Group' }).waitFor(SOON);
    await row.getByText('Waiting').waitFor(SOON);
    expect(await page.locator('[data-row]').filter({ hasText: ANA.name }).count()).toBe(0);
    await row.click();
    for (const { name } of [ANA, BETO]) await thread(page).getByText(name, { exact: true }).waitFor(SOON);
    await thread(page).getByText('Handed over: written in a group, where the assistant does not answer').waitFor(SOON);
    const people = page.getByRole('region', { name: 'Participants (2)' });
    for (const { name } of [ANA, BETO]) await people.getByRole('link', { name }).waitFor(SOON);
    expect(await findings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Take over' }).click();
    const composer = page.getByLabel('Message to the customer');
    await composer.fill('To both, in three days.');
    await composer.press('Enter');
    for (const each of [ana, beto]) await each.getByText('To both, in three days.').first().waitFor(SOON);
    // Both phones are open: read by everybody.
    await thread(page).getByText('To both, in three days.').waitFor(SOON);
    await eventually(
      async () =>
        expect((await simulator('GET', `messages?phoneNumberId=${phoneNumberId}&contact=${group.id}`)).items.at(-1)).toMatchObject({
          status: 'read',
        }),
      { timeoutMs: 20_000 },
    );
    for (const { key } of [ANA, BETO]) expect(await said(key)).toEqual([]);
    expect(errors).toEqual([]);
  }, 150_000);

  it('is answered by the assistant where the inbox says so, into the group', async () => {
    const { page, errors } = await visitAs(browser, `${system.url}/inbox/settings/rules`, member('owner'), PHONE);
    await page.getByLabel('Who answers in groups').selectOption({ label: 'The assistant first' }, SOON);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText(/saved/i).first().waitFor(SOON);
    const members = [ANA.key, BETO.key];
    const group = await simulator('PUT', 'groups', { phoneNumberId, subject: 'Choir', members });
    await simulator('POST', 'messages', {
      phoneNumberId,
      from: ANA.key,
      groupId: group.id,
      type: 'text',
      text: 'How long does standard shipping take?',
    });
    await eventually(async () => expect((await said(group.id)).join(' ')).toContain('3 to 5 business days'), { timeoutMs: 20_000 });
    for (const { key } of [ANA, BETO]) expect(await said(key)).toEqual([]);
    expect(errors).toEqual([]);
  }, 120_000);
});
