import { parseStat } from './processes.js';

describe('processes of a benchmark', () => {
  it('are read whatever their name holds', () => {
    const line = '4711 (a (b) c) S 42 4711 4711 0 -1 4194560 1 2 3 4 150 50 7 3 20 0 1 0 100 1 1';
    expect(parseStat(line)).toEqual({ pid: 4711, ppid: 42, cpuMs: 2_000, endedChildrenCpuMs: 100 });
  });
});
