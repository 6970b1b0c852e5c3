import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Where a thread begins: its source file beside the module at `moduleUrl`, or, in the build, the file of
 * that name beside the program that runs (bundled code may lie in a folder of its own).
 */
export function threadProgram(moduleUrl: string, name: string): URL {
  if (moduleUrl.endsWith('.ts')) return new URL(`./${name}.ts`, moduleUrl)
  return pathToFileURL(join(dirname(process.argv[1] ?? ''), `${name}.cjs`))
}
