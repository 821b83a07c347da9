import { Liquid } from 'liquidjs';
import { orderAnswersOf, shownMoney, type MessageRequest } from '#contracts';
import { OUTBOUND_LIMITS } from '#whatsapp';
import { settingOf, textOfType, type MessageType, type TypeSetting, type TypeSettings } from './types.js';

/** Limits of one text: what a company writes may not keep the service busy. */
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  // No files: a text stands by itself.
  templates: {},
  parseLimit: 4_096,
  renderLimit: 100,
  memoryLimit: 100_000,
});
/** The longest value of a variable that templates bear in practice. */
const MAX_VALUE = 1_024;

export interface OrderFacts {
  id: string;
  orderNumber: string;
  totalMinor: number;
  currency: string;
  trackingNumber: string | null;
  trackingUrl: string | null;
  customerName: string | null;
  items: readonly { name: string; quantity: number }[];
}

/** What placeholders can name. */
const placeholders = (order: OrderFacts, language: string | null): object => ({
  order: {
    number: order.orderNumber,
    total: shownMoney(order.totalMinor, order.currency, localeOf(language)),
    tracking_number: order.trackingNumber,
    tracking_url: order.trackingUrl,
    items: order.items.map(({ name, quantity }) => `${quantity} × ${name}`).join('\n'),
  },
  customer: { name: order.customerName },
});

const EXAMPLE: OrderFacts = {
  id: '0198c0de-0000-7000-8000-0000000000e1',
  orderNumber: '1042',
  totalMinor: 2_500,
  currency: 'USD',
  trackingNumber: 'RR123',
  trackingUrl: 'https://track.example.com/RR123',
  customerName: 'Rosa Quispe',
  items: [{ name: 'Mug', quantity: 2 }],
};
/** An order has not always all of it. */
const BARE_EXAMPLE: OrderFacts = { ...EXAMPLE, trackingNumber: null, trackingUrl: null, customerName: null };

/** A tag that Intl takes. @param language BCP 47, as people write it */
export function localeOf(language: string | null): string {
  const tag = language?.replaceAll('_', '-') ?? 'en';
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** @throws what Liquid says of a text that is not right */
const fill = (text: string, values: object): string => (liquid.parseAndRenderSync(text, values) as string).trim();

/**
 * A message of an order as `POST /messages` takes it.
 *
 * @param language of the customer, BCP 47 @throws what Liquid says of a text that is not right; where the text is empty for this order
 */
export function compose(type: MessageType, settings: TypeSettings, order: OrderFacts, language: string | null): MessageRequest['message'] {
  const setting = settingOf(type, settings);
  const titles = BUTTONS[/^es\b/i.test(language ?? '') ? 'es' : 'en'];
  const buttons = type === 'awaiting_confirmation' ? orderAnswersOf(order.id).map((id, at) => ({ id, title: titles[at]! })) : [];
  return writeMessage(setting, placeholders(order, language), textOfType(type, language), buttons);
}

/** Words of a company: a text that leaves inside the 24-hour window, or a template with the values of its variables. All of it is Liquid. */
export interface Words {
  text?: string | undefined;
  template?: { name: string; language: string; parameters: string[] } | undefined;
}

/**
 * @param values what placeholders can name @param standard the text where there is none
 * @param buttons below the text; of a template these are its quick replies, whose titles are its own
 * @throws what Liquid says of a text that is not right; where the text is empty
 */
export function writeMessage(
  { text, template }: Words,
  values: object,
  standard: string,
  buttons: readonly { id: string; title: string }[] = [],
): MessageRequest['message'] {
  if (template) {
    // WhatsApp takes neither line breaks nor runs of spaces in a value, nor an empty one.
    const parameters = template.parameters.map((one) => fill(one, values).replaceAll(/\s+/g, ' ').slice(0, MAX_VALUE) || '-');
    const { name, language } = template;
    if (buttons.length > 0) return { type: 'template', template: { name, language, components: componentsOf(parameters, buttons) } };
    return { type: 'template', template: { name, language, ...(parameters.length > 0 ? { parameters } : {}) } };
  }
  const filled = fill(text ?? standard, values);
  if (filled === '') throw new Error('the text is empty');
  if (buttons.length > 0) {
    return {
      type: 'interactive',
      interactive: { kind: 'button', body: [...filled].slice(0, OUTBOUND_LIMITS.interactiveBody).join(''), buttons: [...buttons] },
    };
  }
  return { type: 'text', text: [...filled].slice(0, OUTBOUND_LIMITS.textBody).join('') };
}

const BUTTONS = { en: ['Confirm', 'Cancel'], es: ['Confirmar', 'Cancelar'] } as const;

/** Values of the text, and payloads of the quick replies. Source: Meta, "Interactive message templates". */
const componentsOf = (parameters: readonly string[], buttons: readonly { id: string }[]): object[] => [
  ...(parameters.length > 0 ? [{ type: 'body', parameters: parameters.map((text) => ({ type: 'text', text })) }] : []),
  ...buttons.map(({ id }, index) => ({
    type: 'button',
    sub_type: 'quick_reply',
    index: String(index),
    parameters: [{ type: 'payload', payload: id }],
  })),
];

/** What a customer would read, of an order made up for it. A template's text is WhatsApp's: of it there are the values. */
export function previewOf(type: MessageType, setting: TypeSetting, language: string): { text: string | null; parameters: string[] | null } {
  const values = placeholders(EXAMPLE, language);
  if (setting.template) return { text: null, parameters: setting.template.parameters.map((one) => fill(one, values)) };
  return { text: fill(setting.text ?? textOfType(type, language), values), parameters: null };
}

const EMPTY = 'the text must not be empty, also for an order without a tracking number, a tracking link and a name of the customer';

/** What is wrong with the texts of a type, in Liquid's words, by their field. */
export const faultsOf = (words: TypeSetting): { field: string; message: string }[] =>
  faultsIn(
    words,
    [EXAMPLE, BARE_EXAMPLE].map((order) => placeholders(order, 'en')),
    EMPTY,
  );

/** @param examples of values, the first with all of them @param empty what is said of a text that comes to nothing for one of them */
export function faultsIn({ text, template }: Words, examples: readonly object[], empty: string): { field: string; message: string }[] {
  const texts = [
    ...(text === undefined ? [] : [{ field: 'text', text }]),
    ...(template?.parameters ?? []).map((one, at) => ({ field: `template.parameters.${at}`, text: one })),
  ];
  return texts.flatMap(({ field, text: each }) => {
    try {
      const [full, ...bare] = examples.map((values) => fill(each, values));
      // An empty value of a template goes out as a dash.
      return full === '' || (field === 'text' && bare.includes('')) ? [{ field, message: empty }] : [];
    } catch (error) {
      return [{ field, message: (error as Error).message.slice(0, 300) }];
    }
  });
}
