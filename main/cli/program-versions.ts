import { createRequire } from 'node:module'
import * as v from 'valibot'
import { appVersion } from '../version.ts'

const packageSchema = v.object({ version: v.string() })

/** Of the program and of what computes; read from its package, so that nothing native is loaded. */
export function programVersions(): Record<string, string> {
  const found: unknown = createRequire(import.meta.url)('onnxruntime-node/package.json')
  return {
    shiftlens: appVersion,
    onnxruntime: v.parse(packageSchema, found).version,
    node: process.versions.node
  }
}
