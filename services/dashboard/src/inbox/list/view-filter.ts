import type { Schemas } from '../../api/client';
import { filterOf, queryOf, type Filter } from './filter';

export type ViewFilter = Schemas['ViewFilterDto'];

/** A filter as a view keeps it. */
export const viewOf = (filter: Filter): ViewFilter => JSON.parse(JSON.stringify(queryOf(filter))) as ViewFilter;

/** What stands in the address of the page where a view is looked at. */
export function parametersOf({ assigneeId, state, outletId, teamId, labelId, priority, unread, q, sort }: ViewFilter): URLSearchParams {
  const tab = assigneeId === 'me' ? 'mine' : assigneeId === 'none' ? 'unassigned' : undefined;
  const parameters = {
    tab,
    // What is unassigned waits: the tab says so already.
    state: tab === 'unassigned' && state === 'pending' ? undefined : state,
    outlet: outletId,
    team: teamId,
    person: tab ? undefined : assigneeId,
    label: labelId,
    priority,
    unread,
    q,
    sort: sort === 'newest' ? undefined : sort,
  };
  return new URLSearchParams(Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const inOrder = (filter: ViewFilter): string =>
  JSON.stringify(Object.entries(filter).toSorted(([one], [other]) => one.localeCompare(other)));

/** Whether the list shows what the view would. */
export const shows = (filter: Filter, view: ViewFilter): boolean =>
  inOrder(viewOf(filter)) === inOrder(viewOf(filterOf(parametersOf(view))));
