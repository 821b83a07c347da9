import type { InvoiceLine } from './amounts.js';

const line = (description: string, quantity: number, unitPriceMinor: number): InvoiceLine => ({
  description,
  quantity,
  unitPriceMinor,
  discountPercent: 0,
  taxPercent: 0,
});

/**
 * The lines of an order's invoice. They come to what the order does: shops tell the prices of items, and beside them only the sum with shipping,
 * taxes and discounts. So tax is not told apart here.
 *
 * @param language of the customer, BCP 47
 */
export function linesOfOrder(
  items: readonly { name: string; quantity: number; unitPriceMinor: number }[],
  totalMinor: number,
  language: string | null,
): InvoiceLine[] {
  const lines = items.map(({ name, quantity, unitPriceMinor }) => line(name, quantity, unitPriceMinor));
  const rest = totalMinor - items.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);
  const isSpanish = /^es\b/i.test(language ?? '');
  if (rest > 0) lines.push(line(isSpanish ? 'Envío, impuestos y otros' : 'Shipping, taxes and other', 1, rest));
  if (rest < 0) lines.push(line(isSpanish ? 'Descuento' : 'Discount', 1, rest));
  return lines;
}
