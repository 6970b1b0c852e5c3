import { assertUnchanged } from '../checkpoint/file-identity.ts'
import type { TensorInfo } from '../checkpoint/safetensors.ts'
import { createSession, type SessionOptions } from './session.ts'
import type { Session } from './tensor.ts'
import { weightsFolder } from './weights.ts'

/**
 * Compiles a graph over weights that stay in their files.
 *
 * @throws AppError `checkpoint/changed` where a file is gone or another than was opened: the engine itself
 *   would only say that it could not map it; else as `createSession`
 */
export async function loadWithWeights(
  model: Uint8Array,
  tensors: readonly TensorInfo[],
  options: Omit<SessionOptions, 'weightsFolder'>
): Promise<Session> {
  try {
    return await createSession(model, { ...options, weightsFolder: weightsFolder(tensors) })
  } catch (cause) {
    for (const { file } of tensors) await assertUnchanged(file)
    throw cause
  }
}
