import { shownMoney, type customerOrders, type ReplyOf } from '#contracts';
import type { Passage } from '../answers/answer.js';
import type { OrderQuestion } from './order-question.js';
import { ORDER_WORDS } from './order-words.js';

/** An order of the customer who writes, as commerce tells it. */
export type OwnOrder = ReplyOf<typeof customerOrders>['orders'][number];

const MOST_TOLD = 3;
const MAX_LINK = 500;
const isLink = (text: string | undefined): text is string => text !== undefined && text.length <= MAX_LINK && /^https?:\/\/\S+$/.test(text);
const known = (number: string): string => number.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * Tells a customer how their orders stand: those that they name, else those that are open, else the newest.
 *
 * @param orders their own, the newest first: nothing else can be told, whatever number they name
 * @returns undefined where they have none
 */
export function answerOrders(orders: readonly OwnOrder[], { language, named }: OrderQuestion): string | undefined {
  if (orders.length === 0) return undefined;
  const words = ORDER_WORDS[language]!;
  const wanted = new Set(named.map(known));
  const meant = orders.filter(({ number }) => wanted.has(known(number)));
  const open = orders.filter(({ isOpen }) => isOpen);
  const told = (meant.length > 0 ? meant : open.length > 0 ? open : orders.slice(0, 1)).slice(0, MOST_TOLD);
  const stranger = named.find((number) => !orders.some((order) => known(order.number) === known(number)));
  const lines = told.map(({ number, status, trackingUrl, trackingNumber }) =>
    [
      `${words.order} ${number}: ${words.status[status]}`,
      ...(isLink(trackingUrl)
        ? [`${words.follow}: ${trackingUrl}`]
        : trackingNumber && status === 'shipped'
          ? [`${words.trackingNumber}: ${trackingNumber}`]
          : []),
    ].join('\n'),
  );
  return [...(stranger === undefined ? [] : [words.none.replace('{number}', () => stranger)]), ...lines].join('\n\n');
}

/** Ids of what a tool told: it is no passage of the knowledge, and nobody can look it up. */
const TOLD = '00000000-0000-0000-0000-000000000000';
export const isOfTool = ({ chunkId }: Passage): boolean => chunkId === TOLD;

/** The orders as a passage for a model, whose sentences have to be held by it as by any other. */
export function ordersPassage(orders: readonly OwnOrder[]): Passage {
  const text = orders
    .map((order) =>
      [
        `Order ${order.number}: ${ORDER_WORDS.en!.status[order.status]}.`,
        `Status: ${order.status.replaceAll('_', ' ')}.`,
        `Placed on ${order.placedAt.slice(0, 10)}.`,
        `Total: ${shownMoney(order.totalMinor, order.currency, 'en')}.`,
        ...(order.trackingNumber ? [`Tracking number: ${order.trackingNumber}.`] : []),
        ...(isLink(order.trackingUrl) ? [`Follow it here: ${order.trackingUrl}`] : []),
      ].join(' '),
    )
    .join('\n');
  return {
    documentId: TOLD,
    chunkId: TOLD,
    title: 'Orders of this customer',
    heading: 'Their own orders, as they stand now',
    text: text || 'This customer has no order that is open or moved lately.',
    score: 1,
    coverage: 1,
  };
}
