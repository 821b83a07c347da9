import type { OutboundContent } from '#whatsapp';
import { toLookUp } from './leaving.js';

const now = new Date('2026-11-20T09:00:00.000Z');
const text: OutboundContent = { type: 'text', text: { body: 'hello' } };
const template = (category?: string) =>
  ({ type: 'template', template: { name: 'x', language: 'en', ...(category ? { category } : {}) } }) as OutboundContent;
const look = (content: OutboundContent, over: { groupId?: string; windowUntil?: string; expiresAt?: string } = {}) =>
  toLookUp({ content, groupId: over.groupId ?? null, windowUntil: over.windowUntil ?? null, expiresAt: over.expiresAt ?? null }, now);

it('asks nothing about an answer in an open window, a code or a message into a group', () => {
  expect(look(text, { windowUntil: '2026-11-20T09:00:00.001Z' })).toBeUndefined();
  expect(look(template('AUTHENTICATION'))).toBeUndefined();
  expect(look(text, { groupId: 'g' })).toBeUndefined();
  expect(look(template('MARKETING'), { groupId: 'g' })).toBeUndefined();
});

it('asks about a window that is over or was not known, about promotions, and whether a template has become one', () => {
  expect(look(text, { windowUntil: now.toISOString() })).toBe('window');
  expect(look(text)).toBe('window');
  expect(look(template('MARKETING'))).toBe('consent');
  expect(look(template('UTILITY'))).toBe('category');
  expect(look(template())).toBe('category');
});

it('keeps back what is of no use any more, a code too', () => {
  expect(look(template('AUTHENTICATION'), { expiresAt: now.toISOString() })).toBe('expiry');
  expect(look(template('AUTHENTICATION'), { expiresAt: '2026-11-20T09:00:00.001Z' })).toBeUndefined();
});
