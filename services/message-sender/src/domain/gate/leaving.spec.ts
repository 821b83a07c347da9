import type { OutboundContent } from '#whatsapp';
import { toLookUp } from './leaving.js';

const now = new Date('2026-11-20T09:00:00.000Z');
const text: OutboundContent = { type: 'text', text: { body: 'hello' } };
const template = (category?: string) =>
  ({ type: 'template', template: { name: 'x', language: 'en', ...(category ? { category } : {}) } }) as OutboundContent;
const look = (
  content: OutboundContent,
  over: { groupId?: string; windowUntil?: string; expiresAt?: string; needsConsent?: boolean } = {},
) => toLookUp({ content, groupId: null, windowUntil: null, expiresAt: null, needsConsent: false, ...over }, now);

it('asks nothing about an answer in an open window, a code or a message into a group', () => {
  expect(look(text, { windowUntil: '2026-11-20T09:00:00.001Z' })).toEqual([]);
  expect(look(template('AUTHENTICATION'))).toEqual([]);
  expect(look(text, { groupId: 'g' })).toEqual([]);
  expect(look(template('MARKETING'), { groupId: 'g' })).toEqual([]);
});

it('asks about a window that is over or was not known, about promotions, and whether a template has become one', () => {
  expect(look(text, { windowUntil: now.toISOString() })).toEqual(['window']);
  expect(look(text)).toEqual(['window']);
  expect(look(template('MARKETING'))).toEqual(['consent', 'cap']);
  expect(look(template('UTILITY'))).toEqual(['category']);
  expect(look(template())).toEqual(['category']);
});

it('asks whether a customer has unsubscribed meanwhile, whatever is sent to them', () => {
  expect(look(text, { windowUntil: '2026-11-20T09:00:00.001Z', needsConsent: true })).toEqual(['consent']);
  expect(look(text, { needsConsent: true })).toEqual(['window', 'consent']);
  expect(look(template('UTILITY'), { needsConsent: true })).toEqual(['consent', 'category']);
});

it('keeps back what is of no use any more, a code too', () => {
  expect(look(template('AUTHENTICATION'), { expiresAt: now.toISOString() })).toEqual(['expiry']);
  expect(look(template('AUTHENTICATION'), { expiresAt: '2026-11-20T09:00:00.001Z' })).toEqual([]);
});
