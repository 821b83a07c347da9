import type { Browser, Page } from 'playwright-core';
import { findings } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

describe('the controls of the simulator in the browser', () => {
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

  const errors: string[] = [];
  const open = async (viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const context = await browser.newContext({ viewport, colorScheme, bypassCSP: false });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${system.simulatorUrl}/controls`);
    await page.getByRole('heading', { name: 'Numbers' }).waitFor();
    return page;
  };
  const outlet = () => system.tenant('acme-corp').outlets[0]!;
  const read = async (path: string) => (await fetch(`${system.simulatorUrl}/simulator/${path}`)).json() as Promise<any>;
  const usage = async () => (await read('usage')).items.find((item: any) => item.phoneNumberId === outlet().phoneNumberId);
  /** The card of the first outlet's number, opened. */
  const card = async (page: Page) => {
    const found = page.locator('details.number').filter({ hasText: `Number ${outlet().phoneNumberId}` });
    if ((await found.getAttribute('open')) === null) await found.locator('summary').click();
    return found;
  };

  it('sets limits, standing, templates and the clock, and shows what is used', async () => {
    const page = await open({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'All as at Meta' }).click();
    await eventually(async () => expect((await read('faults')).limits).toMatchObject({ throughput: true, marketingPerUser: 2 }));
    await page.getByRole('switch', { name: /to the United States/ }).uncheck();
    await page.getByRole('spinbutton', { name: 'Templates' }).fill('3');
    await page.getByRole('spinbutton', { name: 'Templates' }).press('Enter');
    await eventually(async () => expect((await read('faults')).limits).toMatchObject({ usMarketing: false, marketingPerUser: 3 }));

    const number = await card(page);
    await number.getByLabel('Throughput').selectOption({ label: 'High: 1,000 a second' });
    await number.getByText(/In maintenance until/).waitFor();
    await page.getByRole('button', { name: '+1 min' }).click();
    await number.getByRole('meter', { name: 'Messages in the last second: 0 of 1,000' }).waitFor();
    await number.getByRole('switch', { name: /payment method/ }).uncheck();
    await number.getByText('No payment method').waitFor();
    await number.getByRole('switch', { name: /payment method/ }).check();
    await number.getByLabel('Standing').selectOption({ label: 'Restricted (368)' });
    await eventually(async () => expect(await usage()).toMatchObject({ throughput: 'HIGH', standing: 'restricted', paymentMethod: true }));
    await number.getByLabel('Standing').selectOption({ label: 'In good standing' });

    const { wabaId } = await usage();
    await page.getByRole('searchbox', { name: 'Find a template' }).fill('hello');
    const decision = page.getByRole('combobox', { name: `Decision on hello_world (en_US) of ${wabaId}` });
    await decision.selectOption({ label: 'Quality low: pause it 3 h, then 6 h, then end it' });
    await page.getByRole('button', { name: `Decide on hello_world (en_US) of ${wabaId}` }).click();
    await page.getByText(/^paused until/).waitFor();
    await page.getByRole('button', { name: '+7 d' }).click();
    await page.getByText(/^paused until/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await eventually(async () => expect((await read('faults')).limits).toMatchObject({ throughput: false, marketingPerUser: null }));
    await page.context().close();
    expect(errors).toEqual([]);
  }, 90_000);

  it('says so when the simulator cannot be reached, and goes on when it can', async () => {
    const page = await open({ width: 1440, height: 900 });
    await page.route('**/simulator/usage', (route) => route.abort());
    await page.getByRole('alert').getByText('The simulator cannot be reached.').waitFor();
    await page.unroute('**/simulator/usage');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.context().close();
    errors.length = 0;
  }, 60_000);

  it.each(SCREENS.flatMap(([name, viewport]) => (['light', 'dark'] as const).map((scheme) => [name, scheme, viewport] as const)))(
    'fits on %s, %s, and gives axe nothing to find',
    async (name, scheme, viewport) => {
      const page = await open(viewport, scheme);
      await page.getByRole('button', { name: 'All as at Meta' }).click();
      await page.getByRole('spinbutton', { name: 'Templates' }).waitFor();
      await card(page);
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate('document.querySelector(".control-page").scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      if (process.env.PICTURES) {
        const height = await page.evaluate<number>('document.querySelector(".control-page").scrollHeight');
        await page.setViewportSize({ width: viewport.width, height });
        await page.screenshot({ path: `${process.env.PICTURES}/controls-${name.replaceAll(' ', '-')}-${scheme}.png` });
      }
      await page.context().close();
      expect(errors).toEqual([]);
    },
    60_000,
  );
});
