#!/usr/bin/env node
/**
 * Fetches firebase-tools, whose Auth emulator `npm run test:firebase` signs in with, into `.cache/`: 270 MB that only this test needs,
 * hence no dependency of the project. Afterwards it runs offline. The Auth emulator is JavaScript; Java is for the others.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '15.34.2';
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '.cache', 'firebase-tools');

function installed() {
  try {
    return JSON.parse(readFileSync(join(folder, 'node_modules/firebase-tools/package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

if (installed() !== VERSION) {
  process.stderr.write(`… Fetching firebase-tools ${VERSION} into .cache (once; about half a minute)\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...flags, `firebase-tools@${VERSION}`], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0 || installed() !== VERSION) {
    process.stderr.write('✗ firebase-tools could not be fetched; what npm said is above. The test needs the npm registry once.\n');
    process.exit(1);
  }
}
