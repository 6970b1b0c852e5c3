import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { openRecordedRun } from '../../../../main/datasets/recorded/open-recorded.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const fixtures = fileURLToPath(new URL('../../../fixtures/recorded/', import.meta.url))
const decoderOnly = ['inseq-0.6.json', 'inseq-0.6-lists.json', 'inseq-0.7.json.gz']

/** Entry [n, m, h] of the fixtures, n counted from the token that begins the sequence. */
const entry = (n: number, m: number, h: number) => (((n * 7 + m * 3 + h * 5) % 11) - 3) / 8
const summed = (n: number, m: number) => entry(n, m, 0) + entry(n, m, 1) + entry(n, m, 2)

it.each(decoderOnly)('reads the prompt, response and summed map of %s', async (name) => {
  const run = await openRecordedRun(join(fixtures, name))
  expect(run).toMatchObject({ format: 'inseq', model: 'tiny/recorded', isLevels: false })
  expect(run.badRows).toEqual([])
  expect(run.rows.map(({ prompt }) => prompt)).toEqual(['Say hello to Ann.', 'Count to three.'])
  expect(run.rows[0]?.promptTokens).toEqual(['▁Say', '▁hello', '▁to', '▁Ann', '.'])
  expect(run.rows[1]?.responseTokens).toEqual(['▁1', '▁2', '▁3'])
  const expected = [1, 2, 3, 4].flatMap((n) => [0, 1, 2].map((m) => summed(n, m)))
  expect(await run.readMap(1)).toEqual(Float32Array.from(expected))
})

it('says that hidden units were summed and that the first token was left out', async () => {
  const { notes } = await openRecordedRun(join(fixtures, 'inseq-0.6-lists.json'))
  expect(notes).toEqual([
    expect.stringContaining('raw importance'),
    expect.stringContaining('hidden units were summed in 2 sequences'),
    expect.stringContaining('begins the sequence was left out in 2 sequences')
  ])
})

it('takes the source of an encoder-decoder as the prompt', async () => {
  const run = await openRecordedRun(join(fixtures, 'inseq-translation.json'))
  expect(run.rows[0]?.promptTokens).toEqual(['<s>', '▁Say', '▁hello', '▁to', '▁Ann', '.'])
  expect(run.rows[0]?.responseTokens).toEqual(['▁Hello', '▁Ann'])
  const expected = [0, 1, 2, 3, 4, 5].flatMap((n) => [entry(n, 0, 0), entry(n, 1, 0)])
  expect(await run.readMap(0)).toEqual(Float32Array.from(expected))
})

it('takes names, groups, ratings and instructions from the JSON Lines beside', async () => {
  const run = await openRecordedRun(join(fixtures, 'inseq-0.6.json'))
  // Indices of the file count the token that begins the sequence.
  expect(run.rows).toMatchObject([
    { caseId: 'hello', group: 'chat', rating: 3, instructionTokens: [0, 1] },
    { caseId: 'count', group: 'count', rating: 1, instructionTokens: [0, 1, 2] }
  ])
  expect(run.rows[0]?.instructionSpans).toEqual([[0, 9]])
  expect(run.casesHash).not.toBe(run.mapsHash)
})

it('numbers the cases where nothing names them', async () => {
  const run = await openRecordedRun(join(fixtures, 'inseq-0.7.json.gz'))
  expect(run.rows.map(({ caseId }) => caseId)).toEqual(['1', '2'])
  expect(run.rows[0]).toMatchObject({ group: '', rating: null, instructionTokens: [] })
})

interface Plain {
  info?: Record<string, unknown>
  sequence_attributions: Record<string, unknown>[]
}

const tokens = (...texts: string[]) => texts.map((token, id) => ({ token, id }))

/** As `use_primitives` saves it. */
function plain(changes: Record<string, unknown> = {}): Plain {
  const sequence = {
    source: tokens('a', 'b'),
    target: tokens('a', 'b', 'c', 'd'),
    source_attributions: null,
    target_attributions: [
      [1, 2],
      [3, 4],
      [null, 5],
      [null, null]
    ],
    attr_pos_start: 2,
    attr_pos_end: 4,
    ...changes
  }
  return { sequence_attributions: [sequence, { ...sequence, ...sound }] }
}

