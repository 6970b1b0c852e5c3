import { describe, expect, it } from 'vitest'
import { ablationTables } from '../../../../preload/analysis/studies/ablation-tables.ts'
import { densityByClass } from '../../../../preload/analysis/studies/density-by-class.ts'
import { sensitivityOfModels } from '../../../../preload/analysis/studies/sensitivity.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import {
  ablationColumns,
  ablationRows
} from '../../../../renderer/views/studies/results/tables/ablation-columns.ts'
import {
  ablationFindings,
  ablationWords,
  changeTable,
  hiddenTable
} from '../../../../renderer/views/studies/results/tables/ablation-table.ts'
import { modelNames } from '../../../../renderer/views/studies/results/tables/comparison-table.ts'
import { densityTable } from '../../../../renderer/views/studies/results/tables/density-table.ts'
import {
  sensitivityTable,
  sweepSentence
} from '../../../../renderer/views/studies/results/tables/sensitivity-table.ts'
import { makeStudyRecord } from '../../../helpers/study-record.ts'
import { cell, row } from './table-cells.ts'

it('density stands by kind of token, instruction first, with the paired test against context', () => {
  const record = makeStudyRecord({ nCases: 30 })
  const lines = densityByClass(record, 'own', 'tuned', defaultSalience)
  const table = densityTable(lines, 'tuned')
  expect(table.columns.map(({ title }) => title)).toEqual([
    'Group',
    'n',
    'instruction',
    'n',
    'context',
    'n',
    'special',
    'Paired p',
    'Perm. p',
    'Holm p',
    'g [95 %]'
  ])
  const { classes, comparison } = lines.at(-1)!
  expect(cell(table, 'all', 'instruction').values[0]).toBe(classes.instruction.mean)
  expect(cell(table, 'all', 'context').values[0]).toBe(classes.context.mean)
  expect(cell(table, 'all', 'special')).toMatchObject({ text: '–', behind: null })
  expect(cell(table, 'all', 'Paired p').behind!.cases).toEqual(comparison.first.cases)
})

it('density has one row where there is a single group', () => {
  const record = makeStudyRecord({ groups: ['rewrite'] })
  const { rows } = densityTable(densityByClass(record, 'own', 'tuned', defaultSalience), 'tuned')
  expect(rows.map(({ key }) => key)).toEqual(['of rewrite'])
})

describe('the sweep', () => {
  const record = makeStudyRecord({ nCases: 40 })
  const line = sensitivityOfModels(record, 'same').at(-1)!
  const cases = { first: [0, 1, 2], second: [1, 2] }

  it('has a row a distinct setting, and marks the one in use', () => {
    const table = sensitivityTable(line, cases, defaultSalience, modelNames)
    // b = 5 … 9 of 10, 2, 3, 4 of 5 and 1 of 2, with three p each.
    expect(table.rows).toHaveLength((5 + 3 + 1) * 3)
    expect(
      table.rows.filter(({ look }) => look === 'chosen').map(({ cells }) => cells[0]!.text)
    ).toEqual(['L 10, b 7, p 4'])
    const chosen = row(table, 'L 10, b 7, p 4')
    expect(chosen[0]!.values).toEqual([10, 7, 4])
    expect(chosen[1]!.behind!.cases).toEqual([0, 1, 2])
    expect(chosen.at(-1)!.behind).toEqual({
      cases: [0, 1, 2],
      why: 'all, L 10, b 7, p 4: Hedges’ g, 3 cases'
    })
  })

  it('says how many settings agree', () => {
    const say = (nSameSign: number, nSignificant: number, nDistinct = 27) =>
      sweepSentence({ ...line, nDistinct, nSameSign, nSignificant })
    expect(say(27, 27)).toBe(
      'The same under every one of 27 different settings (the other 18 of 45 give the same maps): the difference has the sign of the paper’s constants, and Welch p < 0.05.'
    )
    expect(say(20, 20)).toContain('20 give a difference of the same sign')
    expect(say(20, 20)).toContain('all of them with Welch p < 0.05')
    expect(say(20, 7)).toContain('7 of them with Welch p < 0.05')
    expect(say(0, 0)).toContain('0 of them with')
  })

  it('says so when nothing can be tested', () => {
    const [few] = sensitivityOfModels(makeStudyRecord({ nCases: 1, groups: [] }), 'own')
    expect(sweepSentence(few!)).toMatch(/^Nothing can be tested under any of .*: n too small\.$/)
  })
})

describe('word ablation', () => {
  const record = makeStudyRecord({ nCases: 30, hasAblation: true })
  const tables = ablationTables(record)!

  it('says for each model what its response does without the instruction', () => {
    const [base, tuned] = ablationFindings(tables, record.ablation!)
    expect(base).toMatch(
      /^Removing the instruction’s words changes log p of the base model’s response by −\d\.\d\d, as many context words by −\d\.\d\d: /
    )
    expect(tuned).toMatch(/the instruction holds the response up more \(paired p = /)
    expect(ablationWords(record.ablation!, tables.lines)).toBe(
      'Words removed: 30 spans of 30 cases in base, 30 spans of 30 cases in tuned; as many context words drawn with seed 1.'
    )
  })

  it('does not take a difference that chance can give for a finding', () => {
    const few = makeStudyRecord({ nCases: 1, groups: [], hasAblation: true })
    const [base] = ablationFindings(ablationTables(few)!, { method: 'mask' })
    expect(base).toMatch(/^Masking .*: not tested, n too small\.$/)
  })

  it('has tables of the change by group, of the whole response and per token', () => {
    const total = changeTable(tables, 'tuned', 'total')
    const perToken = changeTable(tables, 'tuned', 'perToken')
    const all = tables.lines.find(({ role, group }) => role === 'tuned' && group === null)!
    expect(cell(total, 'all', 'instruction').values[0]).toBe(all.total.first.mean)
    expect(cell(perToken, 'all', 'instruction').values[0]).toBe(all.perToken.first.mean)
    expect(perToken.title).not.toBe(total.title)
  })

  it('has a table of the hidden states with a row a layer', () => {
    const table = hiddenTable(tables, 'base')
    expect(table.columns[0]!.title).toBe('Layer')
    expect(table.rows.map(({ cells }) => cells[0]!.text)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7'
    ])
  })

  it('lists every ablated span with what both models do', () => {
    const rows = ablationRows(record, record.ablation!, 'total', (index) => index < 4)
    expect(rows.map(({ case: index, span }) => [index, span])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1]
    ])
    const side = record.ablation!.sides[0]!
    expect(rows[2]!.points.base!.context).toBe(side.withoutContext[2]! - side.logProbability[2]!)
    const columns = ablationColumns(['base', 'tuned'], false)
    expect(columns.map(({ id }) => id)).toEqual([
      'name',
      'base-instruction',
      'base-context',
      'tuned-instruction',
      'tuned-context'
    ])
  })
})
