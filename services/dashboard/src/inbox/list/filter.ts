import type { ConversationQuery } from '../data/requests';
import { PRIORITIES, STATES, type Conversation, type Priority, type State } from '../data/contract';

export const TABS = ['mine', 'unassigned', 'all'] as const;
export type Tab = (typeof TABS)[number];
export const SORTS = ['newest', 'waiting', 'priority'] as const;
export type Sort = (typeof SORTS)[number];

export interface Filter {
  tab: Tab;
  state?: State;
  outletId?: string;
  teamId?: string;
  /** Whose; where the tab does not say it. */
  assigneeId?: string;
  labelId?: string;
  priority?: Priority;
  unread?: boolean;
  q?: string;
  sort: Sort;
}

const oneOf = <Value extends string>(values: readonly Value[], value: string | null): Value | undefined =>
  values.find((each) => each === value);

/** What stands in the address of the page, so that a reload or a link shows the same list. */
export function filterOf(parameters: URLSearchParams): Filter {
  const text = (name: string) => parameters.get(name) || undefined;
  const tab = oneOf(TABS, parameters.get('tab')) ?? 'all';
  return {
    tab,
    sort: oneOf(SORTS, parameters.get('sort')) ?? 'newest',
    ...defined({
      state: oneOf(STATES, parameters.get('state')),
      outletId: text('outlet'),
      teamId: text('team'),
      assigneeId: tab === 'all' ? text('person') : undefined,
      labelId: text('label'),
      priority: oneOf(PRIORITIES, parameters.get('priority')),
      unread: parameters.get('unread') === 'true' || undefined,
      q: text('q'),
    }),
  };
}

const defined = <Values extends object>(values: Values): { [Name in keyof Values]?: NonNullable<Values[Name]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** The filter as GET /conversations takes it. */
export function queryOf({ tab, state, unread, sort, ...rest }: Filter): ConversationQuery {
  return {
    ...rest,
    // Nobody’s and with the bot is no work for a person: what is unassigned waits for one.
    ...(tab === 'mine' && { assigneeId: 'me', state }),
    ...(tab === 'unassigned' && { assigneeId: 'none', state: state ?? 'pending' }),
    ...(tab === 'all' && { state }),
    ...(unread && { unread: 'true' }),
    ...(sort !== 'newest' && { sort }),
  };
}

/** Whether a conversation is in the list; `q` is the server’s to judge. */
export function matches(conversation: Conversation, filter: Filter, me: string): boolean {
  const state = filter.state ?? (filter.tab === 'unassigned' ? 'pending' : undefined);
  return (
    (filter.tab !== 'mine' || conversation.assigneeId === me) &&
    (filter.tab !== 'unassigned' || !conversation.assigneeId) &&
    (!state || conversation.state === state) &&
    (!filter.outletId || conversation.outletId === filter.outletId) &&
    (!filter.assigneeId || conversation.assigneeId === filter.assigneeId) &&
    (!filter.teamId || conversation.teamId === filter.teamId) &&
    (!filter.labelId || (conversation.labelIds ?? []).includes(filter.labelId)) &&
    (!filter.priority || (conversation.priority ?? 'normal') === filter.priority) &&
    (!filter.unread || (conversation.unreadCount ?? 0) > 0)
  );
}

export const isNarrowed = ({ tab: _, sort: __, ...rest }: Filter): boolean => Object.keys(rest).length > 0;
