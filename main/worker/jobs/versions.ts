import { engineVersion } from '../../runtime/devices.ts'
import { appVersion } from '../../version.ts'

/** Raised whenever the same inputs would give other numbers: old results then keep their own key. */
export const attributionMethodVersion = 1

/** Of the program, the method's code and what computed; stored with every result. */
export function programVersions(): Readonly<Record<string, string>> {
  return {
    shiftlens: appVersion,
    method: String(attributionMethodVersion),
    onnxruntime: engineVersion(),
    node: process.versions.node
  }
}
