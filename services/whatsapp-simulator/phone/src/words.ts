import type { Item } from './types';
import { plainText } from './rich-text';

const NAMES: Record<string, string> = {
  image: 'Photo',
  video: 'Video',
  audio: 'Voice message',
  document: 'Document',
  sticker: 'Sticker',
  location: 'Location',
  contacts: 'Contact',
  order: 'Order',
  unsupported: 'Message of a kind that is not supported',
};

/** One line that says what a message is. */
export function preview(item: Item): string {
  if (item.deleted) return 'You deleted this message';
  if (item.type === 'edit') return `Edited: ${plainText(item.text ?? '')}`;
  if (item.type === 'revoke') return 'You deleted a message';
  if (item.type === 'reaction') return item.text ? `Reacted ${item.text}` : 'Took a reaction back';
  if (item.text) return plainText(item.text).replace(/\s+/g, ' ');
  if (item.type === 'document' && item.content?.filename) return item.content.filename as string;
  return NAMES[item.type] ?? item.type;
}

/** Digits in groups, so that they can be read. */
export function showPhone(digits: string): string {
  const rest = digits.slice(2);
  const groups = rest.match(/\d{1,3}(?!\d?$)|\d+/g) ?? [];
  return `+${digits.slice(0, 2)} ${groups.join(' ')}`;
}

export function showTime(at: string): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** What stands in the corner of a bubble. */
export const timeOf = (item: Item): string => `${item.edited ? 'Edited ' : ''}${showTime(item.at)}`;

export function showDay(at: string, now: number): string {
  const day = new Date(at);
  const days = Math.round((startOfDay(new Date(now)) - startOfDay(day)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days === -1) return 'Tomorrow';
  return day.toLocaleDateString([], { weekday: days < 7 && days > 0 ? 'long' : undefined, day: 'numeric', month: 'long' });
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function showSpan(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  return [days && `${days} d`, hours && `${hours} h`, (rest || minutes === 0) && `${rest} min`].filter(Boolean).join(' ');
}
