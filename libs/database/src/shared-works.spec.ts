import { SharedFailure, SharedWorks, type SharedWork } from './shared-works.js';

interface Call {
  tenants: string[];
  end: () => void;
}

/** Shared works over transactions that end when the test says so. */
function started(max: number): { works: SharedWorks; calls: Call[]; alone: string[] } {
  const calls: Call[] = [];
  const alone: string[] = [];
  const run = async (works: readonly SharedWork[]): Promise<PromiseSettledResult<unknown>[]> => {
    const gate = Promise.withResolvers<void>();
    calls.push({ tenants: works.map(({ tenantId }) => tenantId), end: gate.resolve });
    await gate.promise;
    const results = await Promise.allSettled(works.map((work) => work.run(undefined as never)));
    if (results.some(({ status }) => status === 'rejected')) throw new SharedFailure(results);
    return results;
  };
  const byItself = async (work: SharedWork): Promise<unknown> => {
    alone.push(work.tenantId);
    return work.run(undefined as never);
  };
  return { works: new SharedWorks(run, byItself, max), calls, alone };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `t${String(index).padStart(2, '0')}`);

describe('works that share transactions', () => {
  it('are at most 32 in one', async () => {
    const { works, calls } = started(1);
    const all = names(100).map((tenant) => works.add(tenant, async () => tenant));
    for (let call = 0; call < 4; call++) {
      await turn();
      calls[call]!.end();
    }
    expect(await Promise.all(all)).toEqual(names(100));
    expect(calls.map(({ tenants }) => tenants.length)).toEqual([32, 32, 32, 4]);
  });

  it('come by turns: a tenant that has been served is behind those that have not', async () => {
    const { works, calls } = started(1);
    const tenants = names(40);
    const all = [...tenants, ...tenants].map((tenant) => works.add(tenant, async () => undefined));
    await turn();
    calls[0]!.end();
    await turn();
    expect(calls[0]!.tenants).toEqual(tenants.slice(0, 32));
    expect(calls[1]!.tenants.slice(0, 8)).toEqual(tenants.slice(32));
    calls[1]!.end();
    await turn();
    calls[2]!.end();
    await Promise.all(all);
  });

  it('of one tenant are in one transaction at a time, while those of others go on', async () => {
    const { works, calls } = started(2);
    const pairs = ['a', 'b'].map((tenant) => works.add(tenant, async () => tenant));
    await turn();
    const later = ['a', 'c', 'd'].map((tenant) => works.add(tenant, async () => tenant));
    await turn();
    expect(calls.map(({ tenants }) => tenants)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    for (const { end } of calls) end();
    expect(await Promise.all([...pairs, ...later])).toEqual(['a', 'b', 'a', 'c', 'd']);
  });

  it('are tried no further when the database is away: what was committed may have been, and would be doubled', async () => {
    const outage = Object.assign(new Error('gone'), { code: '57P01' });
    const runs: string[] = [];
    const works = new SharedWorks(
      async (given) => {
        for (const work of given) await work.run(undefined as never);
        throw outage;
      },
      async ({ run }) => run(undefined as never),
      1,
    );
    const results = await Promise.allSettled(['a', 'b'].map((tenant) => works.add(tenant, async () => runs.push(tenant))));
    expect(results).toEqual([outage, outage].map((reason) => ({ status: 'rejected', reason })));
    expect(runs).toEqual(['a', 'b']);
  });

  it('are tried in smaller parts when one of them fails: by tenant, and then each alone', async () => {
    const { works, calls, alone } = started(1);
    const all = ['a', 'a', 'b'].map((tenant, index) =>
      works.add(tenant, async () => {
        if (index === 1) throw new Error('no');
        return index;
      }),
    );
    await turn();
    calls[0]!.end();
    await turn();
    calls[1]!.end();
    const results = await Promise.allSettled(all);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).message))).toEqual([
      0,
      'no',
      2,
    ]);
    expect(calls.map(({ tenants }) => tenants)).toEqual([
      ['a', 'b', 'a'],
      ['a', 'a'],
    ]);
    expect(alone).toEqual(['a', 'a', 'b']);
  });
});
