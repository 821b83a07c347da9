/**
 * Three tiers, one configuration: unit beside the code, medium with a real Postgres and NATS, e2e from dist/. `plans` runs the statements
 * that medium has run once more, on full tables. `fuzz` tries inputs for as long as FUZZ_SECONDS says. `firebase` is e2e with the Auth emulator, which is fetched for it.
 */
const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^#(contracts|messaging|database|service-kit|whatsapp|object-store|company-data|csv|pdf|egress|wall-clock|testing)$':
      '<rootDir>/libs/$1/src/index.ts',
    '^#(messaging|service-kit|whatsapp|object-store|local-servers)/(.*)\\.js$': '<rootDir>/libs/$1/src/$2.ts',
    // A package's x.json.js is a module that stands for its JSON.
    '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.cache/'],
};

const inRunFolder = {
  globalSetup: '<rootDir>/libs/testing/run-folder.mjs',
  globalTeardown: '<rootDir>/libs/testing/remove-run-folder.mjs',
};

export default {
  // Real databases and servers on a busy machine; what hangs is found by the deadlines inside the tests.
  testTimeout: 60_000,
  // Modules of a finished file stay in memory (--experimental-vm-modules); after a hundred files a worker would run out of it.
  workerIdleMemoryLimit: '1GB',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{libs,services,deploy}/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'medium',
      ...inRunFolder,
      // What they run is what the plan spec looks at.
      setupFilesAfterEnv: ['<rootDir>/libs/testing/plans/keep-statements.ts'],
      testMatch: ['<rootDir>/{libs,services,deploy}/**/*.medium-spec.ts'],
    },
    { ...shared, displayName: 'fuzz', testMatch: ['<rootDir>/{libs,services}/**/*.fuzz-spec.ts'] },
    { ...shared, displayName: 'plans', testMatch: ['<rootDir>/libs/testing/plans/*.plans-spec.ts'] },
    { ...shared, ...inRunFolder, displayName: 'e2e', testMatch: ['<rootDir>/e2e/**/*.e2e-spec.ts'] },
    { ...shared, displayName: 'firebase', testMatch: ['<rootDir>/e2e/**/*.firebase-spec.ts'] },
  ],
};
