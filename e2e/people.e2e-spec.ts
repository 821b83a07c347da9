import type { Browser, Locator, Page } from 'playwright-core';
import { findings, visitAs, type Visit } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System, type DemoTenant } from './system.js';

const SOON = { timeout: 20_000 };

describe('what people of an inbox do together', () => {
  let system: System;
  let browser: Browser;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start({ LOGIN_RATE_PER_MINUTE: '1000' });
    acme = system.tenant('acme-corp');
    browser = await startChromium();
  }, 180_000);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
  }, 60_000);

  const personOf = (role: string) => acme.users.find((user) => user.role === role)!;
  const visit = (role: string, path: string, screen = 0): Promise<Visit> =>
    visitAs(browser, `${system.url}${path}`, personOf(role), SCREENS[screen]![1]);
  const rowOf = (page: Page, customer: string): Locator => page.locator('[data-row]').filter({ hasText: customer });
  const boxOf = (page: Page, customer: string): Locator =>
    page
      .getByRole('listitem')
      .filter({ has: rowOf(page, customer) })
      .getByRole('checkbox', { name: /^Select / });
  const picture = async (page: Page, name: string): Promise<void> => {
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  };
  /** Customers who have written, each in a conversation. @returns its ids */
  async function written(...customers: string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const customer of customers) {
      await system.customerWrites(acme, customer, 'I want to talk to a human, please.');
      ids.push(
        await eventually(
          async () => {
            const { body } = await system.api<{ items: { id: string; state: string }[] }>(`/conversations?phone=${customer}`, { as: acme });
            expect(body.items[0]?.state).toBe('pending');
            return body.items[0]!.id;
          },
          { timeoutMs: 20_000 },
        ),
      );
    }
    return ids;
  }
  const state = async (id: string): Promise<Record<string, unknown>> => (await system.api(`/conversations/${id}`, { as: acme })).body;

  it('who is mentioned in a note is told at once, finds the note by it, and has read it then', async () => {
    const [id] = await written('15550600001');
    const [owner, agent] = [await visit('owner', '/'), await visit('agent', `/inbox/${id}`)];
    const bell = owner.page.getByRole('button', { name: /^Mentions/ });
    await bell.click();
    await owner.page.getByText('No mentions yet').waitFor(SOON);
    expect(await findings(owner.page)).toEqual([]);
    await owner.page.keyboard.press('Escape');

    const { body: me } = await system.api<{ name: string }>('/auth/me', {
      as: await system.signIn(personOf('owner').email, personOf('owner').password),
    });
    await agent.page.getByRole('button', { name: 'Note', exact: true }).click();
    const note = agent.page.getByLabel('Note for your team');
    await note.pressSequentially(`@${me.name.slice(0, 3)}`);
    const list = agent.page.getByRole('listbox', { name: 'Colleagues' });
    await list.getByRole('option', { name: me.name }).waitFor(SOON);
    expect(await findings(agent.page)).toEqual([]);
    await picture(agent.page, 'mention-list');
    await note.press('Enter');
    await note.pressSequentially('can you look at this?');
    await note.press('Enter');
    await agent.page.getByRole('log', { name: 'Messages' }).getByText(`@${me.name}`).waitFor(SOON);
    await picture(agent.page, 'mention-note');

    await owner.page.getByRole('button', { name: 'Mentions (1 unread)' }).click(SOON);
    const item = owner.page.getByRole('link', { name: /mentioned you in/ });
    await item.getByText('can you look at this?').waitFor(SOON);
    expect(await findings(owner.page)).toEqual([]);
    await picture(owner.page, 'mentions');
    await item.click();
    await owner.page.getByRole('log', { name: 'Messages' }).getByText('can you look at this?').waitFor(SOON);
    expect(new URL(owner.page.url()).pathname).toBe(`/inbox/${id}`);
    await owner.page.getByRole('button', { name: 'Mentions', exact: true }).waitFor(SOON);
    expect([...owner.errors, ...agent.errors]).toEqual([]);
  }, 120_000);

  it.each([0, 1])(
    'several conversations are selected and closed at once; the one that cannot be snoozed is named (screen %i)',
    async (screen) => {
      const customers = [1, 2, 3].map((n) => `1555060${screen}10${n}`);
      const ids = await written(...customers);
      const { page, errors } = await visit('agent', '/inbox', screen);
      await rowOf(page, customers[2]!).waitFor(SOON);
      await page.getByRole('button', { name: 'Select conversations' }).click();
      for (const customer of customers.slice(0, 2)) await boxOf(page, customer).check(SOON);
      await page.getByText('2 selected').waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await picture(page, `bulk-${screen}`);
      await page.getByRole('button', { name: 'Actions for the selection' }).click();
      await picture(page, `bulk-menu-${screen}`);
      await page.getByRole('menuitem', { name: 'Close', exact: true }).click();
      const confirm = page.getByRole('alertdialog', { name: 'Close the selected conversations?' });
      await confirm.waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await confirm.getByRole('button', { name: 'Close', exact: true }).click();
      await page.getByText('Conversations changed: 2').waitFor(SOON);
      await eventually(async () => {
        const states = await Promise.all(ids.map(async (id) => (await state(id)).state));
        expect(states).toEqual(['closed', 'closed', 'pending']);
      });

      await page.getByRole('button', { name: 'Select conversations' }).click();
      for (const customer of customers.slice(1)) await boxOf(page, customer).check(SOON);
      await page.getByRole('button', { name: 'Actions for the selection' }).click();
      await page.getByRole('menuitem', { name: /^Tomorrow/ }).click();
      const refused = page.getByRole('dialog', { name: 'Not changed: 1' });
      await refused.getByText(customers[1]!).waitFor(SOON);
      await refused
        .getByText(/closed/i)
        .first()
        .waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await picture(page, `bulk-refused-${screen}`);
      expect((await state(ids[2]!)).state).toBe('snoozed');
      expect(errors).toEqual([]);
    },
    120_000,
  );

  it.each([0, 1])(
    'a filter is saved as a view, shared, looked at by a colleague, changed and deleted (screen %i)',
    async (screen) => {
      await written(`1555060${screen}2001`);
      const { page, errors } = await visit('owner', '/inbox?tab=unassigned&sort=waiting', screen);
      const name = `Longest wait ${screen}`;
      const views = page.getByRole('navigation', { name: 'Saved views' });
      await views.getByRole('button', { name: 'Save as view' }).click(SOON);
      const dialog = page.getByRole('dialog', { name: 'Save as view' });
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByLabel('Share with everybody in the company').check();
      expect(await findings(page)).toEqual([]);
      await picture(page, `view-dialog-${screen}`);
      await dialog.getByRole('button', { name: 'Create', exact: true }).click();
      await views.getByRole('link', { name }).waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await picture(page, `views-${screen}`);

      const agent = await visit('agent', '/inbox', screen);
      await agent.page.getByRole('navigation', { name: 'Saved views' }).getByRole('link', { name }).click(SOON);
      await agent.page.getByRole('button', { name: /^Unassigned/, pressed: true }).waitFor(SOON);
      expect(new URL(agent.page.url()).searchParams.get('sort')).toBe('waiting');
      expect(await agent.page.getByRole('button', { name: `Edit the view ${name}` }).count()).toBe(0);

      await page.getByRole('button', { name: 'All', exact: true }).click();
      await views.getByRole('button', { name: 'Update view' }).click(SOON);
      await eventually(async () => {
        const { body } = await system.api<{ items: { name: string; filter: object }[] }>('/views', { as: acme });
        expect(body.items.find((view) => view.name === name)?.filter).toEqual({ sort: 'waiting' });
      });
      await views.getByRole('button', { name: `Edit the view ${name}` }).click(SOON);
      await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete view' }).click();
      await page.getByText(`${name} was deleted`).waitFor(SOON);
      expect([...errors, ...agent.errors]).toEqual([]);
    },
    120_000,
  );

  it.each([0, 1])(
    'an admin makes a macro, and an agent runs it on a conversation (screen %i)',
    async (screen) => {
      const customer = `1555060${screen}3001`;
      const [id] = await written(customer);
      const { page, errors } = await visit('owner', '/inbox/settings/macros', screen);
      await page.getByRole('button', { name: 'Add a macro' }).first().click(SOON);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill(`Thanks ${screen}`);
      await dialog.getByLabel('Text', { exact: true }).fill('Thank you, says {{agent.name}}.');
      await dialog.getByRole('button', { name: 'Add a step' }).click();
      await dialog.getByLabel('Step 2', { exact: true }).selectOption('priority');
      await dialog.getByRole('button', { name: 'Add a step' }).click();
      expect(await findings(page)).toEqual([]);
      await picture(page, `macro-form-${screen}`);
      await dialog.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByText('Reply “Thank you, says {{agent.name}}.” → Priority: High → Close').waitFor(SOON);
      expect(await findings(page)).toEqual([]);
      await picture(page, `macros-${screen}`);

      const agent = await visit('agent', `/inbox/${id}`, screen);
      await agent.page.getByRole('button', { name: 'More actions' }).click(SOON);
      const item = agent.page.getByRole('menuitem', { name: `Thanks ${screen}` });
      await item.waitFor(SOON);
      await picture(agent.page, `macro-menu-${screen}`);
      await item.click();
      await agent.page.getByText(`Done: Thanks ${screen}`).waitFor(SOON);
      expect(await state(id!)).toMatchObject({ state: 'closed', priority: 'high' });
      await eventually(async () => expect((await system.answers(acme, customer)).at(-1)).toMatch(/^Thank you, says \S.*\.$/), {
        timeoutMs: 20_000,
      });
      expect([...errors, ...agent.errors]).toEqual([]);
    },
    120_000,
  );
});
