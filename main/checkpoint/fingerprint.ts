/**
 * The fingerprint of a checkpoint's weights. SHA-256 over
 *
 *     "shiftlens weights 1\n"
 *     for each tensor: JSON of [name, dtype, shape] + "\n"
 *     "\n"
 *     for each tensor: its bytes
 *
 * with all tensors of the files, those without a role too, in the order of their names as UTF-8.
 * Files, offsets and metadata are left out: the same weights in one file or in shards agree.
 */
import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { ModelConfig } from './config.ts'
import { isWeightDtype } from './dtypes.ts'
import { assertUnchanged, type FileIdentity } from './file-identity.ts'
import { countNonFinite } from './float-formats.ts'
import type { TensorInfo } from './safetensors.ts'
import { streamTensor } from './scan-tensor.ts'

export interface Fingerprint {
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string
  /** Names of float tensors that hold a NaN or an infinity, in order. */
  readonly nonFinite: readonly string[]
}

/** Where fingerprints are kept between runs; the keys come from `identityKey`. */
export interface FingerprintMemory {
  get(key: string): Promise<Fingerprint | undefined> | Fingerprint | undefined
  set(key: string, fingerprint: Fingerprint): Promise<void> | void
}

export interface FingerprintOptions {
  readonly memory?: FingerprintMemory
  readonly signal?: AbortSignal
  /** Share of the bytes that was read, 0 to 1, rising. */
  readonly onProgress?: (fraction: number) => void
}

type Weights = Pick<Checkpoint, 'allTensors' | 'files'>

/**
 * Reads all weights once, or none when these very files are remembered.
 *
 * @throws AppError `job/cancelled`, `checkpoint/changed`, `checkpoint/unreadable`
 */
export async function fingerprintCheckpoint(
  weights: Weights,
  { memory, signal, onProgress }: FingerprintOptions = {}
): Promise<Fingerprint> {
  const key = identityKey(weights.files)
  await assertAllUnchanged(weights.files)
  const known = await memory?.get(key)
  if (known === undefined) {
    const fingerprint = await computeFingerprint(weights, signal, onProgress)
    await assertAllUnchanged(weights.files)
    await memory?.set(key, fingerprint)
    return fingerprint
  }
  onProgress?.(1)
  return known
}

/** What the files are known by: path, size, modification time and inode of each, in order of path. */
export function identityKey(files: readonly FileIdentity[]): string {
  const parts = files.map((file) => [file.realPath, file.sizeBytes, file.mtimeNs, file.inode])
  return JSON.stringify(parts.sort(([a], [b]) => compareUtf8(String(a), String(b))))
}

/** SHA-256 over what a config makes the model compute: the same weights under another rope differ. */
export function digestConfig(config: ModelConfig): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(config)))
    .digest('hex')
}

/** @throws AppError `checkpoint/malformed`, naming the tensors that hold a NaN or an infinity */
export function assertFinite({ nonFinite }: Fingerprint): void {
  if (nonFinite.length === 0) return
  const [first = '', ...others] = nonFinite
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  throw new AppError(
    'checkpoint/malformed',
    `tensor "${first}"${more}: holds NaN or infinite numbers, expected finite ones`,
    { hint: 'The checkpoint is damaged or its training diverged; use another one.' }
  )
}

async function computeFingerprint(
  { allTensors }: Weights,
  signal: AbortSignal | undefined,
  onProgress: ((fraction: number) => void) | undefined
): Promise<Fingerprint> {
  const tensors = [...allTensors.values()].sort((a, b) => compareUtf8(a.name, b.name))
  const totalBytes = tensors.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0)
  const hash = createHash('sha256').update('shiftlens weights 1\n')
  for (const tensor of tensors) hash.update(describe(tensor))
  hash.update('\n')
  const nonFinite: string[] = []
  let doneBytes = 0
  for (const tensor of tensors) {
    let found = 0
    await streamTensor(tensor, signal, (bytes) => {
      hash.update(bytes)
      if (isWeightDtype(tensor.dtype)) found += countNonFinite(tensor.dtype, bytes)
      doneBytes += bytes.byteLength
      onProgress?.(doneBytes / totalBytes)
    })
    if (found > 0) nonFinite.push(tensor.name)
  }
  return { sha256: hash.digest('hex'), nonFinite }
}

function describe({ name, dtype, shape }: TensorInfo): string {
  return `${JSON.stringify([name, dtype, shape])}\n`
}

async function assertAllUnchanged(files: readonly FileIdentity[]): Promise<void> {
  for (const file of files) await assertUnchanged(file)
}

function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}
