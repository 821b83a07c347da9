import { partOf, slotsOf, type Button, type Part } from './template-text';

/** Where a value comes from when a send gives none. */
export interface Source {
  source: string;
  fallback: string;
  sample: string;
}
export interface ButtonDraft {
  type: 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE';
  text: string;
  url: string;
  phone: string;
  code: string;
}
/** A card of a carousel. */
export interface CardDraft {
  mediaId?: string;
  fileName?: string;
  /** An address within the page of the picture that was chosen. */
  picture?: string;
  /** The header as WhatsApp has it, with its sample. */
  kept?: Part;
  body: string;
  buttons: ButtonDraft[];
}
/** Cards beside one another: WhatsApp wants all of one kind, and with the same buttons. */
export interface CarouselDraft {
  kind: 'image' | 'video';
  cards: CardDraft[];
}
export type HeaderKind = 'none' | 'text' | 'image' | 'video' | 'document';

/** A template as it is written on the page. */
export interface TemplateDraft {
  category: string;
  header: { kind: HeaderKind; text: string; mediaId?: string; fileName?: string; kept?: Part };
  body: string;
  footer: string;
  buttons: ButtonDraft[];
  /** Cards under the text, in the place of header, footer and buttons. */
  carousel?: CarouselDraft | undefined;
  /** Of an authentication template. */
  advice: boolean;
  minutes: string;
  /** By the name of the value. */
  sources: Record<string, Source>;
}

/** Source: Meta, "Template components". The server has them too, and the last word. */
export const LIMITS = {
  headerText: 60,
  body: 1024,
  footer: 60,
  buttonText: 25,
  buttons: 10,
  code: 15,
  url: 2000,
  cards: 10,
  minCards: 2,
  cardBody: 160,
  cardButtons: 2,
} as const;

export const NO_SOURCE: Source = { source: '', fallback: '', sample: '' };
export const EMPTY: TemplateDraft = {
  category: 'UTILITY',
  header: { kind: 'none', text: '' },
  body: '',
  footer: '',
  buttons: [],
  advice: true,
  minutes: '5',
  sources: {},
};
export const emptyButton = (type: ButtonDraft['type']): ButtonDraft => ({ type, text: '', url: '', phone: '', code: '' });

/** Every card has the same buttons: another one has them too, empty. */
export const emptyCard = (like?: CardDraft): CardDraft => ({
  body: '',
  buttons: (like?.buttons ?? []).map(({ type }) => emptyButton(type)),
});
export const emptyCarousel = (): CarouselDraft => ({ kind: 'image', cards: [emptyCard(), emptyCard()] });

interface Stored {
  category: string;
  parameterFormat: string;
  components: readonly unknown[];
  parameters: readonly { name: string; source: string | null; fallback?: string; sample?: string }[];
}

/** Parts that this page cannot write are left to WhatsApp Manager. */
export const isWritable = (parts: readonly Part[]): boolean =>
  parts.every(({ type, format, buttons, cards }) => {
    if (type === 'CAROUSEL') return (cards ?? []).every(({ components }) => isWritableCard(components));
    if (type === 'HEADER') return ['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT'].includes(format ?? 'TEXT');
    if (type === 'BUTTONS')
      return (buttons ?? []).every((button) => ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'OTP'].includes(button.type));
    return ['BODY', 'FOOTER'].includes(type);
  });

const isWritableCard = (parts: readonly Part[]): boolean =>
  ['IMAGE', 'VIDEO'].includes(partOf(parts, 'HEADER')?.format ?? '') &&
  isWritable(parts) &&
  (partOf(parts, 'BUTTONS')?.buttons ?? []).every(({ type }) => ['QUICK_REPLY', 'URL', 'PHONE_NUMBER'].includes(type));

const first = (value: unknown): string => {
  const [one] = [value].flat(2);
  return typeof one === 'string' ? one : '';
};

