import { FaultPlan, faultsSchema } from './faults.js';

describe('faults', () => {
  it('hit the next n, every n-th, or always, and only the number they name', () => {
    const plan = new FaultPlan();
    plan.configure(
      faultsSchema.parse({
        errors: [
          { code: 1, next: 1, phoneNumberId: 'a' },
          { code: 2, every: 2 },
        ],
      }),
    );
    expect(['b', 'a', 'a', 'a', 'b'].map((number) => plan.takeError(number)?.code)).toEqual([undefined, 1, 2, undefined, 2]);
    plan.configure({ errors: [{ code: 3, always: true }] });
    expect([plan.takeError('a')?.code, plan.takeError('b')?.code]).toEqual([3, 3]);
  });
  it('change only what a patch names, until reset', () => {
    const plan = new FaultPlan();
    plan.configure({ duplicates: 2, limits: { pair: true } });
    plan.configure({ reorder: true, limits: { throughput: true } });
    expect(plan.current()).toMatchObject({ duplicates: 2, reorder: true, limits: { pair: true, throughput: true } });
    plan.configure({ reset: true, hang: { next: 1, ms: 50 } });
    expect(plan.current()).toMatchObject({ duplicates: 0, reorder: false, limits: { pair: false, throughput: false } });
    expect([plan.takeAnswer(), plan.takeAnswer()]).toEqual([50, 0]);
  });
});
