/** A checkpoint as plain data, for the `inspect` command and the screen. */
import type { Checkpoint } from './checkpoint.ts'
import type { ModelConfig } from './config.ts'
import type { TensorInfo } from './safetensors.ts'

export interface DtypeShare {
  readonly dtype: string
  readonly nTensors: number
  readonly sizeBytes: number
}

export interface CheckpointDescription {
  readonly name: string
  readonly folder: string
  readonly config: ModelConfig
  readonly nParameters: number
  readonly nTensors: number
  /** Of the weight files together. */
  readonly sizeBytes: number
  readonly storedDtype: string
  /** By dtype, most bytes first; every tensor in the files. */
  readonly dtypes: readonly DtypeShare[]
  readonly headIsEmbedding: boolean
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[]
  readonly containsCode: boolean
  readonly warnings: readonly string[]
}

/** Cloneable and JSON-safe. */
export function describeCheckpoint(checkpoint: Checkpoint): CheckpointDescription {
  const { name, folder, config, nParameters, sizeBytes, storedDtype } = checkpoint
  const tensors = [...checkpoint.allTensors.values()]
  return {
    name,
    folder,
    config,
    nParameters,
    nTensors: tensors.length,
    sizeBytes,
    storedDtype,
    dtypes: shareByDtype(tensors),
    headIsEmbedding: checkpoint.tensors.headIsEmbedding,
    files: checkpoint.files.map((file) => ({ name: file.name, sizeBytes: file.sizeBytes })),
    containsCode: checkpoint.containsCode,
    warnings: checkpoint.warnings
  }
}

function shareByDtype(tensors: readonly TensorInfo[]): readonly DtypeShare[] {
  const shares = new Map<string, DtypeShare>()
  for (const { dtype, lengthBytes } of tensors) {
    const { nTensors, sizeBytes } = shares.get(dtype) ?? { nTensors: 0, sizeBytes: 0 }
    shares.set(dtype, { dtype, nTensors: nTensors + 1, sizeBytes: sizeBytes + lengthBytes })
  }
  return [...shares.values()].sort((a, b) => b.sizeBytes - a.sizeBytes)
}
