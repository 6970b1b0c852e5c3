import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentLabels } from '../../../../preload/analysis/concepts/current-labels.ts'
import { levels } from '../../../../preload/analysis/concepts/labels.ts'
import { compareShares } from '../../../../preload/analysis/concepts/shares.ts'
import { sharesTable } from '../../../../preload/analysis/concepts/shares-table.ts'
import { codedRecord, morphologyLayers as morphology } from '../../../helpers/coded-record.ts'

const lexical = { annotator: 'lexical' } as const
const read = (models: Parameters<typeof codedRecord>[0]) => {
  const record = codedRecord(models)
  return [record, currentLabels(record, [], lexical)] as const
}
describe('sharesTable', () => {
  it('has one row a group and label, then all layers', () => {
    const comparison = compareShares(
      ...read({ base: morphology([1, 2, null]), tuned: morphology([1, 9, 5]) })
    )
    const rows = sharesTable(comparison)
    expect(rows.map(({ group }) => group)).toEqual(
      [1, 2, 3, null].flatMap((group) => Array.from({ length: 10 }, () => group))
    )
    const found = rows.find(({ group, label }) => group === 2 && label === 'morphology')!
    const { test } = comparison.groups[1]!.rows[6]!
    if (test.kind !== 'tested') throw new Error(test.reason)
    // 11 of 20 have it: of 10, 4.5 are expected not to, too few for z.
    expect(found).toEqual({
      ...{ group: 2, baseLayers: '1', tunedLayers: '1', kind: 'level', label: 'morphology' },
      ...{ baseN: 10, baseShare: 0.2, baseSd: null, tunedN: 10, tunedShare: 0.9, tunedSd: null },
      ...{ difference: 0.9 - 0.2, test: 'fisher', statistic: null, df: null },
      ...{ p: test.p, pHolm: test.pHolm, effectName: 'h', effect: test.effect }
    })
    expect(rows.find(({ group, label }) => group === 3 && label === 'syntax')).toMatchObject({
      ...{ baseLayers: '', tunedLayers: '2', baseN: 0, baseShare: null, tunedShare: 0 },
      ...{ test: 'nothing to compare', p: null, effectName: null, effect: null }
    })
    expect(rows.at(-1)).toMatchObject({ group: null, baseLayers: '0–1', tunedLayers: '0–2' })
  })

  it('has cells of plain text, finite numbers and null', () => {
    const concepts = fc.array(fc.record({ level: fc.constantFrom(...levels) }), { maxLength: 6 })
    const model = fc.array(fc.option(concepts), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(model, model, (base, tuned) => {
        for (const row of sharesTable(compareShares(...read({ base, tuned })))) {
          for (const cell of Object.values(row)) {
            expect(cell === null || typeof cell === 'string' || Number.isFinite(cell)).toBe(true)
          }
        }
      })
    )
  })
})
