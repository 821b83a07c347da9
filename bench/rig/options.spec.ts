import { readOptions, UsageError } from './options.js';

const spec = { numbers: { rounds: { default: 3, least: 1 } }, texts: ['dir'], switches: ['keep'] } as const;

describe('options of a benchmark', () => {
  it('have defaults and are taken from the command line', () => {
    expect(readOptions([], spec)).toMatchObject({ rounds: 3, keep: false });
    expect(readOptions(['--rounds=5', '--dir', '/data', '--keep'], spec)).toMatchObject({ rounds: 5, dir: '/data', keep: true });
  });

  it('are refused when unknown or out of range, with what would be right', () => {
    expect(() => readOptions(['--round=5'], spec)).toThrow(UsageError);
    expect(() => readOptions(['--round=5'], spec)).toThrow('--rounds --dir --keep');
    expect(() => readOptions(['--rounds=0'], spec)).toThrow('--rounds must be a number of at least 1, not 0');
    expect(() => readOptions(['--rounds=x'], spec)).toThrow('not x');
  });
});
