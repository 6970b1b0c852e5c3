import {
  estimateCost,
  type AnnotationSettings
} from '../../../preload/analysis/concepts/annotation.ts'
import { shownWords } from '../../../preload/analysis/concepts/annotation-questions.ts'
import { checkEndpointUrl } from '../../../preload/analysis/concepts/endpoint-url.ts'
import type { ConceptsLayer, ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import type { AnnotationPlan } from '../../../preload/data.ts'
import {
  annotationGroups,
  type AnnotationGroup
} from '../../analyses/labels/llm/annotation-units.ts'
import { conceptWords } from '../../analyses/labels/llm/concept-words.ts'
import { countCachedAnswers } from '../../analyses/labels/llm/count-cached.ts'

export interface AnnotationPlanParts {
  readonly record: ConceptsRecord
  readonly readLayer: (layer: number) => ConceptsLayer
  readonly answers: {
    /** There is no answer to anything. */
    readonly isEmpty: () => boolean
    readonly lookup: (key: string) => string | null
  }
}

/** Concepts whose answers are looked up for a plan: each takes a millisecond, and the user waits. */
const mostLookedUp = 1_000

/** What a labelling of a result by a language model will cost, roughly; nothing is sent. */
export async function annotationPlan(
  parts: AnnotationPlanParts,
  settings: AnnotationSettings
): Promise<AnnotationPlan> {
  const groups = annotationGroups(parts.record, settings)
  const nConcepts = groups.reduce((sum, { nDirections }) => sum + nDirections, 0)
  const chars = meanChars(parts, groups, settings)
  const nCached = await countCached(parts, groups, settings)
  return {
    nConcepts,
    estimate: estimateCost(settings, nConcepts, chars, nCached),
    warnings: warningsOf(parts.record, settings)
  }
}

function warningsOf(record: ConceptsRecord, { url, layers }: AnnotationSettings): string[] {
  const endpoint = checkEndpointUrl(url)
  const known = new Set(record.layers.map(({ layer }) => layer))
  const missing = (layers ?? []).filter((layer) => !known.has(layer))
  const problem = endpoint.isUsable ? endpoint.warning : endpoint.problem
  return [
    ...(problem === null ? [] : [problem]),
    ...(missing.length === 0 ? [] : [`the result has no layer ${missing.join(', ')}`])
  ]
}

/** Mean characters of a concept's words as they are shown; those of one layer stand for all. */
function meanChars(
  { record, readLayer }: AnnotationPlanParts,
  groups: readonly AnnotationGroup[],
  { nWords }: AnnotationSettings
): number {
  const middle = groups[Math.floor(groups.length / 2)]
  if (middle === undefined || middle.nDirections === 0) return 0
  const layer = readLayer(middle.layer)
  let nChars = 0
  for (let direction = 0; direction < middle.nDirections; direction++) {
    nChars += shownWords(conceptWords(record, layer, middle.role, direction, nWords)).length
  }
  return nChars / middle.nDirections
}

/** Answers that are known already, of the first concepts; the rest is taken to be asked. */
async function countCached(
  { record, readLayer, answers }: AnnotationPlanParts,
  groups: readonly AnnotationGroup[],
  settings: AnnotationSettings
): Promise<number> {
  const endpoint = checkEndpointUrl(settings.url)
  if (!endpoint.isUsable || answers.isEmpty()) return 0
  const seeds = [...new Set(settings.seeds)]
  const lookup = async (key: string) => answers.lookup(key)
  let nCached = 0
  let nLookedUp = 0
  let layer: ConceptsLayer | null = null
  for (const { layer: index, role, nDirections } of groups) {
    if (nLookedUp >= mostLookedUp) break
    // Groups go layer by layer.
    if (layer?.layer !== index) layer = readLayer(index)
    for (let direction = 0; direction < nDirections; direction++) {
      if (nLookedUp++ >= mostLookedUp) break
      const words = conceptWords(record, layer, role, direction, settings.nWords)
      for (const seed of seeds) {
        nCached += await countCachedAnswers(endpoint.url, words, seed, settings, lookup)
      }
    }
  }
  return nCached
}
