import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const node = (...args: string[]): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: { PATH: process.env.PATH } });
  return `${stdout}${stderr}exit ${status}`;
};

describe('what is generated and committed', () => {
  it('docs/events.md and docs/openapi are what the code says', () => {
    expect(node('dist/deploy/generate/main.js', '--check')).toBe('exit 0');
  }, 60_000);

  it('the dashboard’s client is what docs/openapi says', () => {
    const path = join(ROOT, 'services/dashboard/src/api/schema.ts');
    const before = readFileSync(path, 'utf8');
    node('services/dashboard/generate-client.mjs');
    expect(readFileSync(path, 'utf8') === before).toBe(true);
  }, 60_000);
});
