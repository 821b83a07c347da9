import { calibrate, USUAL, type Measured } from './calibrate.js';

/** @param pairs confidence and whether it was right, in the order of ids: every second one judges */
const measured = (...pairs: [number, boolean][]): Measured[] =>
  pairs.map(([confidence, right], index) => ({ id: `id-${String(index).padStart(4, '0')}`, confidence, right }));
const times = (count: number, ...pairs: [number, boolean][]): [number, boolean][] => Array.from({ length: count }, () => pairs).flat();

describe('calibrate', () => {
  it('says nothing by fewer than 20 questions', () => {
    expect(calibrate(measured(...times(19, [0.9, true])))).toEqual({ questions: 19 });
  });

  it('answers more where what was less sure is right too', () => {
    const calibration = calibrate(measured(...times(20, [0.42, true], [0.41, true])));
    expect(calibration).toEqual({ enough: { sure: 0.35, more: 0.25 }, questions: 40, heldOut: { questions: 20, answered: 20, right: 20 } });
  });

  it('answers less where answers are wrong at the usual confidence', () => {
    const pairs = times(10, [0.58, false], [0.57, false], [0.9, true], [0.91, true]);
    const { enough, heldOut } = calibrate(measured(...pairs));
    expect(enough).toEqual({ sure: 0.6, more: 0.6 });
    expect(heldOut).toEqual({ questions: 20, answered: 10, right: 10 });
  });

  it('keeps the usual confidence where the questions that were held out speak against the chosen one', () => {
    // Those that choose are right from 0.4 on, those that judge are wrong there.
    const pairs = times(15, [0.42, true], [0.43, false], [0.8, true], [0.8, true]);
    expect(calibrate(measured(...pairs)).enough!.sure).toBe(USUAL.sure);
  });

  it('does not depend on the order of its questions', () => {
    const some = measured(...times(8, [0.3, false], [0.5, true], [0.7, true], [0.62, false]));
    expect(calibrate(some.toReversed())).toEqual(calibrate(some));
  });
});
