import { Places } from './places.state.js';

describe('places for files', () => {
  /** What is due, by tenant in the order of their ids. */
  const world = (due: Record<string, number>) => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const claim = async (after: string, without: readonly string[]) => {
      const tenantId = Object.keys(due)
        .sort()
        .find((each) => each > after && due[each]! > 0 && !without.includes(each));
      if (tenantId) due[tenantId]!--;
      return tenantId === undefined ? undefined : { tenantId };
    };
    const move = ({ tenantId }: { tenantId: string }): Promise<void> => {
      begun.push(tenantId);
      return new Promise((resolve) => ends.push(resolve));
    };
    return { due, begun, ends, claim, move };
  };

  it('go to tenants in turns', async () => {
    const { begun, claim, move } = world({ a: 100, b: 2, c: 1 });
    await new Places(6).fill(claim, move, () => undefined);
    expect(begun).toEqual(['a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('are not all for one: who comes finds one', async () => {
    const { due, begun, claim, move } = world({ a: 100 });
    const places = new Places(4);
    await places.fill(claim, move, () => undefined);
    expect(begun).toEqual(['a', 'a', 'a']);
    due.b = 1;
    await places.fill(claim, move, () => undefined);
    expect(begun).toEqual(['a', 'a', 'a', 'b']);
  });

  it('are told when they are free, and then filled again', async () => {
    const { begun, ends, claim, move } = world({ a: 3 });
    const places = new Places(1);
    const filled: Promise<void>[] = [];
    const fill = (): void => void filled.push(places.fill(claim, move, fill));
    fill();
    for (let n = 0; n < 3; n++) {
      await Promise.all(filled);
      ends.at(-1)!();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(filled);
    await places.empty();
    expect(begun).toEqual(['a', 'a', 'a']);
  });
});
