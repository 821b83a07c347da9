import type { Activity, Note } from '../data/contract';
import type { Outgoing } from '../data/send-queue';
import { messageOf } from '../data/samples';
import { timeline } from './timeline';

const dayOf = (at: string): string => at.slice(0, 10);
const show = (parts: Partial<Parameters<typeof timeline>[0]>) =>
  timeline({ messages: [], notes: [], outgoing: [], hasOlder: false, dayOf, ...parts }).map((row) =>
    row.kind === 'day' ? row.day.slice(0, 10) : row.key,
  );
const note = (afterSeq: number, id = `n${afterSeq}`): Note => ({
  id,
  conversationId: 'c1',
  mentions: [],
  authorId: 'luis',
  text: 'note',
  afterSeq,
  at: messageOf(afterSeq).at,
});
const outgoing = (part: Partial<Outgoing> = {}): Outgoing => ({
  clientId: 'k1',
  conversationId: 'c1',
  body: { type: 'text', text: 'hi' },
  text: 'hi',
  at: messageOf(50).at,
  state: 'sending',
  ...part,
});

describe('the timeline', () => {
  it('stands under days, with each note behind the message it was written after, and what is on its way at the end', () => {
    const messages = [messageOf(1, { at: '2026-11-19T23:59:00.000Z' }), messageOf(2), messageOf(3)];
    expect(show({ messages, notes: [note(2), note(3)], outgoing: [outgoing()] })).toEqual([
      '2026-11-19',
      'm1',
      '2026-11-20',
      'm2',
      'n2',
      'm3',
      'n3',
      'k1',
    ]);
  });

  it('begins anew with each participant of a group', () => {
    const by = (name: string) => ({ sender: { contactId: name, name } });
    const at = messageOf(1).at;
    const messages = [messageOf(1, by('ana')), messageOf(2, { ...by('ana'), at }), messageOf(3, { ...by('beto'), at })];
    const rows = timeline({ messages, notes: [], outgoing: [], hasOlder: false, dayOf });
    expect(rows.flatMap((row) => (row.kind === 'message' ? [row.isFirst] : []))).toEqual([true, false, true]);
  });

  it('has what happened behind the message after which it happened, among the notes by time', () => {
    const line = (afterSeq: number, id: string, at = messageOf(afterSeq).at): Activity => ({
      id,
      kind: 'closed',
      author: 'agent',
      afterSeq,
      at,
    });
    const [messages, late] = [[messageOf(1), messageOf(2)], messageOf(9).at];
    const activities = [line(2, 'c', late), line(1, 'b'), line(1, 'a'), line(0, 'first')];
    expect(show({ messages, notes: [note(2)], activities })).toEqual(['2026-11-20', 'first', 'm1', 'a', 'b', 'm2', 'n2', 'c']);
    expect(show({ messages: [messageOf(10)], activities: [line(3, 'old'), line(10, 'new')], hasOlder: true })).toEqual([
      '2026-11-20',
      'm10',
      'new',
    ]);
  });

  it('leaves out notes of the part that is not loaded', () => {
    expect(show({ messages: [messageOf(10)], notes: [note(3)], hasOlder: true })).toEqual(['2026-11-20', 'm10']);
    expect(show({ messages: [messageOf(10)], notes: [note(3)], hasOlder: false })).toContain('n3');
  });

  it('shows what was sent once, whether it is seen live first or answered first', () => {
    const messages = [messageOf(1)];
    expect(show({ messages, outgoing: [outgoing({ seenAs: 'm1' })] })).toEqual(['2026-11-20', 'm1']);
    expect(show({ messages, outgoing: [outgoing({ seenAs: 'm2' })] })).toEqual(['2026-11-20', 'm1', 'k1']);
  });

  it('puts the last reaction of each side at its message, and takes back an empty one', () => {
    const reaction = (seq: number, emoji: string, direction: 'inbound' | 'outbound') =>
      messageOf(seq, { type: 'reaction', direction, content: { type: 'reaction', reaction: { message_id: 'w1', emoji } } });
    const rows = timeline({
      messages: [
        messageOf(1),
        reaction(2, '👍', 'inbound'),
        reaction(3, '❤️', 'inbound'),
        reaction(4, '🙏', 'outbound'),
        reaction(5, '', 'outbound'),
      ],
      notes: [],
      outgoing: [],
      hasOlder: false,
      dayOf,
    });
    expect(rows.filter(({ kind }) => kind === 'message' || kind === 'reaction')).toMatchObject([
      { key: 'm1', reactions: [{ emoji: '❤️' }] },
    ]);
  });

  it('names an author once for what stands together', () => {
    const messages = [messageOf(1), messageOf(2), messageOf(3, { author: 'bot' }), messageOf(9, { author: 'bot' })];
    const firsts = timeline({ messages, notes: [], outgoing: [], hasOlder: false, dayOf }).flatMap((row) =>
      row.kind === 'message' ? [row.isFirst] : [],
    );
    expect(firsts).toEqual([true, false, true, true]);
  });
});
