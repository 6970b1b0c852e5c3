import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importanceDensity } from '../../../../preload/analysis/density.ts'
import { instructionScore } from '../../../../preload/analysis/instruction-score.ts'
import {
  defaultSalience,
  type SalienceSettings
} from '../../../../preload/analysis/salience-settings.ts'
import { resliceRecorded, salientMap } from '../../../../preload/analysis/salient-map.ts'
import { caseScores } from '../../../../preload/analysis/studies/case-scores.ts'
import { mapOf, studyOf } from './study-of.ts'
import type { MappedCase } from './study-of.ts'

/** Scores of whole p, and of others, agree to the last bits. */
const tolerance = 1e-12

const salience: fc.Arbitrary<SalienceSettings> = fc.constantFrom(10, 5, 2).chain((levels) =>
  fc.record({
    levels: fc.constant(levels),
    threshold: fc.integer({ min: 0, max: levels }),
    norm: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.double({ min: 1, max: 100, noNaN: true }))
  })
)

/** Raw importance, exact levels' edges among it, and the instruction's tokens. */
const rawCase = fc
  .record({ rows: fc.integer({ min: 1, max: 12 }), columns: fc.integer({ min: 0, max: 15 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      data: fc
        .array(fc.integer({ min: -20, max: 100 }), {
          minLength: rows * columns,
          maxLength: rows * columns
        })
        .map((values) => Float32Array.from(values, (value) => value / 100)),
      instruction: fc.subarray(
        Array.from({ length: rows }, (_, n) => n),
        { minLength: 1 }
      )
    })
  )

type RawCase = Omit<MappedCase, 'data'> & { readonly data: Float32Array }
const counted = (raw: RawCase): MappedCase => ({
  ...raw,
  data: salientMap(raw, { levels: 10, threshold: 0 }).data
})

describe('caseScores', () => {
  it('gives from counts what density and score give from the maps, for every L, b and p', () => {
    fc.assert(
      fc.property(fc.array(rawCase, { minLength: 1, maxLength: 4 }), salience, (raws, settings) => {
        const record = studyOf({ runs: { own: { base: raws.map(counted) } } })
        const scores = caseScores(record, 'own', 'base', settings)
        raws.forEach((raw, i) => {
          const map = resliceRecorded(counted(raw), settings)
          const density = importanceDensity(map, settings.norm)
          const score = instructionScore(density, raw.instruction)!
          expect(Math.abs(scores[i]! - score)).toBeLessThan(tolerance)
        })
      }),
      { numRuns: 300 }
    )
  })

  it('gives the scores of the raw matrices', () => {
    // Not on the edges between levels, where ceil(5x) and ceil(ceil(10x)/2) may round apart.
    const data = Float32Array.from({ length: 8 * 40 }, (_, i) => Math.sin(i * i + 1))
    const raw: RawCase = { rows: 8, columns: 40, data, instruction: [1, 2, 5] }
    const record = studyOf({ runs: { own: { base: [counted(raw)] } } })
    for (const levels of [10, 5, 2]) {
      for (const norm of [2, 4, 7.5]) {
        const settings = { levels, threshold: Math.floor(0.7 * levels), norm }
        const density = importanceDensity(salientMap(raw, settings), norm)
        const score = instructionScore(density, raw.instruction)!
        expect(score).toBeGreaterThan(0)
        const found = caseScores(record, 'own', 'base', settings)[0]!
        expect(Math.abs(found - score)).toBeLessThan(tolerance)
      }
    }
  })

  it('keeps cases apart that are not done, failed, without instruction or empty', () => {
    const sound = mapOf([
      [10, 9],
      [3, 10]
    ])
    const empty = { ...mapOf([[0]]), columns: 0, data: new Uint8Array(0) }
    const record = studyOf({
      runs: { own: { base: ['not yet', sound, 'failed', mapOf([[10]], 0), empty, sound] } }
    })
    const scores = caseScores(record, 'own', 'base', defaultSalience)
    const score = instructionScore(
      importanceDensity(resliceRecorded(sound, defaultSalience), 4),
      [0]
    )!
    expect(Array.from(scores)).toEqual([NaN, score, NaN, NaN, 0, score])
  })

  it('leaves out pairs under 5 tokens under length matching alone', () => {
    const four = mapOf([[10, 10, 10, 10]])
    const five = mapOf([[10, 10, 10, 10, 10]])
    const record = studyOf({
      runs: { own: { base: [four, five] }, 'length-matched': { base: [four, five] } }
    })
    const isMissing = (mode: 'own' | 'length-matched') =>
      [...caseScores(record, mode, 'base', defaultSalience)].map(Number.isNaN)
    expect(isMissing('own')).toEqual([false, false])
    expect(isMissing('length-matched')).toEqual([true, false])
  })

  it('has no scores for a mode or a model that the study lacks', () => {
    const record = studyOf({ runs: { own: { base: [mapOf([[10]])] } } })
    expect([...caseScores(record, 'same', 'base', defaultSalience)]).toEqual([NaN])
    expect([...caseScores(record, 'own', 'tuned', defaultSalience)]).toEqual([NaN])
  })

  it('refuses levels that the counts cannot give', () => {
    const record = studyOf({ runs: { own: { base: [mapOf([[10]])] } } })
    const scores = (changes: Partial<SalienceSettings>) => () =>
      caseScores(record, 'own', 'base', { ...defaultSalience, ...changes })
    expect(scores({ levels: 8 })).toThrow('L is 8, expected 10, 5, 2')
    expect(scores({ threshold: 11 })).toThrow('b is 11')
    expect(scores({ norm: 0.5 })).toThrow('p is 0.5')
  })
})
