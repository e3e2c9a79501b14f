// Tests run as CommonJS: @swc/jest turns the packages that are ESM only into CommonJS too, so no experimental flag is needed.
const ESM_ONLY = ['@nestjs', 'content-disposition', 'cookie', 'file-type', 'load-esm', 'uid', 'jose', 'nanoid', 'opencc-js', '@event-driven-io'];

const swc = (parser, transform = {}) => [
  '@swc/jest',
  {
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false, ...transform },
    },
  },
];

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/scripts'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '^.+\\.tsx$': swc({ syntax: 'typescript', decorators: true, tsx: true }, { react: { runtime: 'automatic' } }),
    '^.+\\.[mc]?ts$': swc({ syntax: 'typescript', decorators: true }),
    '^.+\\.[mc]?jsx?$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/node_modules/)?(?:${ESM_ONLY.join('|')})/)`],
  moduleNameMapper: {
    '^@lianhu/(.*)$': '<rootDir>/libs/$1/index.ts',
    ...(process.env['LIANHU_RUNS'] && { '^fast-check$': '<rootDir>/scripts/many-runs.cjs' }),
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
  coverageProvider: 'v8',
  // What was compiled outlives a run, whose TMPDIR does not.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testSequencer: '<rootDir>/scripts/longest-first.mjs',
  // Ends a test that hangs; no test is meant to take as long, and none says what our machines should be able to do by it.
  testTimeout: 300_000,
};
