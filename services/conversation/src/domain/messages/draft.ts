import { MEDIA_KINDS, outboundText, validateOutbound, type MediaKind, type OutboundContent, type OutboundProblem } from '#whatsapp';
import { textContent } from '../threads/message.js';

/** What an agent may write. */
export const DRAFT_TYPES = ['text', ...MEDIA_KINDS, 'template', 'reaction', 'location', 'interactive'] as const;
export type DraftType = (typeof DRAFT_TYPES)[number];

/** A message as an agent writes it. */
export interface Draft {
  type: DraftType;
  text?: string;
  mediaId?: string;
  caption?: string;
  filename?: string;
  voice?: boolean;
  template?: unknown;
  /** Of a reaction: the message that it is on. */
  messageId?: string;
  emoji?: string;
  location?: unknown;
  interactive?: unknown;
  replyToMessageId?: string;
}

const FIELDS: Record<DraftType, readonly (keyof Draft)[]> = {
  text: ['text'],
  image: ['mediaId', 'caption'],
  video: ['mediaId', 'caption'],
  audio: ['mediaId', 'voice'],
  document: ['mediaId', 'caption', 'filename'],
  sticker: ['mediaId'],
  template: ['template'],
  reaction: ['messageId', 'emoji'],
  location: ['location'],
  interactive: ['interactive'],
};
const ALWAYS: readonly (keyof Draft)[] = ['type', 'replyToMessageId'];

export const isMedia = (type: string): type is MediaKind => (MEDIA_KINDS as readonly string[]).includes(type);

/** Only templates may begin a conversation, or go on with one when the window is over. */
export const needsWindow = ({ type }: Draft): boolean => type !== 'template';

/** A reaction says nothing: it answers no question, and nobody takes a conversation over by it. */
export const isTurn = ({ type }: Draft): boolean => type !== 'reaction';

/**
 * The content that is to leave.
 *
 * @param known of a reaction: WhatsApp's id of the message that it is on. Of a document: the file's own name
 */
export function contentOf(draft: Draft, known: { targetWamid?: string; filename?: string } = {}): OutboundContent {
  const { type } = draft;
  switch (type) {
    case 'text':
      return textContent(draft.text ?? '') as unknown as OutboundContent;
    case 'template':
      return { type, template: plainLanguage(draft.template) } as OutboundContent;
    case 'reaction':
      return { type, reaction: { wamid: known.targetWamid ?? '', emoji: draft.emoji! } };
    case 'location':
    case 'interactive':
      return { type, [type]: draft[type] } as unknown as OutboundContent;
    default: {
      const filename = draft.filename ?? known.filename;
      const file = {
        mediaId: draft.mediaId?.toLowerCase(),
        ...(draft.caption ? { caption: draft.caption } : {}),
        ...(type === 'document' && filename ? { filename } : {}),
        ...(type === 'audio' && draft.voice ? { voice: true } : {}),
      };
      return { type, [type]: file } as unknown as OutboundContent;
    }
  }
}

/** Graph's own shape of a template names its language in an object; both are understood. */
function plainLanguage(template: unknown): unknown {
  const code = (template as { language?: { code?: unknown } } | undefined)?.language?.code;
  return typeof code === 'string' ? { ...(template as object), language: code } : template;
}

/** Everything that is wrong with a draft before anybody looks at what it refers to. */
export function draftProblems(draft: Draft): OutboundProblem[] {
  const allowed = [...ALWAYS, ...FIELDS[draft.type]];
  const problems: OutboundProblem[] = (Object.keys(draft) as (keyof Draft)[])
    .filter((field) => draft[field] !== undefined && !allowed.includes(field))
    .map((field) => ({
      field,
      code: 'not_valid',
      message: `${field} is not allowed in messages of type ${draft.type}; allowed: ${FIELDS[draft.type].join(', ')}`,
    }));
  // A target that nobody has looked up yet is taken to be there.
  return [...problems, ...validateOutbound(contentOf(byName(draft), { targetWamid: 'wamid' }))];
}

/** A template that is named by its id is looked at as if it had been found. */
function byName(draft: Draft): Draft {
  const template = draft.template as { templateId?: unknown } | undefined;
  return draft.type === 'template' && typeof template?.templateId === 'string'
    ? { ...draft, template: { ...template, name: 'found', language: 'en' } }
    : draft;
}

export const wordsOf = (content: OutboundContent): string | undefined => outboundText(content) || undefined;
