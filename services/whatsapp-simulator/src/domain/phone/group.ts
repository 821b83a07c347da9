import { randomInt } from 'node:crypto';

/** Meta, "Groups API", quick facts (2026-06). */
export const MOST_MEMBERS = 8;
/** What a business may send into a group (same page: supported message types). */
export const GROUP_TYPES: readonly string[] = ['text', 'image', 'video', 'audio', 'document', 'sticker', 'template'];

/** A group of a business and some of its customers. */
export interface Group {
  phoneNumberId: string;
  /** Also the key of its thread. */
  id: string;
  subject: string;
  /** Keys of contacts. */
  members: string[];
  /** Epoch milliseconds of the last message that a member wrote: opens the window of the whole group. */
  lastInboundAt?: number;
}

/** An id as Meta's look: opaque, with the business's number in it. */
export const newGroupId = (digits: string): string =>
  `${Buffer.from(`capi_group:${digits}:${randomInt(1e12, 9e12)}`, 'ascii').toString('base64url')}ZD`;
