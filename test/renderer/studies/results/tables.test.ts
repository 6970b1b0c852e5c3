import { describe, expect, it } from 'vitest'
import { compareFollowed } from '../../../../preload/analysis/studies/compare-followed.ts'
import { chanceText, chanceWords } from '../../../../preload/analysis/studies/p-value.ts'
import { compareModels } from '../../../../preload/analysis/studies/compare-models.ts'
import { ratingsOf } from '../../../../preload/analysis/studies/ratings.ts'
import type { StudyMode, StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { scoreRoc } from '../../../../preload/analysis/studies/score-roc.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import {
  scoreColumns,
  scoreRows
} from '../../../../renderer/views/studies/results/tables/case-columns.ts'
import {
  comparisonTable,
  followedNames,
  modelNames
} from '../../../../renderer/views/studies/results/tables/comparison-table.ts'
import {
  aucSentence,
  rocLines,
  rocTable
} from '../../../../renderer/views/studies/results/tables/roc-table.ts'
import {
  firstRows,
  mostRowsShown,
  tableCsv,
  tableText
} from '../../../../renderer/views/studies/results/tables/stat-table.ts'
import { intervalWords } from '../../../../renderer/views/studies/results/tables/stat-words.ts'
import { nextCell } from '../../../../renderer/views/studies/results/tables/table-keys.ts'
import { tableWarnings } from '../../../../renderer/views/studies/results/tables/table-warnings.ts'
import { scoresOfRoles } from '../../../../renderer/views/studies/results/plots/score-groups.ts'
import { makeStudyRecord, type FakeStudyOptions } from '../../../helpers/study-record.ts'
import { cell, row } from './table-cells.ts'

function modelTable(options: FakeStudyOptions = {}, mode: StudyMode = 'own') {
  const record = makeStudyRecord({ nCases: 30, ...options })
  const comparisons = compareModels(record, mode, defaultSalience)
  return { record, comparisons, table: comparisonTable(comparisons, modelNames) }
}

