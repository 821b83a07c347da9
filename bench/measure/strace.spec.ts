import { callsWithin, isLogFlush, parseStrace } from './strace.js';

const LOG = `501 1700000000.100000 pwrite64(5</data/pg_wal/0001>, ""..., 8192, 0) = 8192 <0.000050>
501 1700000000.100100 fdatasync(5</data/pg_wal/0001> <unfinished ...>
502 1700000000.100200 fsync(9</data/base/5/1259>) = 0 <0.000300>
501 1700000000.102000 <... fdatasync resumed>) = 0 <0.001900>
503 1700000000.103000 <... fdatasync resumed>) = 0 <0.009000>
504 1700000000.104000 fdatasync(5</data/pg_wal/0001>) = -1 EIO (Input/output error) <0.000100>
505 1700000000.105000 fdatasync(5</data/pg_wal/0001> <unfinished ...>
501 +++ exited with 0 +++
`;

describe('what strace saw', () => {
  const calls = parseStrace(LOG);

  it('keeps a call whole when another process had its turn meanwhile', () => {
    const flush = calls.find((call) => call.pid === 501 && call.name === 'fdatasync')!;
    expect(flush).toMatchObject({ path: '/data/pg_wal/0001', beganAt: 1700000000.1001, result: 0 });
    expect(flush.endedAt - flush.beganAt).toBeCloseTo(0.0019, 6);
  });

  it('claims nothing about calls of which only one end was seen', () => {
    expect(calls.map((call) => call.pid)).toEqual([501, 501, 502, 504]);
  });

  it('counts only successful syncs of the log as flushes', () => {
    expect(calls.filter(isLogFlush).map((call) => call.pid)).toEqual([501]);
  });

  it('counts for a request only what began after it and ended before its answer', () => {
    expect(callsWithin(calls, 1700000000.1, 1700000000.1021)).toHaveLength(3);
    expect(callsWithin(calls, 1700000000.1, 1700000000.1019).filter(isLogFlush)).toEqual([]);
    expect(callsWithin(calls, 1700000000.1002, 1700000000.2).filter(isLogFlush)).toEqual([]);
  });
});
