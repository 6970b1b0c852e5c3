/** `model.safetensors.index.json`: which file holds which tensor (PAR-19). */
import { AppError } from '../errors.ts'
import { isJsonObject } from './json-file.ts'
import type { JsonObject } from './strict-json.ts'

export const indexName = 'model.safetensors.index.json'
const maxShards = 10_000

export interface ShardIndex {
  /** Shard file → the tensors it is to hold, files by name. */
  readonly shards: ReadonlyMap<string, ReadonlySet<string>>
  /** What the index says the tensors have together; real files get it wrong. */
  readonly totalSizeBytes: number | null
}

/** @throws AppError `checkpoint/malformed`, or `checkpoint/unsupported` for shards of another format */
export function readShardIndex(root: JsonObject): ShardIndex {
  const map = root['weight_map']
  if (!isJsonObject(map)) throw malformed('weight_map is missing or is not an object')
  const shards = new Map<string, Set<string>>()
  for (const [tensor, shard] of Object.entries(map)) {
    if (
      typeof shard !== 'string' ||
      !/^[A-Za-z0-9._-]{1,255}$/.test(shard) ||
      /^\.\.?$/.test(shard)
    ) {
      throw malformed(
        `tensor ${JSON.stringify(tensor)} lies in ${JSON.stringify(shard)}, expected a plain file name`
      )
    }
    if (!shard.endsWith('.safetensors')) {
      throw new AppError(
        'checkpoint/unsupported',
        `${indexName}: shard ${shard}, expected *.safetensors`,
        {
          file: indexName,
          hint: 'Convert the checkpoint to safetensors.'
        }
      )
    }
    const tensors = shards.get(shard) ?? new Set()
    shards.set(shard, tensors.add(tensor))
  }
  if (shards.size === 0) throw malformed('weight_map is empty')
  if (shards.size > maxShards)
    throw malformed(`${shards.size} shards, expected at most ${maxShards}`)
  const ordered = [...shards].sort(([a], [b]) => (a < b ? -1 : 1))
  const metadata = root['metadata']
  const total = isJsonObject(metadata) ? metadata['total_size'] : undefined
  return { shards: new Map(ordered), totalSizeBytes: typeof total === 'number' ? total : null }
}

function malformed(problem: string): AppError {
  return new AppError('checkpoint/malformed', `${indexName}: ${problem}`, { file: indexName })
}
