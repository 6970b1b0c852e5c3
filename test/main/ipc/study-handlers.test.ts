import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import * as v from 'valibot'
import { AppError } from '../../../main/errors.ts'
import { Grants } from '../../../main/grants.ts'
import type { Dialogs } from '../../../main/ipc/dialogs.ts'
import { studyHandlers } from '../../../main/ipc/handlers/study-handlers.ts'
import { dataOpener } from '../../../main/ipc/open-data.ts'
import { SettingsFile, defaultSettings } from '../../../main/shell/settings.ts'
import { calls, type Request } from '../../../preload/contract.ts'
import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import { answeringService } from '../../helpers/answering-service.ts'
import { failureOf } from '../../helpers/failure.ts'
import { fakeStudyRequest } from '../../helpers/fake-job.ts'
import { makeFakeStudy } from '../../helpers/study-record.ts'

const folder = mkdtempSync(join(tmpdir(), 'shiftlens-study-'))
afterAll(() => rmSync(folder, { recursive: true }))

const preview = makeFakeStudy().preview()
const plain = fakeStudyRequest({ seed: 1, nUnits: 1 }).settings
// The page's request, as its schema makes it.
const settings = v.parse(calls['study/start'].request.entries.settings, plain)

function handlersOver(
  answers: Parameters<typeof answeringService>[0],
  dialogs: Partial<Dialogs> = {}
) {
  const grants = new Grants()
  const service = answeringService(answers)
  const asked: unknown[] = []
  const noting =
    (path: string | null = null) =>
    async (...args: unknown[]) => {
      asked.push(args)
      return path
    }
  const all: Dialogs = {
    pickFolder: noting(),
    pickFile: noting(),
    pickTarget: noting(),
    ...dialogs
  }
  const file = new SettingsFile(folder)
  const handlers = studyHandlers(
    service,
    dataOpener(service, grants),
    grants,
    file,
    all,
    '/program/sample'
  )
  return { grants, service, handlers, file, asked }
}

it('opens a chosen data set by its path, and shows the page its handle and preview only', async () => {
  const answers = { 'study/preview': () => preview, 'study/start': () => ({ jobId: 'a' }) }
  const { grants, service, handlers, file } = handlersOver(answers, {
    pickFile: async () => '/data/cases.jsonl'
  })
  await file.write({ ...defaultSettings, nThreads: 3 })
  const picked = await handlers['study/pick']({})
  expect(picked).toEqual({ handle: expect.any(String), preview })
  const [base, tuned] = [grants.grant('/models/base'), grants.grant('/models/tuned')]
  const data = picked!.handle
  await handlers['study/preview']({ data, mapping: settings.mapping })
  await handlers['study/start']({ base, tuned, data, settings: { ...settings, nThreads: 0 } })
  expect(service.requests).toEqual([
    ['study/preview', { data: '/data/cases.jsonl', mapping: null }],
    ['study/preview', { data: '/data/cases.jsonl', mapping: settings.mapping }],
    [
      'study/start',
      {
        ...{ base: '/models/base', tuned: '/models/tuned', data: '/data/cases.jsonl' },
        settings: { ...settings, nThreads: 3 }
      }
    ]
  ])
})

it('gives no handle of a data set that cannot be read, and none when the dialog is closed', async () => {
  const refused = () => {
    throw new AppError('request/invalid', 'cases.jsonl: is not UTF-8')
  }
  const answers = { 'study/preview': refused }
  const opening = handlersOver(answers, { pickFile: async () => '/data/cases.jsonl' })
  expect(await failureOf(async () => opening.handlers['study/pick']({}))).toMatchObject({
    message: 'cases.jsonl: is not UTF-8'
  })
  const closing = handlersOver(answers)
  expect(await closing.handlers['study/pick']({})).toBeNull()
  expect(await closing.handlers['study/pick-recorded']({})).toBeNull()
  expect(closing.asked).toMatchObject([
    ['Open data set', [{ extensions: expect.arrayContaining(['jsonl', 'csv', 'parquet']) }, {}]],
    ['Choose recorded runs', [{ extensions: ['jsonl', 'json'] }, {}]]
  ])
  expect(closing.service.requests).toEqual([])
})

