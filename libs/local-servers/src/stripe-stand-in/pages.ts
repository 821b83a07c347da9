import { shownMoney } from '#contracts';
import type { StripeBooks, StripeObject } from './books.js';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value: unknown): string => String(value).replace(/[&<>"']/g, (character) => ESCAPES[character]!);

const STYLE = `
:root{color-scheme:light dark;--back:#f4f4f5;--card:#fff;--ink:#18181b;--soft:#52525b;--line:#d4d4d8;--go:#0f766e;--on:#fff}
@media(prefers-color-scheme:dark){:root{--back:#111113;--card:#1c1c1f;--ink:#f4f4f5;--soft:#a1a1aa;--line:#3f3f46;--go:#2dd4bf;--on:#042f2e}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:26rem;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .25rem;font-size:1.25rem}p{margin:0 0 1rem;color:var(--soft)}.amount{margin:1rem 0;font-size:2rem;font-weight:600;color:var(--ink)}
form{margin:0 0 .5rem}button,a.button{display:block;width:100%;min-height:44px;padding:.6rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:var(--ink);font:inherit;text-align:center;text-decoration:none;cursor:pointer}
button.go{border-color:var(--go);background:var(--go);color:var(--on);font-weight:600}:focus-visible{outline:3px solid var(--go);outline-offset:2px}
.note{padding:.6rem .75rem;border-radius:.5rem;border:1px solid var(--line);font-size:.875rem}`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title><style>${STYLE}</style></head><body><main><p class="note">This is the demo: it stands in for Stripe, and no money moves.</p>${body}</main></body></html>`;

const action = (name: string, label: string, isMain = false): string =>
  `<form method="post"><button name="do" value="${name}"${isMain ? ' class="go"' : ''}>${text(label)}</button></form>`;

/** Minor units as people write them. */
function money(amountMinor: number, currency: string): string {
  return shownMoney(amountMinor, currency.toUpperCase(), 'en');
}

/** Where a customer pays. */
export function checkoutPage(books: StripeBooks, session: StripeObject): string {
  const [line] = session.line_items;
  const price = line.price_data ? { ...line.price_data, unit_amount: Number(line.price_data.unit_amount) } : books.objects.get(line.price)!;
  const name = line.price_data ? line.price_data.product_data.name : (books.objects.get(price.product)?.name ?? '');
  const days = Number(session.subscription_data?.trial_period_days ?? 0);
  const trial = days > 0 ? `<p>The first ${days} days cost nothing.</p>` : '';
  return page(
    'Checkout',
    `<h1>${text(name)}</h1><p class="amount">${text(money(price.unit_amount, price.currency))} ${line.price_data ? '' : '<small>a month</small>'}</p>${trial}${action('pay', 'Pay', true)}<a class="button" href="${text(session.cancel_url)}">Back without paying</a>`,
  );
}

/** Where a customer looks after a subscription, and where the demo plays what time and a bank would do. */
export function portalPage(books: StripeBooks, session: StripeObject): string {
  const subscription = books.all('subscription').findLast(({ customer, status }) => customer === session.customer && status !== 'canceled');
  const back = `<a class="button" href="${text(session.return_url)}">Back</a>`;
  const [card] = books.methodsOf(session.customer);
  const cards = !card
    ? ''
    : card.is_declined
      ? action('mend', 'The card works again')
      : action('break', 'The card is declined from now on');
  if (!subscription) return page('Payment method', `<h1>No subscription</h1><p>Nothing is being paid.</p>${cards}${back}`);
  const { price } = subscription.items.data[0];
  const invoice = books.objects.get(subscription.latest_invoice);
  const isOpen = invoice?.status === 'open';
  const state = isOpen ? `Not paid: ${invoice.attempt_count} tries failed.` : `The subscription is ${subscription.status}.`;
  const actions = isOpen
    ? [action('retry', 'Pay what is open', true), action('decline-again', 'The card is declined again')]
    : [action('renew', 'A month goes by, and is paid'), action('decline', 'A month goes by, and the card is declined')];
  return page(
    'Payment method',
    `<h1>${text(books.objects.get(price.product)?.name ?? '')}</h1><p class="amount">${text(money(price.unit_amount, price.currency))} <small>a month</small></p><p>Card 4242, ${text(state)}</p>${actions.join('')}${cards}${action('cancel', 'Cancel the subscription')}${back}`,
  );
}

/** What a press in the portal does. */
export function actInPortal(books: StripeBooks, session: StripeObject, what: string | undefined): void {
  if (what === 'break' || what === 'mend') return books.declineCards(session.customer, what === 'break');
  const subscription = books.all('subscription').findLast(({ customer, status }) => customer === session.customer && status !== 'canceled');
  if (!subscription) return;
  if (what === 'cancel') books.cancel(subscription.id);
  else if (what === 'renew' || what === 'decline') books.renew(subscription.id, what === 'renew');
  else if (what === 'retry' || what === 'decline-again') books.retry(subscription.latest_invoice, what === 'retry');
}
