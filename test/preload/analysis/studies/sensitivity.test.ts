import { describe, expect, it } from 'vitest'
import { compareModels } from '../../../../preload/analysis/studies/compare-models.ts'
import { compareFollowed } from '../../../../preload/analysis/studies/compare-followed.ts'
import {
  defaultGrid,
  joinSensitivity,
  sensitivityOfFollowed,
  sensitivityOfModels
} from '../../../../preload/analysis/studies/sensitivity.ts'
import { seededRandom } from '../../../helpers/random.ts'
import { caseOfStrength, mapOf, studyOf } from './study-of.ts'
import type { MappedCase } from './study-of.ts'

/** Maps of noise in which the first two tokens lie higher by `lift`. */
function noisyCases(n: number, lift: number, seed: number): MappedCase[] {
  const random = seededRandom(seed)
  return Array.from({ length: n }, () =>
    mapOf(
      Array.from({ length: 6 }, (_, row) =>
        Array.from({ length: 20 }, () =>
          Math.min(10, Math.floor(random() * 11 + (row < 2 ? lift : 0)))
        )
      ),
      2
    )
  )
}

const groups = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 'a' : 'b'))
const record = studyOf({
  groups,
  runs: { own: { base: noisyCases(16, 0, 1), tuned: noisyCases(16, 2, 2) } }
})

describe('sensitivityOfModels', () => {
  const lines = sensitivityOfModels(record, 'own')

  it('goes through 5 b × 3 L × 3 p, b in tenths of L', () => {
    expect(lines.map(({ group }) => group)).toEqual(['a', 'b', null])
    const [{ cells, nDistinct }] = lines as [(typeof lines)[number]]
    expect(cells).toHaveLength(45)
    const thresholds = (levels: number) =>
      cells
        .filter(({ salience }) => salience.levels === levels && salience.norm === 4)
        .map(({ salience }) => salience.threshold)
    expect(thresholds(10)).toEqual([5, 6, 7, 8, 9])
    expect(thresholds(5)).toEqual([2, 3, 3, 4, 4])
    expect(thresholds(2)).toEqual([1, 1, 1, 1, 1])
    expect(nDistinct).toBe(27)
    expect(cells.filter(({ isDistinct }) => isDistinct)).toHaveLength(27)
  })

  it('has in each cell what the comparison gives under its setting', () => {
    lines.forEach(({ cells }, at) => {
      for (const cell of [cells[2]!, cells[21]!, cells[44]!]) {
        const line = compareModels(record, 'own', cell.salience)[at]!
        expect(cell).toMatchObject({
          nFirst: line.first.n,
          nSecond: line.second.n,
          meanFirst: line.first.mean,
          meanSecond: line.second.mean,
          welch: line.welch,
          hedgesG: line.hedgesG
        })
      }
    })
  })

  it('counts the distinct settings that keep the sign, and those of them that are significant', () => {
    const all = lines.at(-1)!
    const distinct = all.cells.filter(({ isDistinct }) => isDistinct)
    const rising = distinct.filter(({ meanFirst, meanSecond }) => meanFirst! < meanSecond!)
    expect(all.difference).toBeGreaterThan(0)
    expect(all.nSameSign).toBe(rising.length)
    expect(all.nSignificant).toBe(
      rising.filter(({ welch }) => welch.kind === 'tested' && welch.p < 0.05).length
    )
    expect(all.nSignificant).toBeGreaterThan(0)
  })

  it('is put together from parts of its grid', () => {
    const { tenths, levels, norms } = defaultGrid
    const parts = levels.flatMap((level) =>
      norms.flatMap((norm) =>
        tenths.map((tenth) =>
          sensitivityOfModels(record, 'own', { levels: [level], norms: [norm], tenths: [tenth] })
        )
      )
    )
    expect(joinSensitivity(parts)).toEqual(lines)
    expect(joinSensitivity([])).toEqual([])
  })

  it('keeps no sign where the models are the same, nor where there are no cases', () => {
    const cases = [2, 4, 6].map((strength) => caseOfStrength(strength))
    const same = studyOf({ runs: { own: { base: cases, tuned: cases } } })
    const [line] = sensitivityOfModels(same, 'own')
    expect(line).toMatchObject({ difference: 0, nSameSign: 0, nSignificant: 0 })
    expect(line!.cells[0]).toMatchObject({ welch: { p: 1 }, hedgesG: 0 })
    const [none] = sensitivityOfModels(same, 'same')
    expect(none).toMatchObject({ difference: null, nSameSign: 0 })
    expect(none!.cells[0]).toMatchObject({ meanFirst: null, welch: { reason: 'n too small' } })
  })
})

it('sensitivityOfFollowed sweeps the comparison of ratings', () => {
  const ratings = groups.map((_, i) => (i % 3 === 0 ? 1 : 2))
  const lines = sensitivityOfFollowed(record, 'own', 'tuned', ratings)
  const cell = lines.at(-1)!.cells[7]!
  const line = compareFollowed(record, 'own', 'tuned', ratings, cell.salience).at(-1)!
  expect(cell).toMatchObject({ nFirst: 6, nSecond: 10, welch: line.welch, hedgesG: line.hedgesG })
})
