import { expect, it } from 'vitest'
import type { StoredLabel } from '../../../preload/analysis/concepts/labels.ts'
import { labelHistory, labelsOfLayer } from '../../../renderer/views/concepts/shown-labels.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'

const layer = makeFakeConcepts({ nLayers: 4, nDirections: 5 }).layer(3)

function stored(changes: Partial<StoredLabel>): StoredLabel {
  const label = { description: '', tasks: [], level: 'syntax' as const, evidence: [] }
  const place = { layer: 3, role: 'base' as const, direction: 1 }
  const origin = { annotator: 'manual' as const, author: 'Ada', seed: null, note: '' }
  return { ...place, ...origin, label, createdAt: '2026-11-24T10:00:00.000Z', ...changes }
}
const described = (description: string) => ({
  description,
  tasks: [],
  level: 'semantics' as const,
  evidence: []
})

it('a person’s newest label wins over every annotator', () => {
  const labels = [
    stored({ label: described('second'), createdAt: '2026-11-24T11:00:00.000Z' }),
    stored({ label: described('first') }),
    stored({ annotator: 'llm', author: 'm', seed: 0, label: described('model') })
  ]
  for (const source of [
    { annotator: 'lexical' as const },
    { annotator: 'manual' as const },
    { annotator: 'llm' as const, author: 'm' }
  ]) {
    const shown = labelsOfLayer(layer, labels, source).base?.[1]
    expect(shown?.label.description).toBe('second')
    expect(shown?.annotator).toBe('manual')
  }
})

it('a withdrawn label leaves what the annotator says', () => {
  const labels = [stored({}), stored({ label: null, createdAt: '2026-11-24T12:00:00.000Z' })]
  const shown = labelsOfLayer(layer, labels, { annotator: 'lexical' }).base?.[1]
  expect(shown?.annotator).toBe('lexical')
  expect(shown?.label).toBe(layer.sides[0]!.labels[1])
})

it('of several runs of a language model the first is shown, and nothing where it said nothing', () => {
  const labels = [1, 0].map((seed) =>
    stored({ annotator: 'llm', author: 'm', seed, label: described(`run ${seed}`) })
  )
  const shown = labelsOfLayer(layer, labels, { annotator: 'llm', author: 'm' })
  expect(shown.base?.[1]?.label.description).toBe('run 0')
  expect(shown.base?.[0]).toBeNull()
  expect(shown.tuned?.[1]).toBeNull()
})

it('labels of other layers and of concepts that are not there count nowhere', () => {
  const labels = [stored({ layer: 2 }), stored({ direction: 99 })]
  const shown = labelsOfLayer(layer, labels, { annotator: 'manual' })
  expect(shown.base?.every((label) => label === null)).toBe(true)
  expect(shown.base).toHaveLength(5)
})

it('tells the history of one concept, newest first', () => {
  const labels = [
    stored({}),
    stored({ label: null, createdAt: '2026-11-24T12:00:00.000Z' }),
    stored({ direction: 2 })
  ]
  expect(labelHistory(labels, 3, 'base', 1).map(({ label }) => label === null)).toEqual([
    true,
    false
  ])
})
