import { expect, it } from 'vitest'
import { currentLabels } from '../../../preload/analysis/concepts/current-labels.ts'
import { compareShares } from '../../../preload/analysis/concepts/shares.ts'
import {
  driftCsv,
  hitsCsv,
  layerCsv,
  sharesCsv
} from '../../../renderer/views/concepts/concept-tables.ts'
import {
  layerRows,
  noFilter,
  rowFacts,
  shownRows
} from '../../../renderer/views/concepts/layer-rows.ts'
import { labelsOfLayer } from '../../../renderer/views/concepts/shown-labels.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'

const fake = makeFakeConcepts({ nLayers: 8, nDirections: 12, nWords: 5 })
const record = fake.record()
const lines = (csv: string) => csv.trimEnd().split('\r\n')
const fields = (line: string) =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field]) => field!)

it('the drift has a line a layer, angles in degrees', () => {
  const [head, first, ...rest] = lines(driftCsv(record))
  expect(rest).toHaveLength(7)
  const names = head!.split(',')
  const values = first!.split(',')
  expect(values).toHaveLength(names.length)
  const angle = Number(values[names.indexOf('rotation all')])
  expect(angle).toBeCloseTo((record.layers[0]!.drift!.meanRotation * 180) / Math.PI, 10)
  expect(values[names.indexOf('base readable')]).toBe('false')
})

it('a single model has empty cells where there is nothing to compare', () => {
  const single = makeFakeConcepts({ nLayers: 2, roles: ['tuned'] }).record()
  const [head, first] = lines(driftCsv(single)).map((line) => line.split(','))
  expect(first![head!.indexOf('rotation all')]).toBe('')
  expect(head).not.toContain('base coherence')
})

it('a layer’s table keeps order and filter of the screen, concepts counted from 1', () => {
  const layer = fake.layer(7)
  const labels = labelsOfLayer(layer, [], { annotator: 'lexical' })
  const facts = rowFacts(layerRows(layer), layer, labels, record.layers[7]!, record.words)
  const shown = shownRows(facts, noFilter, { key: 'rank', isDescending: true })
  const [head, first, ...rest] = lines(layerCsv(facts, shown, record.words))
  expect(rest).toHaveLength(11)
  const names = fields(head!)
  const values = fields(first!)
  expect(values[names.indexOf('base concept')]).toBe('12')
  expect(values[names.indexOf('tuned concept')]).toBe(String(layer.drift!.matched[11]! + 1))
  const word = record.words[layer.sides[0]!.topWords[11 * 5]!]!
  expect(values[names.indexOf('base words')]).toMatch(new RegExp(`^${word} -?0\\.\\d{4}; `))
})

it('shares have a line a group and label, with test, Holm’s p and effect size', () => {
  const comparison = compareShares(record, currentLabels(record, [], { annotator: 'lexical' }))
  const [head, ...rest] = lines(sharesCsv(comparison))
  expect(head).toContain('pHolm')
  expect(rest).toHaveLength(9 * 10)
})

it('a word that a spreadsheet would run is written as text', () => {
  const hits = [{ word: 0, layer: 0, role: 'base', direction: 2, rank: 4, score: -0.5 }] as const
  expect(lines(hitsCsv(hits, ['=1+1']))[1]).toBe("'=1+1,0,base,3,5,-0.5")
})
