import { bodyOf, draftOf, NEW_INVOICE, newBodyOf, newLine } from './invoice-draft';
import type { CustomerInvoice } from './invoice-badge';

const LINE = { description: 'Mug, red', quantity: 1.5, unitPriceMinor: 1_250, discountPercent: 12.5, taxPercent: 0 };
const CUSTOMER = { name: 'Rosa Quispe', address: 'Av. Larco 345\nLima', taxId: null, email: 'rosa@example.com' };

describe('a draft of an invoice', () => {
  it('is the same after it was shown and read again', () => {
    const words = { lines: [LINE], dueDate: '2026-12-20', note: 'Thank you.', language: 'es', customer: CUSTOMER };
    const shown = { ...words, currency: 'PEN' } as unknown as CustomerInvoice;
    expect(bodyOf(draftOf(shown))).toEqual(words);
    expect(draftOf(shown).lines[0]).toEqual({ description: 'Mug, red', quantity: '1.5', price: '12.50', discount: '12.5', tax: '' });
  });

  it('counts prices in the digits of its currency', () => {
    const priceIn = (currency: string) => bodyOf({ ...NEW_INVOICE, currency, lines: [{ ...newLine(), price: '1250' }] }).lines![0]!;
    expect(priceIn('usd').unitPriceMinor).toBe(125_000);
    expect(priceIn('JPY').unitPriceMinor).toBe(1_250);
    expect(priceIn('KWD').unitPriceMinor).toBe(1_250_000);
  });

  it('leaves out what is not typed, so that the service fills it in', () => {
    const lines = [{ ...newLine('18'), description: ' Mug ', price: '0.29' }];
    expect(newBodyOf({ ...NEW_INVOICE, currency: ' pen ', lines }, { phone: '+51 987 111 000' })).toEqual({
      phone: '+51 987 111 000',
      currency: 'PEN',
      lines: [{ description: 'Mug', quantity: 1, unitPriceMinor: 29, discountPercent: 0, taxPercent: 18 }],
      note: '',
      customer: { address: '', taxId: null, email: null },
    });
  });

  it('hands on what is no number, for the service to say so', () => {
    const { lines } = bodyOf({ ...NEW_INVOICE, currency: 'PEN', lines: [{ ...newLine(), price: '12 soles', quantity: '' }] });
    expect(lines![0]).toMatchObject({ unitPriceMinor: '12 soles', quantity: null });
  });
});
