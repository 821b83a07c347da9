import { readInboundContent } from '#whatsapp';
import { MEDIA_TYPES } from './shown-content.js';
import { storableText } from './stored-content.js';

/** The customer changed what they had written, or took it back (Meta: `edit` and `revoke` of numbers that also run the phone app). */
export interface MessageChange {
  kind: 'edit' | 'revoke';
  /** WhatsApp's id of the change itself. */
  wamid: string;
  targetWamid: string;
  /** What the message says from then on; of a revoke empty. */
  text: string;
  at: string;
}

/** What a message said, from when on. The first is the original, the others name the edit that made them. */
export interface Version {
  text: string;
  at: string;
  wamid?: string;
}

/** What of a message a change concerns. */
export interface Changeable {
  type: string;
  text: string | null;
  content: unknown;
  at: string;
  /** All that it said, oldest first, where it was edited. */
  edits: readonly Version[] | null;
  deletedAt: string | null;
}

/** WhatsApp lets a customer edit for fifteen minutes; of more than so many versions, those between the original and the newest go. */
const MAX_VERSIONS = 50;

/** @returns undefined where the message is no change of another one, or does not say of which */
export function readChange(message: {
  type: string;
  wamid: string;
  timestamp: string;
  text?: string | undefined;
  raw?: unknown;
}): MessageChange | undefined {
  const { type, wamid, timestamp: at } = message;
  if ((type !== 'edit' && type !== 'revoke') || typeof message.raw !== 'object' || message.raw === null) return undefined;
  const read = readInboundContent({ ...message.raw, type });
  const targetWamid = (type === 'edit' ? read.edit : read.revoke)?.originalWamid;
  if (!targetWamid) return undefined;
  const text = type === 'edit' ? storableText(message.text ?? '') : '';
  return { kind: type, wamid: storableText(wamid), targetWamid: storableText(targetWamid), text, at };
}

/**
 * A message after changes of it. In whatever order and however often they come, the outcome is the same: the newest edit counts, and
 * what was taken back stays so.
 *
 * @returns undefined where they are no news
 */
export function changedBy<M extends Changeable>(message: M, changes: readonly MessageChange[]): M | undefined {
  const revoked = changes.filter(({ kind }) => kind === 'revoke').map(({ at }) => at);
  const first = [...revoked, ...(message.deletedAt ? [message.deletedAt] : [])].sort(byTime)[0];
  if (first) {
    if (message.deletedAt && byTime(message.deletedAt, first) === 0) return undefined;
    return { ...message, text: null, content: withoutWords(message.content), edits: null, deletedAt: first };
  }
  const before = message.edits ?? [{ text: message.text ?? '', at: message.at }];
  const known = new Set(before.map(({ wamid }) => wamid));
  const added = new Map(changes.filter(({ wamid }) => !known.has(wamid)).map((change) => [change.wamid, change]));
  if (added.size === 0) return undefined;
  const [original, ...later] = before;
  const versions = [...later, ...[...added.values()].map(({ text, at, wamid }) => ({ text, at, wamid }))].sort(
    (a, b) => byTime(a.at, b.at) || ((a.wamid ?? '') < (b.wamid ?? '') ? -1 : 1),
  );
  const edits = [original!, ...versions.slice(1 - MAX_VERSIONS)];
  const { text } = edits.at(-1)!;
  return { ...message, text: text || null, content: withText(message.type, message.content, text), edits };
}

const byTime = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The message as WhatsApp sent it, with other words where its type has them. */
function withText(type: string, content: unknown, text: string): unknown {
  const body = isRecord(content) ? content[type] : undefined;
  if (!isRecord(content) || !isRecord(body)) return content;
  if (type === 'text') return { ...content, text: { ...body, body: text } };
  return (MEDIA_TYPES as readonly string[]).includes(type) ? { ...content, [type]: { ...body, caption: text } } : content;
}

/** Whose it was stays, so that an erasure finds them; what it said goes. */
function withoutWords(content: unknown): unknown {
  if (!isRecord(content)) return null;
  return Object.fromEntries(
    ['id', 'from', 'from_user_id', 'group_id', 'timestamp', 'type'].flatMap((key) => (key in content ? [[key, content[key]]] : [])),
  );
}
