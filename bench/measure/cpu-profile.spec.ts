import { ownerOf, selfTimes } from './cpu-profile.js';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 1 });

describe('a CPU profile', () => {
  it('is summed by owner, largest first, without the idle time', () => {
    const profile = {
      nodes: [
        { id: 1, callFrame: frame('(idle)') },
        { id: 2, callFrame: frame('query', 'file:///x/node_modules/pg/lib/client.js') },
        { id: 3, callFrame: frame('parse', 'file:///x/node_modules/pg/lib/result.js') },
        { id: 4, callFrame: frame('split', 'file:///x/dist/services/gateway/src/split.js') },
      ],
      samples: [1, 2, 3, 4, 4],
      timeDeltas: [9_000, 1_000, 1_500, 500, 500],
    };
    expect(selfTimes(profile, ownerOf)).toEqual([
      { name: 'pg', ms: 2.5 },
      { name: 'services/gateway/src/split.js', ms: 1 },
    ]);
  });

  it('names packages with their scope, innermost first, and parts of Node', () => {
    expect(ownerOf(frame('f', 'file:///x/node_modules/a/node_modules/@nestjs/core/i.js'))).toBe('@nestjs/core');
    expect(ownerOf(frame('f', 'node:internal/streams/readable'))).toBe('node:internal/streams');
    expect(ownerOf(frame('(garbage collector)'))).toBe('(garbage collector)');
    expect(ownerOf(frame('writev'))).toBe('native writev');
  });
});
