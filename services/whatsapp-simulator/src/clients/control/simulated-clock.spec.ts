import { SimulatedClock } from './simulated-clock.js';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the simulated clock', () => {
  const clock = new SimulatedClock();
  afterAll(() => clock.onApplicationShutdown());

  it('does what became due when it is moved, in the order of the due times', async () => {
    const done: string[] = [];
    clock.schedule(3_000, () => done.push('c'));
    clock.schedule(1_000, () => done.push('a'));
    clock.schedule(2_000, () => done.push('b'));
    clock.schedule(60_000, () => done.push('late'));
    clock.advance(3_000);
    await turn();
    expect(done).toEqual(['a', 'b', 'c']);
    clock.advance(57_000);
    await turn();
    expect(done).toEqual(['a', 'b', 'c', 'late']);
  });

  it('runs what a task plans at once in the next turn, so that nothing can block the process', async () => {
    let count = 0;
    const again = () => {
      count += 1;
      if (count < 3) clock.schedule(0, again);
    };
    clock.schedule(0, again);
    expect(count).toBe(0);
    for (const deadline = Date.now() + 2_000; count < 3 && Date.now() < deadline;) await turn();
    expect(count).toBe(3);
  });
});
