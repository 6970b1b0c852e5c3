/** The record of a concepts run from the units that are done. */
import type {
  ConceptsLayer,
  ConceptsRecord,
  ConceptsSide,
  WordListSummary
} from '../../../preload/analysis/concepts/record.ts'
import { summarizeLayer } from '../../../preload/analysis/concepts/summaries.ts'
import { joinArrays, splitArrays } from '../../plain-arrays.ts'
import type { ConceptsRequest } from '../../service/contract.ts'
import type { UnitResult } from '../contract.ts'
import type { DoneUnits } from '../job.ts'
import type { StartValues } from './attribution-units.ts'
import { stored } from './stored-values.ts'

export const conceptsUnits = {
  start: 'start',
  words: 'words',
  layer: (layer: number) => `layer/${layer}`,
  verify: 'verify'
} as const

/** What the unit `words` fixes for the rest of the run. */
export interface WordsValues {
  readonly wordList: WordListSummary
  readonly words: readonly string[]
  /** Lines that cannot be used, ascending. */
  readonly unusableLines: readonly number[]
  readonly sides: readonly ConceptsSide[]
  /** Ascending. */
  readonly layers: readonly number[]
  readonly limits: readonly string[]
  readonly notes: readonly string[]
}

export const wordsOf = (done: DoneUnits) => stored<WordsValues>(done, conceptsUnits.words)

export function layerResult(layer: ConceptsLayer): UnitResult {
  const { values, arrays } = splitArrays(layer)
  // A layer is an object, so its plain half is one too.
  return { values: values as UnitResult['values'], arrays }
}

/** The layer of a unit's result. */
export function layerOfResult({ values, arrays }: UnitResult): ConceptsLayer {
  // Written by `layerResult`; joining changes the values in place.
  return joinArrays({ values: structuredClone(values), arrays }) as ConceptsLayer
}

/** Null until the first layer is done. */
export function conceptsRecordOf(request: ConceptsRequest, done: DoneUnits): ConceptsRecord | null {
  if (!done.has(conceptsUnits.words)) return null
  const { wordList, words, sides, layers, limits, notes } = wordsOf(done)
  const read = layers.flatMap((layer) => {
    const unit = done.get(conceptsUnits.layer(layer))
    return unit === undefined ? [] : [layerOfResult(unit)]
  })
  if (read.length === 0) return null
  const { device, nThreads, versions } = stored<StartValues>(done, conceptsUnits.start)
  return {
    wordList,
    words,
    sides,
    layers: read.map(summarizeLayer),
    settings: { ...request.settings, nThreads },
    limits,
    notes,
    operations: read.reduce((sum, { operations }) => sum + operations, 0),
    seconds: read.reduce((sum, { seconds }) => sum + seconds, 0),
    versions,
    device,
    createdAt: new Date().toISOString(),
    isPartial: read.length < layers.length
  }
}
