import { filterOf } from './filter';
import { parametersOf, shows, viewOf } from './view-filter';

describe('what a saved view keeps of a filter', () => {
  it.each([
    '',
    'tab=mine&unread=true',
    'tab=unassigned&priority=high&sort=waiting',
    'tab=unassigned&state=open',
    'state=closed&person=0198c0de-0000-7000-8000-0000000000c1',
    'outlet=o1&team=t1&label=l1&q=parcel&sort=priority',
  ])('is the same list again, from %j', (address) => {
    const filter = filterOf(new URLSearchParams(address));
    expect(filterOf(parametersOf(viewOf(filter)))).toEqual(filter);
    expect(shows(filter, viewOf(filter))).toBe(true);
    expect(shows(filter, { labelId: 'other' })).toBe(false);
  });
});
