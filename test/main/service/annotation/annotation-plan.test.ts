import { expect, it } from 'vitest'
import { answerKey } from '../../../../main/analyses/labels/llm/answer-cache.ts'
import { conceptWords } from '../../../../main/analyses/labels/llm/concept-words.ts'
import { askForDescription, askForLevel } from '../../../../main/analyses/labels/llm/questions.ts'
import { annotationPlan } from '../../../../main/service/annotation/annotation-plan.ts'
import {
  defaultAnnotationSettings,
  type AnnotationSettings
} from '../../../../preload/analysis/concepts/annotation.ts'
import { conceptsRun } from '../store/concepts-run.ts'

const url = 'http://127.0.0.1:8080/v1'
const { record, layers } = conceptsRun({ nLayers: 4, nDirections: 6, nWords: 4 })

function plan(changes: Partial<AnnotationSettings>, known = new Map<string, string>()) {
  const reads: number[] = []
  const settings = { ...defaultAnnotationSettings, url, model: 'm', ...changes }
  const readLayer = (layer: number) => {
    reads.push(layer)
    return layers[layer]!
  }
  const answers = {
    isEmpty: () => known.size === 0,
    lookup: (key: string) => known.get(key) ?? null
  }
  return annotationPlan({ record, readLayer, answers }, settings).then((planned) => ({
    ...planned,
    reads
  }))
}

it('counts the leading concepts of the chosen layers and both models, and three questions each', async () => {
  const all = await plan({ nDirections: 100, seeds: [1] })
  expect(all).toMatchObject({ nConcepts: 4 * 2 * 6, warnings: [] })
  expect(all.estimate).toMatchObject({ nRequests: 4 * 2 * 6 * 3, nCached: 0, price: null })
  const some = await plan({ nDirections: 2, layers: [1, 3], seeds: [1, 2, 2] })
  expect(some.nConcepts).toBe(2 * 2 * 2)
  expect(some.estimate.nRequests).toBe(2 * 2 * 2 * 2 * 3)
  expect(some.estimate.tokensIn).toBeGreaterThan(some.estimate.tokensOut)
  // Nothing is known, so only the lists' length is looked at.
  expect(some.reads).toHaveLength(1)
})

it('counts the answers that are known already', async () => {
  const settings = { ...defaultAnnotationSettings, url, model: 'm', seeds: [5], nDirections: 2 }
  const words = conceptWords(record, layers[2]!, 'tuned', 1, settings.nWords)
  const described = '{"description": "words about seas"}'
  const known = new Map([
    [answerKey(url, askForDescription(words, 5, settings).request), described],
    [
      answerKey(url, askForLevel(words, 'words about seas', 5, settings).request),
      '{"level": "syntax"}'
    ]
  ])
  const { estimate } = await plan(settings, known)
  const { estimate: before } = await plan(settings)
  expect([before.nCached, estimate.nCached]).toEqual([0, 2])
  expect(estimate.tokensIn).toBeLessThan(before.tokensIn)
  expect((await plan({ ...settings, seeds: [6] }, known)).estimate.nCached).toBe(0)
  expect((await plan({ ...settings, url: `${url}/` }, known)).estimate.nCached).toBe(2)
  expect((await plan({ ...settings, layers: [0] }, known)).estimate.nCached).toBe(0)
})

it('warns of addresses that are not this machine, are none, and of layers that are not there', async () => {
  expect((await plan({ url: 'http://example.org/v1' })).warnings).toEqual([
    expect.stringContaining('not encrypted')
  ])
  expect((await plan({ url: '' })).warnings).toEqual([expect.stringContaining('no address')])
  expect(await plan({ layers: [9, 1, 11] })).toMatchObject({
    nConcepts: 2 * 6,
    warnings: ['the result has no layer 9, 11']
  })
  expect(await plan({ layers: [9] })).toMatchObject({ nConcepts: 0, reads: [] })
})