const sound = {
  target: tokens('a', 'b', 'c', 'd'),
  source_attributions: null,
  target_attributions: [
    [1, 2],
    [3, 4],
    [0, 5],
    [0, 0]
  ],
  attr_pos_start: 2,
  attr_pos_end: 4
}

function openPlain(value: unknown) {
  const path = join(temporaryFolder(), 'out.json')
  writeFileSync(path, JSON.stringify(value))
  return openRecordedRun(path)
}

it('reads plain objects and lists, and takes the prompt from the tokens', async () => {
  const run = await openPlain(plain())
  expect(run.model).toBe('out')
  expect(run.rows[0]).toMatchObject({ prompt: 'ab', promptTokens: ['a', 'b'] })
  expect(run.rows[0]).toMatchObject({ responseTokens: ['c', 'd'] })
  expect(await run.readMap(0)).toEqual(Uint8Array.of(1, 2, 3, 4))
})

it('says when another method than the paper’s made the map', async () => {
  const run = await openPlain({ ...plain(), info: { attribution_method: 'saliency' } })
  expect(run.notes).toContainEqual(expect.stringContaining('saliency, not input_x_gradient'))
})

it('takes a sequence without attributed tokens as an empty response', async () => {
  const none = [[], [], [], []]
  const run = await openPlain(plain({ attr_pos_start: 4, target_attributions: none }))
  expect(run.badRows).toEqual([])
  expect(run.rows[0]?.responseTokens).toEqual([])
})

const numpy = (data: unknown, changes: object = {}) => ({
  target_attributions: { __ndarray__: data, dtype: 'float32', shape: [4, 2], ...changes }
})
const bytes = Buffer.from(new Float32Array(8).buffer)
const base64 = `b64:${bytes.toString('base64')}`

const bad: readonly [string, Record<string, unknown>, string][] = [
  ['no attributions', { target_attributions: null }, 'no attributions'],
  ['a number instead', { target_attributions: 3 }, 'found number, expected an array'],
  ['another shape', { target_attributions: [[1, 2]] }, 'shape [1, 2], expected [4, 2]'],
  ['layers and heads', { target_attributions: [[[[1]]]] }, 'shape [1, 1, 1, 1]'],
  ['ragged lists', { target_attributions: [[1, 2], [1]] }, 'do not have the shape [2, 2]'],
  ['texts among numbers', { target_attributions: [['1', '2']] }, 'not of numbers'],
  [
    'NaN in the prompt',
    {
      target_attributions: [
        [1, 2],
        [null, 4],
        [0, 5],
        [0, 0]
      ]
    },
    'NaN'
  ],
  ['no prompt', { attr_pos_start: 0, target_attributions: numbers(4) }, 'no prompt tokens'],
  ['a start after the end', { attr_pos_start: 4, attr_pos_end: 3 }, 'attr_pos_start 4'],
  ['a position beyond', { attr_pos_end: 9 }, 'attr_pos_end 9, expected a position from 0 to 4'],
  ['no tokens', { target: null }, 'no list "target"'],
  ['tokens without text', { target: [1, 2, 3, 4] }, 'no token'],
  ['bytes of another length', numpy(base64, { shape: [4, 3] }), '32 bytes of numbers, expected 48'],
  ['Fortran order', numpy(base64, { Corder: false }), 'Fortran order'],
  ['an unknown packing', numpy('zip:AAAA'), 'expected "b64:" or "b64.gz:"'],
  ['an unknown dtype', numpy(base64, { dtype: 'object' }), 'dtype "object"'],
  ['a shape that is none', numpy(base64, { shape: [-1, 2] }), 'shape [-1,2]'],
  ['lists short of their shape', numpy([[1]], { shape: [1, 2 ** 27] }), 'do not have the shape'],
  ['a shape beyond all memory', numpy(base64, { shape: [2 ** 40, 2 ** 40] }), 'too large'],
  ['a text that is no safetensors file', { target_attributions: 'AAAA' }, 'no safetensors file'],
  ['damaged gzip', numpy('b64.gz:AAAA'), 'cannot be unpacked to 32 bytes'],
  [
    'gzip of more than its shape',
    numpy(`b64.gz:${gzipSync(Buffer.alloc(1_000_000)).toString('base64')}`),
    'cannot be unpacked to 32 bytes'
  ]
]

