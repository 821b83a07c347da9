import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const CLIENT = 'services/dashboard/src/api/schema.ts';
const node = (...args: string[]): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: { PATH: process.env.PATH } });
  return `${stdout}${stderr}exit ${status}`;
};

describe('what is generated and committed', () => {
  it('docs/events.md, docs/asyncapi.json, docs/openapi and the published contracts are what the code says', () => {
    expect(node('dist/deploy/generate/main.js', '--check')).toBe('exit 0');
  }, 60_000);

  it('the dashboard’s client is what docs/openapi says', () => {
    expect(node('services/dashboard/generate-client.mjs', '--check')).toBe('exit 0');
  }, 60_000);

  it('the check of the client names the file that differs, and leaves it as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chasqui-openapi-'));
    try {
      cpSync(join(ROOT, 'docs/openapi'), folder, { recursive: true });
      const billing = readFileSync(join(folder, 'billing.json'), 'utf8');
      writeFileSync(join(folder, 'billing.json'), billing.replace('"promptTokens"', '"tokensOfThePrompt"'));
      const before = readFileSync(join(ROOT, CLIENT), 'utf8');
      const said = node('services/dashboard/generate-client.mjs', '--check', folder);
      expect(said).toContain(CLIENT);
      expect(said).toContain('exit 1');
      expect(readFileSync(join(ROOT, CLIENT), 'utf8')).toBe(before);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
