import { describe, expect, it } from 'vitest'
import type { ConceptsLayer } from '../../../preload/analysis/concepts/record.ts'
import {
  layerRows,
  noFilter,
  rowFacts,
  rowOf,
  shownRows,
  type RowFilter,
  type RowKey
} from '../../../renderer/views/concepts/layer-rows.ts'
import { labelsOfLayer } from '../../../renderer/views/concepts/shown-labels.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'

const fake = makeFakeConcepts({ nLayers: 8, nDirections: 30 })
const record = fake.record()
const layer = fake.layer(7)

function factsOf(part: ConceptsLayer = layer) {
  const labels = labelsOfLayer(part, [], { annotator: 'lexical' })
  return rowFacts(layerRows(part), part, labels, record.layers[part.layer]!, record.words)
}
const shown = (filter: Partial<RowFilter>, key: RowKey = 'rank', isDescending = false) =>
  Array.from(shownRows(factsOf(), { ...noFilter, ...filter }, { key, isDescending }))

describe('rows of a layer', () => {
  it('puts each base concept beside its partner, with the angle in degrees', () => {
    const rows = layerRows(layer)
    expect(rows.n).toBe(30)
    expect([rows.base[3], rows.tuned[3]]).toEqual([3, 4])
    expect(rows.angle[3]).toBeCloseTo((Math.acos(layer.drift!.cosines[3]!) * 180) / Math.PI, 6)
    expect(rowOf(rows, 'tuned', 4)).toBe(3)
  })

  it('lists tuned concepts that are nobody’s partner after the pairs', () => {
    const matched = layer.drift!.matched.slice()
    matched[0] = -1
    const rows = layerRows({ ...layer, drift: { ...layer.drift!, matched } })
    expect(rows.n).toBe(31)
    expect([rows.base[30], rows.tuned[30]]).toEqual([-1, 0])
    expect([rows.cosine[0], rows.cosine[30]]).toEqual([NaN, NaN])
  })

  it('a cosine that float32 rounded past 1 is an angle of 0', () => {
    const cosines = layer.drift!.cosines.slice()
    cosines[0] = 1.0000001
    expect(layerRows({ ...layer, drift: { ...layer.drift!, cosines } }).angle[0]).toBe(0)
  })

  it('without a comparison each model has rows of its own', () => {
    const rows = layerRows({ ...layer, drift: null })
    expect([rows.n, rows.isPaired]).toEqual([60, false])
    expect([rows.base[29], rows.base[30], rows.tuned[30]]).toEqual([29, -1, 0])
  })
})

describe('order and filter', () => {
  it('sorts by numbers either way, rows without one at the end', () => {
    const angles = layerRows(layer).angle
    const order = shown({}, 'angle', true)
    for (let i = 1; i < order.length; i++) {
      expect(angles[order[i]!]).toBeLessThanOrEqual(angles[order[i - 1]!]!)
    }
    const matched = layer.drift!.matched.slice()
    matched[0] = -1
    const facts = factsOf({ ...layer, drift: { ...layer.drift!, matched } })
    for (const isDescending of [false, true]) {
      const all = shownRows(facts, noFilter, { key: 'angle', isDescending })
      expect(Array.from(all.slice(-2)).sort((a, b) => a - b)).toEqual([0, 30])
    }
  })

  it('finds words and labels of either side, every word of the query', () => {
    const word = record.words[layer.sides[1]!.topWords[5 * 20]!]!
    expect(shown({ text: word })).toContain(rowOf(layerRows(layer), 'tuned', 5))
    expect(shown({ text: 'zzz' })).toEqual([])
    const both = shown({ text: `${word.toUpperCase()} morphology` })
    expect(both.length).toBeLessThanOrEqual(shown({ text: word }).length)
  })

  it('keeps only lost or born concepts, a level, a task, or those above chance', () => {
    const rows = layerRows(layer)
    expect(shown({ fate: 'lost' })).toEqual(
      Array.from({ length: rows.n }, (_, i) => i).filter((row) => rows.isLost[row] === 1)
    )
    const [base, tuned] = layer.sides
    for (const row of shown({ level: 'syntax' })) {
      const levels = [base!.labels[rows.base[row]!]!.level, tuned!.labels[rows.tuned[row]!]!.level]
      expect(levels).toContain('syntax')
    }
    const isFree = (row: number) =>
      base!.labels[rows.base[row]!]!.tasks.length === 0 ||
      tuned!.labels[rows.tuned[row]!]!.tasks.length === 0
    expect(shown({ task: 'none' }).every(isFree)).toBe(true)
    const above = shown({ aboveChance: true })
    expect(above.length).toBeGreaterThan(0)
    expect(above.length).toBeLessThan(rows.n)
  })

  it('sorts and filters 300 concepts of 50 words within a frame', () => {
    const large = makeFakeConcepts({ nLayers: 3, nDirections: 300, nWords: 50 })
    const part = large.layer(2)
    const labels = labelsOfLayer(part, [], { annotator: 'lexical' })
    const whole = large.record()
    const start = performance.now()
    const facts = rowFacts(layerRows(part), part, labels, whole.layers[2]!, whole.words)
    const readyMs = performance.now() - start
    shownRows(facts, { ...noFilter, text: 'sign' }, { key: 'coherence', isDescending: true })
    const shownMs = performance.now() - start - readyMs
    expect(readyMs).toBeLessThan(100)
    expect(shownMs).toBeLessThan(16)
  })
})
