import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

/** Packages with native parts stay outside the bundle and are loaded from node_modules at run time. */
const external = ['electron', 'onnxruntime-node', 'onnxruntime-common', 'better-sqlite3']

/**
 * Syntax that the oldest Electron we drive in tests understands (Node 18, Chrome 114); the shipped one
 * is far newer, so nothing is lost.
 */
const nodeTarget = 'node18'
const chromeTarget = 'chrome114'

// electron-vite looks under src/ unless every entry is named. All of main is CommonJS, named .cjs
// because package.json says "type": "module"; a sandboxed preload cannot be anything else.
export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        external,
        input: {
          index: 'main/index.ts',
          service: 'main/service/index.ts',
          worker: 'main/worker/index.ts',
          'chat-template-worker': 'main/tokenizer/chat-template-worker.ts',
          'parquet-thread': 'main/datasets/formats/parquet-thread.ts'
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs'
        }
      }
    }
  },
  preload: {
    build: {
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron'],
        input: { index: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: 'renderer',
    build: {
      target: chromeTarget,
      cssTarget: chromeTarget,
      // The policy allows no data: scripts or fonts, and no inline helper for module preloading is needed.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: 'renderer/index.html' } }
    },
    // 'tree' builds elements with DOM calls instead of innerHTML, which Trusted Types would refuse.
    plugins: [svelte({ configFile: false, compilerOptions: { fragments: 'tree' } })]
  }
})
