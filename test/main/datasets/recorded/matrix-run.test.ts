import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openRecordedRun } from '../../../../main/datasets/recorded/open-recorded.ts'
import { madeCase, writeRun, type MadeCase } from '../../../helpers/recorded-files.ts'
import { f32, type PlainTensor } from '../../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const open = (...cases: readonly MadeCase[]) =>
  openRecordedRun(writeRun(temporaryFolder(), 'run', cases))

it('reads every case with its tokens, spans, group and rating', async () => {
  const run = await open(madeCase('one', { rating: 3 }), madeCase('two', { dataset: 'other' }))
  expect(run).toMatchObject({ format: 'recorded', fileName: 'run.jsonl', model: 'model-a' })
  expect(run.badRows).toEqual([])
  expect(run.notes).toEqual([])
  expect(run.rows).toEqual([
    {
      caseId: 'one',
      line: 1,
      group: 'plain',
      prompt: 'Say it now',
      instructionSpans: [[0, 6]],
      instructionTokens: [0, 1],
      promptTokens: ['▁Say', '▁it', '▁now'],
      responseTokens: ['▁it', '</s>'],
      rating: 3
    },
    expect.objectContaining({ caseId: 'two', line: 2, group: 'other', rating: null })
  ])
  expect(run.isLevels).toBe(true)
  expect(await run.readMap(0)).toEqual(Uint8Array.of(10, 8, 0, 9, 3, 10))
})

it('opens the run from its maps as well', async () => {
  const path = writeRun(temporaryFolder(), 'run', [madeCase('one')])
  const run = await openRecordedRun(path.replace('.jsonl', '.safetensors'))
  expect(run.rows.map(({ caseId }) => caseId)).toEqual(['one'])
})

it('takes a response of no tokens with a map of no columns', async () => {
  const run = await open(madeCase('one'), madeCase('silent', { output_tokens: [], map: [] }))
  expect(run.badRows).toEqual([])
  expect(await run.readMap(1)).toEqual(new Uint8Array(0))
})

it('holds a whole file for raw importance when one number is no level, and says so', async () => {
  const raw = madeCase('raw', { map: [0.5, -0.25, 0, 0, 0, 1] })
  const run = await open(madeCase('one'), raw)
  expect(run.isLevels).toBe(false)
  expect(await run.readMap(0)).toEqual(Float32Array.of(10, 8, 0, 9, 3, 10))
  expect(await run.readMap(1)).toEqual(Float32Array.of(0.5, -0.25, 0, 0, 0, 1))
  expect(run.notes).toEqual([expect.stringContaining('raw importance')])
})

it('says when levels end below 10', async () => {
  const run = await open(madeCase('one', { map: [5, 4, 0, 1, 2, 5] }))
  expect(run.isLevels).toBe(true)
  expect(run.notes).toEqual([expect.stringContaining('largest level is 5, expected 10')])
})

const numbers = [10, 8, 0, 9, 3, 10]
const dtypes: readonly [string, Uint8Array][] = [
  ['U8', Uint8Array.from(numbers)],
  ['I8', new Uint8Array(Int8Array.from(numbers).buffer)],
  ['I16', new Uint8Array(Int16Array.from(numbers).buffer)],
  ['I32', new Uint8Array(Int32Array.from(numbers).buffer)],
  ['I64', new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer)],
  ['F64', new Uint8Array(Float64Array.from(numbers).buffer)],
  // 10, 8, 0, 9, 3, 10 as halves of a float32.
  ['BF16', new Uint8Array(Uint16Array.of(0x4120, 0x4100, 0, 0x4110, 0x4040, 0x4120).buffer)],
  ['F16', new Uint8Array(Uint16Array.of(0x4900, 0x4800, 0, 0x4880, 0x4200, 0x4900).buffer)]
]

it.each(dtypes)('reads maps of %s', async (dtype, bytes) => {
  const run = await open(madeCase('one', { map: { dtype, shape: [3, 2], bytes } }))
  expect(await run.readMap(0)).toEqual(Uint8Array.from(numbers))
})

