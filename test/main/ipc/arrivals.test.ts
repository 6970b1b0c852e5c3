/** What is told to the page of data sets and checkpoints that come from outside. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { previewDataset } from '../../../main/datasets/preview-dataset.ts'
import { Grants } from '../../../main/grants.ts'
import { arrivals } from '../../../main/ipc/arrivals.ts'
import { dataOpener } from '../../../main/ipc/open-data.ts'
import { folderOpener } from '../../../main/ipc/open-folder.ts'
import type { ServicePort } from '../../../main/ipc/service-port.ts'
import { Recents } from '../../../main/shell/recents.ts'
import type { EventName, Events } from '../../../preload/contract.ts'
import { smallSummary } from '../../helpers/checkpoint-summary.ts'

vi.mock('electron', () => ({ ipcMain: { handle: vi.fn() } }))

let top: string
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'shiftlens-arrivals-')))
  for (const folder of ['base', 'tuned', 'third']) {
    mkdirSync(join(top, folder))
    writeFileSync(join(top, folder, 'config.json'), '{}')
  }
  writeFileSync(join(top, 'base/model.safetensors'), '')
  writeFileSync(join(top, 'cases.jsonl'), '{"prompt":"Say yes."}\n{"prompt":"Say no."}\n')
  writeFileSync(join(top, 'other.csv'), 'prompt,group\nSay yes.,a\n')
  writeFileSync(join(top, 'empty.tsv'), '')
})
afterAll(() => rmSync(top, { recursive: true }))

/** Data sets are really read; of checkpoints only the folder is asked for. */
const service: ServicePort = {
  async call(name, request) {
    const answers: Record<string, (request: never) => unknown> = {
      'checkpoint/describe': () => smallSummary,
      'study/preview': ({ data }: { data: string }) => previewDataset(data, null)
    }
    return (await answers[name]?.(request as never)) as never
  }
}

/** The names of the events with what they say, and the grants behind them. */
async function tellOf(words: readonly unknown[]) {
  const grants = new Grants()
  const sent: { [N in EventName]: readonly [N, Events[N]] }[EventName][] = []
  const arrive = arrivals(
    folderOpener(service, grants, new Recents(top)),
    dataOpener(service, grants),
    (name, payload) => void sent.push([name, payload] as never)
  )
  await arrive(words, top)
  return { grants, sent, names: sent.map(([name]) => name) }
}

it('opens a data set with a handle and what its columns give, and no path', async () => {
  const { sent, grants } = await tellOf(['cases.jsonl'])
  expect(sent).toEqual([
    [
      'study/arrived',
      {
        handle: expect.stringMatching(/^[\w-]{22}$/),
        preview: expect.objectContaining({ name: 'cases.jsonl', nRows: 2, nCases: 2 })
      }
    ]
  ])
  expect(JSON.stringify(sent)).not.toContain(top)
  const [, opened] = sent[0] as readonly ['study/arrived', Events['study/arrived']]
  expect(grants.fileOf(opened.handle)).toBe(join(top, 'cases.jsonl'))
  expect(() => grants.folderOf(opened.handle)).toThrow(/no opened folder/)
})

it.each([
  ['empty.tsv', 'empty.tsv: empty, expected rows'],
  ['missing.parquet', 'missing.parquet']
])('refuses %s in the words of the data set, not of a checkpoint', async (word, message) => {
  const { sent } = await tellOf([word])
  expect(sent).toEqual([
    [
      'study/refused',
      expect.objectContaining({
        code: 'request/invalid',
        message: expect.stringContaining(message),
        hint: expect.any(String)
      })
    ]
  ])
  expect(JSON.stringify(sent)).not.toContain(top)
})

it('takes a pair and a data set at once, in any order, and no second data set', async () => {
  const words = ['empty.tsv', 'base', 'cases.jsonl', 'tuned', 'third', 'other.csv']
  const { names, sent } = await tellOf(words)
  expect(names).toEqual([
    'study/refused',
    'checkpoint/arrived',
    'study/arrived',
    'checkpoint/arrived'
  ])
  expect(sent[2]?.[1]).toMatchObject({ preview: { name: 'cases.jsonl' } })
  const late = await tellOf(['base', 'tuned', 'third', 'other.csv'])
  expect(late.names).toEqual(['checkpoint/arrived', 'checkpoint/arrived', 'study/arrived'])
})

it('takes the files of a checkpoint for their folder, its JSON too', async () => {
  const { names } = await tellOf(['base/model.safetensors', 'base/config.json', 'base'])
  expect(names).toEqual(['checkpoint/arrived'])
})

it('refuses what is no path as before', async () => {
  const { sent } = await tellOf([7, '//server/cases.jsonl', 'a\0.csv'])
  expect(sent.map(([name, payload]) => [name, Reflect.get(payload as object, 'code')])).toEqual(
    Array.from({ length: 3 }, () => ['checkpoint/refused', 'request/invalid'])
  )
})
