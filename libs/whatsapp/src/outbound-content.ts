import { renderedText, type RenderedTemplate } from './templates/rendered.js';

/**
 * An uploaded file's id, an https link Meta fetches (and caches for 10 minutes by its address), or the id of a file of ours, which
 * withGraphIds replaces before the message leaves. Exactly one of them.
 */
export interface MediaSource {
  id?: string;
  link?: string;
  mediaId?: string;
}

export interface TemplateContent {
  name: string;
  language: string;
  /** In Graph's own shape (`type`, `sub_type`, `index`, `parameters`), passed on as it is. */
  components?: TemplateComponent[];
  /** Of the template at that time, where it was known: MARKETING, UTILITY or AUTHENTICATION. Ours, like the next one. */
  category?: string;
  /** As the customer sees it, at the time of sending. Ours: it does not go to Graph. */
  rendered?: RenderedTemplate;
}

export interface TemplateComponent {
  type: 'header' | 'body' | 'button' | (string & {});
  sub_type?: string;
  index?: string | number;
  parameters?: Record<string, unknown>[];
  [key: string]: unknown;
}

export type InteractiveHeader =
  | { type: 'text'; text: string }
  | { type: 'image'; image: MediaSource }
  | { type: 'video'; video: MediaSource }
  | { type: 'document'; document: MediaSource & { filename?: string } };

export interface InteractiveFrame {
  header?: InteractiveHeader;
  body: string;
  footer?: string;
}

export type InteractiveContent =
  | (InteractiveFrame & { kind: 'button'; buttons: { id: string; title: string }[] })
  | (InteractiveFrame & {
      kind: 'list';
      button: string;
      sections: { title?: string; rows: { id: string; title: string; description?: string }[] }[];
    })
  | (InteractiveFrame & { kind: 'cta_url'; displayText: string; url: string })
  | { kind: 'location_request'; body: string }
  | (InteractiveFrame & {
      kind: 'flow';
      flowId?: string;
      flowName?: string;
      flowCta: string;
      flowToken?: string;
      mode?: 'draft' | 'published';
      flowAction?: 'navigate' | 'data_exchange';
      flowActionPayload?: Record<string, unknown>;
    })
  | { kind: 'product'; catalogId: string; productRetailerId: string; body?: string; footer?: string }
  | {
      kind: 'product_list';
      catalogId: string;
      header: string;
      body: string;
      footer?: string;
      sections: { title: string; productRetailerIds: string[] }[];
    }
  | { kind: 'catalog'; body: string; footer?: string; thumbnailProductRetailerId?: string };

/** What may be sent. `type` names the key that holds the content. */
export type OutboundContent =
  | { type: 'text'; text: string | { body: string; previewUrl?: boolean } }
  | { type: 'image'; image: MediaSource & { caption?: string } }
  | { type: 'video'; video: MediaSource & { caption?: string } }
  | { type: 'audio'; audio: MediaSource & { voice?: boolean } }
  | { type: 'document'; document: MediaSource & { caption?: string; filename?: string } }
  | { type: 'sticker'; sticker: MediaSource }
  | { type: 'template'; template: TemplateContent }
  | { type: 'interactive'; interactive: InteractiveContent }
  | { type: 'location'; location: { latitude: number; longitude: number; name?: string; address?: string } }
  /** Contacts in Graph's own shape; `name.formatted_name` is required. */
  | { type: 'contacts'; contacts: Record<string, unknown>[] }
  /** An empty emoji takes the reaction back. */
  | { type: 'reaction'; reaction: { wamid: string; emoji: string } };

export type OutboundType = OutboundContent['type'];

export interface OutboundProblem {
  /** Path of the wrong field: `interactive.buttons[2].title`. */
  field: string;
  code: 'required' | 'too_long' | 'too_many' | 'too_few' | 'not_unique' | 'not_valid' | 'exclusive' | 'unknown_type';
  /** What was wrong and what would be right. */
  message: string;
}

/** Limits of the Cloud API, in characters or pieces. Source: Meta, "Send messages" reference pages (2026-09). */
export const OUTBOUND_LIMITS = {
  textBody: 4096,
  caption: 1024,
  templateName: 512,
  interactiveBody: 1024,
  listBody: 4096,
  headerText: 60,
  footer: 60,
  buttons: 3,
  buttonId: 256,
  buttonTitle: 20,
  listButton: 20,
  listSections: 10,
  listRows: 10,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
  sectionTitle: 24,
  flowCta: 30,
  ctaDisplayText: 20,
  products: 30,
  contacts: 257,
  callbackData: 512,
} as const;

/** The words of a message, for lists and histories; undefined for content that has none. */
export function outboundText(content: OutboundContent): string | undefined {
  switch (content.type) {
    case 'text':
      return typeof content.text === 'string' ? content.text : content.text.body;
    case 'image':
      return content.image.caption;
    case 'video':
      return content.video.caption;
    case 'document':
      return content.document.caption;
    case 'interactive':
      return content.interactive.body;
    case 'template':
      return content.template.rendered && renderedText(content.template.rendered);
    case 'reaction':
      return content.reaction.emoji;
    case 'location':
      return [content.location.name, content.location.address].filter(Boolean).join(', ') || undefined;
    default:
      return undefined;
  }
}