const complex: PlainTensor = { dtype: 'C64', shape: [3, 2], bytes: new Uint8Array(48) }
const bad: readonly [string, Partial<MadeCase>, string][] = [
  ['no map', { map: null }, 'no tensor of this name in run.safetensors'],
  ['a map of another shape', { map: f32([2, 3], numbers) }, 'its map is [2, 3], expected [3, 2]'],
  ['a map of another dtype', { map: complex }, 'its map is of C64, expected floats'],
  ['a number that is none', { map: [1, 2, 3, Number.NaN, 5, 6] }, 'NaN or infinite at [1, 1]'],
  ['no prompt', { prompt: undefined }, 'prompt: found nothing, expected a text'],
  ['no prompt tokens', { input_tokens: [], map: f32([0, 2], []) }, 'input_tokens: an empty list'],
  ['tokens that are no texts', { output_tokens: [1, 2] }, 'output_tokens: found 1, expected texts'],
  ['no list of tokens', { output_tokens: 'it' }, 'output_tokens: found "it", expected a list'],
  ['an index beyond the prompt', { instruction_tokens: [0, 3] }, 'found 3, expected whole numbers'],
  ['an index that is none', { instruction_tokens: [0.5] }, 'found 0.5, expected whole numbers'],
  ['an index twice', { instruction_tokens: [1, 1] }, '1 stands there twice'],
  ['no instruction tokens', { instruction_tokens: undefined }, 'instruction_tokens: found nothing'],
  ['a span beyond the prompt', { instruction_spans: [[0, 11]] }, '[0, 11] is not within'],
  ['an empty span', { instruction_spans: [[4, 4]] }, '[4, 4] is not within'],
  ['a span that is none', { instruction_spans: [[1]] }, 'found [1], expected [start, end]'],
  ['another model', { model: 'model-b' }, 'model "model-b", expected "model-a"'],
  ['a name again', { case: 'sound' }, 'case "sound" again, it is in line 1 already']
]

it.each(bad)('leaves out a case with %s, and says where', async (_, changes, problem) => {
  const run = await open(madeCase('sound'), madeCase('bad', changes), madeCase('last'))
  expect(run.rows.map(({ caseId }) => caseId)).toEqual(['sound', 'last'])
  expect(run.badRows).toEqual([{ line: 2, problem: expect.stringContaining(problem) }])
  expect(run.nRows).toBe(3)
})

it('keeps a case whose rating is no number, unrated, and says so', async () => {
  const run = await open(madeCase('one', { rating: 'good' }))
  expect(run.rows[0]?.rating).toBeNull()
  expect(run.badRows).toEqual([{ line: 1, problem: expect.stringContaining('found "good"') }])
})

it('tells lines that are no JSON or no object, and passes over empty ones', async () => {
  const lines = ['', '{"case": ', '[1]']
  const path = writeRun(temporaryFolder(), 'run', [madeCase('one')], { lines })
  const run = await openRecordedRun(path)
  expect(run.badRows.map(({ line }) => line)).toEqual([3, 4])
  expect(run.rows).toHaveLength(1)
})

it('names maps that no case asks for', async () => {
  const tensors = { stray: f32([1], [1]) }
  const path = writeRun(temporaryFolder(), 'run', [madeCase('one')], { tensors })
  expect((await openRecordedRun(path)).notes).toEqual([expect.stringContaining('"stray"')])
})

it('counts spans in code points and moves them with the stripped prompt', async () => {
  const prompt = ' \n𝒜𝓃𝓃 says it'
  const run = await open(madeCase('one', { prompt, instruction_spans: [[2, 5]] }))
  expect(run.rows[0]).toMatchObject({ prompt: '𝒜𝓃𝓃 says it', instructionSpans: [[0, 3]] })
  const cut = await open(
    madeCase('sound'),
    madeCase('cut', { prompt, instruction_spans: [[1, 5]] })
  )
  expect(cut.badRows).toEqual([{ line: 2, problem: expect.stringContaining('[1, 5]') }])
})

it('needs neither group, model, spans nor rating', async () => {
  const none = { dataset: undefined, model: undefined, instruction_spans: undefined }
  const run = await open(madeCase('one', { ...none, rating: undefined }))
  expect(run).toMatchObject({ model: 'run', badRows: [] })
  expect(run.rows[0]).toMatchObject({ group: '', instructionSpans: [], rating: null })
})

it('refuses a run without maps, one without a usable case, text that is not UTF-8, and other files', async () => {
  const folder = temporaryFolder()
  const path = writeRun(folder, 'run', [madeCase('one', { prompt: undefined })])
  await expect(openRecordedRun(path)).rejects.toThrow(
    'no usable case; line 1: prompt: found nothing'
  )
  writeFileSync(path, Buffer.from([0x7b, 0xe9, 0x7d]))
  await expect(openRecordedRun(path)).rejects.toThrow('not valid UTF-8')
  writeFileSync(path, '')
  await expect(openRecordedRun(path)).rejects.toThrow('no usable case; it is empty')
  rmSync(join(folder, 'run.safetensors'))
  await expect(openRecordedRun(path)).rejects.toThrow(
    'run.safetensors: is missing, expected beside run.jsonl'
  )
  await expect(openRecordedRun(join(folder, 'run.csv'))).rejects.toThrow('expected a .jsonl')
})

it('refuses maps that are cut short', async () => {
  const folder = temporaryFolder()
  const path = writeRun(folder, 'run', [madeCase('one')])
  writeFileSync(join(folder, 'run.safetensors'), Buffer.from([1, 2, 3]))
  await expect(openRecordedRun(path)).rejects.toThrow('3 bytes, expected at least 8')
})
