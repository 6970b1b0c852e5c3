/** What of a pair a concepts run covers, and what of it cannot be compared. */
import type { ConceptsSide } from '../../../preload/analysis/concepts/record.ts'
import { AppError } from '../../errors.ts'
import type { ConceptsRequest } from '../../service/contract.ts'

/** What can be seen to be wrong before any file is opened. @throws AppError `request/invalid` */
export function checkConceptsRequest({ base, tuned }: ConceptsRequest): void {
  if (base !== null || tuned !== null) return
  throw new AppError(
    'request/invalid',
    'no model given, expected a base model, a tuned one, or both',
    { hint: 'Open a checkpoint.' }
  )
}

/**
 * The layers of a run: all that a model has, or those asked for.
 *
 * @throws AppError `request/invalid` for a layer that no model has
 */
export function layersOf(
  asked: readonly number[] | null,
  sides: readonly ConceptsSide[]
): readonly number[] {
  const nLayers = Math.max(...sides.map((side) => side.nLayers))
  if (asked === null) return Array.from({ length: nLayers }, (_, layer) => layer)
  const beyond = asked.find((layer) => !Number.isInteger(layer) || layer < 0 || layer >= nLayers)
  if (beyond !== undefined) {
    throw new AppError(
      'request/invalid',
      `layer ${beyond}: not in the models, expected 0 to ${nLayers - 1}`,
      { hint: 'Choose layers that a model has.' }
    )
  }
  return [...new Set(asked)].sort((a, b) => a - b)
}

/** Why drift is missing, wholly or in part, in plain words; empty for a pair that compares in full. */
export function limitsOf(sides: readonly ConceptsSide[], sameTokenizer: boolean): string[] {
  const [base, tuned] = sides
  if (base === undefined || tuned === undefined) return []
  const limits: string[] = []
  if (base.dModel !== tuned.dModel) {
    limits.push(
      `hidden sizes differ (base ${base.dModel}, tuned ${tuned.dModel}): directions cannot be matched and have no angles between them; words, labels and signs stand side by side`
    )
  }
  if (base.nLayers !== tuned.nLayers) {
    const [shorter, longer] = base.nLayers < tuned.nLayers ? [base, tuned] : [tuned, base]
    const from = shorter.nLayers
    const to = longer.nLayers - 1
    const layers = from === to ? `layer ${from} is` : `layers ${from} to ${to} are`
    limits.push(
      `depths differ (base ${base.nLayers}, tuned ${tuned.nLayers} layers): ${layers} in the ${longer.role} model only; layers of equal number are compared`
    )
  }
  if (!sameTokenizer) {
    limits.push(
      'tokenizers differ: the words are one list for both, and each model cuts them into its own tokens, so that scores differ by more than the weights'
    )
  }
  return limits
}
