/** Gives every tensor of a checkpoint its role, after checking it against the config. */
import { AppError } from '../errors.ts'
import type { ModelConfig } from './config.ts'
import { isWeightDtype, weightDtypes } from './dtypes.ts'
import type { Family, LayerRoles, TensorSpec } from './families/family.ts'
import type { TensorInfo } from './safetensors.ts'
import { shorten } from './shards.ts'

export interface ModelTensors {
  readonly layers: readonly LayerRoles<TensorInfo>[]
  /** [nVocab, dModel] */
  readonly embedding: TensorInfo
  /** [dModel] */
  readonly finalNorm: TensorInfo
  /** [nVocab, dModel]; the embedding itself when tied. */
  readonly head: TensorInfo
  readonly headIsEmbedding: boolean
}

export interface AssignedTensors {
  readonly tensors: ModelTensors
  /** Tensors that have a role, each once. */
  readonly used: readonly TensorInfo[]
  readonly warnings: readonly string[]
}

/**
 * @throws AppError `checkpoint/malformed` for missing tensors (all listed) and for a shape that is
 *   not the config's, `checkpoint/unsupported` for a dtype that weights cannot have
 */
export function assignTensors(
  family: Family,
  config: ModelConfig,
  found: ReadonlyMap<string, TensorInfo>
): AssignedTensors {
  const names = family.tensorNames(config)
  const headIsEmbedding = config.tiedEmbeddings && !found.has(names.head.name)
  const layerSpecs = names.layers.flatMap((layer): TensorSpec[] => Object.values(layer))
  const heads = headIsEmbedding ? [] : [names.head]
  const specs = [names.embedding, ...layerSpecs, names.finalNorm, ...heads]
  assertPresent(specs, found)
  const used = specs.map((spec) => check(spec, found))
  const embedding = check(names.embedding, found)
  return {
    tensors: {
      layers: names.layers.map((layer) => mapRoles(layer, (spec) => check(spec, found))),
      embedding,
      finalNorm: check(names.finalNorm, found),
      head: headIsEmbedding ? embedding : check(names.head, found),
      headIsEmbedding
    },
    used,
    warnings: collectWarnings(family, config, specs, found, headIsEmbedding)
  }
}

function assertPresent(specs: readonly TensorSpec[], found: ReadonlyMap<string, TensorInfo>): void {
  const missing = specs.filter(({ name }) => !found.has(name)).map(({ name }) => name)
  if (missing.length === 0) return
  throw new AppError(
    'checkpoint/malformed',
    `${missing.length} of ${specs.length} tensors that the config asks for are missing: ${shorten(missing)}`,
    {
      file: 'config.json',
      hint: 'The weights belong to another config, or some are not in the folder.'
    }
  )
}

function check(spec: TensorSpec, found: ReadonlyMap<string, TensorInfo>): TensorInfo {
  const tensor = found.get(spec.name)
  if (tensor === undefined) throw new AppError('internal', `tensor ${spec.name} was not looked for`)
  if (tensor.shape.join() !== spec.shape.join()) {
    throw new AppError(
      'checkpoint/malformed',
      `tensor "${spec.name}": shape [${tensor.shape.join(', ')}], expected [${spec.shape.join(', ')}]`,
      { file: tensor.file.name, hint: 'config.json and the weights do not belong together.' }
    )
  }
  if (!isWeightDtype(tensor.dtype)) {
    throw new AppError(
      'checkpoint/unsupported',
      `tensor "${spec.name}": dtype ${tensor.dtype}, supported are ${weightDtypes.join(', ')}`,
      { file: tensor.file.name }
    )
  }
  return tensor
}

/** The same roles with other values. */
export function mapRoles<A, B>(layer: LayerRoles<A>, convert: (value: A) => B): LayerRoles<B> {
  const entries = Object.entries<A>({ ...layer }).map(([role, value]) => [role, convert(value)])
  // The keys are those of `layer`, so the required ones are all there.
  return Object.fromEntries(entries) as LayerRoles<B>
}

function collectWarnings(
  family: Family,
  config: ModelConfig,
  specs: readonly TensorSpec[],
  found: ReadonlyMap<string, TensorInfo>,
  headIsEmbedding: boolean
): readonly string[] {
  const expected = new Set(specs.map(({ name }) => name))
  const extra = [...found.keys()].filter((name) => !expected.has(name) && !family.isIgnored(name))
  const warnings: string[] = []
  if (extra.length > 0) warnings.push(`${extra.length} tensors are not used: ${shorten(extra)}`)
  if (config.tiedEmbeddings && !headIsEmbedding) {
    warnings.push('The config ties the embeddings, but an output embedding is stored: it is used')
  }
  return warnings
}
