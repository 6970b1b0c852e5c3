import { expect, it } from 'vitest'
import { studyCsv } from '../../../../main/exports/studies/study-csv.ts'
import { studyRows } from '../../../../main/exports/studies/study-rows.ts'
import { countDensity, countWeights } from '../../../../preload/analysis/studies/count-density.ts'
import { makeStudyRecord } from '../../../helpers/study-record.ts'
import { fullStudy, madeStudy } from './made-study.ts'

it('has a row a case, mode and model, in the order of the record', () => {
  const rows = studyRows(fullStudy)
  expect(rows).toHaveLength(14 * 3 * 2)
  const places = rows.map(({ mode, role, case: name }) => `${mode} ${role} ${name}`)
  expect(places.slice(0, 2)).toEqual(['own base case-001', 'own base case-002'])
  expect(places[14]).toBe('own tuned case-001')
  expect(places[28]).toBe('same base case-001')
  expect(new Set(places).size).toBe(rows.length)
})

it('gives the score as the sum of densities that are in the same row', () => {
  const study = madeStudy({ nCases: 5 })
  const { record } = study
  const run = record.runs[1]!.sides[1]!
  const weights = countWeights(study.salience)
  const rows = studyRows(study).filter(({ mode, role }) => mode === 'same' && role === 'tuned')
  let from = 0
  rows.forEach((row, index) => {
    const nPrompt = run.nPrompt[index]!
    const density = countDensity(run.levelCounts, from, nPrompt, weights)
    const classes = [...run.tokenClass.subarray(from, from + nPrompt)]
    const ofClass = (wanted: number) => [...density].filter((_, n) => classes[n] === wanted)
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    const [context, instruction] = [ofClass(0), ofClass(1)]
    expect(row.nPrompt).toBe(nPrompt)
    expect(row.density.context).toBeCloseTo(sum(context) / context.length, 12)
    expect(row.density.instruction).toBeCloseTo(sum(instruction) / instruction.length, 12)
    expect(row.density.special).toBeNull()
    expect(row.score).toBeCloseTo(sum(instruction) / Math.log2(2 + instruction.length), 12)
    from += nPrompt
  })
})

it('takes the newest rating of the app before that of the data set', () => {
  const rated = (rating: number | null) =>
    studyRows({
      ...fullStudy,
      ratings: [{ case: 0, role: 'tuned', rating, createdAt: '2026-05-01T10:00:00.000Z' }]
    }).find(({ role }) => role === 'tuned')?.rating
  expect(rated(3)).toBe(3)
  expect(rated(1)).toBe(1)
  expect(rated(null)).toBe(fullStudy.record.cases[0]!.ratings.tuned)
})

it('says why a case has no numbers, and which are missing only yet', () => {
  const failed = studyRows(fullStudy).filter(({ state }) => state === 'failed')
  expect(failed.length).toBeGreaterThan(0)
  for (const row of failed) {
    expect(row).toMatchObject({ case: 'case-014', nPrompt: null, nResponse: null, score: null })
    expect(row.density).toEqual({ context: null, instruction: null, special: null })
  }
  expect(failed.find(({ role }) => role === 'tuned')?.problem).toMatch(/530 tokens/)
  const missing = studyRows(madeStudy({ nCases: 4, nDone: 3 })).filter(
    ({ mode, role }) => mode === 'own' && role === 'base'
  )
  expect(missing.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'missing'])
})

it('is written as CSV with names first, and no cell that a spreadsheet would run', () => {
  const record = makeStudyRecord({ nCases: 2, roles: ['base'], modes: ['own'] })
  const cases = record.cases.map((each, i) =>
    i === 0 ? { ...each, caseId: '=cmd()', group: 'a,"b"\nc' } : each
  )
  const text = studyCsv({ ...fullStudy, record: { ...record, cases } })
  const [header, ...rest] = text.split('\r\n')
  expect(header).toBe(
    'case,group,line,mode,role,model,prompt_tokens,response_tokens,instruction_score,rating,' +
      'density_context,density_instruction,density_special,state,problem'
  )
  expect(rest.join('\n')).toMatch(/^'=cmd\(\),"a,""b""\nc",1,own,base,base,\d+,\d+,0\.\d+,,/)
  expect(text.endsWith('done,\r\n')).toBe(true)
})

it('is marked where the study is partial', () => {
  const text = studyCsv(madeStudy({ nCases: 4, nDone: 3 }))
  expect(text.startsWith('case (partial result),group,')).toBe(true)
  expect(text).toContain(',missing,')
})
