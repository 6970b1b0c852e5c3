/** What of a pair a weights-only analysis covers, and what of it cannot be compared. */
import { AppError } from '../../errors.ts'

/** What can be seen to be wrong before any file is opened. @throws AppError `request/invalid` */
export function assertSomeModel({
  base,
  tuned
}: {
  base: string | null
  tuned: string | null
}): void {
  if (base !== null || tuned !== null) return
  throw new AppError(
    'request/invalid',
    'no model given, expected a base model, a tuned one, or both',
    { hint: 'Open a checkpoint.' }
  )
}

interface Side {
  readonly role: 'base' | 'tuned'
  readonly nLayers: number
}

/**
 * The layers of a run: all that a model has, or those asked for.
 *
 * @throws AppError `request/invalid` for a layer that no model has
 */
export function layersOf(
  asked: readonly number[] | null,
  sides: readonly Side[]
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

/** Why layers stand alone; null for models of equal depth. */
export function depthLimit(base: Side, tuned: Side): string | null {
  if (base.nLayers === tuned.nLayers) return null
  const [shorter, longer] = base.nLayers < tuned.nLayers ? [base, tuned] : [tuned, base]
  const from = shorter.nLayers
  const to = longer.nLayers - 1
  const layers = from === to ? `layer ${from} is` : `layers ${from} to ${to} are`
  return `depths differ (base ${base.nLayers}, tuned ${tuned.nLayers} layers): ${layers} in the ${longer.role} model only; layers of equal number are compared`
}

export const tokenizerLimit =
  'tokenizers differ: the words are one list for both, and each model cuts them into its own tokens, so that scores differ by more than the weights'

export function isSameTokenizer(
  models: readonly { readonly opened: { readonly tokenizerHash: string } }[]
): boolean {
  return new Set(models.map(({ opened }) => opened.tokenizerHash)).size <= 1
}
