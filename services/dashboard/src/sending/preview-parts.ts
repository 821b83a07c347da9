import type { Button, Part } from '../templates/template-text';

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * A message as the parts of a bubble, in which templates are shown too.
 *
 * @param content `{ type, <type>: … }` as `POST /messages` takes it and `GET /messages/{id}` shows it
 * @returns empty where nothing of it can be shown, such as a reaction
 */
export function partsOfContent(content: Readonly<Record<string, unknown>>): Part[] {
  const type = String(content.type);
  const own = fields(content[type]);
  switch (type) {
    case 'text':
      return body(typeof content.text === 'string' ? content.text : text(own.body));
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return [{ type: 'HEADER', format: type.toUpperCase() }, ...body(text(own.caption) ?? text(own.filename))];
    case 'location':
      return [
        { type: 'HEADER', format: 'LOCATION' },
        ...body([text(own.name), text(own.address)].filter(Boolean).join('\n') || placeOf(own)),
      ];
    case 'interactive':
      return interactive(own);
    case 'template':
      return rendered(fields(own.rendered));
    default:
      return [];
  }
}

const placeOf = ({ latitude, longitude }: Fields): string | undefined =>
  latitude === undefined || longitude === undefined ? undefined : `${Number(latitude)}, ${Number(longitude)}`;
const body = (words: string | undefined): Part[] => (words ? [{ type: 'BODY', text: words }] : []);

function headerOf(header: Fields): Part[] {
  const type = text(header.type);
  if (type === undefined) return [];
  return type === 'text'
    ? [{ type: 'HEADER', format: 'TEXT', text: String(header.text) }]
    : [{ type: 'HEADER', format: type.toUpperCase() }];
}

function interactive(own: Fields): Part[] {
  const footer = text(own.footer);
  const buttons: Button[] =
    own.kind === 'button'
      ? list(own.buttons).map(({ title }) => ({ type: 'QUICK_REPLY', text: String(title ?? '') }))
      : own.kind === 'list'
        ? [{ type: 'LIST', text: text(own.button) ?? '' }]
        : own.kind === 'cta_url'
          ? [{ type: 'URL', text: text(own.displayText) ?? '' }]
          : own.kind === 'flow'
            ? [{ type: 'LIST', text: text(own.flowCta) ?? '' }]
            : [];
  const filled = buttons.filter((button) => button.text);
  return [
    ...headerOf(fields(own.header)),
    ...body(text(own.body)),
    ...(footer ? [{ type: 'FOOTER', text: footer }] : []),
    ...(filled.length > 0 ? [{ type: 'BUTTONS', buttons: filled }] : []),
  ];
}

/** A template as it was filled when it was sent. */
function rendered(shown: Fields): Part[] {
  const footer = text(shown.footer);
  const buttons = list(shown.buttons).map((button) => ({ type: String(button.type), text: String(button.text ?? '') }));
  const cards = list(shown.cards);
  return [
    ...headerOf(fields(shown.header)),
    ...body(text(shown.body)),
    ...(footer ? [{ type: 'FOOTER', text: footer }] : []),
    ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons }] : []),
    ...(cards.length > 0 ? [{ type: 'CAROUSEL', cards: cards.map((card) => ({ components: rendered(card) })) }] : []),
  ];
}

/** The rows that open behind the button of a list. */
export const rowsOf = (content: Readonly<Record<string, unknown>>): { title: string; description?: string }[] =>
  list(fields(content.interactive).sections).flatMap(({ rows }) =>
    list(rows).flatMap(({ title, description }) => {
      const shown = text(description);
      return text(title) ? [{ title: String(title), ...(shown && { description: shown }) }] : [];
    }),
  );
