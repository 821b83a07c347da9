import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '#contracts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const STATIONS = ['entrypoints', 'handlers', 'domain', 'persistence', 'clients'];
const MAX_APP_MODULE_LINES = 60;

/** The sources of a service by their path in `src`, without specs. */
type Sources = ReadonlyMap<string, string>;

function sourcesOf(service: string): Sources {
  const src = join(ROOT, 'services', service, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  return new Map(
    files.filter((file) => file.endsWith('.ts') && !file.endsWith('spec.ts')).map((file) => [file, readFileSync(join(src, file), 'utf8')]),
  );
}

/** The files of the same service that a file imports. */
const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(/from '(\.[^']+)\.js'/g)].map((match) => relative('/', resolve('/', dirname(file), `${match[1]}.ts`)));

const stationOf = (file: string): string => file.split('/')[0]!;
/** The feature of a file in a station, or of a Nest module. */
const featureOf = (file: string): string =>
  stationOf(file) === 'modules' ? file.replace(/^modules\/|\.module\.ts$/g, '') : file.split('/')[1]!;
const isInFeature = (file: string): boolean => STATIONS.includes(stationOf(file)) && file.split('/').length > 2;

/** What is against the recipe in a service's sources, each with its place. */
function faultsOf(sources: Sources): string[] {
  const faults: string[] = [];
  const files = [...sources.keys()];
  const modules = files.filter((file) => stationOf(file) === 'modules');

  const lines = sources.get('app.module.ts')!.trimEnd().split('\n').length;
  if (lines > MAX_APP_MODULE_LINES) faults.push(`app.module.ts has ${lines} lines`);

  for (const file of files.filter((each) => STATIONS.includes(stationOf(each)) && !isInFeature(each))) {
    if (/^persistence\/(entities|migrations[^/]*)\.ts$/.test(file)) continue;
    const users = files.filter((each) => STATIONS.includes(stationOf(each)) && importsOf(each, sources.get(each)!).includes(file));
    if (users.some((each) => !isInFeature(each))) continue;
    const features = new Set(users.map(featureOf));
    if (features.size < 2) faults.push(`${file} is of one feature and stands in none`);
  }

  for (const file of files.filter((each) => stationOf(each) === 'handlers')) {
    const text = sources.get(file)!;
    const suffix = /\.(handler|step|state)\.ts$/.exec(file)?.[1];
    if (!suffix && /@Injectable\(/.test(text)) faults.push(`${file} is no .handler, .step or .state`);
    if (suffix === 'step' && /\.(forTenant|forSystem|together)\(/.test(text)) faults.push(`${file} is a step and opens a transaction`);
  }

  for (const feature of new Set(files.filter((file) => isInFeature(file) && /^(entrypoints|handlers)\//.test(file)).map(featureOf))) {
    if (!modules.some((module) => featureOf(module) === feature)) faults.push(`${feature} has no modules/${feature}.module.ts`);
  }

  const below = new Map(
    modules.map((module) => [module, importsOf(module, sources.get(module)!).filter((each) => modules.includes(each))]),
  );
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    below.get(from)!.some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  for (const module of modules) if (reaches(module, module)) faults.push(`${module} imports itself in a circle`);
  for (const file of files) if (/\bforwardRef\(/.test(sources.get(file)!)) faults.push(`${file} needs forwardRef`);
  return faults;
}

describe('features', () => {
  it.each(SERVICES)('%s has one word for a feature, one Nest module for it, and modules that look one way', (service) => {
    expect(faultsOf(sourcesOf(service))).toEqual([]);
  });

  const good = sourcesOf('billing');
  const withFiles = (files: Record<string, string>): Sources => new Map([...good, ...Object.entries(files)]);
  it.each([
    ['an app module that is long', { 'app.module.ts': '\n'.repeat(60) + '//' }],
    ['a file that stands in no feature', { 'handlers/count.handler.ts': '' }],
    ['a handler without its suffix', { 'handlers/usage/counter.ts': '@Injectable()\nexport class Counter {}' }],
    ['a step that opens a transaction', { 'handlers/usage/count.step.ts': 'this.database.forTenant(id, work)' }],
    ['a feature without a module', { 'handlers/letters/send-letter.handler.ts': '' }],
    ['modules in a circle', { 'modules/plans.module.ts': "import { UsageModule } from './usage.module.js';" }],
    ['a forward reference', { 'modules/invoices.module.ts': 'imports: [forwardRef(() => UsageModule)]' }],
  ])('notices %s', (_, files) => {
    expect(faultsOf(withFiles(files))).not.toEqual([]);
  });
});
