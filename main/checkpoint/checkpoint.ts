/** A checkpoint folder, opened: config and tensors, agreeing with each other; no weight is read yet. */
import { basename, dirname } from 'node:path'
import { readConfig, type ModelConfig } from './config.ts'
import type { Dtype } from './dtypes.ts'
import type { FileIdentity } from './file-identity.ts'
import { openModelFolder } from './hub-cache.ts'
import { assignTensors, type ModelTensors } from './model-tensors.ts'
import { listFolder, type Folder } from './safe-file.ts'
import type { TensorInfo } from './safetensors.ts'
import { readWeightFiles } from './shards.ts'

export interface Checkpoint {
  /** Real path of the folder. */
  readonly folder: string
  /** For people: the folder's name (with its parent's where it says nothing), or org/name in a Hugging Face cache. */
  readonly name: string
  readonly config: ModelConfig
  readonly tensors: ModelTensors
  /** Also those without a role. */
  readonly allTensors: ReadonlyMap<string, TensorInfo>
  readonly files: readonly FileIdentity[]
  readonly warnings: readonly string[]
  /** Of the weight files together. */
  readonly sizeBytes: number
  /** Numbers in the tensors with a role; a tied embedding counts once. */
  readonly nParameters: number
  /** The dtype of most of these numbers. */
  readonly storedDtype: Dtype
  /** The folder brings Python code; it is never run. */
  readonly containsCode: boolean
}

/**
 * Opens a Hugging Face folder read-only.
 *
 * @throws AppError `checkpoint/unreadable`, `checkpoint/malformed`, `checkpoint/unsupported`
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const folder = await openModelFolder(path)
  const { config, family, raw } = await readConfig(folder)
  const { tensors: allTensors, files, warnings } = await readWeightFiles(folder)
  const names = await listFolder(folder)
  const assigned = assignTensors(family, config, allTensors)
  return {
    folder: folder.realPath,
    name: nameOf(folder),
    config,
    tensors: assigned.tensors,
    allTensors,
    files,
    warnings: [...warnings, ...assigned.warnings],
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    nParameters: assigned.used.reduce((sum, tensor) => sum + countElements(tensor), 0),
    storedDtype: findMostUsed(assigned.used),
    containsCode: 'auto_map' in raw || names.some((name) => name.endsWith('.py'))
  }
}

function nameOf(folder: Folder): string {
  const isSnapshot = basename(dirname(folder.realPath)) === 'snapshots'
  if (folder.cachePath === null || !isSnapshot) return nameOfPath(folder.realPath)
  return basename(folder.cachePath)
    .replace(/^models--/, '')
    .replaceAll('--', '/')
}

/** A folder's name; with its parent's where trainers give all their folders that name. */
export function nameOfPath(path: string): string {
  const name = basename(path)
  const parent = basename(dirname(path))
  const isCommon = /^(checkpoint(-\d+)?|model|final|hf|output|weights)$/i.test(name)
  return isCommon && parent !== '' ? `${parent}/${name}` : name
}

/** Elements of a tensor; its header's checks keep the product exact. */
export function countElements({ shape }: TensorInfo): number {
  return shape.reduce((product, size) => product * size, 1)
}

function findMostUsed(tensors: readonly TensorInfo[]): Dtype {
  const counts = new Map<Dtype, number>()
  for (const tensor of tensors) {
    counts.set(tensor.dtype, (counts.get(tensor.dtype) ?? 0) + countElements(tensor))
  }
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0]
}
