/** What a concepts run will cost, before it starts. */
import type { ConceptsSide } from '../../../preload/analysis/concepts/record.ts'
import type { ConceptsPlan, Role } from '../../../preload/data.ts'
import { directionsPlan } from '../../analyses/concepts/directions/directions-plan.ts'
import type { ModelConfig } from '../../checkpoint/config.ts'
import { AppError } from '../../errors.ts'
import type { ConceptsRequest } from '../../service/contract.ts'
import { conceptsLimits } from './concepts-limits.ts'
import { isSameTokenizer, layersOf } from './layer-scope.ts'
import { wordListOf } from './word-lists.ts'
import type { OpenedModel } from './open-model.ts'

/** One block of word vectors with the embeddings that it is made of, and the scores of it. */
const wordBlockBytes = 256 * 2 ** 20

/** Bytes that a layer of a model takes at most, the program itself not counted. */
export function layerBytes({ dModel, dFfn }: ModelConfig, nDirections: number): number {
  return directionsPlan(dModel, dFfn, nDirections).neededBytes + wordBlockBytes
}

/** @throws AppError `engine/out-of-memory`, before anything is allocated */
export function assertLayerFits(
  { checkpoint }: OpenedModel,
  nDirections: number,
  freeBytes: number
): void {
  const needed = layerBytes(checkpoint.config, nDirections)
  if (needed <= freeBytes) return
  const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`
  throw new AppError(
    'engine/out-of-memory',
    `${checkpoint.name}: a layer needs ${mebibytes(needed)}, ${mebibytes(freeBytes)} are free`,
    { hint: 'Close other programs, or ask for fewer directions.' }
  )
}

export async function planConcepts(
  request: ConceptsRequest,
  models: readonly { readonly role: Role; readonly opened: OpenedModel }[],
  freeBytes: number
): Promise<ConceptsPlan> {
  const { settings } = request
  const sides = models.map(({ role, opened: { checkpoint } }): ConceptsSide => {
    const { nLayers, dModel, dFfn } = checkpoint.config
    return { role, name: checkpoint.name, fingerprint: '', nLayers, dModel, dFfn }
  })
  const layers = layersOf(settings.layers, sides)
  const list = await wordListOf(request.words, models[0]!.opened)
  const nWords = list.isUsable.reduce((sum, flag) => sum + flag, 0)
  const operations = sides.map(({ nLayers, dModel, dFfn }) => {
    const nRows = Math.min(settings.nDirections, dModel) + settings.nRandom
    const layer =
      directionsPlan(dModel, dFfn, settings.nDirections).operations + 2 * nRows * dModel * nWords
    return layers.filter((index) => index < nLayers).length * layer
  })
  const needs = models.map(({ opened }) =>
    layerBytes(opened.checkpoint.config, settings.nDirections)
  )
  return {
    nLayers: layers.length,
    nWords,
    operations: operations.reduce((sum, value) => sum + value, 0),
    neededBytes: Math.max(...needs),
    freeBytes,
    limits: conceptsLimits(sides, isSameTokenizer(models)),
    notes: list.notes
  }
}
