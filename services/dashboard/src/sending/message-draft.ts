import type { Schemas } from '../api/client';
import type { MediaType } from '../inbox/data/contract';
import { LIMITS } from '../templates/template-draft';

/** What a person may write on the page, each with fields of its own. A file goes as what it is. */
export const KINDS = ['text', 'template', 'file', 'location', 'buttons', 'list', 'link'] as const;
export type Kind = (typeof KINDS)[number];

/** Source: Meta, "Send messages" reference pages. The server has them too, and the last word. */
export const MOST = {
  text: 4096,
  caption: 1024,
  body: 1024,
  listBody: 4096,
  header: LIMITS.headerText,
  footer: LIMITS.footer,
  buttons: 3,
  buttonTitle: 20,
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
  name: 1000,
} as const;

export interface FileDraft {
  mediaId: string;
  name: string;
  /** How WhatsApp can show it; anything may go as a document. */
  shows: MediaType;
  as: MediaType;
  /** An address within the page. */
  picture?: string | undefined;
}

/** A message as it is written, whatever its kind: what was typed stays while another kind is looked at. */
export interface MessageDraft {
  kind: Kind;
  text: string;
  header: string;
  footer: string;
  file: FileDraft | undefined;
  latitude: string;
  longitude: string;
  place: string;
  address: string;
  buttons: readonly string[];
  listButton: string;
  rows: readonly { title: string; description: string }[];
  linkText: string;
  url: string;
}

export const EMPTY_DRAFT: MessageDraft = {
  kind: 'text',
  text: '',
  header: '',
  footer: '',
  file: undefined,
  latitude: '',
  longitude: '',
  place: '',
  address: '',
  buttons: [''],
  listButton: '',
  rows: [{ title: '', description: '' }],
  linkText: '',
  url: '',
};

export type SendType = Schemas['SubmitMessageDto']['type'];
export type Content = { type: SendType } & Record<string, unknown>;

/** The type of the API that a kind leaves as. */
export function typeOf({ kind, file }: Pick<MessageDraft, 'kind' | 'file'>): SendType {
  if (kind === 'file') return file?.as ?? 'image';
  return kind === 'text' || kind === 'template' || kind === 'location' ? kind : 'interactive';
}

const given = <Value>(name: string, value: Value): Record<string, Value> => (value ? { [name]: value } : {});
const degrees = (typed: string): number | undefined => {
  const value = Number(typed.trim().replace(',', '.'));
  return typed.trim() === '' || Number.isNaN(value) ? undefined : value;
};

/**
 * The part of `POST /messages` that says what is sent: `type`, and the content under its name. A template has values of its own.
 *
 * @returns as far as it is written; the server says what is missing
 */
export function contentOf(draft: MessageDraft): Content {
  const type = typeOf(draft);
  const { kind, text } = draft;
  const frame = {
    ...given('header', draft.header.trim() && { type: 'text', text: draft.header.trim() }),
    body: text,
    ...given('footer', draft.footer.trim()),
  };
  switch (kind) {
    case 'file': {
      const { mediaId, name, as } = draft.file ?? {};
      const isNamed = as === 'document';
      return {
        type,
        [type]: { ...given('mediaId', mediaId), ...(as !== 'audio' && given('caption', text.trim())), ...(isNamed && { filename: name }) },
      };
    }
    case 'location':
      return {
        type,
        location: {
          latitude: degrees(draft.latitude),
          longitude: degrees(draft.longitude),
          ...given('name', draft.place.trim()),
          ...given('address', draft.address.trim()),
        },
      };
    case 'buttons':
      return {
        type,
        interactive: {
          kind: 'button',
          ...frame,
          buttons: draft.buttons.map((title, index) => ({ id: `button-${index + 1}`, title: title.trim() })),
        },
      };
    case 'list': {
      const rows = draft.rows.map(({ title, description }, index) => ({
        id: `row-${index + 1}`,
        title: title.trim(),
        ...given('description', description.trim()),
      }));
      return { type, interactive: { kind: 'list', ...frame, button: draft.listButton.trim(), sections: [{ rows }] } };
    }
    case 'link':
      return { type, interactive: { kind: 'cta_url', ...frame, displayText: draft.linkText.trim(), url: draft.url.trim() } };
    default:
      return { type, text: { body: text, ...(/https?:\/\//i.test(text) && { previewUrl: true }) } };
  }
}

/** The names under which the server may find something wrong, for the fields of this kind. */
export function fieldsOf(draft: MessageDraft): string[] {
  const type = typeOf(draft);
  switch (draft.kind) {
    case 'file':
      return [type, `${type}.caption`];
    case 'location':
      return ['location', 'location.latitude', 'location.longitude', 'location.name', 'location.address'];
    case 'buttons':
      return [...FRAME, 'interactive.buttons', ...draft.buttons.map((_, index) => `interactive.buttons[${index}].title`)];
    case 'list':
      return [
        ...FRAME,
        'interactive.button',
        'interactive.sections',
        ...draft.rows.flatMap((_, index) => ['title', 'description'].map((part) => `interactive.sections[0].rows[${index}].${part}`)),
      ];
    case 'link':
      return [...FRAME, 'interactive.displayText', 'interactive.url'];
    default:
      return ['text', 'text.body'];
  }
}
const FRAME = ['interactive', 'interactive.body', 'interactive.header', 'interactive.footer'];
