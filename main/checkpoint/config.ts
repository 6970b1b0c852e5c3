/** What a model computes with, read from `config.json` (trust.md PAR-44) by its family's adapter. */
import { AppError } from '../errors.ts'
import { ConfigFields } from './families/config-fields.ts'
import type { Family } from './families/family.ts'
import type { RopeConfig } from './families/rope.ts'
import { families, findFamily } from './families/table.ts'
import {
  fileLimitsBytes,
  isJsonObject,
  readJsonObject,
  readOptionalJsonObject
} from './json-file.ts'
import type { Folder } from './safe-file.ts'
import type { JsonObject } from './strict-json.ts'

export type Activation = 'silu'

export interface ModelConfig {
  /** `model_type`, the key of the adapter. */
  readonly family: string
  /** Class in transformers, such as `LlamaForCausalLM`. */
  readonly architecture: string
  readonly nLayers: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly dModel: number
  readonly dFfn: number
  /** Rows of the embedding; there may be fewer tokens. */
  readonly nVocab: number
  readonly maxPositions: number
  readonly normEpsilon: number
  /** The output embedding is the input embedding, unless the checkpoint holds another. */
  readonly tiedEmbeddings: boolean
  readonly activation: Activation
  readonly rope: RopeConfig
  readonly attentionBias: {
    readonly q: boolean
    readonly k: boolean
    readonly v: boolean
    readonly o: boolean
  }
  readonly feedForwardBias: boolean
  /** RMS norms over each head's queries and keys, before rope. */
  readonly queryKeyNorm: boolean
  /** By layer: w when position t sees only t − w + 1 … t, null when it sees all before it. */
  readonly slidingWindow: readonly (number | null)[]
  readonly bosTokenId: number | null
  /** Tokens that end a generation: those of generation_config.json where it has some. */
  readonly eosTokenIds: readonly number[]
  /** The dtype that the config names, such as `bfloat16`; the tensors have the last word. */
  readonly dtype: string | null
}

export interface FoundConfig {
  readonly config: ModelConfig
  readonly family: Family
  readonly raw: JsonObject
}

/** Reads config.json and, where present, generation_config.json. */
export async function readConfig(folder: Folder): Promise<FoundConfig> {
  const limit = { limitBytes: fileLimitsBytes.config }
  const raw = await readJsonObject(folder, 'config.json', limit)
  const generation = await readOptionalJsonObject(folder, 'generation_config.json', limit)
  const family = chooseFamily(raw)
  return { config: interpretConfig(raw, generation), family, raw }
}

/**
 * The config's meaning, as transformers reads it.
 *
 * @throws AppError `checkpoint/unsupported` naming the family, quantisation, activation or rope type
 *   that is not ours; `checkpoint/malformed` for values out of bounds
 */
export function interpretConfig(raw: JsonObject, generation?: JsonObject): ModelConfig {
  const family = chooseFamily(raw)
  refuseQuantisation(raw)
  const fields = new ConfigFields(raw, 'config.json')
  const config = family.readConfig(fields, readArchitecture(raw, family))
  if (generation === undefined) return config
  const eosTokenIds = new ConfigFields(generation, 'generation_config.json').tokenIds(
    'eos_token_id'
  )
  return eosTokenIds === undefined ? config : { ...config, eosTokenIds }
}

function chooseFamily(raw: JsonObject): Family {
  const type = raw['model_type']
  const supported = families.map(({ modelType }) => modelType).join(', ')
  if (typeof type !== 'string') {
    throw new AppError(
      'checkpoint/unsupported',
      `config.json: model_type is ${JSON.stringify(type ?? null)}, expected one of ${supported}`,
      { file: 'config.json' }
    )
  }
  const family = findFamily(type)
  if (family !== undefined) return family
  throw new AppError(
    'checkpoint/unsupported',
    `config.json: model_type ${quote(type)}, supported are ${supported}`,
    { file: 'config.json', hint: 'Choose a checkpoint of a supported family.' }
  )
}

function readArchitecture(raw: JsonObject, { architecture }: Family): string {
  const listed = raw['architectures']
  if (!Array.isArray(listed) || listed.length === 0 || listed.includes(architecture)) {
    return architecture
  }
  throw new AppError(
    'checkpoint/unsupported',
    `config.json: architecture ${quote(listed.join(', '))}, supported is ${architecture}`,
    { file: 'config.json', hint: 'Choose a checkpoint that predicts the next token.' }
  )
}

function refuseQuantisation(raw: JsonObject): void {
  const quantisation = raw['quantization_config'] ?? null
  if (quantisation === null) return
  const method = isJsonObject(quantisation) ? quantisation['quant_method'] : undefined
  const named = typeof method === 'string' ? quote(method) : 'of an unnamed method'
  throw new AppError(
    'checkpoint/unsupported',
    `config.json: weights quantised, ${named}; supported are F32, F16 and BF16 weights`,
    { file: 'config.json', hint: 'Use the original checkpoint, before quantisation.' }
  )
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