function numbers(nColumns: number): number[][] {
  return [0, 1, 2, 3].map(() => Array.from({ length: nColumns }, () => 1))
}

it.each(bad)('leaves out a sequence with %s, and says why', async (_, changes, problem) => {
  const run = await openPlain(plain(changes))
  expect(run.rows.map(({ caseId }) => caseId)).toEqual(['2'])
  expect(run.badRows).toEqual([{ line: 1, problem: expect.stringContaining(problem) }])
})

it('reads float16 and float8 of 0.7 exactly', async () => {
  const packed = (dtype: string, data: Buffer) => {
    const size = data.length
    const header = Buffer.from(
      JSON.stringify({ attribution: { dtype, shape: [4, 1], data_offsets: [0, size] } })
    )
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(header.length))
    return Buffer.concat([length, header, data]).toString('base64')
  }
  const map = async (dtype: string, data: Buffer) => {
    const target_attributions = packed(dtype, data)
    const run = await openPlain(plain({ attr_pos_start: 3, target_attributions }))
    return Array.from(await run.readMap(0))
  }
  const half = Buffer.from(Uint16Array.of(0x3c00, 0xb800, 0x0001, 0).buffer)
  expect(await map('F16', half)).toEqual([1, -0.5, 2 ** -24])
  // 448 is the largest E4M3, 2^-9 the smallest.
  expect(await map('F8_E4M3', Buffer.from([0x7e, 0xb8, 0x01, 0]))).toEqual([448, -1, 2 ** -9])
})

it('refuses what Inseq did not save', async () => {
  await expect(openPlain({ cases: [] })).rejects.toThrow('no list "sequence_attributions"')
  await expect(openPlain([1])).rejects.toThrow('expected a file saved by Inseq')
  await expect(openPlain({ sequence_attributions: [1] })).rejects.toThrow('sequence 1 that is no')
  const path = join(temporaryFolder(), 'out.json.gz')
  writeFileSync(path, 'no gzip')
  await expect(openRecordedRun(path)).rejects.toThrow('cannot be unpacked')
  writeFileSync(path, gzipSync('{"sequence_attributions": ['))
  await expect(openRecordedRun(path)).rejects.toThrow('not sound JSON')
})

it('leaves NaN within texts alone', async () => {
  const run = await openPlain(plain({ target: tokens('NaN', '"\\NaN"', 'c', 'd') }))
  expect(run.rows[0]?.promptTokens).toEqual(['NaN', '"\\NaN"'])
})

it('refuses a JSON Lines beside that has not a line for each sequence', async () => {
  const folder = temporaryFolder()
  copyFileSync(join(fixtures, 'inseq-0.6.json'), join(folder, 'out.json'))
  writeFileSync(join(folder, 'out.jsonl'), '{"case": "one"}\n')
  await expect(openRecordedRun(join(folder, 'out.json'))).rejects.toThrow('1 lines, expected 2')
})

it('leaves out a sequence whose line beside cannot be read', async () => {
  const folder = temporaryFolder()
  copyFileSync(join(fixtures, 'inseq-0.6.json'), join(folder, 'out.json'))
  const [first] = readFileSync(join(fixtures, 'inseq-0.6.jsonl'), 'utf8').split('\n')
  writeFileSync(join(folder, 'out.jsonl'), `${first}\n${first}\n`)
  const run = await openRecordedRun(join(folder, 'out.json'))
  expect(run.rows.map(({ caseId }) => caseId)).toEqual(['hello'])
  expect(run.badRows).toEqual([{ line: 2, problem: expect.stringContaining('"hello" again') }])
})
