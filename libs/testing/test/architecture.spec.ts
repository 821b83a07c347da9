import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '#contracts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

interface Source {
  path: string;
  text: string;
  imports: string[];
}

function sources(folder: string): Source[] {
  const absolute = join(ROOT, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map((file) => {
      const path = relative(ROOT, join(absolute, file));
      const text = readFileSync(join(ROOT, path), 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
      return { path, text, imports };
    });
}

/** The file or folder of the repository that an import leads to; undefined for packages. */
const targetOf = (source: Source, imported: string): string | undefined => {
  if (imported.startsWith('#')) return `libs/${imported.slice(1)}`;
  return imported.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(source.path), imported)) : undefined;
};

const isTest = (source: Source): boolean => /\.(medium-)?spec\.ts$/.test(source.path) || /\/(test|plans|fuzz)\//.test(source.path);
const production = (folder: string): Source[] => sources(folder).filter((source) => !isTest(source) && !source.path.includes('/phone/'));

/** What each station may import of its own service; nothing may import entrypoints. */
const STATIONS: Record<string, readonly string[]> = {
  entrypoints: ['entrypoints', 'handlers', 'domain'],
  handlers: ['handlers', 'domain', 'persistence', 'clients'],
  domain: ['domain'],
  persistence: ['persistence', 'domain'],
  clients: ['clients', 'domain'],
};

const LIBRARIES: Record<string, readonly string[]> = {
  contracts: [],
  csv: [],
  database: [],
  egress: [],
  pdf: ['contracts'],
  whatsapp: ['egress'],
  'wall-clock': ['whatsapp'],
  'object-store': [],
  'service-kit': ['contracts', 'database'],
  messaging: ['contracts', 'database', 'service-kit'],
  'company-data': ['contracts', 'database', 'messaging', 'service-kit'],
  'local-servers': ['contracts', 'messaging'],
  testing: ['contracts', 'database', 'service-kit', 'messaging', 'local-servers'],
};

/** What an entity says of its table. */
const DECORATORS = ['Column', 'Entity', 'PrimaryColumn'];
/** Where a data source is made. */
const DOOR = /^libs\/(database\/src\/[\w-]+|service-kit\/src\/database\.module)\.ts$/;

/**
 * TypeORM maps tables, and `TenantDatabase` runs statements: whoever had a data source, a repository or `save` would have a second door,
 * around tenants and prepared statements (docs/adr/0023).
 */
