import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { libraryHandlers } from '../../../main/ipc/handlers/library-handlers.ts'
import type { OpenedResult } from '../../../preload/data.ts'
import { answeringService } from '../../helpers/answering-service.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiftlens-library-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const opened = { row: { title: '../What: "a" <title>?' } } as OpenedResult

function setUp(target: string | null, file: string | null = null) {
  const asked: string[] = []
  const service = answeringService({
    'result/open': () => opened,
    'result/export': () => null,
    'result/import': () => ({ resultId: 'r1' })
  })
  const handlers = libraryHandlers(service, {
    pickFolder: async () => null,
    pickFile: async () => file,
    pickTarget: async (_title, suggestedName) => {
      asked.push(suggestedName)
      return target
    }
  })
  return { handlers, service, asked }
}

describe('files that leave the program', () => {
  it('are written where the dialog says, under a harmless suggested name', async () => {
    const target = join(folder, 'map.png')
    const { handlers, asked } = setUp(target)
    const bytes = new Uint8Array([1, 2, 3, 4]).subarray(1)
    const saved = await handlers['picture/save']({
      suggestedName: '../../etc/cron.d/evil.png',
      format: 'png',
      bytes
    })
    expect(saved).toEqual({ fileName: 'map.png' })
    expect([...readFileSync(target)]).toEqual([2, 3, 4])
    expect(readdirSync(folder)).toEqual(['map.png'])
    expect(asked).toEqual(['etc cron.d evil.png'])
  })

  it('are not written when the dialog is closed', async () => {
    const { handlers, service } = setUp(null)
    const bytes = new Uint8Array(1)
    expect(await handlers['picture/save']({ suggestedName: 'a', format: 'svg', bytes })).toBeNull()
    expect(await handlers['result/export']({ resultId: 'r1', format: 'csv' })).toBeNull()
    expect(await handlers['result/import']({})).toBeNull()
    expect(service.requests.map(([name]) => name)).toEqual(['result/open'])
  })

  it('are named after the result, and the service writes them', async () => {
    const target = join(folder, 'chosen.json')
    const { handlers, service, asked } = setUp(target)
    expect(await handlers['result/export']({ resultId: 'r1', format: 'json' })).toEqual({
      fileName: 'chosen.json'
    })
    expect(asked).toEqual(['What a title.json'])
    expect(service.requests.at(-1)).toEqual([
      'result/export',
      { resultId: 'r1', format: 'json', path: target }
    ])
  })

  it('that cannot be written are reported, and nothing is left behind', async () => {
    const { handlers } = setUp(join(folder, 'missing/map.png'))
    await expect(
      handlers['picture/save']({ suggestedName: 'a', format: 'png', bytes: new Uint8Array(1) })
    ).rejects.toMatchObject({ code: 'store/unavailable', file: 'map.png' })
    expect(existsSync(join(folder, 'missing'))).toBe(false)
  })
})
