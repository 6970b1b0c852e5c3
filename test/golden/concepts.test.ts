/** Whole jobs from folder and word list to file, against the float64 reference. */
import { describe, expect, it } from 'vitest'
import { conceptsJson } from '../../main/exports/concepts-json.ts'
import { partOfResult } from '../../main/worker/jobs/unit-result.ts'
import {
  defaultConceptsSettings,
  type ConceptsLayer
} from '../../preload/analysis/concepts/record.ts'
import { goldenWordsPath } from '../helpers/concept-goldens.ts'
import { expectLayers, type LayerJson } from '../helpers/expect-concepts.ts'
import { goldenNames } from '../helpers/fixture-tokenizers.ts'
import { readGolden } from '../helpers/goldens.ts'
import { runUnits } from '../helpers/unit-runs.ts'

describe.each(goldenNames)('concepts of %s', (name) => {
  it('have the eigenvalues, directions and words of the reference', async () => {
    const { checkpoint } = readGolden(name)
    const settings = { ...defaultConceptsSettings, keepDirections: true, nThreads: 1 }
    const { units, result } = await runUnits({
      kind: 'concepts',
      request: { base: checkpoint, tuned: null, words: goldenWordsPath, settings }
    })
    if (result?.kind !== 'concepts') throw new Error('the job was not one of concepts')
    const layers = result.parts.map((partId) =>
      partOfResult<ConceptsLayer>(units.find(({ unitId }) => unitId === partId)!.result)
    )
    const file = JSON.parse(conceptsJson(result.record, layers)) as { layers: LayerJson[] }
    expectLayers(file.layers, name, (layer) => layers[layer]!.sides[0]!.directions!)
    expect(result.record.isPartial).toBe(false)
  })
})
