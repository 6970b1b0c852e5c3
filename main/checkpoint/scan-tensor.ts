/** Finds weights that are no numbers. */
import { AppError } from '../errors.ts'
import { isWeightDtype } from './dtypes.ts'
import { countNonFinite } from './float-formats.ts'
import { withFile } from './read-tensor.ts'
import type { TensorInfo } from './safetensors.ts'

/** Bytes read and looked at before other work gets a turn; a multiple of every dtype's size. */
const sliceBytes = 4 * 2 ** 20

/**
 * How many of a tensor's numbers are NaN or infinite; 0 for dtypes that are no weights.
 *
 * @throws AppError `job/cancelled`, `checkpoint/changed`, `checkpoint/unreadable`
 */
export async function scanTensor(tensor: TensorInfo, signal?: AbortSignal): Promise<number> {
  let found = 0
  const { dtype } = tensor
  if (!isWeightDtype(dtype)) return found
  await streamTensor(tensor, signal, (bytes) => {
    found += countNonFinite(dtype, bytes)
  })
  return found
}

/** Hands a tensor's bytes to `visit`, slice by slice, in order. */
export async function streamTensor(
  tensor: TensorInfo,
  signal: AbortSignal | undefined,
  visit: (bytes: Uint8Array) => void
): Promise<void> {
  await withFile(tensor, async (file) => {
    for (let at = 0; at < tensor.lengthBytes; at += sliceBytes) {
      if (signal?.aborted) throw new AppError('job/cancelled', 'reading the weights was cancelled')
      const length = Math.min(sliceBytes, tensor.lengthBytes - at)
      visit(await file.read(tensor.offsetBytes + at, length))
    }
  })
}
