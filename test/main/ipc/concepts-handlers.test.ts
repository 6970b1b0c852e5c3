import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Grants } from '../../../main/grants.ts'
import type { Dialogs } from '../../../main/ipc/dialogs.ts'
import { conceptsHandlers } from '../../../main/ipc/handlers/concepts-handlers.ts'
import { SettingsFile, defaultSettings } from '../../../main/shell/settings.ts'
import { defaultConceptsSettings } from '../../../preload/analysis/concepts/record.ts'
import { answeringService } from '../../helpers/answering-service.ts'

const folder = mkdtempSync(join(tmpdir(), 'shiftlens-concepts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const dialogsThatPick = (path: string | null): Dialogs => ({
  pickFolder: async () => null,
  pickFile: async () => path,
  pickTarget: async () => null
})

it('hands on a chosen word list by its path, and shows the page its name only', async () => {
  const grants = new Grants()
  const base = grants.grant('/models/base')
  const service = answeringService({ 'concepts/start': () => ({ jobId: 'a' }) })
  const file = new SettingsFile(folder)
  await file.write({ ...defaultSettings, nThreads: 3 })
  const handlers = conceptsHandlers(service, grants, file, dialogsThatPick('/lists/words.tsv'))

  const words = await handlers['words/pick']({})
  expect(words?.name).toBe('words.tsv')
  const settings = defaultConceptsSettings as never
  await handlers['concepts/start']({ base, tuned: null, words: words!.handle, settings })
  expect(service.requests).toEqual([
    [
      'concepts/start',
      {
        base: '/models/base',
        tuned: null,
        words: '/lists/words.tsv',
        settings: { ...defaultConceptsSettings, nThreads: 3 }
      }
    ]
  ])
})

it('refuses a folder as a word list, a word list as a folder, and a forged handle', async () => {
  const grants = new Grants()
  const base = grants.grant('/models/base')
  const words = grants.grantFile('/lists/words.tsv')
  const service = answeringService({ 'concepts/start': () => ({ jobId: 'a' }) })
  const handlers = conceptsHandlers(
    service,
    grants,
    new SettingsFile(folder),
    dialogsThatPick(null)
  )
  const start = (baseHandle: string, wordsHandle: string) => () =>
    handlers['concepts/start']({
      base: baseHandle,
      tuned: null,
      words: wordsHandle,
      settings: defaultConceptsSettings as never
    })
  expect(start(base, base)).toThrow(/no chosen file/)
  expect(start(words, words)).toThrow(/no opened folder/)
  expect(start(base, 'forged')).toThrow(/no chosen file/)
  expect(service.requests).toEqual([])
  expect(await handlers['words/pick']({})).toBeNull()
})
