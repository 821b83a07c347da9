import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PidFile } from './pid-file.js';

describe('pids.json', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-pids-'));
    path = join(folder, 'pids.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds exactly what runs now, and leaves no half-written files beside it', () => {
    const file = new PidFile(path);
    file.set('postgres', 100);
    file.set('conversation', 200);
    file.set('postgres', 101);
    file.delete('conversation');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ postgres: 101 });
    expect(readdirSync(folder)).toEqual(['pids.json']);
  });

  it.each(['', '{"postgres": 1', '[]', 'null', '{"a": "12", "b": 0, "c": 1, "d": -5, "e": 1.5}'])('reads no pids from %j', (content) => {
    writeFileSync(path, content);
    expect(PidFile.read(path)).toEqual({});
  });

  it('reads no pids where there is no file', () => {
    expect(PidFile.read(path)).toEqual({});
  });
});