it('opens the bundled data set beside the sample models', async () => {
  const { service, handlers, grants } = handlersOver({ 'study/preview': () => preview })
  const { handle } = await handlers['study/sample']({})
  expect(grants.fileOf(handle)).toBe('/program/sample/cases.jsonl')
  expect(service.requests).toEqual([
    ['study/preview', { data: '/program/sample/cases.jsonl', mapping: null }]
  ])
})

it('imports recorded runs of one model or two by their files', async () => {
  const { service, handlers } = handlersOver(
    { 'study/import': () => ({ jobId: 'a' }) },
    { pickFile: async () => '/runs/llama.jsonl' }
  )
  const picked = await handlers['study/pick-recorded']({})
  expect(picked?.name).toBe('llama.jsonl')
  await handlers['study/import']({ base: picked!.handle, tuned: null })
  expect(service.requests).toEqual([['study/import', { base: '/runs/llama.jsonl', tuned: null }]])
})

it('refuses forged handles, and folders and files in each other’s place', () => {
  const { grants, service, handlers } = handlersOver({})
  const [model, data] = [grants.grant('/models/base'), grants.grantFile('/data/cases.jsonl')]
  const start = (base: string, file: string) => () =>
    handlers['study/start']({ base, tuned: null, data: file, settings })
  expect(start(model, model)).toThrow(/no chosen file/)
  expect(start(data, data)).toThrow(/no opened folder/)
  expect(start(model, 'forged')).toThrow(/no chosen file/)
  expect(() => handlers['study/plan']({ base: 'forged', tuned: null, data, settings })).toThrow()
  expect(() => handlers['study/preview']({ data: model, mapping: null })).toThrow(/no chosen file/)
  expect(() => handlers['study/import']({ base: null, tuned: model })).toThrow(/no chosen file/)
  expect(service.requests).toEqual([])
})

it('hands cases and ratings on as they are', async () => {
  const { service, handlers } = handlersOver({
    ...{ 'study/case': () => null, 'study/ratings': () => [], 'study/rate': () => null }
  })
  const shown = { source: { resultId: 'r' }, case: 3, mode: 'own' } as const
  const rating = { resultId: 'r', case: 3, role: 'tuned', rating: 2 } as const
  expect(await handlers['study/case'](shown)).toBeNull()
  expect(await handlers['study/ratings']({ resultId: 'r' })).toEqual([])
  expect(await handlers['study/rate'](rating)).toBeNull()
  expect(service.requests).toEqual([
    ['study/case', shown],
    ['study/ratings', { resultId: 'r' }],
    ['study/rate', rating]
  ])
})

it('writes a report to where the dialog said, under a name made of the title', async () => {
  const row = { title: 'Study: a/b → c?' }
  const answers = { 'result/open': () => ({ row }) as never, 'study/report': () => null }
  const targets: unknown[] = []
  const { service, handlers } = handlersOver(answers, {
    pickTarget: async (...args) => {
      targets.push(args)
      return '/out/report.html'
    }
  })
  const request = { resultId: 'r', format: 'html', salience: defaultSalience } as const
  const report = request as Request<'study/report'>
  expect(await handlers['study/report'](report)).toEqual({ fileName: 'report.html' })
  expect(targets).toEqual([
    ['Save report', expect.stringMatching(/^[^/\\?:]+\.html$/), [expect.anything()]]
  ])
  expect(service.requests.at(-1)).toEqual([
    'study/report',
    { ...request, path: '/out/report.html' }
  ])
  const closed = handlersOver(answers)
  expect(await closed.handlers['study/report'](report)).toBeNull()
  expect(closed.service.requests.map(([name]) => name)).toEqual(['result/open'])
})