describe('pre-trained against tuned', () => {
  it('has a row a group in order of appearance, then all, with a cell for every column', () => {
    const { table } = modelTable()
    expect(table.rows.map(({ cells, look }) => [cells[0]!.text, look])).toEqual([
      ['rewrite', undefined],
      ['translate', undefined],
      ['arithmetic', undefined],
      ['all', 'total']
    ])
    for (const { cells } of table.rows) {
      expect(cells).toHaveLength(table.columns.length)
      cells.forEach(({ values }, i) => expect(values).toHaveLength(table.columns[i]!.fields.length))
    }
  })

  it('has one row where there is a single group', () => {
    const { table } = modelTable({ groups: ['rewrite'] })
    expect(table.rows.map(({ cells, look }) => [cells[0]!.text, look])).toEqual([
      ['rewrite', undefined]
    ])
  })

  it('opens behind every number the cases that it was made of, and says which number it is', () => {
    const { table, comparisons, record } = modelTable({ nFailed: 2 })
    const all = comparisons.at(-1)!
    const cells = row(table, 'all')
    expect(cells[1]!.behind?.cases).toEqual(all.first.cases)
    expect(cells[3]!.behind?.cases).toEqual(all.second.cases)
    expect(cells[3]!.behind?.why).toBe('all: tuned, 28 cases')
    expect(cell(table, 'all', 'Welch p').behind?.cases).toHaveLength(record.cases.length)
    // Two cases of the tuned model failed: they are no pairs.
    expect(cell(table, 'all', 'Paired p').behind).toEqual({
      cases: all.second.cases,
      why: 'all: paired t-test, base against tuned, 28 cases'
    })
    for (const { behind } of cells.slice(1)) expect(behind?.cases.length).toBeGreaterThan(0)
    for (const index of row(table, 'translate')[2]!.behind!.cases)
      expect(record.cases[index]!.group).toBe('translate')
  })

  it('shows means, spreads, tests and effects as the comparison has them', () => {
    const { table, comparisons } = modelTable()
    const { first, second, welch, hedgesG, interval } = comparisons.at(-1)!
    const cells = row(table, 'all')
    expect(cells[2]!.values).toEqual([first.mean, first.sd])
    expect(cells[2]!.text).toBe(`${first.mean!.toFixed(3)} ± ${first.sd!.toFixed(3)}`)
    expect(cell(table, 'all', 'Diff.').values).toEqual([second.mean! - first.mean!])
    expect(cell(table, 'all', 'Welch p').values[2]).toBe(welch.kind === 'tested' && welch.p)
    expect(cell(table, 'all', 'g [95 %]').values).toEqual([hedgesG, ...interval!])
  })

  it('tells findings from what chance can give', () => {
    const { table } = modelTable({ nCases: 60 })
    expect(cell(table, 'all', 'Paired p').look).toBe('strong')
    const { table: same } = modelTable({ isSame: true })
    expect(cell(same, 'all', 'Paired p').look).toBeUndefined()
  })

  it('has p = 1 and d = 0 for identical inputs', () => {
    const { table } = modelTable({ isSame: true })
    for (const name of ['rewrite', 'all']) {
      for (const title of ['Welch p', 'Paired p', 'Perm. p', 'Holm p'])
        expect(cell(table, name, title).text, title).toBe('1.000')
      expect(cell(table, name, 'd').text).toBe('0.00')
      expect(cell(table, name, 'g [95 %]').text).toMatch(/^0\.00/)
    }
    expect(tableText(table)).not.toContain('NaN')
  })

  it('says that n is too small, rather than giving a number', () => {
    const { table } = modelTable({ nCases: 3 })
    for (const title of ['Welch p', 'Paired p', 'Perm. p'])
      expect(cell(table, 'rewrite', title)).toMatchObject({ text: 'n too small', look: 'quiet' })
    expect(cell(table, 'rewrite', 'd').text).toBe('–')
    expect(cell(modelTable({ nCases: 2 }, 'length-matched').table, 'all', 'Welch p').text).toBe(
      'n too small'
    )
  })

  it('has one row without groups, and none that opens nothing', () => {
    const { table } = modelTable({ groups: [] })
    expect(table.rows.map(({ cells }) => cells[0]!.text)).toEqual(['all'])
    const { table: empty } = modelTable({ nDone: 0 })
    expect(row(empty, 'all').map(({ behind }) => behind)).toEqual(empty.columns.map(() => null))
    expect(row(empty, 'all')[1]!.text).toBe('0')
  })
})