function secondDoors(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => !DOOR.test(path))
    .flatMap(({ path, text }) => {
      const imported = [
        ...text.matchAll(/import\s+(?:type\s+)?(?:\{([^}]*)\}|[^'{}]+)\s+from\s+'(typeorm|@nestjs\/typeorm)(?:\/[^']*)?'/g),
      ];
      const wrong = imported.flatMap(([, names, from]) => {
        if (from === '@nestjs/typeorm' || names === undefined) return [`all of ${from}`];
        if (!/\.?(entity|entities)\.ts$/.test(path)) return [`${names.trim()} outside an entity`];
        return names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name && !DECORATORS.includes(name));
      });
      if (/\b(?:import|require)\(\s*'(?:typeorm|@nestjs\/typeorm)/.test(text)) wrong.push('a TypeORM of its own');
      if (/@Entity\(/.test(text) && !/\.?(entity|entities)\.ts$/.test(path)) wrong.push('an entity in another file');
      return wrong.map((each) => `${path}: ${each}`);
    });
}

describe('architecture', () => {
  const services = SERVICES.map((name) => ({ name, files: production(`services/${name}/src`) }));

  it.each(services)('$name has the files by which one finds one’s way in any service', ({ name }) => {
    for (const file of [
      'README.md',
      'src/main.ts',
      'src/service.ts',
      'src/app.module.ts',
      'src/config.ts',
      'src/entrypoints',
      'src/handlers',
    ]) {
      expect({ file, exists: existsSync(join(ROOT, 'services', name, file)) }).toEqual({ file, exists: true });
    }
  });

  it.each(services)(
    '$name imports point only right: entrypoints -> handlers -> domain, handlers -> persistence | clients',
    ({ name, files }) => {
      const wrong = files.flatMap((source) => {
        const station = source.path.split('/')[3]!;
        const allowed = STATIONS[station];
        if (!allowed) return [];
        return source.imports.flatMap((imported) => {
          const target = targetOf(source, imported);
          if (!target?.startsWith(`services/${name}/src/`)) return [];
          const to = target.split('/')[3]!;
          return allowed.includes(to) || to.startsWith('config') ? [] : [`${source.path} -> ${target}`];
        });
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each(services)('$name imports no other service', ({ name, files }) => {
    const wrong = files.flatMap((source) =>
      source.imports
        .map((imported) => targetOf(source, imported))
        .filter((target) => target?.startsWith('services/') && !target.startsWith(`services/${name}/`))
        .map((target) => `${source.path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(services)('$name keeps Nest, SQL, the clock and ids out of its domain', ({ files }) => {
    const domain = files.filter((source) => source.path.split('/')[3] === 'domain');
    const wrong = domain.filter(
      (source) =>
        source.imports.some((imported) => /^(@nestjs|pg$|#database|#messaging|#service-kit|uuid$|node:fs|undici)/.test(imported)) ||
        /\bDate\.now\(\)|\bnew Date\(\)|randomUUID\(|Math\.random\(/.test(source.text),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it.each(services)('$name writes SQL only in persistence', ({ files }) => {
    const wrong = files.filter((source) => source.path.split('/')[3] !== 'persistence' && /\btx\.(query|execute)\b/.test(source.text));
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('has no second door to the database', () => {
    expect(secondDoors([...services.flatMap(({ files }) => files), ...production('libs'), ...production('deploy')])).toEqual([]);
  });

  it.each([
    ['handlers/labels.handler.ts', `import { DataSource } from 'typeorm';`],
    ['handlers/labels.handler.ts', `import type { EntityManager } from 'typeorm/entity-manager/EntityManager.js';`],
    ['handlers/labels.handler.ts', `import * as typeorm from 'typeorm';`],
    ['handlers/labels.handler.ts', `const { DataSource } = await import('typeorm');`],
    ['persistence/labels.repository.ts', `import { InjectRepository } from '@nestjs/typeorm';`],
    ['modules/labels.module.ts', `import { TypeOrmModule } from '@nestjs/typeorm';\n TypeOrmModule.forFeature([LabelRow])`],
    ['persistence/label.entity.ts', `import { BaseEntity, Column } from 'typeorm';`],
    ['persistence/label.entity.ts', `import {\n  Column,\n  OneToMany,\n} from 'typeorm';`],
    ['persistence/labels.repository.ts', `@Entity({ schema: 'conversation', name: 'labels' })`],
  ])('would notice a second door in %s: %s', (file, text) => {
    expect(secondDoors([{ path: `services/conversation/src/${file}`, text, imports: [] }])).toHaveLength(1);
  });

  it('takes events and queries only by the decorators of the catalog', () => {
    const all = [
      ...services.flatMap((service) => service.files),
      ...production('libs').filter(({ path }) => !path.startsWith('libs/messaging/')),
    ];
    const bare = all.filter(
      (source) =>
        /\b(EventPattern|MessagePattern|connectMicroservice)\b/.test(source.text) && !source.path.endsWith('service-kit/src/bootstrap.ts'),
    );
    expect(bare.map((source) => source.path)).toEqual([]);
  });

  it.each(Object.keys(LIBRARIES))('libs/%s imports only the libraries below it', (library) => {
    const wrong = production(`libs/${library}/src`).flatMap((source) =>
      source.imports
        .map((imported) => targetOf(source, imported))
        .filter(
          (target) =>
            target && !target.startsWith(`libs/${library}`) && !LIBRARIES[library]!.some((name) => target.startsWith(`libs/${name}`)),
        )
        .map((target) => `${source.path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has every file that the documentation names', () => {
    const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
    const named = pages.flatMap((page) =>
      [...readFileSync(join(ROOT, 'docs', page), 'utf8').matchAll(/`((?:services|libs|deploy|e2e|bench)\/[\w./-]+\.ts)`/g)].map(
        (match) => match[1]!,
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('has no drawer for everything, and no unfinished marks', () => {
    const all = [...services.flatMap((service) => service.files), ...production('libs'), ...production('deploy')];
    expect(all.filter((source) => /\/(utils?|common|helpers?|shared|misc)\//.test(source.path)).map((source) => source.path)).toEqual([]);
    expect(all.filter((source) => /\b(TODO|FIXME|XXX)\b|[Nn]ot implemented/.test(source.text)).map((source) => source.path)).toEqual([]);
  });
});
