import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { eventually, System } from './system.js';

const SOON = { timeout: 20_000 };
/** One blue pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==';

describe('a carousel', () => {
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

  it.each(SCREENS)(
    'on %s: is written card by card beside its preview, reviewed by WhatsApp, and sent with each card’s values',
    async (screen, viewport) => {
      const acme = system.tenant('acme-corp');
      const owner = acme.users.find((user) => user.role === 'owner')!;
      const name = `offers_${screen.replaceAll(/\W/g, '_').toLowerCase()}`;
      const file = join(system.dataDir, 'sample.png');
      writeFileSync(file, Buffer.from(PNG, 'base64'));
      const { page, errors } = await visitAs(browser, `${system.url}/templates/new`, owner, viewport);
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('Category').selectOption('MARKETING');
      await page.getByLabel('Text', { exact: true }).fill('Hi {{1}}, new this week:');
      await page.getByLabel('Layout').selectOption('cards');
      // A message of its own has a header, a footer and buttons; cards have them instead.
      expect(await page.getByLabel('Footer').count()).toBe(0);
      await page.getByRole('button', { name: 'Add a button' }).click();
      await page.getByLabel('Type of button 1').selectOption('URL');
      await page.getByRole('button', { name: 'Add a card' }).click();
      expect(await page.getByRole('group', { name: /^Card \d$/ }).count()).toBe(3);
      await page.getByRole('button', { name: 'Remove card 3' }).click();
      for (const [index, title] of ['Roses', 'Tulips'].entries()) {
        const card = page.getByRole('group', { name: `Card ${index + 1}`, exact: true });
        await card.getByLabel('Sample file').setInputFiles(file);
        await card.getByText('sample.png').waitFor(SOON);
        await card.getByLabel('Text of the card').fill(`${title} for {{1}} only`);
        await card.getByLabel('Label of button 1').fill('See');
        await card.getByLabel('Address of button 1').fill('https://shop.example/{{1}}');
      }
      const samples: [string, string][] = [
        ['Value 1', 'Ana'],
        ['Card 1: Value 1', '5 €'],
        ['Card 1: End of the address of button 1', 'roses'],
        ['Card 2: Value 1', '6 €'],
        ['Card 2: End of the address of button 1', 'tulips'],
      ];
      for (const [value, sample] of samples) {
        await page.getByRole('group', { name: value, exact: true }).getByLabel('Sample', { exact: true }).fill(sample);
      }
      const preview = page.getByRole('figure', { name: 'How the customer sees it' });
      await preview.getByText('Hi Ana, new this week:').waitFor(SOON);
      await preview.getByText('Roses for 5 € only').waitFor(SOON);
      await preview.getByText('Tulips for 6 € only').waitFor(SOON);
      expect(await preview.locator('img').count()).toBe(2);
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Send for review' }).click();
      await page.getByRole('heading', { name }).waitFor(SOON);
      await system.simulator('clock', { advanceMs: 60_000 });
      await page.getByText('Approved').waitFor(SOON);
      expect(await findings(page)).toEqual([]);

      const { status, body } = await system.api<{ items: { id: string; name: string }[] }>(`/templates?search=${name}`, { as: acme });
      expect(status).toBe(200);
      const media = await system.query<{ id: string }>('select id from conversation.media where tenant_id = $1 order by id desc limit 1', [
        acme.id,
      ]);
      const values = {
        '1': 'Ana',
        'card.0.header': { mediaId: media[0]!.id },
        'card.0.1': '5 €',
        'card.0.button.0': 'roses',
        'card.1.header': { mediaId: media[0]!.id },
        'card.1.1': '6 €',
        'card.1.button.0': 'tulips',
      };
      const to = `+5198744${String(viewport.width).padStart(4, '0')}`;
      const sent = await system.api<{ id: string }>('/messages', {
        as: acme,
        body: { outletId: acme.outlets[0]!.id, to, type: 'template', template: { templateId: body.items[0]!.id, parameters: values } },
      });
      expect(sent).toMatchObject({ status: 202 });
      await eventually(async () =>
        expect(await system.query('select state, errors from message_sender.messages where id = $1', [sent.body.id])).toMatchObject([
          { state: expect.stringMatching(/accepted|sent|delivered|read/) },
        ]),
      );
      expect(errors).toEqual([]);
      await page.context().close();
    },
    150_000,
  );
});
