import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isBuilt, isInstalled, lockHash, sourceHash } from '../prepare.mjs';

describe('what has to be done before a start', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'chasqui-prepare-'));
    put('package-lock.json', lock({ a: '1.0.0' }));
    put('tsconfig.base.json', '{}');
    put('libs/x/src/index.ts', 'export {};');
    put('services/y/src/main.ts', 'export {};');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(path: string, content: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const lock = (packages: Record<string, string>, more: object = {}) =>
    JSON.stringify({
      packages: {
        '': {},
        ...Object.fromEntries(
          Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version, integrity: `sha512-${version}` }]),
        ),
        ...more,
      },
    });

  it('builds when a source, the lock file or a compiler setting changed, and not when only times did', () => {
    const before = sourceHash(root);
    expect(isBuilt(root)).toBe(false);
    put('dist/.source-hash', `${before}\n`);
    expect(isBuilt(root)).toBe(true);
    utimesSync(join(root, 'libs/x/src/index.ts'), 1, 1);
    expect(isBuilt(root)).toBe(true);
    for (const path of [
      'libs/x/src/index.ts',
      'services/y/src/new.ts',
      'tsconfig.base.json',
      'package-lock.json',
      'services/dashboard/a.css',
    ]) {
      put('dist/.source-hash', sourceHash(root));
      put(path, `changed ${path}`);
      expect(isBuilt(root)).toBe(false);
    }
  });

  it('does not build for what reaches no build output', () => {
    put('dist/.source-hash', sourceHash(root));
    for (const path of [
      'libs/x/src/a.spec.ts',
      'libs/x/test/a.medium-spec.ts',
      'services/y/README.md',
      'libs/x/.hidden',
      'libs/node_modules/z/i.js',
    ]) {
      put(path, 'new');
    }
    expect(isBuilt(root)).toBe(true);
  });

  it('tells a moved file from an unchanged one', () => {
    const before = sourceHash(root);
    rmSync(join(root, 'libs/x/src/index.ts'));
    put('libs/x/src/other.ts', 'export {};');
    expect(sourceHash(root)).not.toBe(before);
  });

  it('installs when there is no node_modules, or one of another lock file or platform', () => {
    expect(isInstalled(root)).toBe(false);
    put('node_modules/.chasqui-lock-hash', lockHash(root));
    expect(isInstalled(root)).toBe(true);
    put('package-lock.json', lock({ a: '1.0.1' }));
    expect(isInstalled(root)).toBe(false);
    put('node_modules/.chasqui-lock-hash', lockHash(root).replace(/^\S+/, 'aix-ppc64'));
    put('node_modules/.package-lock.json', lock({ a: '1.0.1' }));
    expect(isInstalled(root)).toBe(false);
  });

  it('accepts an `npm ci` by hand, by what npm recorded', () => {
    const foreign = { 'node_modules/b-aix': { version: '1.0.0', optional: true, os: ['aix'] } };
    const native = { 'node_modules/b-here': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] } };
    put('package-lock.json', lock({ a: '1.0.0' }, foreign));
    put('node_modules/.package-lock.json', lock({ a: '1.0.0' }));
    expect(isInstalled(root)).toBe(true);
    put('package-lock.json', lock({ a: '1.0.0' }, { ...foreign, ...native }));
    expect(isInstalled(root)).toBe(false);
    put('node_modules/.package-lock.json', lock({ a: '1.0.0' }, native));
    expect(isInstalled(root)).toBe(true);
    put('package-lock.json', lock({ a: '1.0.0', c: '1.0.0' }));
    expect(isInstalled(root)).toBe(false);
  });
});
