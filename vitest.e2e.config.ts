import { defineConfig } from 'vitest/config'

/** End-to-end tests of the packaged application (`npm run package` first). */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/start-display.ts'],
    setupFiles: ['test/e2e/tell-retries.ts'],
    pool: 'forks',
    // Each file starts its own windows; two at once on two cores would only make both slow.
    fileParallelism: false,
    // Room for a second try to attach to a starting program (test/e2e/launch.ts).
    testTimeout: 150_000,
    hookTimeout: 150_000,
    // A window on a starved machine may miss a moment; tell-retries.ts names every test that was run twice.
    retry: 1
  }
})