describe('a table', () => {
  const { table } = modelTable()

  it('is saved with every digit, a field a number', () => {
    const lines = tableCsv(table).trimEnd().split('\r\n')
    const names = lines[0]!.split(',')
    expect(names.slice(0, 8)).toEqual([
      'group',
      'base_n',
      'base_mean',
      'base_sd',
      'tuned_n',
      'tuned_mean',
      'tuned_sd',
      'difference'
    ])
    expect(new Set(names).size).toBe(names.length)
    expect(lines).toHaveLength(1 + table.rows.length)
    for (const line of lines) expect(line.split(',')).toHaveLength(names.length)
    const mean = row(table, 'rewrite')[2]!.values[0]
    expect(lines[1]!.split(',')[2]).toBe(String(mean))
  })

  it('is copied as it is read, cells apart by tabs', () => {
    const lines = tableText(table).trimEnd().split('\n')
    expect(lines[0]).toMatch(/^Group\tbase n\tbase mean ± sd\ttuned n\t/)
    expect(lines[1]!.split('\t')).toEqual(row(table, 'rewrite').map(({ text }) => text))
  })

  it('keeps groups named like our own lines apart, and shows hidden characters', () => {
    const { table: odd } = modelTable({ groups: ['all', 'x\u202ey', ''] })
    expect(odd.rows.map(({ cells }) => cells[0]!.text)).toEqual([
      'all',
      'x\\u{202E}y',
      '(no group)',
      'all'
    ])
    expect(new Set(odd.rows.map(({ key }) => key)).size).toBe(4)
  })

  it('begins with as many rows as can be read, the line of all cases among them', () => {
    const groups = Array.from({ length: 60 }, (_, i) => `g${i}`)
    const { table: long } = modelTable({ nCases: 120, groups })
    const rows = firstRows(long.rows)
    expect(rows).toHaveLength(mostRowsShown)
    expect(rows.at(-1)!.look).toBe('total')
    expect(rows.slice(0, 2)).toEqual(long.rows.slice(0, 2))
    expect(firstRows(table.rows)).toBe(table.rows)
    expect(tableCsv(long).split('\r\n')).toHaveLength(1 + 61 + 1)
  })

  it('leads from number to number by the arrow keys', () => {
    const isButton = ({ row: at, column }: { row: number; column: number }) =>
      column > 0 && !(at === 1 && column === 2)
    const go = (row: number, column: number, key: string) =>
      nextCell(3, 4, isButton, { row, column }, key)
    expect(go(1, 1, 'ArrowRight')).toEqual({ row: 1, column: 3 })
    expect(go(1, 3, 'ArrowRight')).toEqual({ row: 1, column: 3 })
    expect(go(0, 2, 'ArrowDown')).toEqual({ row: 2, column: 2 })
    expect(go(2, 2, 'ArrowUp')).toEqual({ row: 0, column: 2 })
    expect(go(0, 3, 'Home')).toEqual({ row: 0, column: 1 })
    expect(go(0, 1, 'End')).toEqual({ row: 0, column: 3 })
    expect(go(0, 1, 'ArrowLeft')).toEqual({ row: 0, column: 1 })
    expect(go(0, 1, 'a')).toBeNull()
  })
})

describe('unfollowed against followed', () => {
  const record = makeStudyRecord({ nCases: 60, rated: 'all' })
  const compare = (of: StudyRecord, stored: Parameters<typeof ratingsOf>[1] = []) =>
    compareFollowed(of, 'own', 'tuned', ratingsOf(of, stored, 'tuned'), defaultSalience)

  it('has no paired test, and opens the rated cases', () => {
    const table = comparisonTable(compare(record), followedNames('tuned'))
    expect(table.columns.map(({ title }) => title)).not.toContain('Paired p')
    const unfollowed = row(table, 'all')[1]!
    for (const index of unfollowed.behind!.cases) expect(record.cases[index]!.ratings.tuned).toBe(1)
    expect(row(table, 'all')[2]!.behind!.why).toMatch(/^all: mean score of unfollowed, \d+ cases$/)
  })

  it('counts a rating given in the app in place of the data set’s', () => {
    const before = compare(record).at(-1)!
    const index = before.second.cases[0]!
    const after = compare(record, [
      { case: index, role: 'tuned', rating: 1, createdAt: '2026-11-26T13:00:00.000Z' }
    ]).at(-1)!
    expect(after.first.n).toBe(before.first.n + 1)
    expect(after.first.cases).toContain(index)
  })

  it('has AUC by group and for all, each class opening its cases', () => {
    const ratings = ratingsOf(record, [], 'tuned')
    const rocs = scoreRoc(record, 'own', 'tuned', ratings, defaultSalience)
    const lines = rocLines({ role: 'tuned', comparisons: compare(record), rocs })
    const table = rocTable(lines)
    const all = rocs.at(-1)!
    expect(row(table, 'all').map(({ text }) => text)).toEqual([
      'all',
      'tuned',
      String(all.nUnfollowed),
      String(all.nFollowed),
      all.auc!.toFixed(3),
      intervalWords(all.interval)
    ])
    expect(cell(table, 'all', 'followed n').behind!.cases).toHaveLength(all.nFollowed)
    expect(aucSentence(lines.at(-1)!)).toMatch(
      /^Of the tuned model a followed case scores above an unfollowed one \d+ times in 100: more than chance/
    )
  })

  it('has one line of AUC a model where there is a single group', () => {
    const one = makeStudyRecord({ nCases: 60, rated: 'all', groups: ['rewrite'] })
    const linesOf = (role: 'base' | 'tuned') => {
      const ratings = ratingsOf(one, [], role)
      const comparisons = compareFollowed(one, 'own', role, ratings, defaultSalience)
      const rocs = scoreRoc(one, 'own', role, ratings, defaultSalience)
      return rocLines({ role, comparisons, rocs })
    }
    const { rows } = rocTable([...linesOf('base'), ...linesOf('tuned')])
    expect(rows.map(({ key }) => key)).toEqual(['base of rewrite', 'tuned of rewrite'])
  })

  it('says what an AUC can and cannot tell', () => {
    const roc = { group: null, nUnfollowed: 4, nFollowed: 5, points: [] }
    const say = (auc: number | null, interval: readonly [number, number] | null) =>
      aucSentence({ role: 'tuned', roc: { ...roc, auc, interval } })
    expect(say(0.6, [0.4, 0.8])).toContain('60 times in 100: no more than chance (50) can give')
    expect(say(0.2, [0.1, 0.4])).toContain('fewer than chance')
    expect(say(1, null)).toContain('100 times in 100; 50 is chance')
    expect(say(null, null)).toBe(
      'Of the tuned model 4 unfollowed and 5 followed cases are rated: n too small for an AUC.'
    )
  })
})

