import {
  estimateCost,
  type AnnotationSettings
} from '../../../preload/analysis/concepts/annotation.ts'
import { shownWords } from '../../../preload/analysis/concepts/annotation-questions.ts'
import { checkEndpointUrl } from '../../../preload/analysis/concepts/endpoint-url.ts'
import type {
  ConceptsLayer,
  ConceptsLayerSummary,
  ConceptsRecord
} from '../../../preload/analysis/concepts/record.ts'
import type { AnnotationPlan } from '../../../preload/data.ts'

/** What a labelling of a result by a language model will cost, roughly; nothing is sent. */
export function annotationPlan(
  record: ConceptsRecord,
  settings: AnnotationSettings,
  readLayer: (layer: number) => ConceptsLayer
): AnnotationPlan {
  const layers = selectedLayers(record, settings)
  const nConcepts = layers
    .flatMap(({ sides }) => sides)
    .reduce((sum, side) => sum + Math.min(side.nDirections, settings.nDirections), 0)
  // The lists of one layer are as long as those of any other.
  const middle = layers[Math.floor(layers.length / 2)]
  const chars = middle === undefined ? 0 : meanChars(record, settings, readLayer(middle.layer))
  return {
    nConcepts,
    estimate: estimateCost(settings, nConcepts, chars, 0),
    warnings: warningsOf(record, settings)
  }
}

/** The layers of a result that its settings ask to be labelled. */
function selectedLayers(
  record: ConceptsRecord,
  { layers }: AnnotationSettings
): readonly ConceptsLayerSummary[] {
  return layers === null
    ? record.layers
    : record.layers.filter(({ layer }) => layers.includes(layer))
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

/** Mean characters of a concept's words, as they are shown to the model. */
function meanChars(
  { words }: ConceptsRecord,
  { nWords, nDirections }: AnnotationSettings,
  { sides }: ConceptsLayer
): number {
  const lengths = sides.flatMap(({ topWords, eigenvalues }) => {
    const nKept = topWords.length / eigenvalues.length
    const nShown = Math.min(nWords, nKept)
    return Array.from({ length: Math.min(nDirections, eigenvalues.length) }, (_, direction) => {
      const from = direction * nKept
      const shown = [...topWords.subarray(from, from + nShown)].map((word) => words[word] ?? '')
      return shownWords(shown).length
    })
  })
  return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
}
