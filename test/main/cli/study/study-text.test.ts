import { expect, it } from 'vitest'
import {
  ambiguityNote,
  badRowLines,
  studyDatasetText
} from '../../../../main/cli/study/study-dataset-text.ts'
import { missingOf } from '../../../../main/cli/study/study-delivery.ts'
import { isMemoryShort, studyPlanText } from '../../../../main/cli/study/study-plan-text.ts'
import { studyText } from '../../../../main/cli/study/study-text.ts'
import { compareModels } from '../../../../preload/analysis/studies/compare-models.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { makeFakeStudy, makeStudyRecord } from '../../../helpers/study-record.ts'

it('gives each mode and group its counts, means and tests, and says what they say', () => {
  const record = makeStudyRecord({ nCases: 30, hasAblation: true, rated: 'all' })
  const text = studyText(record, [])
  const lines = text.split('\n')
  expect(text.endsWith('\n')).toBe(true)
  for (const heading of ['Own responses', 'Same response', 'Length-matched']) {
    const at = lines.indexOf(`${heading}: instruction scores, base against tuned`)
    expect(lines.slice(at + 2, at + 6).map((line) => line.split(/\s/)[0])).toEqual([
      'rewrite',
      'translate',
      'arithmetic',
      'All'
    ])
  }
  const [first] = compareModels(record, 'own', defaultSalience)
  const { n, mean } = first!.second
  expect(text).toMatch(new RegExp(`rewrite .* ${n}: ${mean!.toFixed(3)} \\(`))
  expect(text).toContain('Own responses: tuned, unfollowed against followed')
  expect(text).toMatch(/^AUC 0\.\d{3} \[/m)
  expect(text).toContain('words ablated (remove), tuned: change of log-probability')
  expect(text).toMatch(/^tuned: hidden states change most after layer \d+, by/m)
  expect(text.match(/instruction scores (rise|fall) after tuning/g)?.length).toBeGreaterThan(0)
})

it('names the sides of every table over their columns', () => {
  const text = studyText(makeStudyRecord({ hasAblation: true, rated: 'all', modes: ['own'] }), [])
  const titles = text.split('\n').filter((line) => line.startsWith('group '))
  const sides = (line: string) =>
    Array.from(line.matchAll(/(\S+) n: mean \(sd\) /g), ([, side]) => side)
  expect(titles.map(sides)).toEqual([
    ['base', 'tuned'],
    ['unfollowed', 'followed'],
    ['instruction', 'context'],
    ['instruction', 'context']
  ])
})

it('shows a single group once in every table', () => {
  const options = { hasAblation: true, rated: 'all', modes: ['own'] } as const
  const one = studyText(makeStudyRecord({ ...options, groups: ['rewrite'] }), [])
  expect(one.match(/^rewrite /gm)).toHaveLength(4)
  expect(one).not.toContain('All cases')
  const none = studyText(makeStudyRecord({ ...options, groups: [] }), [])
  expect(none.match(/^All cases /gm)).toHaveLength(4)
})

it('leaves out ratings, ablation and comparisons that are not there', () => {
  const text = studyText(makeStudyRecord({ rated: 'none', roles: ['tuned'], modes: ['own'] }), [])
  expect(text).not.toContain('against')
  expect(text).not.toContain('AUC')
  expect(text).not.toContain('ablated')
})

it('counts ratings given in the app', () => {
  const record = makeStudyRecord({ rated: 'none', modes: ['own'] })
  const rated = record.cases.map((_, index) => ({
    case: index,
    role: 'tuned' as const,
    rating: 1 + (index % 2),
    createdAt: '2026-01-01T00:00:00.000Z'
  }))
  expect(studyText(record, [])).not.toContain('unfollowed against followed')
  expect(studyText(record, rated)).toContain('tuned, unfollowed against followed')
})

it('names failed cases and makes hidden characters in names visible', () => {
  const record = makeStudyRecord({ nFailed: 2, groups: ['\u202egroup'] })
  const text = studyText({ ...record, notes: ['a\u001b[31mnote'] }, [])
  expect(text).toContain('2 cases that failed:')
  expect(text).toMatch(/^ {2}tuned, case case-012: /m)
  expect(text).not.toMatch(/[\u202e\u001b]/)
})

it('lists rows left out: the first of them where a file has all, each of them elsewhere', () => {
  const rows = Array.from({ length: 25 }, (_, i) => ({ line: i + 3, problem: 'no prompt' }))
  expect(badRowLines([], true)).toEqual([])
  expect(badRowLines(rows, false)).toHaveLength(26)
  const written = badRowLines(rows, true)
  expect(written[0]).toBe('left out or incomplete: 25 rows')
  expect(written[1]).toBe('  line 3: no prompt')
  expect(written.at(-1)).toBe('  and 5 more, listed in the JSON file')
  expect(written).toHaveLength(22)
})

it('tells what a data set holds, and what instructions that stand twice need', () => {
  const preview = makeFakeStudy({ nCases: 12 }).preview()
  const text = studyDatasetText(preview)
  expect(text).toContain(`${preview.nRows} rows, ${preview.nCases} cases`)
  expect(text).toContain(`prompt=${preview.mapping!.prompt}`)
  const twice = { ...preview, nAmbiguous: 3 }
  expect(ambiguityNote({ ...preview, nAmbiguous: 0 })).toBeNull()
  expect(ambiguityNote(twice)).toContain('3 rows: such rows are left out; --match first')
  const mapping = { ...preview.mapping!, instructionMatch: 'last' as const }
  expect(ambiguityNote({ ...twice, mapping })).toContain('taken: last')
})

it('tells what a study will cost, and whether memory is short', () => {
  const plan = {
    ...makeFakeStudy().plan(),
    nCases: 40,
    operations: 1.97e12,
    estimatedSeconds: 61,
    neededBytes: 5.8e8,
    freeBytes: 2.3e10,
    limits: ['case "long": 300 tokens, the context has 256']
  }
  const text = studyPlanText(plan)
  expect(text).toContain('40 cases, 1.97 TFLOP, about 1 min 1 s; needs 0.58 GB of 23.0 GB free')
  expect(text).toContain('will not run: case "long"')
  expect(studyPlanText({ ...plan, estimatedSeconds: null })).toContain('time unknown')
  expect(studyPlanText({ ...plan, operations: 4.13e6 })).toContain('40 cases, 4.13 MFLOP, about')
  expect(isMemoryShort(plan)).toBe(false)
  expect(isMemoryShort({ ...plan, neededBytes: 2.4e10 })).toBe(true)
})

it('is partial where a case failed, and where rows were left out only when that is asked for', () => {
  const whole = makeStudyRecord({})
  const failed = makeStudyRecord({ nFailed: 1 })
  const short = makeStudyRecord({ nBadRows: 2 })
  expect(missingOf(whole, true)).toBeNull()
  expect(missingOf(failed, false)).toContain('without a map')
  expect(missingOf({ ...failed, source: 'recorded' }, false)).toBeNull()
  expect(missingOf({ ...failed, source: 'recorded' }, true)).toContain('1 case without a map')
  expect(missingOf(short, false)).toBeNull()
  expect(missingOf(short, true)).toBe('2 rows left out of the data set')
})
