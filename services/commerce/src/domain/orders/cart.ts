import { isCurrency, minorOfDecimal } from '#contracts';
import { countOf, decimalOf, listOf, objectOf, textOf } from '../connections/reading.js';

/** What a customer sent from the catalogue. */
export interface Cart {
  currency: string;
  totalMinor: number;
  items: { sku: string; quantity: number; unitPriceMinor: number }[];
}

const MAX_ITEMS = 500;

/**
 * Reads a message of type `order`. Its prices are amounts and not minor units, and each item has a currency of its own. Source: Meta, "Webhooks",
 * messages object, `order`.
 *
 * @param raw the message as it was received @returns undefined where it is no cart of one currency with readable prices
 */
export function readCart(raw: unknown): Cart | undefined {
  const lines = listOf(objectOf(objectOf(raw)?.order)?.product_items);
  const currency = textOf(lines[0]?.currency, 3)?.toUpperCase() ?? '';
  if (lines.length === 0 || lines.length > MAX_ITEMS || !isCurrency(currency)) return undefined;
  const items = lines.flatMap((line) => {
    const sku = textOf(line.product_retailer_id, 100);
    const quantity = countOf(typeof line.quantity === 'string' ? line.quantity : Number(line.quantity));
    const unitPriceMinor = minorOfDecimal(decimalOf(line.item_price) ?? '', currency);
    const isOfCurrency = textOf(line.currency, 3)?.toUpperCase() === currency;
    const isRight = sku && quantity && unitPriceMinor !== undefined && unitPriceMinor >= 0 && isOfCurrency;
    return isRight ? [{ sku, quantity, unitPriceMinor }] : [];
  });
  const totalMinor = items.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);
  return items.length === lines.length && Number.isSafeInteger(totalMinor) ? { currency, totalMinor, items } : undefined;
}
