import { gatherRows, readTensorRows } from '../../checkpoint/read-tensor.ts'
import type { TensorInfo } from '../../checkpoint/safetensors.ts'

/** Rows of an embedding table; ids may occur again and come in any order. */
export interface EmbeddingRows {
  readonly nRows: number
  readonly dModel: number
  /** [ids.length, dModel], row-major */
  read(ids: Int32Array): Promise<Float32Array>
}

/** Rows read at once where this share of them is asked for: one read a row costs more than the rest. */
const denseShare = 0.25

/** The rows of an embedding tensor [nRows, dModel] in a checkpoint's file. */
export function embeddingRows(tensor: TensorInfo): EmbeddingRows {
  const [nRows = 0, dModel = 0] = tensor.shape
  return {
    nRows,
    dModel,
    async read(ids) {
      const wanted = Int32Array.from(new Set(ids)).sort()
      const first = wanted[0] ?? 0
      const end = (wanted.at(-1) ?? -1) + 1
      if (wanted.length < denseShare * (end - first)) return gatherRows(tensor, ids)
      const table = await readTensorRows(tensor, first, end)
      const rows = new Float32Array(ids.length * dModel)
      for (let i = 0; i < ids.length; i++) {
        const at = (ids[i]! - first) * dModel
        rows.set(table.subarray(at, at + dModel), i * dModel)
      }
      return rows
    }
  }
}
