/** What a heads run will cost, before it starts. */
import type { HeadsSettings, HeadsSide } from '../../../preload/analysis/heads/record.ts'
import type { HeadsPlan, Role } from '../../../preload/data.ts'
import { headsPlan } from '../../analyses/heads/heads-plan.ts'
import type { SimilarityVectors } from '../../analyses/similarity/similarity-vectors.ts'
import type { WordList } from '../../analyses/words/word-list.ts'
import type { Checkpoint } from '../../checkpoint/checkpoint.ts'
import { AppError } from '../../errors.ts'
import type { HeadsRequest } from '../../service/contract.ts'
import { headsLimits } from './heads-limits.ts'
import { isSameTokenizer, layersOf } from './layer-scope.ts'
import type { OpenedModel } from './open-model.ts'
import { wordListOf } from './word-lists.ts'

/** Numbers a word of the usual published vectors has; the file is not opened for a plan. */
const usualDimensions = 300

/** @throws AppError `engine/out-of-memory`, before anything is allocated */
export function assertHeadsFit(
  { config, name }: Checkpoint,
  list: Pick<WordList, 'words'>,
  { lines, nDimensions }: Pick<SimilarityVectors, 'lines' | 'nDimensions'>,
  settings: HeadsSettings,
  freeBytes: number
): void {
  const plan = headsPlan(config, list.words.length, lines.length, nDimensions, settings)
  // The vectors are in memory by now.
  const needed = plan.neededBytes - 4 * lines.length * nDimensions
  if (needed <= freeBytes) return
  const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`
  throw new AppError(
    'engine/out-of-memory',
    `${name}: a layer's heads need ${mebibytes(needed)}, ${mebibytes(freeBytes)} are free`,
    { hint: 'Close other programs, or take a shorter word list.' }
  )
}

export async function planHeads(
  request: HeadsRequest,
  models: readonly { readonly role: Role; readonly opened: OpenedModel }[],
  freeBytes: number
): Promise<HeadsPlan> {
  const { settings, similarity } = request
  const sides = models.map(({ role, opened: { checkpoint } }) => ({
    role,
    ...sizesOf(checkpoint)
  }))
  const layers = layersOf(settings.layers, sides)
  const list = await wordListOf(request.words, models[0]!.opened)
  const nWords = list.isUsable.reduce((sum, flag) => sum + flag, 0)
  const nDimensions = similarity === null ? sides[0]!.dModel : usualDimensions
  const plans = models.map(({ opened }) =>
    headsPlan(opened.checkpoint.config, nWords, nWords, nDimensions, settings)
  )
  const nLayers = sides.map((side) => layers.filter((layer) => layer < side.nLayers).length)
  return {
    nLayers: layers.length,
    nHeads: sides.reduce((sum, side, i) => sum + nLayers[i]! * side.nHeads, 0),
    nWords,
    operations: plans.reduce(
      (sum, plan, i) => sum + nLayers[i]! * plan.operations,
      plans[0]!.thresholdOperations
    ),
    neededBytes: Math.max(...plans.map(({ neededBytes }) => neededBytes)),
    freeBytes,
    limits: headsLimits(sides, isSameTokenizer(models)),
    notes: list.notes
  }
}

type Sizes = Pick<HeadsSide, 'nLayers' | 'nHeads' | 'nKvHeads' | 'dModel' | 'dHead'>

export function sizesOf({ config }: Checkpoint): Sizes {
  const { nLayers, nHeads, nKvHeads, dModel, dHead } = config
  return { nLayers, nHeads, nKvHeads, dModel, dHead }
}
