import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataDir } from './data-dir.js';

describe('the data folder', () => {
  it('is made with everything above it', () => {
    const root = mkdtempSync(join(tmpdir(), 'chasqui-data-'));
    const { logsDir } = openDataDir(join(root, 'a', 'b'));
    expect(existsSync(logsDir)).toBe(true);
    rmSync(root, { recursive: true });
  });

  it('that cannot be made is refused with what to do, also where no folder can be made at all', () => {
    const nowhere = process.platform === 'linux' ? '/proc/x' : '/dev/null/x';
    expect(() => openDataDir(nowhere)).toThrow(
      expect.objectContaining({ code: 'data_dir_not_writable', fix: expect.stringContaining('DATA_DIR=') }),
    );
  });
});