/** The samples that WhatsApp reviewed, by the name of the value. */
function samplesOf(parts: readonly Part[], parameterFormat: string): Record<string, string> {
  const body = partOf(parts, 'BODY');
  const header = partOf(parts, 'HEADER');
  const samples: Record<string, string> = {};
  const named = body?.example?.body_text_named_params as { param_name: string; example: string }[] | undefined;
  if (parameterFormat === 'NAMED') for (const { param_name: name, example } of named ?? []) samples[name] = example;
  else ([body?.example?.body_text ?? []].flat(2) as string[]).forEach((text, index) => (samples[String(index + 1)] = text));
  const headerText = first(header?.example?.header_text);
  if (headerText) samples.header = headerText;
  (partOf(parts, 'BUTTONS')?.buttons ?? []).forEach(({ example, url }, index) => {
    // Of an address the sample is the whole; what is filled in is its end.
    const start = url?.split('{{')[0] ?? '';
    const whole = first(example);
    if (whole) samples[`button.${index}`] = whole.startsWith(start) ? whole.slice(start.length) : whole;
  });
  (partOf(parts, 'CAROUSEL')?.cards ?? []).forEach(({ components }, index) => {
    for (const [name, sample] of Object.entries(samplesOf(components, parameterFormat))) samples[`card.${index}.${name}`] = sample;
  });
  return samples;
}

export function draftOf({ category, parameterFormat, components, parameters }: Stored): TemplateDraft {
  const parts = components as readonly Part[];
  const header = partOf(parts, 'HEADER');
  const body = partOf(parts, 'BODY');
  const footer = partOf(parts, 'FOOTER');
  const samples = samplesOf(parts, parameterFormat);
  const kind = (header ? (header.format ?? 'TEXT').toLowerCase() : 'none') as HeaderKind;
  return {
    category,
    header: { kind, text: header?.text ?? '', ...(header && kind !== 'text' ? { kept: header } : {}) },
    body: body?.text ?? '',
    footer: footer?.text ?? '',
    buttons: buttonDraftsOf(parts),
    ...(partOf(parts, 'CAROUSEL') && { carousel: carouselOf(partOf(parts, 'CAROUSEL')!) }),
    advice: body?.add_security_recommendation !== false,
    minutes: footer?.code_expiration_minutes === undefined ? '' : String(footer.code_expiration_minutes),
    sources: Object.fromEntries(
      slotsOf(parts).map(({ name }) => {
        const stored = parameters.find((parameter) => parameter.name === name);
        return [name, { source: stored?.source ?? '', fallback: stored?.fallback ?? '', sample: stored?.sample || samples[name] || '' }];
      }),
    ),
  };
}

const buttonDraftsOf = (parts: readonly Part[]): ButtonDraft[] =>
  (partOf(parts, 'BUTTONS')?.buttons ?? []).map((button) => ({
    type: button.type === 'OTP' ? 'COPY_CODE' : (button.type as ButtonDraft['type']),
    text: button.text ?? '',
    url: button.url ?? '',
    phone: button.phone_number ?? '',
    code: button.type === 'COPY_CODE' ? first(button.example) : '',
  }));

function carouselOf({ cards = [] }: Part): CarouselDraft {
  const headers = cards.map(({ components }) => partOf(components, 'HEADER'));
  return {
    kind: headers[0]?.format?.toUpperCase() === 'VIDEO' ? 'video' : 'image',
    cards: cards.map(({ components }, index) => ({
      ...(headers[index] && { kept: headers[index] }),
      body: partOf(components, 'BODY')?.text ?? '',
      buttons: buttonDraftsOf(components),
    })),
  };
}

const textsOf = ({ body, header, carousel }: TemplateDraft): string =>
  [body, header.text, ...(carousel?.cards ?? []).map((card) => card.body)].join('');