describe('rows of scores', () => {
  it('have every scored case of what is chosen, with the difference where both have one', () => {
    const record = makeStudyRecord({ nCases: 9, nFailed: 1 })
    const scores = scoresOfRoles(record, 'own', defaultSalience)
    const rows = scoreRows(record, scores, 'all')
    expect(rows).toHaveLength(9)
    expect(rows[8]).toMatchObject({ case: 8, tuned: null, difference: null })
    expect(rows[0]!.difference).toBe(rows[0]!.tuned! - rows[0]!.base!)
    expect(scoreRows(record, scores, 'of translate').map(({ case: index }) => index)).toEqual([
      1, 4, 7
    ])
    expect(scoreColumns(['tuned'], false).map(({ id }) => id)).toEqual(['name', 'tuned'])
  })
})

describe('warnings', () => {
  it('tell of lengths under own responses only', () => {
    const record = makeStudyRecord({ nCases: 30 })
    expect(tableWarnings(record, 'own')).toEqual([
      expect.stringMatching(/^Own responses differ in length/)
    ])
    expect(tableWarnings(record, 'same')).toEqual([])
  })

  it('tell of cases that failed, have no instruction, or are not done', () => {
    const record = makeStudyRecord({ nCases: 10, nFailed: 2 })
    const unmarked = record.cases.map((one, i) =>
      i === 0 ? { ...one, instructionSpans: [] } : one
    )
    expect(tableWarnings({ ...record, cases: unmarked }, 'same')).toEqual([
      '2 cases could not be run and count nowhere; why is under About.',
      '1 case without an instruction: no score.'
    ])
    const partial = makeStudyRecord({ nCases: 10, nDone: 14 })
    expect(tableWarnings(partial, 'same')).toEqual(['Partial: 4 of 10 cases done so far.'])
  })
})

it.each([
  [1, '1.000'],
  [0.04999, '0.050'],
  [0.0005, '0.001'],
  [0.000049, '4.90e−5'],
  [1.923e-5, '1.92e−5'],
  [0, '< 1e−300']
])('p of %d is written %s', (p, words) => {
  expect(chanceWords(p)).toBe(words)
  expect(chanceText(p)).toBe(p === 0 ? `p ${words}` : `p = ${words}`)
})
