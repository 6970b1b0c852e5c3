import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Where the template's thread begins: the source file beside this one, or, in the build, the file beside
 * the program that runs (bundled code may lie in a folder of its own).
 */
export function chatTemplateProgram(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('./chat-template-worker.ts', import.meta.url)
  return pathToFileURL(join(dirname(process.argv[1] ?? ''), 'chat-template-worker.cjs'))
}
