import {
  isBusinessScopedUserId,
  MEDIA_KINDS,
  MEDIA_LIMITS,
  ownMediaIds,
  phoneAdvice,
  readPhone,
  validateOutbound,
  type MediaKind,
  type OutboundContent,
  type OutboundProblem,
} from '#whatsapp';
import type { Purpose } from '../gate/facts.js';
import type { Recipient } from '../queue/message.js';

/** A request to send, as a program wrote it: the content lies under the name of its type. */
export interface Submission {
  outletId: string;
  to: string;
  type: string;
  contextWamid?: string;
  /** When it is to leave: an instant, or a time of the customer's clock. */
  sendAt?: unknown;
  purpose?: Purpose;
  [key: string]: unknown;
}

/** @returns the recipient, by phone number (E.164) or by business-scoped user id, which is never normalised; or what is wrong with `to` */
export function readRecipient(to: string): { recipient: Recipient } | { advice: string } {
  if (isBusinessScopedUserId(to)) return { recipient: { userId: to } };
  const read = readPhone(to);
  if ('phone' in read) return { recipient: read };
  return { advice: `${phoneAdvice(read.problem)}${read.problem === 'not_a_number' ? ', nor a business-scoped user id' : ''}` };
}

/** The content by its type, and everything WhatsApp would refuse in it. */
export function readContent(submission: Submission): { content: OutboundContent; problems: OutboundProblem[] } {
  const { type } = submission;
  let body = submission[type];
  // Graph's own shape of a template names its language in an object; both are understood.
  const language = (body as { language?: { code?: unknown } } | undefined)?.language;
  if (type === 'template' && typeof language?.code === 'string') body = { ...(body as object), language: language.code };
  const content = { type, [type]: body } as unknown as OutboundContent;
  return { content, problems: validateOutbound(content) };
}

/**
 * What WhatsApp would refuse in the files of ours that a message refers to.
 *
 * @param stored the content types of those that may be sent, by id
 */
export function mediaProblems(content: OutboundContent, stored: ReadonlyMap<string, string>): OutboundProblem[] {
  const unknown = ownMediaIds(content).filter((id) => !stored.has(id));
  if (unknown.length > 0) {
    return unknown.map((id) => ({ field: `${content.type}.mediaId`, code: 'not_valid', message: `there is no stored file ${id}` }));
  }
  const { mediaId } = ((content as unknown as Record<string, unknown>)[content.type] ?? {}) as { mediaId?: string };
  const contentType = mediaId && stored.get(mediaId.toLowerCase());
  if (!contentType || !isMediaKind(content.type) || MEDIA_LIMITS[content.type].types.includes(contentType)) return [];
  const fitting = MEDIA_LIMITS[content.type].types.join(', ');
  return [
    {
      field: `${content.type}.mediaId`,
      code: 'not_valid',
      message: `the file is ${contentType}; types accepted as ${content.type}: ${fitting}`,
    },
  ];
}

const isMediaKind = (type: string): type is MediaKind => (MEDIA_KINDS as readonly string[]).includes(type);
