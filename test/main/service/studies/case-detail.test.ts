import { expect, it } from 'vitest'
import { caseDetail } from '../../../../main/service/studies/case-detail.ts'
import type { CaseSource } from '../../../../main/service/studies/case-source.ts'
import type { StudyCaseSide, StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { studyRun, type StudyShape } from '../store/study-run.ts'

/** A made-up study with its parts, and what is read of them. */
function sourceOf(shape: StudyShape, changes: Partial<StudyRecord> = {}) {
  const { fake, record, parts } = studyRun(shape)
  const read: string[] = []
  const source: CaseSource = {
    record: { ...record, ...changes },
    read(partId) {
      read.push(partId)
      return parts.find((part) => part.partId === partId)?.part ?? null
    }
  }
  return { fake, source, read }
}

/** [N, m] of a side's map by plain loops. */
function columnsOf({ promptTokens, responseTokens, map }: StudyCaseSide, nShown: number): number[] {
  return promptTokens.flatMap((_, n) =>
    responseTokens.slice(0, nShown).map((_, m) => map.values[n * responseTokens.length + m]!)
  )
}

it.each(['own', 'same'] as const)(
  'shows both models of a case as they were computed: %s',
  (mode) => {
    const { fake, source } = sourceOf({ nCases: 3 })
    expect(caseDetail(source, 1, mode)).toEqual(fake.detail(1, mode))
  }
)

it.each(['computed', 'recorded'] as const)(
  'cuts own maps of a %s study to the shorter response where lengths are matched',
  (kind) => {
    const modes = ['own', 'length-matched'] as const
    const { fake, source } = sourceOf({ nCases: 7, modes, source: kind })
    const own = fake.detail(5, 'own').sides
    const nShown = Math.min(...own.map(({ responseTokens }) => responseTokens.length))
    expect(new Set(own.map(({ responseTokens }) => responseTokens.length)).size).toBe(2)
    const matched = caseDetail(source, 5, 'length-matched')
    expect(matched?.mode).toBe('length-matched')
    matched!.sides.forEach((side, s) => {
      const whole = own[s]!
      expect(side.responseTokens).toEqual(whole.responseTokens.slice(0, nShown))
      expect([...side.map.values]).toEqual(columnsOf(whole, nShown))
      expect(side.map.kind).toBe(kind === 'recorded' ? 'levels' : 'raw')
      expect(side.probability?.length ?? null).toBe(kind === 'recorded' ? null : nShown)
      expect(side.instructionTokens).toEqual(whole.instructionTokens)
    })
  }
)

it('finds every recorded case in its block, with few blocks read', () => {
  const { fake, source, read } = sourceOf({
    ...{ nCases: 83, source: 'recorded', modes: ['own'], roles: ['tuned'] }
  })
  for (let index = 0; index < 83; index++) {
    read.length = 0
    expect(caseDetail(source, index, 'own')).toEqual(fake.detail(index, 'own'))
    // 17 blocks.
    expect(read.length).toBeLessThanOrEqual(5)
  }
})

it('marks special tokens of a recorded case by the classes of its record', () => {
  const { source } = sourceOf({ nCases: 3, source: 'recorded', modes: ['own'], roles: ['base'] })
  const run = source.record.runs[0]!
  const tokenClass = run.sides[0]!.tokenClass.slice()
  const second = run.sides[0]!.nPrompt[0]!
  tokenClass[second + 2] = 2
  const runs = [{ ...run, sides: [{ ...run.sides[0]!, tokenClass }] }]
  const record = { ...source.record, runs }
  const [side] = caseDetail({ ...source, record }, 1, 'own')!.sides
  expect(side!.isSpecial.flatMap((isSpecial, n) => (isSpecial ? [n] : []))).toEqual([2])
})

it('shows raw importance of recorded runs that kept it', () => {
  const { source } = sourceOf({ nCases: 1, source: 'recorded', modes: ['own'], roles: ['base'] })
  const raw: CaseSource = {
    record: source.record,
    read(partId) {
      const part = source.read(partId)
      if (part === null || !('from' in part)) return part
      const cases = part.cases.map((each) => ({ ...each, map: Float32Array.from(each.map) }))
      return { ...part, cases }
    }
  }
  const [side] = caseDetail(raw, 0, 'own')!.sides
  expect(side?.map).toEqual({ kind: 'raw', values: expect.any(Float32Array) })
})

it('leaves out a model whose case failed or is not done yet, and is null before either', () => {
  const { source } = sourceOf({ nCases: 3, nFailed: 1 })
  expect(caseDetail(source, 2, 'own')?.sides.map(({ role }) => role)).toEqual(['base'])
  const early = sourceOf({ nCases: 3, nDone: 2 }).source
  expect(caseDetail(early, 1, 'own')?.sides.map(({ role }) => role)).toEqual(['base'])
  expect(caseDetail(early, 2, 'own')).toBeNull()
  const { record } = source
  const none = { record, read: () => null }
  expect(caseDetail(none, 0, 'own')).toEqual({ mode: 'own', case: 0, sides: [] })
})

it('refuses a mode that the study lacks, and a case past the last', () => {
  const { source } = sourceOf({ nCases: 3, modes: ['own', 'length-matched'] })
  expect(appErrorOf(() => caseDetail(source, 0, 'same'))).toMatchObject({
    code: 'request/invalid',
    message: 'mode: same is not in this study, expected own, length-matched'
  })
  expect(appErrorOf(() => caseDetail(source, 3, 'own'))).toMatchObject({
    code: 'request/invalid',
    message: 'case: 3, expected at most 2'
  })
})
