import { Turns } from './turns.js';

/** Who is served, one of everybody who waits after the other. */
const serve = (turns: Turns, waiting: Map<string, number[]>, times: number): string => {
  let served = '';
  for (let n = 0; n < times && waiting.size > 0; n++) {
    const tenant = turns.first(waiting.keys());
    const queue = waiting.get(tenant)!;
    turns.took(tenant, queue.shift()!);
    if (queue.length === 0) waiting.delete(tenant);
    served += tenant;
  }
  return served;
};
const of = (amount: number, count: number): number[] => Array.from({ length: count }, () => amount);

describe('turns', () => {
  it('go by what each has had, and not by how often', () => {
    const waiting = new Map([
      ['a', of(100, 50)],
      ['b', of(10, 50)],
    ]);
    const served = serve(new Turns(), waiting, 33);
    expect(served.split('a').length - 1).toBe(3);
    expect(served.split('b').length - 1).toBe(30);
  });

  it('come at once to who was not there, however much others have had', () => {
    const turns = new Turns();
    const waiting = new Map([['a', of(100, 1_000)]]);
    serve(turns, waiting, 500);
    waiting.set('b', of(1, 1));
    expect(serve(turns, waiting, 2)).toContain('b');
  });

  it('are not kept for who was away: nobody waits for long behind who comes with much', () => {
    const turns = new Turns();
    const waiting = new Map([['a', of(1, 10_000)]]);
    serve(turns, waiting, 5_000);
    waiting.set('b', of(1, 10_000));
    const served = serve(turns, waiting, 100);
    expect(served.split('a').length - 1).toBeGreaterThanOrEqual(49);
    expect(served.split('b').length - 1).toBeGreaterThanOrEqual(49);
  });

  it('stay fair among more tenants than are remembered', () => {
    const turns = new Turns();
    for (let n = 0; n < 5_000; n++) turns.took(`t${n}`, 1);
    const waiting = new Map(Array.from({ length: 2_000 }, (_, n) => [`t${n}`, of(1, 2)]));
    const served = new Map<string, number>();
    for (let n = 0; n < 2_000; n++) {
      const tenant = turns.first(waiting.keys());
      turns.took(tenant, 1);
      served.set(tenant, (served.get(tenant) ?? 0) + 1);
    }
    expect(Math.max(...served.values())).toBe(1);
  });
});
