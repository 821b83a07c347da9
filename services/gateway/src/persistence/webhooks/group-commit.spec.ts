import { GroupCommit, MAX_ROWS } from './group-commit.js';

/** A sink whose commits end when the test says so. */
function controlledSink() {
  const flushes: { bodies: string[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const sink = (bodies: Buffer[]): Promise<void> =>
    new Promise((resolve, reject) => flushes.push({ bodies: bodies.map(String), succeed: resolve, fail: reject }));
  return { flushes, sink };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const silent = { flushed: () => undefined, failed: () => undefined };
const settled = async (promise: Promise<void>): Promise<string> =>
  Promise.race([
    promise.then(
      () => 'resolved',
      () => 'rejected',
    ),
    turn().then(() => 'pending'),
  ]);

describe('GroupCommit', () => {
  it('shares one commit among the bodies of one turn and has one flush under way', async () => {
    const { flushes, sink } = controlledSink();
    const commit = new GroupCommit(sink, silent);
    const first = [commit.add(Buffer.from('a')), commit.add(Buffer.from('b'))];
    await turn();
    const second = [commit.add(Buffer.from('c')), commit.add(Buffer.from('d'))];
    await turn();
    expect(flushes.map(({ bodies }) => bodies)).toEqual([['a', 'b']]);
    flushes[0]!.succeed();
    await Promise.all(first);
    await turn();
    expect(flushes.map(({ bodies }) => bodies)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    flushes[1]!.succeed();
    await Promise.all(second);
    await commit.drain();
  });

  it('resolves nobody before the commit', async () => {
    const { flushes, sink } = controlledSink();
    const commit = new GroupCommit(sink, silent);
    const waiting = commit.add(Buffer.from('a'));
    await turn();
    expect(await settled(waiting)).toBe('pending');
    flushes[0]!.succeed();
    expect(await settled(waiting)).toBe('resolved');
  });

  it('takes at most 256 rows into one flush, in the order of their arrival', async () => {
    const { flushes, sink } = controlledSink();
    const commit = new GroupCommit(sink, silent);
    const all = Array.from({ length: MAX_ROWS + 10 }, (_, index) => commit.add(Buffer.from(String(index))));
    await turn();
    expect(flushes[0]!.bodies).toHaveLength(MAX_ROWS);
    flushes[0]!.succeed();
    await turn();
    expect(flushes[1]!.bodies).toEqual(Array.from({ length: 10 }, (_, index) => String(MAX_ROWS + index)));
    flushes[1]!.succeed();
    await Promise.all(all);
  });

  it('bounds a flush by bytes, but takes a single body of any size', async () => {
    const { flushes, sink } = controlledSink();
    const commit = new GroupCommit(sink, silent);
    const large = Buffer.alloc(9 * 1024 * 1024, 'x');
    const all = [commit.add(large), commit.add(large)];
    await turn();
    expect(flushes[0]!.bodies).toHaveLength(1);
    flushes[0]!.succeed();
    await turn();
    expect(flushes[1]!.bodies).toHaveLength(1);
    flushes[1]!.succeed();
    await Promise.all(all);
  });

  it('rejects the whole batch and everybody behind it when a flush fails, and works again afterwards', async () => {
    const { flushes, sink } = controlledSink();
    const failures: string[] = [];
    const commit = new GroupCommit(sink, { ...silent, failed: (error) => failures.push(error.message) });
    const batch = [commit.add(Buffer.from('a')), commit.add(Buffer.from('b'))];
    await turn();
    const behind = commit.add(Buffer.from('c'));
    flushes[0]!.fail(new Error('gone'));
    expect((await Promise.allSettled([...batch, behind])).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(failures).toEqual(['gone']);
    await turn();
    const next = commit.add(Buffer.from('d'));
    await turn();
    expect(flushes[1]!.bodies).toEqual(['d']);
    flushes[1]!.succeed();
    await next;
  });

  it('drains: what waits at the end is flushed', async () => {
    const bodies: string[] = [];
    const commit = new GroupCommit(async (batch) => void bodies.push(...batch.map(String)), silent);
    void commit.add(Buffer.from('a'));
    await commit.drain();
    expect(bodies).toEqual(['a']);
  });
});
