import { appendFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseStudyPart } from '../../../../../main/service/store/records/study-part-schema.ts'
import { parseStudy } from '../../../../../main/service/store/records/study-schema.ts'
import type { JobSpec, UnitResult } from '../../../../../main/worker/contract.ts'
import { createJob } from '../../../../../main/worker/jobs/create-job.ts'
import { partOfResult } from '../../../../../main/worker/jobs/unit-result.ts'
import type { StudyRecord, StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import { idleContext } from '../../../../helpers/idle-needs.ts'
import { madeCase, writeRun, type MadeCase } from '../../../../helpers/recorded-files.ts'
import { runJob } from '../../../../helpers/run-job.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'

const words = (n: number) => Array.from({ length: n }, (_, i) => `▁w${i}`)

/** A case whose map stands at `level` in every entry of the first row, at 10 in the second, 0 elsewhere. */
function longCase(name: string, nResponse: number, level: number, changes: Partial<MadeCase> = {}) {
  const row = (value: number) => Array.from({ length: nResponse }, () => value)
  return madeCase(name, {
    output_tokens: words(nResponse),
    map: [...row(level), ...row(10), ...row(0)],
    ...changes
  })
}

function specOf(base: readonly MadeCase[] | null, tuned: readonly MadeCase[] | null): JobSpec {
  const folder = temporaryFolder()
  const write = (name: string, cases: readonly MadeCase[] | null) =>
    cases === null ? null : writeRun(folder, name, cases)
  const request = { base: write('base', base), tuned: write('tuned', tuned) }
  return { kind: 'study-import', request }
}

async function studyOf(spec: JobSpec, done = new Map<string, UnitResult>()): Promise<StudyRecord> {
  const result = await runJob(spec, done)
  if (result.kind !== 'study') throw new Error(`a ${result.kind} came out`)
  return parseStudy(result.record)
}

function sideOf(record: StudyRecord, mode: string, role: StudyRole) {
  return record.runs.find((run) => run.mode === mode)!.sides.find((side) => side.role === role)!
}

it('joins two runs by case, the base’s order first', async () => {
  const tuned = { model: 'model-b', rating: 2 }
  const record = await studyOf(
    specOf(
      [longCase('b', 6, 8), longCase('a', 6, 8)],
      [longCase('a', 7, 9, tuned), longCase('c', 6, 9, tuned), longCase('b', 6, 9, tuned)]
    )
  )
  expect(record).toMatchObject({ source: 'recorded', isPartial: false, settings: null })
  expect(record.cases.map(({ caseId }) => caseId)).toEqual(['b', 'a', 'c'])
  expect(record.cases[2]).toMatchObject({ line: 2, ratings: { base: null, tuned: 2 } })
  expect(record.sides.map(({ role, name }) => [role, name])).toEqual([
    ['base', 'model-a'],
    ['tuned', 'model-b']
  ])
  expect(record.dataset).toMatchObject({
    name: 'base.jsonl + tuned.jsonl',
    format: 'recorded',
    nRows: 5
  })
})

it('counts a case that one run lacks for the other alone, and says so', async () => {
  const record = await studyOf(
    specOf(
      [longCase('a', 6, 8)],
      [longCase('a', 6, 9, { model: 'model-b' }), longCase('c', 6, 9, { model: 'model-b' })]
    )
  )
  expect([...sideOf(record, 'own', 'base').state]).toEqual([1, 2])
  expect([...sideOf(record, 'own', 'tuned').state]).toEqual([1, 1])
  expect([...sideOf(record, 'length-matched', 'tuned').state]).toEqual([1, 2])
  expect(record.failures).toEqual([
    { case: 1, role: 'base', problem: expect.stringContaining('base.jsonl') }
  ])
  expect(record.notes).toEqual([expect.stringContaining('not in base.jsonl: 1 case ("c")')])
})

it('counts levels and classes of prompt tokens', async () => {
  const marked = { input_tokens: ['<s>', '▁Say', '<0x0A>'], instruction_tokens: [1] }
  const record = await studyOf(specOf([longCase('a', 6, 8, marked)], null))
  const side = sideOf(record, 'own', 'base')
  expect([...side.tokenClass]).toEqual([2, 1, 0])
  expect([...side.levelCounts.subarray(0, 10)]).toEqual([0, 0, 0, 0, 0, 0, 0, 6, 0, 0])
  expect([...side.levelCounts.subarray(10, 20)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 6])
})

it('cuts pairs to the shorter response, and leaves out those under 5 tokens', async () => {
  const tuned = { model: 'model-b' }
  const record = await studyOf(
    specOf(
      [longCase('long', 9, 8), longCase('short', 9, 8), longCase('silent', 9, 8)],
      [
        longCase('long', 5, 9, tuned),
        longCase('short', 4, 9, tuned),
        longCase('silent', 0, 9, tuned)
      ]
    )
  )
  const base = sideOf(record, 'length-matched', 'base')
  expect([...base.state]).toEqual([1, 2, 2])
  expect([...base.nResponse]).toEqual([5, 0, 0])
  expect([...base.levelCounts.subarray(0, 10)]).toEqual([0, 0, 0, 0, 0, 0, 0, 5, 0, 0])
  expect([...sideOf(record, 'own', 'tuned').state]).toEqual([1, 1, 1])
  expect([...sideOf(record, 'own', 'tuned').nResponse]).toEqual([5, 4, 0])
})

it('makes levels of raw importance as the method does', async () => {
  // The second column's largest entry is half of the first's: columns are scaled apart.
  const raw = madeCase('raw', { map: [0.4, 0.01, -3, 0.2, 0.13, 0] })
  const record = await studyOf(specOf([raw], null))
  const { levelCounts } = sideOf(record, 'own', 'base')
  const levelsOf = (n: number) =>
    [...levelCounts.subarray(n * 10, n * 10 + 10)].flatMap((count, i) =>
      Array.from({ length: count }, () => i + 1)
    )
  expect([levelsOf(0), levelsOf(1), levelsOf(2)]).toEqual([[1, 10], [10], [4]])
})

it('has the mode own alone where there is one model', async () => {
  const record = await studyOf(specOf(null, [longCase('a', 6, 8)]))
  expect(record.runs.map(({ mode }) => mode)).toEqual(['own'])
  expect(record.sides).toMatchObject([{ role: 'tuned', name: 'model-a' }])
})

it('says that two runs are of one model, and where their prompts and groups differ', async () => {
  const record = await studyOf(
    specOf([longCase('a', 6, 8)], [longCase('a', 6, 8, { prompt: 'Say it now!', dataset: 'x' })])
  )
  expect(record.notes).toEqual([
    expect.stringContaining('name one model'),
    expect.stringContaining('another prompt in each file: 1 case ("a")'),
    expect.stringContaining('another group in each file')
  ])
})

it('says which cases have no instruction', async () => {
  const record = await studyOf(specOf([longCase('a', 6, 8, { instruction_tokens: [] })], null))
  expect(record.notes).toEqual([expect.stringContaining('no instruction, so no score, in 1 case')])
})

it('names the file of a bad row where there are two', async () => {
  const record = await studyOf(
    specOf([longCase('a', 6, 8)], [longCase('a', 6, 8), longCase('b', 6, 8, { map: null })])
  )
  expect(record.dataset.badRows).toEqual([
    { line: 2, problem: expect.stringMatching(/^tuned\.jsonl: case "b": no tensor/) }
  ])
})

const many = (model: string, nCases: number) =>
  Array.from({ length: nCases }, (_, i) => longCase(`c${i}`, 5 + (i % 3), 8, { model }))

it('keeps maps in blocks that read back as they were', async () => {
  const done = new Map<string, UnitResult>()
  const record = await studyOf(specOf(many('model-a', 70), many('model-b', 65)), done)
  expect(record.parts).toEqual([
    'recorded/base/0',
    'recorded/base/1',
    'recorded/tuned/0',
    'recorded/tuned/1'
  ])
  const part = parseStudyPart(
    partOfResult(done.get('recorded/tuned/1')!),
    'recorded/tuned/1',
    record
  )
  if (!('from' in part)) throw new Error('a computed part came out')
  expect(part).toMatchObject({ role: 'tuned', from: 64 })
  expect(part.cases).toHaveLength(6)
  // Case 64 is the last that the tuned model has.
  expect(part.cases[0]?.responseTokens).toHaveLength(6)
  expect(part.cases[1]).toEqual({
    promptTokens: [],
    responseTokens: [],
    instructionTokens: [],
    map: new Uint8Array(0)
  })
})

it('goes on after any unit with the same record, and shows what is read so far', async () => {
  const spec = specOf(many('model-a', 70), many('model-b', 70))
  const whole = await studyOf(spec)
  const done = new Map<string, UnitResult>()
  for (;;) {
    // A new job for each unit, as after a kill.
    const job = await createJob(spec)
    const unit = job.next(done)
    if (unit === null) break
    done.set(unit.unitId, structuredClone(await job.run(unit, done, idleContext)))
    const partial = job.partial(done)
    if (partial?.kind !== 'study') throw new Error('nothing to show')
    expect(parseStudy(partial.record).isPartial).toBe(job.next(done) !== null)
  }
  expect({ ...(await studyOf(spec, done)), createdAt: '' }).toEqual({ ...whole, createdAt: '' })
})

it('does not go on with other bytes than it began with', async () => {
  const spec = specOf(many('model-a', 3), null)
  const done = new Map<string, UnitResult>()
  const first = await createJob(spec)
  const start = first.next(done)!
  done.set(start.unitId, await first.run(start, done, idleContext))
  if (spec.kind !== 'study-import') throw new Error('another kind')
  appendFileSync(spec.request.base!, '\n')
  const again = await createJob(spec)
  await expect(again.run(again.next(done)!, done, idleContext)).rejects.toMatchObject({
    code: 'checkpoint/changed'
  })
})

it('has the bytes of the files and the method as its key, not their names', async () => {
  const keyOf = async (base: readonly MadeCase[]) => {
    const result = await runJob(specOf(base, null))
    return 'keyFields' in result ? JSON.stringify(result.keyFields) : ''
  }
  const key = await keyOf(many('model-a', 3))
  expect(await keyOf(many('model-a', 3))).toBe(key)
  expect(await keyOf(many('model-b', 3))).not.toBe(key)
  const other = many('model-a', 3)
  other[0] = longCase('c0', 5, 7, { model: 'model-a' })
  expect(await keyOf(other)).not.toBe(key)
})

it('asks for a file', async () => {
  const request = { base: null, tuned: null }
  await expect(createJob({ kind: 'study-import', request })).rejects.toThrow('expected one file')
})

it('stops when it is told to', async () => {
  const spec = specOf(many('model-a', 3), null)
  const stop = AbortSignal.abort()
  await expect(runJob(spec, new Map(), stop)).rejects.toMatchObject({ code: 'job/cancelled' })
})
