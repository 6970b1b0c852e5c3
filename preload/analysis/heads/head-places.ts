/** Where each model of a record has a head. */
import type { HeadsRecord, HeadsRole, HeadsSide } from './record.ts'

/** A head of a layer that is done, in one or both models. */
export interface HeadPlace {
  readonly layer: number
  readonly head: number
  /** Row in each model's arrays; null where it has no such head, or the record no such model. */
  readonly base: number | null
  readonly tuned: number | null
}

/** A head that both models have. */
export interface SharedPlace extends HeadPlace {
  readonly base: number
  readonly tuned: number
}

export type HeadsOfModels = Pick<HeadsRecord, 'sides' | 'layers'>

/**
 * Every head of the record, by layer, then head. Heads of two models are the same where layer and index
 * are, which says something for models of one origin only.
 */
export function headPlaces(record: HeadsOfModels): HeadPlace[] {
  const [base, tuned] = [sideOf(record, 'base'), sideOf(record, 'tuned')]
  return record.layers.flatMap((layer, at) => {
    const count = Math.max(...record.sides.map((side) => headsOf(side, layer)), 0)
    const row = (side: HeadsSide | null, head: number): number | null =>
      // Layers that are done and that a model lacks are the last ones, so `at` counts its own.
      side !== null && head < headsOf(side, layer) ? at * side.nHeads + head : null
    return Array.from({ length: count }, (_, head) => ({
      layer,
      head,
      base: row(base, head),
      tuned: row(tuned, head)
    }))
  })
}

export function isShared(place: HeadPlace): place is SharedPlace {
  return place.base !== null && place.tuned !== null
}

export function sideOf({ sides }: Pick<HeadsRecord, 'sides'>, role: HeadsRole): HeadsSide | null {
  return sides.find((side) => side.role === role) ?? null
}

function headsOf({ nLayers, nHeads }: HeadsSide, layer: number): number {
  return layer < nLayers ? nHeads : 0
}
