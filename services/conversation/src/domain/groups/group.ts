import { storableText } from '../threads/stored-content.js';

/** A participant of a group, as people see them. */
export interface Participant {
  contactId: string;
  name: string;
  phone: string | null;
  /** Has not left, as far as WhatsApp told. */
  isMember: boolean;
}

/** What is known of a group beside its thread. */
export interface Group {
  /** As WhatsApp calls it. */
  id: string;
  name: string | null;
  /** Those who are in it first, then by when they were first seen. */
  participants: readonly Participant[];
}

/** Meta allows eight people in a group ("Groups API", quick facts, 2026-06); those who left stay known. So many are shown. */
export const MAX_PARTICIPANTS = 32;

/** What WhatsApp takes into a group: text, media, and templates of both (Meta, "Groups API": supported message types). */
const GROUP_TYPES: ReadonlySet<string> = new Set(['text', 'image', 'video', 'audio', 'document', 'sticker', 'template']);
export const isForGroups = (type: string): boolean => GROUP_TYPES.has(type);

/** @param raw a message as WhatsApp sent it @returns the group in which it was written; undefined where it was written to the business alone */
export function groupOf(raw: unknown): string | undefined {
  const { group_id: id } = (raw ?? {}) as { group_id?: unknown };
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' && id !== '' ? storableText(id) : undefined;
}

const NAMED = 3;

/** What people call a group: its name, else who is in it. */
export function groupName({ name, participants }: Group): string {
  if (name) return name;
  const [present, rest] = [participants.filter(({ isMember }) => isMember), participants.length];
  const named = (present.length > 0 ? present : participants).slice(0, NAMED).map((participant) => participant.name);
  return named.length < rest && named.length === NAMED ? `${named.join(', ')}, …` : named.join(', ');
}
