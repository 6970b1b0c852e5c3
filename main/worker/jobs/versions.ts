import { AppError } from '../../errors.ts'
import { engineVersion } from '../../runtime/devices.ts'
import { appVersion } from '../../version.ts'

/** Raised whenever the same inputs would give other numbers: old results then keep their own key. */
export const attributionMethodVersion = 1
export const conceptsMethodVersion = 1
export const headsMethodVersion = 1
export const attentionMethodVersion = 1
/** Raised with `attributionMethodVersion` too: a study's maps are attributions. */
export const studyMethodVersion = 1

/** Of the program, the method's code and what computed; stored with every result. */
export function programVersions(methodVersion: number): Readonly<Record<string, string>> {
  return {
    shiftlens: appVersion,
    method: String(methodVersion),
    onnxruntime: engineVersion(),
    node: process.versions.node
  }
}

/**
 * A run goes on only under the program, method and engine that it began with: other code could give other
 * bytes.
 *
 * @throws AppError `request/invalid`, naming what changed
 */
export function assertSameVersions(
  begunWith: Readonly<Record<string, string>>,
  methodVersion: number
): void {
  const now = programVersions(methodVersion)
  for (const name of ['method', 'onnxruntime']) {
    if (begunWith[name] === now[name]) continue
    throw new AppError(
      'request/invalid',
      `the run began with ${name} ${begunWith[name]}, this program has ${now[name]}`,
      { hint: 'Discard the run and start it anew.' }
    )
  }
}