export const isNamed = (draft: TemplateDraft): boolean => /\{\{\s*[a-z_]/i.test(textsOf(draft));

/** What goes to WhatsApp. */
export function partsOf(draft: TemplateDraft): Part[] {
  if (draft.category === 'AUTHENTICATION') {
    return [
      { type: 'BODY', ...(draft.advice && { add_security_recommendation: true }) },
      ...(draft.minutes ? [{ type: 'FOOTER', code_expiration_minutes: Number(draft.minutes) }] : []),
      {
        type: 'BUTTONS',
        buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', ...(draft.buttons[0]?.text && { text: draft.buttons[0].text }) } as Button],
      },
    ];
  }
  const { header } = draft;
  const sample = (name: string): string => draft.sources[name]?.sample ?? '';
  const named = isNamed(draft);
  if (draft.carousel) return [bodyOf(draft.body, named, sample), cardsOf(draft.carousel, named, sample)];
  const parts: Part[] = [];
  if (header.kind === 'text') {
    const hasValue = header.text.includes('{{');
    const name = /\{\{\s*(.*?)\s*\}\}/.exec(header.text)?.[1] ?? '';
    const example = named
      ? { header_text_named_params: [{ param_name: name, example: sample('header') }] }
      : { header_text: [sample('header')] };
    parts.push({ type: 'HEADER', format: 'TEXT', text: header.text, ...(hasValue && { example }) });
  } else if (header.kind !== 'none') {
    const { mediaId } = header;
    parts.push(header.kept ?? { type: 'HEADER', format: header.kind.toUpperCase(), ...(mediaId && { example: { mediaId } }) });
  }
  parts.push(bodyOf(draft.body, named, sample));
  if (draft.footer) parts.push({ type: 'FOOTER', text: draft.footer });
  if (draft.buttons.length > 0)
    parts.push({ type: 'BUTTONS', buttons: draft.buttons.map((button, index) => buttonOf(button, sample(`button.${index}`))) });
  return parts;
}

type SampleOf = (name: string) => string;

function bodyOf(text: string, named: boolean, sample: SampleOf): Part {
  const names = slotsOf([{ type: 'BODY', text }]).map(({ name }) => name);
  const example = named
    ? { body_text_named_params: names.map((name) => ({ param_name: name, example: sample(name) })) }
    : { body_text: [names.toSorted((a, b) => Number(a) - Number(b)).map(sample)] };
  return { type: 'BODY', text, ...(names.length > 0 && { example }) };
}

/** All cards have a text, or none has. */
function cardsOf({ kind, cards }: CarouselDraft, named: boolean, sample: SampleOf): Part {
  const haveText = cards.some(({ body }) => body !== '');
  return {
    type: 'CAROUSEL',
    cards: cards.map(({ kept, mediaId, body, buttons }, index) => {
      const own: SampleOf = (name) => sample(`card.${index}.${name}`);
      const header = mediaId || !kept ? { type: 'HEADER', format: kind.toUpperCase(), ...(mediaId && { example: { mediaId } }) } : kept;
      return {
        components: [
          header,
          ...(haveText ? [bodyOf(body, named, own)] : []),
          ...(buttons.length > 0
            ? [{ type: 'BUTTONS', buttons: buttons.map((button, place) => buttonOf(button, own(`button.${place}`))) }]
            : []),
        ],
      };
    }),
  };
}

function buttonOf({ type, text, url, phone, code }: ButtonDraft, sample: string): Button {
  switch (type) {
    case 'URL':
      return { type, text, url, ...(url.includes('{{') && { example: [(url.split('{{')[0] ?? '') + sample] }) };
    case 'PHONE_NUMBER':
      return { type, text, phone_number: phone.replaceAll(/[\s().-]/g, '') };
    case 'COPY_CODE':
      return { type, example: code };
    default:
      return { type, text };
  }
}

/** Where values come from, for those that the template has. */
export const sourcesOf = (draft: TemplateDraft) =>
  slotsOf(partsOf(draft))
    .filter(({ kind }) => kind !== 'file')
    .map(({ name }) => {
      const { source, fallback, sample } = draft.sources[name] ?? NO_SOURCE;
      return { name, source: source || null, fallback, sample };
    })
    .filter(({ source, fallback, sample }) => source !== null || fallback !== '' || sample !== '');

/** Whether WhatsApp has to review it: not where only our own part has changed. */
export const isSaidAnew = (before: TemplateDraft, after: TemplateDraft): boolean => {
  const said = ({ sources: _, ...rest }: TemplateDraft): string => JSON.stringify(rest);
  return said(before) !== said(after);
};
