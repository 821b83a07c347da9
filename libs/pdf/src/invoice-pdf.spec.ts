import { extractText, getDocumentProxy } from 'unpdf';
import { type Invoice, moneyText } from './invoice.js';
import { invoicePdf } from './invoice-pdf.js';

const issuedAt = new Date('2024-02-29T10:00:00Z');
const invoice: Invoice = {
  kind: 'invoice',
  number: 'A-2024-7',
  locale: 'en',
  currency: 'EUR',
  issuedAt,
  dueAt: new Date('2024-03-14T10:00:00Z'),
  seller: { name: 'Seller S.L.', lines: ['Calle Mayor 1'], taxId: 'ESB1' },
  buyer: { name: 'Łukasz GmbH', lines: ['Weg 2', '10115 Berlin'], taxId: 'DE1' },
  lines: [{ description: 'Growth plan', quantity: 1, unitPriceMinor: 9900, amountMinor: 9900 }],
  taxes: [{ name: 'VAT 21 %', amountMinor: 2079 }],
  subtotalMinor: 9900,
  totalMinor: 11979,
  paidMinor: 979,
};

const textOf = async (pdf: Buffer): Promise<{ text: string; pages: number }> => {
  const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return { text: text.replaceAll('\u00A0', ' '), pages: totalPages };
};

describe('an invoice as PDF', () => {
  it('says who, what and how much', async () => {
    const { text, pages } = await textOf(await invoicePdf(invoice));
    expect(pages).toBe(1);
    for (const part of [
      'Invoice',
      'A-2024-7',
      'Feb 29, 2024',
      'Mar 14, 2024',
      'Seller S.L.',
      'Łukasz GmbH',
      '10115 Berlin',
      'Tax ID: DE1',
    ]) {
      expect(text).toContain(part);
    }
    for (const part of ['Growth plan', 'VAT 21 %', 'EUR 20.79', 'EUR 119.79', 'EUR 9.79', 'EUR 110.00']) expect(text).toContain(part);
  });

  it('is the same bytes each time, and others of another invoice', async () => {
    const [one, two, other] = await Promise.all([invoicePdf(invoice), invoicePdf(invoice), invoicePdf({ ...invoice, number: 'A-2024-8' })]);
    expect(one.equals(two)).toBe(true);
    expect(one.equals(other)).toBe(false);
  });

  it('goes on over pages, each with the heads of its columns', async () => {
    const lines = Array.from({ length: 80 }, (_, i) => ({ description: `Line ${i}.`, amountMinor: i }));
    const { text, pages } = await textOf(await invoicePdf({ ...invoice, lines }));
    expect(pages).toBeGreaterThan(2);
    expect(text.match(/Description/g)).toHaveLength(pages);
    for (const { description } of lines) expect(text).toContain(description);
  });

  it('says that letters have no font, and only then', async () => {
    const georgian = await textOf(await invoicePdf({ ...invoice, buyer: { name: 'ანა', lines: [] } }));
    expect(georgian.text).toContain('[U+10D0][U+10DC][U+10D0]');
    expect(georgian.text).toContain('No font here has some letters');
    expect((await textOf(await invoicePdf(invoice))).text).not.toContain('No font');
  });

  it('has Chinese, Japanese and Korean, and takes only the letters that it needs', async () => {
    const buyer = { name: '王明汉语有限公司', lines: ['株式会社カタカナひらがな 東京都千代田区', '서울특별시 강남구 주식회사'] };
    const [pdf, again] = await Promise.all([invoicePdf({ ...invoice, buyer }), invoicePdf({ ...invoice, buyer })]);
    const { text } = await textOf(pdf);
    for (const part of [buyer.name, ...buyer.lines]) expect(text).toContain(part);
    expect(text).not.toContain('No font');
    expect(pdf.equals(again)).toBe(true);
    expect(pdf.length).toBeLessThan(200_000);
  });

  it('is a credit note in Spanish, and an Arabic invoice', async () => {
    const note = await textOf(await invoicePdf({ ...invoice, kind: 'credit_note', corrects: 'A-2024-1', locale: 'es' }));
    expect(note.text).toContain('Nota de crédito');
    expect(note.text).toContain('A-2024-1');
    expect((await textOf(await invoicePdf({ ...invoice, locale: 'ar' }))).pages).toBe(1);
  });

  it.each([
    [1234, 'JPY', 'JPY 1,234'],
    [1234, 'EUR', 'EUR 12.34'],
    [5, 'KWD', 'KWD 0.005'],
    [-1234567, 'KWD', '-KWD 1,234.567'],
    [9_007_199_254_740_991, 'USD', 'USD 90,071,992,547,409.91'],
  ])('%d of %s is written %s', (amount, currency, expected) => {
    expect(moneyText(amount, currency, 'en').replaceAll('\u00A0', ' ')).toBe(expected);
  });
});
