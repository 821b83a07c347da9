import { filterOf, matches, queryOf, type Filter } from '../list/filter';
import { lastMessageOf, listAfter, moved, placed, rowsOf, type ListData } from './list-data';
import { conversationEvent, conversationOf, messageEvent, messageOf, statusEvent } from './samples';

const ALL: Filter = { tab: 'all', sort: 'newest' };
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();
const row = (id: string, minute: number, part = {}) => conversationOf({ id, lastMessageAt: at(minute), ...part });
const list = (pages: ReturnType<typeof row>[][], nextCursor: string | null = null): ListData => ({
  pages: pages.map((items, place) => ({ items, nextCursor: place === pages.length - 1 ? nextCursor : 'more' })),
  pageParams: pages.map(() => ''),
});
const ids = (data: ListData): string[] => rowsOf(data).map(({ id }) => id);

describe('a list of conversations', () => {
  it('brings a conversation up when somebody writes in it, with what was written', () => {
    const data = list([[row('a', 5), row('b', 4)], [row('c', 3)]]);
    const { data: after } = listAfter(data, messageEvent(row('c', 3), messageOf(9, { at: at(9), text: 'hello' })), ALL, 'me');
    expect(ids(after)).toEqual(['c', 'a', 'b']);
    expect(rowsOf(after)[0]).toMatchObject({ lastMessage: { text: 'hello' }, unreadCount: 1, lastSeq: 9 });
  });

  it('says that it does not know whom a message is of', () => {
    expect(listAfter(list([[row('a', 5)]]), messageEvent(row('x', 1), messageOf(1)), ALL, 'me').isUnknown).toBe(true);
  });

  it('does not go back behind what it shows when a message comes late', () => {
    const data = list([[row('a', 5, { lastSeq: 9 })]]);
    expect(listAfter(data, messageEvent(row('a', 5), messageOf(4)), ALL, 'me').data).toBe(data);
  });

  it('keeps out what belongs below what was read so far', () => {
    expect(ids(placed(list([[row('a', 5)]], 'more'), row('z', 1), ALL, 'me'))).toEqual(['a']);
    expect(ids(placed(list([[row('a', 5)]]), row('z', 1), ALL, 'me'))).toEqual(['a', 'z']);
  });

  it('lets go of what fits the filter no more, and takes in what fits it now', () => {
    const mine: Filter = { tab: 'mine', sort: 'newest' };
    const taken = row('a', 5, { assigneeId: 'me', owner: 'agent' });
    const data = list([[taken]]);
    expect(ids(listAfter(data, conversationEvent(row('a', 5, { assigneeId: 'nina' })), mine, 'me').data)).toEqual([]);
    expect(ids(listAfter(list([[]]), conversationEvent(taken), mine, 'me').data)).toEqual(['a']);
  });

  it('forgets what a conversation does not have any more', () => {
    const data = list([[row('a', 5, { assigneeId: 'me', responseDueAt: at(6) })]]);
    const { data: after } = listAfter(data, conversationEvent(row('a', 5)), ALL, 'me');
    expect(rowsOf(after)[0]).toMatchObject({ assigneeId: undefined, responseDueAt: undefined });
  });

  it('shows the tick of the last message, and of no other', () => {
    const last = messageOf(9, { direction: 'outbound', author: 'agent', at: at(9), status: 'sent' });
    const { data } = listAfter(list([[row('a', 5)]]), messageEvent(row('a', 5), last), ALL, 'me');
    const read = listAfter(data, statusEvent(row('a', 5), { ...last, status: 'read' }), ALL, 'me').data;
    expect(rowsOf(read)[0]?.lastMessage?.status).toBe('read');
    expect(listAfter(data, statusEvent(row('a', 5), { ...last, at: at(8), status: 'failed' }), ALL, 'me').data).toBe(data);
  });

  it('shows a row once, where it rose while the next page was read', () => {
    expect(ids(list([[row('a', 5)], [row('a', 5), row('b', 4)]]))).toEqual(['a', 'b']);
  });

  it('loses one that went into another', () => {
    const event = { kind: 'merged', outletId: 'shop', inboxSeq: 1, conversationId: 'a', into: 'b' } as const;
    expect(ids(listAfter(list([[row('a', 5), row('b', 4)]]), event, ALL, 'me').data)).toEqual(['b']);
  });
});

describe('a filter', () => {
  it('stands in the address and comes back from it, without what nobody offers', () => {
    expect(filterOf(new URLSearchParams('tab=mine&state=open&unread=true&q=ana&sort=waiting'))).toEqual({
      tab: 'mine',
      state: 'open',
      unread: true,
      q: 'ana',
      sort: 'waiting',
    });
    expect(filterOf(new URLSearchParams('tab=evil&state=odd&sort=x'))).toEqual({ tab: 'all', sort: 'newest' });
  });

  it('asks the server for what it shows', () => {
    expect(queryOf({ tab: 'unassigned', sort: 'newest' })).toMatchObject({ assigneeId: 'none', state: 'pending' });
    expect(queryOf({ tab: 'mine', sort: 'waiting', unread: true })).toMatchObject({ assigneeId: 'me', unread: 'true', sort: 'waiting' });
  });

  it.each([
    [{ tab: 'unassigned' }, { state: 'pending', owner: 'none' }, true],
    [{ tab: 'unassigned' }, { state: 'open', owner: 'bot' }, false],
    [{ labelId: 'l' }, { labelIds: ['l'] }, true],
    [{ priority: 'normal' }, {}, true],
    [{ unread: true }, { unreadCount: 0 }, false],
    [{ outletId: 'other' }, {}, false],
  ] as const)('%j of %j: %s', (filter, conversation, expected) => {
    expect(matches(conversationOf(conversation as object), { ...ALL, ...filter } as Filter, 'me')).toBe(expected);
  });

  it('previews what the customer wants, and never what the system says by itself', () => {
    const asked = { ...conversationOf({ state: 'pending', owner: 'none' }), lastMessage: lastMessageOf(messageOf(1)) };
    const thanks = moved(asked, messageEvent(asked, messageOf(2, { direction: 'outbound', author: 'system' })));
    expect(thanks).toMatchObject({ lastSeq: 2, lastMessage: { text: 'text 1' } });
    expect(moved(thanks, messageEvent(asked, messageOf(3, { direction: 'outbound', author: 'api' }))).lastMessage?.text).toBe('text 1');
    expect(moved(thanks, messageEvent(asked, messageOf(4))).lastMessage?.text).toBe('text 4');
    const open = conversationOf({ owner: 'agent' });
    expect(moved(open, messageEvent(open, messageOf(2, { direction: 'outbound', author: 'agent' }))).lastMessage?.text).toBe('text 2');
  });
});
