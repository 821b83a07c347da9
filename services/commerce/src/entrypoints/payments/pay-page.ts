import { shownMoney } from '#contracts';
import { dueOf } from '../../domain/invoices/states.js';
import { localeOf } from '../../domain/order-messages/compose.js';
import type { Opened } from '../../handlers/payments/open-checkout.handler.js';

const TEXTS = {
  en: {
    unknown: ['This link leads nowhere', 'Ask whoever sent it to you for a new one.'],
    thanks: ['Thank you', 'Your payment is on its way. You can close this page.'],
    settled: ['This invoice is paid', 'There is nothing left to pay. Thank you!'],
    void: ['This invoice is not to be paid', 'It was taken back. You owe nothing for it.'],
    processing: ['Your payment is on its way', 'Your bank may need some days. You need not pay again.'],
    later: ['Not paid yet', 'You can pay now, or come back to this page later.'],
    unable: ['It cannot be paid here right now', 'Try again later, or ask whoever sent you the invoice.'],
    pay: 'Pay',
    invoice: 'Invoice',
  },
  es: {
    unknown: ['Este enlace no lleva a ningún sitio', 'Pida uno nuevo a quien se lo envió.'],
    thanks: ['Gracias', 'Su pago está en camino. Puede cerrar esta página.'],
    settled: ['Esta factura está pagada', 'No queda nada por pagar. ¡Gracias!'],
    void: ['Esta factura no se tiene que pagar', 'Fue anulada. No debe nada por ella.'],
    processing: ['Su pago está en camino', 'Su banco puede tardar unos días. No hace falta que pague otra vez.'],
    later: ['Aún no está pagada', 'Puede pagar ahora o volver más tarde a esta página.'],
    unable: ['Ahora no se puede pagar aquí', 'Inténtelo más tarde o pregunte a quien le envió la factura.'],
    pay: 'Pagar',
    invoice: 'Factura',
  },
} as const;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (value: string): string => value.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);

const STYLE = `
:root{color-scheme:light dark;--back:#f4f4f5;--card:#fff;--ink:#18181b;--soft:#52525b;--line:#d4d4d8;--go:#0f766e;--on:#fff}
@media(prefers-color-scheme:dark){:root{--back:#111113;--card:#1c1c1f;--ink:#f4f4f5;--soft:#a1a1aa;--line:#3f3f46;--go:#2dd4bf;--on:#042f2e}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:26rem;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .5rem;font-size:1.25rem;line-height:1.3}p{margin:0;color:var(--soft)}.of{margin-bottom:1rem;font-size:.875rem}
a{display:block;margin-top:1.25rem;min-height:44px;padding:.6rem 1rem;border-radius:.5rem;background:var(--go);color:var(--on);font-weight:600;text-align:center;text-decoration:none}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}`;

/**
 * What a customer reads who follows a link and is not sent on to pay, in the language of the invoice.
 *
 * @param opened undefined for a link that is none @param back with what they come back from Stripe
 */
export function payPage(opened: (Opened & { link: string }) | undefined, back: 'paid' | 'later' | undefined): string {
  const language = /^es\b/i.test(opened?.invoice.language ?? '') ? 'es' : 'en';
  const texts = TEXTS[language];
  const [title, text] = texts[whatOf(opened, back)];
  const invoice = opened?.invoice;
  const sum =
    invoice && shownMoney(opened?.state === 'open' ? opened.amountMinor : dueOf(invoice), invoice.currency, localeOf(invoice.language));
  const number = invoice?.invoiceNumber ? `${texts.invoice} ${invoice.invoiceNumber}` : '';
  const of = invoice?.seller && number ? `<p class="of">${escaped([invoice.seller.name, number].filter(Boolean).join(' · '))}</p>` : '';
  const button =
    opened?.state === 'open' && back !== 'paid' ? `<a href="${escaped(opened.link)}">${escaped(`${texts.pay} ${sum}`)}</a>` : '';
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${of}<h1>${escaped(title)}</h1><p>${escaped(text)}</p>${button}</main></body></html>`;
}

function whatOf(opened: Opened | undefined, back: 'paid' | 'later' | undefined) {
  if (!opened) return 'unknown';
  if (opened.state === 'settled' || opened.state === 'void' || opened.state === 'processing') return opened.state;
  // Stripe tells us a moment after it sends the customer back.
  if (back === 'paid') return 'thanks';
  return opened.state === 'open' ? 'later' : 'unable';
}
