import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BadRows, listedBadRows } from '../../../main/datasets/bad-rows.ts'
import { loadCases } from '../../../main/datasets/load-cases.ts'
import { previewDataset } from '../../../main/datasets/preview-dataset.ts'
import type { StudyMapping } from '../../../preload/analysis/studies/dataset.ts'
import { failureOf } from '../../helpers/failure.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { jsonLines, writtenDataset } from './written-dataset.ts'

const mapping: StudyMapping = {
  id: 'id',
  prompt: 'prompt',
  input: null,
  response: 'response',
  instruction: 'instruction',
  instructionMatch: 'only',
  group: 'group',
  rating: 'rating'
}
const row = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  prompt: 'Say hi. Say hi. Now.',
  response: 'hi',
  instruction: 'Now.',
  group: 'g',
  rating: 2,
  ...more
})

describe('loadCases', () => {
  it('gives cases in order, the limit of sound rows, and every bad row with its line', async () => {
    const rows = [
      row('a'),
      row('a'),
      row('b', { rating: 'good' }),
      row('c', { instruction: 'Say hi.' }),
      row('d', { response: '' }),
      row('e'),
      row('f', { prompt: '' }),
      row('g')
    ]
    const path = writtenDataset('cases.jsonl', jsonLines(rows))
    const { cases, summary } = await loadCases(path, mapping, 2)
    expect(cases.map(({ caseId, line, reference }) => [caseId, line, reference])).toEqual([
      ['a', 1, 'hi'],
      ['d', 5, '']
    ])
    expect(summary).toEqual({
      name: 'cases.jsonl',
      sha256: createHash('sha256').update(jsonLines(rows)).digest('hex'),
      format: 'jsonl',
      nRows: 8,
      mapping,
      badRows: [
        { line: 2, problem: 'id "a": the same as in line 1, expected a name of its own' },
        { line: 3, problem: expect.stringContaining('rating "rating": "good", expected a number') },
        { line: 4, problem: expect.stringContaining('in the prompt 2 times') },
        { line: 7, problem: 'prompt "prompt": empty, expected text' }
      ],
      nNotTaken: 2
    })
    expect((await loadCases(path, mapping, null)).cases).toHaveLength(4)
  })

  it.each([
    ['cases.csv', 'prompt,n\n"Say\nhi",1\n,2\nGo,3\n'],
    ['cases.tsv', 'prompt\tn\n"Say\nhi"\t1\n\t2\nGo\t3\n'],
    ['cases.json', '[{"prompt":"Say\\nhi","n":1},\n\n{"prompt":"","n":2},{"prompt":"Go","n":3}]']
  ])('gives the same cases of %s', async (name, text) => {
    const simple = {
      ...mapping,
      id: 'n',
      response: null,
      instruction: null,
      group: null,
      rating: null
    }
    const { cases, summary } = await loadCases(writtenDataset(name, text), simple, null)
    expect(cases.map(({ caseId, prompt }) => [caseId, prompt])).toEqual([
      ['1', 'Say\nhi'],
      ['3', 'Go']
    ])
    expect(summary.badRows).toEqual([
      { line: name === 'cases.json' ? 3 : 4, problem: 'prompt "prompt": empty, expected text' }
    ])
  })

  it('refuses a mapping of columns that are not there, and lists those that are', async () => {
    const path = writtenDataset('cases.csv', 'Prompt,answer\nx,y\n')
    const error = await failureOf(() => loadCases(path, mapping, null))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toBe(
      'data set cases.csv: no column "id" (id), "prompt" (prompt), "response" (response), ' +
        '"instruction" (instruction), "group" (group), "rating" (rating); its columns are "Prompt", "answer"'
    )
    expect((await failureOf(() => previewDataset(path, mapping))).message).toBe(error.message)
  })

  it('knows the columns of a table without rows', async () => {
    const path = writtenDataset('cases.csv', 'id,prompt,response,instruction,group,rating\n')
    expect(await loadCases(path, mapping, null)).toMatchObject({ cases: [], summary: { nRows: 0 } })
  })

  it('stops when it is told to', async () => {
    const stop = AbortSignal.abort()
    const path = writtenDataset('cases.jsonl', jsonLines([row('a')]))
    expect((await failureOf(() => loadCases(path, mapping, null, stop))).code).toBe('job/cancelled')
  })

  it('opens links to files, and nothing but files', async () => {
    const path = writtenDataset('cases.jsonl', jsonLines([row('a')]))
    const folder = temporaryFolder()
    symlinkSync(path, join(folder, 'link.jsonl'))
    expect((await loadCases(join(folder, 'link.jsonl'), mapping, null)).cases).toHaveLength(1)
    mkdirSync(join(folder, 'folder.jsonl'))
    execFileSync('mkfifo', [join(folder, 'pipe.jsonl')])
    for (const name of ['folder.jsonl', 'pipe.jsonl', 'missing.jsonl']) {
      const error = await failureOf(() => loadCases(join(folder, name), mapping, null))
      expect(error.code).toBe('request/invalid')
      expect(error.message).toContain(`data set ${name}: `)
    }
  })
})

describe('BadRows', () => {
  it('cuts what is wrong with a row of a thousand bad spans', async () => {
    const spans = Array.from({ length: 1_000 }, () => [9, 99])
    const path = writtenDataset('x.jsonl', jsonLines([row('a', { instruction: spans })]))
    const { badRows } = (await loadCases(path, mapping, null)).summary
    expect(badRows[0]?.problem).toHaveLength(401)
    expect(badRows[0]?.problem).toMatch(/^span \[9, 99\]: outside the prompt.*…$/)
  })

  it('lists so many, and counts the others in one last entry', () => {
    const bad = new BadRows()
    for (let line = 1; line <= listedBadRows + 3; line++) bad.add({ line, problem: 'x' })
    const listed = bad.list()
    expect(listed).toHaveLength(listedBadRows + 1)
    expect(listed.at(-1)).toEqual({
      line: listedBadRows + 1,
      problem: '3 more bad rows from here on, not listed one by one'
    })
  })
})
