import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets } from './secrets.js';

describe('the secrets of a data directory', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const values = ({ superadminEmail: _public, ...secrets }: ReturnType<typeof loadSecrets>) => ({
    ...secrets,
    derive: secrets.derive('label'),
  });

  it('are the same in every run, differ from folder to folder and among each other', () => {
    const first = values(loadSecrets(folder, {}));
    expect(values(loadSecrets(folder, {}))).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    const other = mkdtempSync(join(tmpdir(), 'chasqui-secrets-'));
    const others = Object.values(values(loadSecrets(other, {})));
    rmSync(other, { recursive: true });
    expect(Object.values(first).filter((value) => others.includes(value))).toEqual([]);
  });

  it('are stored nowhere in the clear; the one key is for the owner only', () => {
    const stored = values(loadSecrets(folder, {}));
    const path = join(folder, 'secrets.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const value of Object.values(stored)) expect(readFileSync(path, 'utf8')).not.toContain(value);
  });

  it('come from the environment where it gives them', () => {
    const secrets = loadSecrets(folder, { WHATSAPP_APP_SECRET: 'mine', INTERNAL_SECRET: '' });
    expect(secrets.whatsappAppSecret).toBe('mine');
    expect(secrets.internalSecret).toMatch(/^[0-9a-f]{64}$/);
  });

  it('have the forms that the services ask for', () => {
    const { encryptionKeys, whatsappAppSecret } = loadSecrets(folder, {});
    expect(encryptionKeys).toMatch(/^k1:/);
    expect(Buffer.from(encryptionKeys.slice(3), 'base64')).toHaveLength(32);
    expect(whatsappAppSecret).toMatch(/^[0-9a-f]{32}$/);
  });

  it('are never made anew over a damaged key, which would orphan the data', () => {
    writeFileSync(join(folder, 'secrets.json'), '{"key": "c2hvcnQ="}');
    expect(() => loadSecrets(folder, {})).toThrow(/damaged/);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toBe('{"key": "c2hvcnQ="}');
  });
});
