import { describe, expect, it } from 'vitest'
import { importanceDensity } from '../../../preload/analysis/density.ts'
import { instructionScore } from '../../../preload/analysis/instruction-score.ts'
import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import { salientMap } from '../../../preload/analysis/salient-map.ts'
import { caseScores } from '../../../preload/analysis/studies/case-scores.ts'
import { caseColumns } from '../../../renderer/views/studies/case-columns.ts'
import { anyCase, filteredCases, isAnyCase } from '../../../renderer/views/studies/case-filter.ts'
import { caseMap, describeCaseCell } from '../../../renderer/views/studies/case-maps.ts'
import { caseFacts, caseRows } from '../../../renderer/views/studies/case-rows.ts'
import { missingSides } from '../../../renderer/views/studies/missing-sides.ts'
import { sortedRows } from '../../../renderer/views/heads/row-order.ts'
import { makeFakeStudy, makeStudyRecord } from '../../helpers/study-record.ts'

const record = makeStudyRecord({ nCases: 30, nFailed: 2 })
const rows = caseRows(record, 'own', defaultSalience, [], caseFacts(record, 'own'))

describe('the list of cases', () => {
  it('has the scores, their difference and lengths; a failed case has none', () => {
    const base = caseScores(record, 'own', 'base', defaultSalience)
    const tuned = caseScores(record, 'own', 'tuned', defaultSalience)
    expect(rows).toHaveLength(30)
    expect(rows[4]).toMatchObject({
      index: 4,
      caseId: 'case-005',
      group: 'translate',
      base: base[4],
      tuned: tuned[4],
      difference: tuned[4]! - base[4]!
    })
    expect(rows[4]?.nResponse.base).toBe(record.runs[0]?.sides[0]?.nResponse[4])
    expect(rows[29]).toMatchObject({ tuned: null, difference: null })
    expect(rows[29]?.base).not.toBeNull()
    expect(rows[29]?.nResponse.tuned).toBeNull()
  })

  it('takes ratings of the app before those of the data set', () => {
    const createdAt = '2026-11-26T12:00:00.000Z'
    const [rated] = caseRows(
      record,
      'own',
      defaultSalience,
      [{ case: 0, role: 'base', rating: 3, createdAt }],
      caseFacts(record, 'own')
    )
    expect(rated?.ratings).toEqual({ base: 3, tuned: record.cases[0]?.ratings.tuned })
  })

  it('a study of one model has no scores of the other and no change', () => {
    const single = makeStudyRecord({ nCases: 3, roles: ['tuned'], modes: ['own'] })
    const [row] = caseRows(single, 'own', defaultSalience, [], caseFacts(single, 'own'))
    expect(row).toMatchObject({ base: null, difference: null })
    expect(row?.tuned).not.toBeNull()
    const titles = caseColumns(['tuned'], true, false).map(({ id }) => id)
    expect(titles).toEqual([
      'number',
      'case',
      'group',
      'tuned-score',
      'tuned-rating',
      'prompt',
      'tuned-response'
    ])
  })

  it('sorts by any column, cases without a number last', () => {
    const columns = caseColumns(['base', 'tuned'], true, false)
    for (const column of columns) {
      const sorted = sortedRows(rows, columns, { column: column.id, isDescending: true })
      const values = sorted.map(column.value).filter((value) => value !== null)
      expect(values).toEqual(values.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
    }
    const byTuned = sortedRows(rows, columns, { column: 'tuned-score', isDescending: false })
    expect(byTuned.slice(-2).map(({ index }) => index)).toEqual([28, 29])
  })

  it('beside a map keeps what tells cases apart', () => {
    const ids = caseColumns(['base', 'tuned'], true, true).map(({ id }) => id)
    expect(ids).toEqual(['number', 'case', 'base-score', 'tuned-score', 'difference'])
  })
})

describe('the filter of cases', () => {
  const indices = (filter: Partial<typeof anyCase>) =>
    filteredCases(rows, { ...anyCase, ...filter }).map(({ index }) => index)

  it('shows every case until something is asked for', () => {
    expect(indices({})).toEqual([...rows.keys()])
    expect(isAnyCase({ ...anyCase, text: '  ' })).toBe(true)
    expect(isAnyCase({ ...anyCase, rating: 'rated' })).toBe(false)
  })

  it('by words of the prompt, in any case and order', () => {
    const found = indices({ text: ' NUMBERS  add ' })
    expect(found.length).toBeGreaterThan(0)
    for (const index of found) {
      expect(record.cases[index]?.prompt).toContain('Add the numbers')
    }
    expect(indices({ text: 'case-007' })).toEqual([6])
    expect(indices({ text: 'nowhere' })).toEqual([])
  })

  it('by group, by rating, and by the number that was opened', () => {
    expect(indices({ group: 'rewrite' })).toEqual(
      [...rows.keys()].filter((index) => index % 3 === 0)
    )
    const all = (['rated', 'unrated'] as const).flatMap((rating) => indices({ rating }))
    expect(all.toSorted((a, b) => a - b)).toEqual([...rows.keys()])
    const rated = (['followed', 'unfollowed'] as const).flatMap((rating) => indices({ rating }))
    expect(rated.toSorted((a, b) => a - b)).toEqual(indices({ rating: 'rated' }))
    expect(
      indices({ behind: { cases: new Set([3, 4, 5]), why: 'three' }, group: 'rewrite' })
    ).toEqual([3])
  })

  it('0 and −1 are said of cases that nobody rated', () => {
    const unrated = [-1, 0].map((rating) => ({
      ...rows[0]!,
      ratings: { base: null, tuned: rating }
    }))
    expect(filteredCases(unrated, { ...anyCase, rating: 'rated' })).toEqual([])
    const column = caseColumns(['tuned'], false, false).find(({ id }) => id === 'tuned-rating')
    expect(unrated.map((row) => column?.text?.(row))).toEqual(['–', '–'])
  })
})

describe('the maps of a case', () => {
  const settings = [
    defaultSalience,
    { levels: 5, threshold: 3, norm: 3 },
    { levels: 2, threshold: 1, norm: 5 }
  ]

  it.each(settings)('follow the method at L $levels, b $threshold, p $norm', (salience) => {
    const side = makeFakeStudy({ nCases: 4 }).detail(1, 'own').sides[1]!
    if (side.map.kind !== 'raw') throw new Error('expected raw importance')
    const matrix = {
      data: side.map.values,
      rows: side.promptTokens.length,
      columns: side.responseTokens.length
    }
    const map = caseMap(side)(salience)
    expect([...Array.from(map.values)]).toEqual([
      ...salientMap(matrix, { levels: salience.levels, threshold: 0 }).data
    ])
    const density = importanceDensity(salientMap(matrix, salience), salience.norm)
    expect(map.density).toEqual(density)
    expect(map.score).toBe(instructionScore(density, side.instructionTokens))
  })

  it.each(settings)('have the score of the list at L $levels, recorded or computed', (salience) => {
    for (const source of ['computed', 'recorded'] as const) {
      const study = makeFakeStudy({ nCases: 4, source })
      for (const mode of ['own', 'same', 'length-matched'] as const) {
        const scores = caseScores(study.record(), mode, 'base', salience)
        const map = caseMap(study.detail(2, mode).sides[0]!)(salience)
        expect(map.score).toBeCloseTo(scores[2]!, 9)
      }
    }
  })

  it('mark instruction tokens, and say everything about a cell', () => {
    const side = makeFakeStudy({ nCases: 4 }).detail(0, 'same').sides[0]!
    const map = caseMap(side)(defaultSalience)
    expect(map.axes.rows.map(({ isInstruction }) => isInstruction)).toEqual(
      side.promptTokens.map((_, n) => side.instructionTokens.includes(n))
    )
    expect(describeCaseCell(map, { row: 0, column: 1 })).toMatch(
      /^Give \(1\), instruction; for ␣\S+ \(2\); S \d+; importance \S+; density \S+; p 0\.22$/
    )
    expect(describeCaseCell(map, { row: 0, column: 99 })).toBe('no such token')
  })

  it('a recorded map has levels, but neither importance nor probabilities', () => {
    const side = makeFakeStudy({ nCases: 4, source: 'recorded' }).detail(0, 'same').sides[0]!
    expect(describeCaseCell(caseMap(side)(defaultSalience), { row: 0, column: 0 })).toMatch(
      /^Give \(1\), instruction; for ␣\S+ \(1\); S \d+; density \S+$/
    )
  })

  it('an empty response has no map and scores 0', () => {
    const side = makeFakeStudy({ nCases: 4 }).detail(0, 'own').sides[0]!
    const empty = caseMap({
      ...side,
      responseTokens: [],
      map: { kind: 'raw', values: new Float32Array() },
      probability: new Float32Array()
    })(defaultSalience)
    expect(empty.values).toHaveLength(0)
    expect(empty.score).toBe(0)
  })
})

describe('a model without a map of a case', () => {
  const study = makeFakeStudy({ nCases: 6, nFailed: 1 })

  it('failed for a reason that is told', () => {
    expect(missingSides(study.record(), 'own', 5, study.detail(5, 'own'))).toEqual([
      { role: 'tuned', problem: 'the prompt has 530 tokens and the model takes 512' }
    ])
    expect(missingSides(study.record(), 'own', 0, study.detail(0, 'own'))).toEqual([])
  })

  it('is not computed yet, or was left out of length matching', () => {
    expect(missingSides(study.record(6), 'own', 0, undefined)).toEqual([
      { role: 'base', problem: 'Not computed yet.' },
      { role: 'tuned', problem: 'Not computed yet.' }
    ])
    const whole = study.record()
    const matched = missingSides({ ...whole, failures: [] }, 'length-matched', 5, undefined)
    expect(matched[0]?.problem).toContain('fewer than 5 tokens')
  })
})
