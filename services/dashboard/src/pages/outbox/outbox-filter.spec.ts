import { filterOf, queryOf, tabOf } from './outbox-filter';

const asked = (search: string) => {
  const parameters = new URLSearchParams(search);
  return queryOf(tabOf(parameters), filterOf(parameters));
};

describe('what the outbox asks for', () => {
  it.each([
    ['', {}],
    ['tab=failed&status=read', { status: 'failed' }],
    ['tab=scheduled', { scheduled: 'true' }],
    ['tab=of-old&status=read', { status: 'read' }],
    ['outletId=o1&class=drip&to=%2B15550001 ', { outletId: 'o1', class: 'drip', to: '+15550001' }],
  ])('%s', (search, query) => {
    expect(asked(search)).toEqual(query);
  });

  it('whole days of the reader’s own clock, the last one included', () => {
    const { from, until } = asked('from=2030-03-04&until=2030-03-05');
    expect(new Date(from!)).toEqual(new Date(2030, 2, 4));
    expect(new Date(until!)).toEqual(new Date(2030, 2, 6));
  });
});
