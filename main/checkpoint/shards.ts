/** The tensors of a checkpoint folder: one `model.safetensors`, or an index and its shards. */
import { AppError } from '../errors.ts'
import type { FileIdentity } from './file-identity.ts'
import { fileLimitsBytes, readJsonObject } from './json-file.ts'
import { hasEntry, listFolder, type Folder } from './safe-file.ts'
import { readSafetensors, type SafetensorsFile, type TensorInfo } from './safetensors.ts'
import { indexName, readShardIndex, type ShardIndex } from './shard-index.ts'

const singleName = 'model.safetensors'

export interface WeightFiles {
  readonly tensors: ReadonlyMap<string, TensorInfo>
  readonly files: readonly FileIdentity[]
  readonly warnings: readonly string[]
}

/** @throws AppError `checkpoint/unreadable` (files missing, all named), `checkpoint/malformed`, `checkpoint/unsupported` */
export async function readWeightFiles(folder: Folder): Promise<WeightFiles> {
  const hasIndex = await hasEntry(folder, indexName)
  if (await hasEntry(folder, singleName)) {
    const single = await readSafetensors(folder, singleName)
    const warnings = hasIndex ? [`${indexName} is not used, because ${singleName} is there`] : []
    return gather([single], warnings)
  }
  if (!hasIndex) throw await noWeights(folder)
  const json = await readJsonObject(folder, indexName, { limitBytes: fileLimitsBytes.index })
  const index = readShardIndex(json)
  const shards = await readShards(folder, index)
  return gather(shards, checkAgainstIndex(shards, index))
}

async function readShards(folder: Folder, index: ShardIndex): Promise<readonly SafetensorsFile[]> {
  const missing: string[] = []
  for (const name of index.shards.keys()) {
    if (!(await hasEntry(folder, name))) missing.push(name)
  }
  if (missing.length === 0) {
    const shards: SafetensorsFile[] = []
    for (const name of index.shards.keys()) shards.push(await readSafetensors(folder, name))
    return shards
  }
  throw await missingShards(folder, index, missing)
}

async function missingShards(folder: Folder, index: ShardIndex, missing: readonly string[]) {
  const listed = missing
    .map((name) => `${name} (${index.shards.get(name)?.size} tensors)`)
    .join(', ')
  const absent = new Set(missing)
  let present = 0
  for (const name of index.shards.keys()) {
    if (!absent.has(name)) present += countBytes((await readSafetensors(folder, name)).tensors)
  }
  const bytes = (index.totalSizeBytes ?? 0) - present
  const size = bytes > 0 ? `, about ${bytes} bytes together` : ''
  return new AppError(
    'checkpoint/unreadable',
    `${missing.length} of ${index.shards.size} weight files are missing: ${listed}${size}`,
    { file: missing[0] ?? indexName, hint: 'Copy or download the missing files into the folder.' }
  )
}

/** Every tensor in exactly the file that the index names. Returns what deserves a warning. */
function checkAgainstIndex(
  shards: readonly SafetensorsFile[],
  index: ShardIndex
): readonly string[] {
  const warnings: string[] = []
  const unlisted: string[] = []
  const listed = new Set([...index.shards.values()].flatMap((names) => [...names]))
  for (const { file, tensors } of shards) {
    const found = new Set(tensors.map(({ name }) => name))
    for (const name of index.shards.get(file.name) ?? []) {
      if (!found.has(name)) {
        throw malformed(
          `tensor ${JSON.stringify(name)} is not in ${file.name}, where the index has it`
        )
      }
    }
    for (const name of found) if (!listed.has(name)) unlisted.push(name)
  }
  if (unlisted.length > 0) {
    warnings.push(`${unlisted.length} tensors are not in ${indexName}: ${shorten(unlisted)}`)
  }
  const total = shards.reduce((sum, { tensors }) => sum + countBytes(tensors), 0)
  if (index.totalSizeBytes !== null && index.totalSizeBytes !== total) {
    warnings.push(`${indexName} declares ${index.totalSizeBytes} bytes, the shards hold ${total}`)
  }
  return warnings
}

function gather(files: readonly SafetensorsFile[], warnings: readonly string[]): WeightFiles {
  const tensors = new Map<string, TensorInfo>()
  for (const file of files) {
    for (const tensor of file.tensors) {
      const other = tensors.get(tensor.name)
      if (other !== undefined) {
        throw malformed(
          `tensor ${JSON.stringify(tensor.name)} is in ${other.file.name} and in ${file.file.name}`
        )
      }
      tensors.set(tensor.name, tensor)
    }
  }
  return {
    tensors,
    files: files.map(({ file }) => file),
    warnings: [...files.flatMap((file) => file.warnings), ...warnings]
  }
}

async function noWeights(folder: Folder): Promise<AppError> {
  const names = await listFolder(folder)
  const other = names.filter((name) =>
    /\.(bin|pt|pth|gguf|h5|msgpack|onnx|safetensors)$/i.test(name)
  )
  if (other.length === 0) {
    return new AppError(
      'checkpoint/unreadable',
      `no weights: expected ${singleName} or ${indexName} in the folder`,
      { file: singleName, hint: 'Choose the folder that holds config.json and the weights.' }
    )
  }
  return new AppError(
    'checkpoint/unsupported',
    `weights in ${shorten(other)}, expected ${singleName} or ${indexName}`,
    { file: other[0] ?? singleName, hint: 'Convert the checkpoint to safetensors.' }
  )
}

function countBytes(tensors: readonly TensorInfo[]): number {
  return tensors.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0)
}

/** A list for a message: the first few, and how many more. */
export function shorten(names: readonly string[], limit = 8): string {
  const shown = names.slice(0, limit).join(', ')
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown
}

function malformed(problem: string): AppError {
  return new AppError('checkpoint/malformed', `${indexName}: ${problem}`, { file: indexName })
}
