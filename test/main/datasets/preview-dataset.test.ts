import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { previewDataset } from '../../../main/datasets/preview-dataset.ts'
import { jsonLines, writtenDataset } from './written-dataset.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/datasets')
const shared = join(import.meta.dirname, '../../../../shared')
const preview = (rows: readonly unknown[]) =>
  previewDataset(writtenDataset('cases.jsonl', jsonLines(rows)), null)

describe('previewDataset', () => {
  it('shows columns, the mapping it proposes, and what comes of it', async () => {
    const rows = [
      {
        case: 'a',
        prompt: 'Go. Go. Now.',
        instruction: 'Now.',
        response: 'x',
        dataset: 'one',
        rating: 2
      },
      {
        case: 'b',
        prompt: 'Go. Go. Now.',
        instruction: 'Go.',
        response: 'x',
        dataset: 'two',
        rating: 1
      },
      { case: 'c', prompt: 'Go. Now.', instruction: null, response: '', dataset: 'two', rating: 0 },
      {
        case: 'd',
        prompt: 'Go. Now.',
        instruction: 'Go.',
        response: null,
        dataset: 'one',
        rating: null
      },
      {
        case: 'e',
        prompt: 'Stay. Now.',
        instruction: 'Stay.',
        response: 'y',
        dataset: 'one',
        rating: 3
      }
    ]
    const found = await preview(rows)
    expect(found).toMatchObject({
      name: 'cases.jsonl',
      format: 'jsonl',
      sizeBytes: jsonLines(rows).length,
      nRows: 5,
      mapping: {
        id: 'case',
        prompt: 'prompt',
        input: null,
        response: 'response',
        instruction: 'instruction',
        instructionMatch: 'only',
        group: 'dataset',
        rating: 'rating'
      },
      nCases: 4,
      nWithResponse: 3,
      nWithInstruction: 3,
      nRated: 2,
      groups: [
        { group: 'one', nCases: 3 },
        { group: 'two', nCases: 1 }
      ],
      nAmbiguous: 1,
      notes: [
        '1 case has an empty response: it has no map and scores 0',
        '1 case has no instruction: it has no score'
      ]
    })
    expect(found.badRows).toEqual([
      {
        line: 2,
        problem: expect.stringContaining('choose which to take: the first, the last or all')
      }
    ])
    expect(found.firstCases.map(({ caseId }) => caseId)).toEqual(['a', 'c', 'd', 'e'])
    expect(found.columns[1]).toEqual({
      name: 'prompt',
      type: 'text',
      examples: ['Go. Go. Now.', 'Go. Go. Now.', 'Go. Now.']
    })
    expect(found.columns.map(({ type }) => type)).toEqual([
      'text',
      'text',
      'text',
      'text',
      'text',
      'number'
    ])
  })

  it('takes what the user chose for a text that stands twice', async () => {
    const rows = [{ prompt: 'Go. Go.', instruction: 'Go.' }]
    const path = writtenDataset('cases.jsonl', jsonLines(rows))
    const proposed = await previewDataset(path, null)
    expect(proposed).toMatchObject({ nCases: 0, nAmbiguous: 1 })
    const chosen = await previewDataset(path, { ...proposed.mapping!, instructionMatch: 'all' })
    expect(chosen).toMatchObject({ nCases: 1, nAmbiguous: 1, badRows: [] })
    expect(chosen.firstCases[0]?.instructionSpans).toEqual([
      [0, 3],
      [4, 7]
    ])
  })

  it('maps nothing where no column looks like a prompt, but lists the columns and what is no row', async () => {
    const found = await preview([{ a: 1, b: [1] }, 7])
    expect(found).toMatchObject({
      mapping: null,
      nCases: 0,
      nRows: 2,
      badRows: [{ line: 2, problem: expect.stringContaining('a number, expected') }],
      notes: ['No column looks like a prompt: choose which one is']
    })
    expect(found.columns).toEqual([
      { name: 'a', type: 'number', examples: ['1'] },
      { name: 'b', type: 'other', examples: ['[1]'] }
    ])
  })

  it('shows fewer of long cases, and no column whose name no mapping could hold', async () => {
    const found = await preview(
      Array.from({ length: 9 }, () => ({ prompt: 'x'.repeat(1e6), ['y'.repeat(1_001)]: 1 }))
    )
    expect(found).toMatchObject({ nCases: 9, columns: [{ name: 'prompt' }] })
    expect(found.firstCases).toHaveLength(4)
    const wide = Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`c${i}`, i]))
    expect((await preview([wide])).columns).toHaveLength(1_000)
  })

  it('cuts examples to 200 characters and shows three that are not empty', async () => {
    const [column] = (
      await preview(['', 'x'.repeat(300), null, 'b', 'c', 'd'].map((prompt) => ({ prompt })))
    ).columns
    expect(column?.examples).toEqual([`${'x'.repeat(200)}…`, 'b', 'c'])
  })

  it('says how ratings of 0 and 1 are read', async () => {
    const found = await preview([0, 1, 1].map((rating, i) => ({ prompt: `p${i}`, rating })))
    expect(found.mapping?.rating).toBeNull()
    const path = writtenDataset('x.csv', 'prompt,r\na,0\nb,1\n')
    const mapped = await previewDataset(path, { ...found.mapping!, rating: 'r' })
    expect(mapped.notes).toContain(
      'All ratings are 0 or 1: 0 is read as unrated and 1 as unfollowed; followed would be 2 and more'
    )
  })

  it('judges columns by the first thousand rows and maps all of them, once', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => ({
      prompt: `p${i}`,
      id: i,
      group: i % 1_500
    }))
    const found = await preview(rows)
    expect(found).toMatchObject({ nRows: 5_000, nCases: 5_000, badRows: [] })
    expect(found.mapping).toMatchObject({ id: 'id', group: null })
    const grouped = await previewDataset(writtenDataset('x.jsonl', jsonLines(rows)), {
      ...found.mapping!,
      group: 'group'
    })
    expect(grouped.groups).toHaveLength(1_000)
    expect(grouped.groups[0]).toEqual({ group: '0', nCases: 4 })
  })

  it('reads chats of Parquet, and says that turns are left out', async () => {
    const found = await previewDataset(join(fixtures, 'chats-zstd.parquet'), null)
    expect(found.mapping).toMatchObject({ prompt: 'messages', id: 'prompt_id', response: null })
    expect(found.firstCases.map(({ prompt, reference }) => [prompt, reference])).toEqual([
      ['Hi?', 'Hello.'],
      ['Second', 'two']
    ])
    expect(found.badRows).toEqual([
      { line: 3, problem: 'messages "messages": roles assistant, expected a turn of the user' }
    ])
    expect(found.notes).toContain(
      '1 chat has earlier turns or a system message, which are left out'
    )
    const image = await previewDataset(join(fixtures, 'chats-zstd.parquet'), {
      ...found.mapping!,
      prompt: 'image'
    })
    expect(image.badRows[0]).toEqual({
      line: 1,
      problem: 'prompt "image": bytes that are not UTF-8, expected text or chat messages'
    })
  })

  it.skipIf(!existsSync(shared))(
    'proposes the mapping of the shared data sets unasked',
    async () => {
      const sample = await previewDataset(join(shared, 'sample/cases.jsonl'), null)
      expect(sample).toMatchObject({
        mapping: {
          id: 'case',
          prompt: 'prompt',
          response: 'response',
          instruction: 'instruction',
          group: 'dataset',
          rating: null
        },
        nRows: 120,
        nCases: 120,
        nWithInstruction: 120,
        badRows: [],
        notes: []
      })
      for (const [name, nRated] of [
        ['vicuna-7b', 550],
        ['llama-7b', 0]
      ] as const) {
        const paper = await previewDataset(join(shared, `paper/${name}.jsonl`), null)
        expect(paper).toMatchObject({
          mapping: {
            id: 'case',
            prompt: 'prompt',
            response: null,
            instruction: 'instruction_spans',
            group: 'dataset',
            rating: 'rating'
          },
          nCases: 552,
          nWithInstruction: 552,
          nRated,
          groups: [
            { group: 'self-instruct', nCases: 252 },
            { group: 'lima', nCases: 300 }
          ],
          badRows: []
        })
      }
    }
  )
})
