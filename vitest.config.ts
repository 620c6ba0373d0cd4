import { defineConfig } from 'vitest/config';

/** The condition tsc and tsx use too: `#numeric/frame` is the TypeScript source. Keep it to these two (see numeric/README.md). */
const ssr = { resolve: { conditions: ['gp-src', 'node'] } };
const rooms = '{numeric,activities,workflows,api,deploy}';

export default defineConfig({
  test: {
    reporters: ['default', './deploy/local/scripts/last-line-reporter.ts'],
    maxWorkers: 2,
    teardownTimeout: 30_000,
    projects: [
      {
        ssr,
        test: {
          name: 'unit',
          include: [`${rooms}/**/*.test.ts`],
          exclude: ['**/node_modules/**', 'dist/**', '**/*.integration.test.ts', '**/*.truth.test.ts'],
          testTimeout: 120_000,
          // Some prepare a night at full size.
          hookTimeout: 120_000,
        },
      },
      {
        ssr,
        // Whole nights reduced and compared with what was simulated: minutes, so no unit test.
        test: {
          name: 'truth',
          include: ['deploy/truth/**/*.truth.test.ts'],
          exclude: ['**/node_modules/**', 'dist/**'],
        },
      },
      {
        ssr,
        test: {
          name: 'integration',
          include: [`${rooms}/**/*.integration.test.ts`],
          exclude: ['**/node_modules/**', 'dist/**'],
          globalSetup: ['deploy/local/services/test-services.ts'],
          // The workers of platforms that tests start have other things to do.
          env: { REHEARSAL: 'false' },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
