import { readFileSync } from 'node:fs';
import { SERVICES } from '#contracts';

describe('nest-cli.json', () => {
  const { compilerOptions, projects } = JSON.parse(readFileSync(new URL('../../../nest-cli.json', import.meta.url), 'utf8')) as {
    compilerOptions: object;
    projects: Record<string, object>;
  };

  it('starts every service, and nothing else, by its main.ts', () => {
    const expected = SERVICES.map((name) => [name, { type: 'application', root: `services/${name}`, sourceRoot: `services/${name}/src` }]);
    expect(projects).toEqual(Object.fromEntries(expected));
  });

  it('builds into the one folder that all services share, and empties it for none', () => {
    expect(compilerOptions).toEqual({ builder: 'tsc', tsConfigPath: 'tsconfig.build.json', deleteOutDir: false });
  });
});
