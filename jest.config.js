/** Jest is the one runner. Native ES modules (`node --experimental-vm-modules`), TypeScript by swc. */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^react$': 'preact/compat', '^react-dom$': 'preact/compat' },
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  projects: [
    {
      ...common,
      displayName: 'node',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/test/browser/'],
    },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
  ],
  testSequencer: '<rootDir>/test/longest-first.js',
  testTimeout: 60_000,
  // Modules stay in memory until the process ends; one that has grown is replaced.
  workerIdleMemoryLimit: '1GB',
};
