import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { docx, row, said, xlsx } from '../services/knowledge/test/office.js';
import { findings, visitAs } from './browser.js';
import { SCREENS, startChromium } from './chromium.js';
import { System } from './system.js';

describe('the documents of a knowledge base', () => {
  let system: System;
  let browser: Browser;
  let shop: Server;
  let shopUrl = '';
  let hours = 'nine';

  beforeAll(async () => {
    shop = createServer((request, response) => {
      const page = (title: string, text: string): void => {
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<html><head><title>${title}</title></head><body><p>${text}</p></body></html>`);
      };
      if (request.url === '/sitemap.xml') {
        const urls = ['/hours', '/parking', '/lost'].map((path) => `<url><loc>${shopUrl}${path}</loc></url>`).join('');
        response
          .writeHead(200, { 'content-type': 'application/xml' })
          .end(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`);
      } else if (request.url === '/hours') page('Web hours', `The web shop opens at ${hours}.`);
      else if (request.url === '/parking') page('Web parking', 'Parking is free for two hours.');
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done));
    shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    system = await System.start({ WEB_ALLOW_PRIVATE: '1' });
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await system?.destroy();
    shop?.closeAllConnections();
    shop?.close();
  }, 60_000);

  it.each(SCREENS)(
    'on %s: good and bad files are told apart, a document is changed, and a sitemap becomes documents that are read again',
    async (screen, viewport) => {
      const tenant = system.tenant(screen === 'a phone' ? 'beta-store' : 'acme-corp');
      const owner = tenant.users.find(({ role }) => role === 'owner')!;
      const { page, errors } = await visitAs(browser, `${system.url}/knowledge/${tenant.knowledgeBases[0]!.id}`, owner, viewport);
      const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
      const guide = await docx(said('Zither care', '<w:outlineLvl w:val="0"/>') + said('Oil the zither once a year.'));
      const table = await xlsx([
        { name: 'a', rows: row('Question', 'Answer') + row('Do you rent tents?', 'Yes.') + row('Do you rent boats?', '') },
      ]);
      await page
        .getByRole('region', { name: 'Upload documents' })
        .locator('input[type=file]')
        .setInputFiles([
          file('Zithers.docx', guide),
          file('Rental.xlsx', table),
          file('Half.docx', guide.subarray(0, 300)),
          file('Pairs.csv', Buffer.from('question,answer\nDo you gild frames?,Yes\n')),
        ]);
      const lines = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
      await lines.filter({ hasText: 'Pairs.csv' }).getByText('Uploaded').waitFor();
      await lines.filter({ hasText: 'Half.docx' }).getByText('The file is damaged or cut off').waitFor();
      const documents = page.getByRole('region', { name: 'Documents' });
      await documents.getByText('Do you rent boats?').waitFor({ timeout: 30_000 });
      expect(await findings(page)).toEqual([]);

      // What a file of Word says is seen, and its pairs are changed by hand.
      await documents.getByRole('link', { name: 'Zithers' }).click();
      await page.getByText('Oil the zither once a year.').waitFor();
      await page.getByText('Replace the file here').waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('link', { name: 'Back to the knowledge base' }).click();
      await documents.getByRole('link', { name: 'Pairs' }).click();
      await page.getByRole('button', { name: 'Add a question' }).click();
      await page.getByLabel('Question 2', { exact: true }).fill('Do you gild mirrors?');
      await page.getByLabel('Answer 2', { exact: true }).fill('On Fridays only.');
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('listitem').filter({ hasText: 'On Fridays only.' }).waitFor({ timeout: 20_000 });
      await page.getByRole('link', { name: 'Back to the knowledge base' }).click();
      await documents.getByRole('link', { name: 'Pairs' }).first().waitFor();
      expect(await documents.getByRole('link', { name: 'Pairs' }).count()).toBe(1);

      // A sitemap: two pages come, one is not there.
      await page.getByLabel('Web address').fill(`${shopUrl}/sitemap.xml`);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      const web = page.getByRole('list', { name: 'Web pages' }).getByRole('listitem').first();
      await web.getByText('Pages: 2 of 2').waitFor({ timeout: 30_000 });
      await web.getByText('Not on the site any more: 1').waitFor();
      await web.getByRole('button', { name: 'Show pages' }).click();
      await web.getByText(`${shopUrl}/lost`).waitFor();
      await documents.getByRole('link', { name: 'Web parking' }).waitFor({ timeout: 20_000 });
      expect(await findings(page)).toEqual([]);
      hours = hours === 'nine' ? 'ten' : 'nine';
      await web.getByRole('button', { name: /^Read now/ }).click();
      await documents.getByRole('link', { name: 'Web hours' }).click();
      const passage = page.getByRole('listitem').filter({ hasText: `The web shop opens at ${hours}.` });
      await page.goBack();
      await expect(
        (async () => {
          for (let tries = 0; tries < 20; tries++) {
            await documents.getByRole('link', { name: 'Web hours' }).first().click();
            const found = await passage.waitFor({ timeout: 2_000 }).then(
              () => true,
              () => false,
            );
            if (found) return true;
            await page.goBack();
          }
          return false;
        })(),
      ).resolves.toBe(true);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    180_000,
  );
});
