import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

interface Contact {
  id: string;
  phone?: string;
  userId?: string;
}

describe('contacts, privacy and sending, in the browser', () => {
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

  const person = (role: string) => system.tenant('acme-corp').users.find((user) => user.role === role)!;
  const newContact = async (body: object): Promise<Contact> => {
    const answer = await system.api<Contact>('/contacts', { as: system.tenant('acme-corp'), body });
    expect(answer.status).toBe(201);
    return answer.body;
  };

  it.each(SCREENS)(
    'on %s: an agent merges two contacts of one customer after seeing both, and a viewer cannot',
    async (screen, viewport) => {
      const n = screen.length;
      const stays = await newContact({ name: `Ana ${n}`, phone: `+51 987 111 0${n}`, tags: ['vip'] });
      const goes = await newContact({ name: `Anita ${n}`, userId: `PE.111${n}`, email: `anita${n}@mail.example`, tags: ['returns'] });
      const { page, errors } = await visitAs(browser, `${system.url}/contacts`, person('agent'), viewport);
      await page.getByRole('searchbox', { name: 'Search contacts' }).fill(`Ana ${n}`);
      await page.getByRole('link', { name: `Ana ${n}` }).waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('link', { name: `Ana ${n}` }).click();
      await page.getByRole('heading', { name: `Ana ${n}` }).waitFor();
      // Erasing is for admins.
      expect(await page.getByRole('button', { name: 'Erase' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Merge' }).click();
      const dialog = page.getByRole('dialog', { name: 'Merge with another contact' });
      await dialog.getByRole('searchbox').fill(`Anita ${n}`);
      await dialog.getByRole('button', { name: `Anita ${n}` }).click();
      await dialog.getByRole('cell', { name: `PE.111${n}` }).waitFor();
      await dialog.getByText('This cannot be undone').waitFor();
      expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Merge contacts' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(`PE.111${n}`).waitFor();
      await page.getByText(`anita${n}@mail.example`).waitFor();
      const merged = await system.api<Contact & { tags: string[] }>(`/contacts/${stays.id}`, { as: system.tenant('acme-corp') });
      expect(merged.body).toMatchObject({ userId: `PE.111${n}`, tags: ['returns', 'vip'] });
      expect((await system.api(`/contacts/${goes.id}`, { as: system.tenant('acme-corp') })).body).not.toMatchObject({ id: goes.id });
      await page.context().close();

      const viewer = await visitAs(browser, `${system.url}/contacts/${stays.id}`, person('viewer'), viewport);
      await viewer.page.getByRole('heading', { name: `Ana ${n}` }).waitFor();
      expect(await viewer.page.getByRole('button', { name: 'Merge' }).count()).toBe(0);
      await viewer.page.goto(`${system.url}/privacy`);
      await viewer.page.getByText('This page is not for your role').waitFor();
      expect([...errors, ...viewer.errors]).toEqual([]);
      await viewer.page.context().close();
    },
    120_000,
  );

  it.each(SCREENS)(
    'on %s: an owner erases a contact by typing its number, sees each part done and takes the receipt along',
    async (screen, viewport) => {
      const n = screen.length;
      const contact = await newContact({ name: `Rosa ${n}`, phone: `+51 987 222 0${n}` });
      const { page, errors } = await visitAs(browser, `${system.url}/contacts/${contact.id}`, person('owner'), viewport);
      await page.getByRole('button', { name: 'Erase' }).click();
      const dialog = page.getByRole('dialog', { name: `Erase Rosa ${n}?` });
      const confirm = dialog.getByRole('button', { name: 'Erase for good' });
      expect(await confirm.isDisabled()).toBe(true);
      await dialog.getByLabel('To confirm, type').fill(`51 987 222 9${n}`);
      expect(await confirm.isDisabled()).toBe(true);
      await dialog.getByLabel('To confirm, type').fill(`51 987 222 0${n}`);
      expect(await findings(page)).toEqual([]);
      await confirm.click();
      await page.getByRole('heading', { name: 'Receipt of an erasure' }).waitFor();
      await page.getByText('Done', { exact: true }).waitFor({ timeout: 30_000 });
      await page.getByText('contacts: 1').waitFor();
      await page.getByText('Records of the assistant').waitFor();
      expect(await findings(page)).toEqual([]);
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download receipt' }).click();
      const receipt = JSON.parse(readFileSync(await (await saved).path(), 'utf8'));
      expect(receipt).toMatchObject({ contactId: contact.id, status: 'done' });
      expect(receipt.services.every(({ erasedAt }: { erasedAt?: string }) => erasedAt)).toBe(true);
      expect((await system.api(`/contacts/${contact.id}`, { as: system.tenant('acme-corp') })).status).toBe(404);
      await page.getByRole('link', { name: 'Privacy' }).last().click();
      await page.getByText(contact.id).waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it.each(SCREENS)(
    'on %s: who shortens how long messages are kept is asked first; who lifts a hold lets its messages go',
    async (screen, viewport) => {
      const acme = system.tenant('acme-corp');
      const days = 200 + screen.length;
      const kept = async () => (await system.api<{ messagesDays: number | null }>('/retention', { as: acme })).body.messagesDays;
      await system.api('/retention', { as: acme, method: 'PUT', body: { messagesDays: null } });
      const { page, errors } = await visitAs(browser, `${system.url}/privacy`, person('owner'), viewport);
      await page.getByLabel('For a number of days').check();
      await page.getByLabel('Days', { exact: true }).fill(String(days));
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Save changes' }).first().click();
      const ask = page.getByRole('alertdialog', { name: 'Delete older messages?' });
      await ask.getByRole('button', { name: 'Cancel' }).click();
      expect(await kept()).toBeNull();
      await page.getByRole('button', { name: 'Save changes' }).first().click();
      await ask.getByRole('button', { name: 'Delete and keep to it' }).click();
      await eventually(async () => expect(await kept()).toBe(days));

      await page.goto(`${system.url}/holds`);
      await page.getByText('Nothing is held').waitFor();
      await system.query(
        `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice)
         values ($1, gen_random_uuid(), 'number', $2, 'stop', '131031', 'The account is locked', 'Appeal in the WhatsApp Manager.')`,
        [acme.id, acme.outlets[0]!.id],
      );
      await page.reload();
      await page.getByText('The account is locked').waitFor();
      await page.getByText('Until somebody lifts it').waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: /^Lift: / }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Lift' }).click();
      await page.getByText('Nothing is held').waitFor();
      const open = await system.query('select id from message_sender.holds where tenant_id = $1 and ended_at is null', [acme.id]);
      expect(open).toEqual([]);

      // Placed by hand: nothing leaves until it is lifted, and then everything does.
      await page.getByRole('button', { name: 'Hold messages' }).click();
      const place = page.getByRole('dialog', { name: 'Hold messages' });
      await place.getByLabel('Reason').fill('We check the prices');
      expect(await findings(page)).toEqual([]);
      await place.getByRole('button', { name: 'Hold messages' }).click();
      await page.getByText('We check the prices').waitFor();
      await page.getByText('Placed by hand').waitFor();
      expect(await findings(page)).toEqual([]);
      const to = `+5198711${String(viewport.width).padStart(4, '0')}`;
      const sent = await system.api('/messages', {
        as: acme,
        body: { outletId: acme.outlets[0]!.id, to, type: 'template', template: { name: 'hello_world', language: 'en_US' } },
      });
      expect(sent.status).toBe(202);
      const { id } = sent.body as { id: string };
      const state = async () =>
        (await system.query<{ state: string }>('select state from message_sender.messages where id = $1', [id]))[0]?.state;
      expect(await state()).toBe('queued');
      await page.getByRole('button', { name: /^Lift: / }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Lift' }).click();
      await page.getByText('Nothing is held').waitFor();
      await eventually(async () => expect(await state()).not.toBe('queued'));
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it.each(SCREENS)(
    'on %s: the overview shows other days than today, and who sent what',
    async (_screen, viewport) => {
      const acme = system.tenant('acme-corp');
      await system.customerWrites(acme, '51987333000', acme.knowledgeBases[0]!.examples[0]!.question);
      const { page, errors } = await visitAs(browser, `${system.url}/`, person('viewer'), viewport);
      await page.getByText(/Assistant: \d/).waitFor({ timeout: 40_000 });
      await page.getByLabel('Days', { exact: true }).selectOption('30');
      await page.getByRole('img', { name: /^Messages received by day/ }).waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByLabel('Days', { exact: true }).selectOption('yesterday');
      await eventually(async () => expect(await page.getByText(/Assistant: \d/).count()).toBe(0));
      await page.getByLabel('Days', { exact: true }).selectOption('custom');
      await page.getByLabel('First day').waitFor();
      // What is chosen stands in the address.
      await page.reload();
      await page.getByLabel('Last day').waitFor();
      expect(await findings(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
