import type { MessageQuery } from '../../sending/requests';
import { endOf, startOf } from '../days';

export const TABS = ['all', 'scheduled', 'waiting', 'failed'] as const;
export type Tab = (typeof TABS)[number];
/** What stands in the address, empty where nothing is asked for: days of the reader's own time zone. */
export const FILTERS = ['status', 'outletId', 'class', 'to', 'from', 'until'] as const;
export type OutboxFilter = Record<(typeof FILTERS)[number], string>;

const OF_TAB: Record<Tab, Partial<MessageQuery>> = {
  all: {},
  scheduled: { scheduled: 'true' },
  waiting: { status: 'queued' },
  failed: { status: 'failed' },
};

export const tabOf = (parameters: URLSearchParams): Tab => TABS.find((each) => each === parameters.get('tab')) ?? 'all';
export const filterOf = (parameters: URLSearchParams): OutboxFilter =>
  Object.fromEntries(FILTERS.map((name) => [name, parameters.get(name) ?? ''])) as OutboxFilter;

/** @returns the part of the query that the tab and the filters say; a tab decides on the status */
export function queryOf(tab: Tab, filter: OutboxFilter): Partial<MessageQuery> {
  const { status, outletId, class: sendClass, to, from, until } = filter;
  return {
    ...(status && tab === 'all' && { status: status as NonNullable<MessageQuery['status']> }),
    ...(outletId && { outletId }),
    ...(sendClass && { class: sendClass as NonNullable<MessageQuery['class']> }),
    ...(to.trim() && { to: to.trim() }),
    ...(from && { from: startOf(from).toISOString() }),
    ...(until && { until: endOf(until).toISOString() }),
    ...OF_TAB[tab],
  };
}
