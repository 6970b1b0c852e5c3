import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { Grants } from '../../../main/grants.ts'
import { arrivals } from '../../../main/ipc/arrivals.ts'
import { checkpointHandlers } from '../../../main/ipc/handlers/checkpoint-handlers.ts'
import { dataOpener } from '../../../main/ipc/open-data.ts'
import { folderOpener } from '../../../main/ipc/open-folder.ts'
import { Recents } from '../../../main/shell/recents.ts'
import { smallSummary } from '../../helpers/checkpoint-summary.ts'
import { answeringService } from '../../helpers/answering-service.ts'

vi.mock('electron', () => ({ ipcMain: { handle: vi.fn() }, dialog: {} }))

let top: string
let base: string
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'shiftlens-open-')))
  base = join(top, 'models/base')
  mkdirSync(base, { recursive: true })
  mkdirSync(join(top, 'data'))
})
afterEach(() => rmSync(top, { recursive: true }))

function setUp(picked: string | null = null) {
  const service = answeringService({
    'checkpoint/describe': ({ folder }) => {
      if (folder.endsWith('broken')) throw new AppError('checkpoint/malformed', 'config.json: bad')
      return smallSummary
    }
  })
  const grants = new Grants()
  const recents = new Recents(join(top, 'data'))
  const open = folderOpener(service, grants, recents)
  const dialogs = {
    pickFolder: async () => picked,
    pickFile: async () => null,
    pickTarget: async () => null
  }
  const handlers = checkpointHandlers(open, grants, recents, dialogs, join(top, 'sample'))
  return { service, grants, recents, open, handlers }
}

describe('opening a folder', () => {
  it('by dialog gives a handle, a label without the path, and remembers it', async () => {
    const { handlers, grants, service } = setUp(base)
    const opened = await handlers['checkpoint/pick']({})
    expect(opened).toEqual({
      handle: expect.stringMatching(/^[\w-]{22}$/),
      label: 'models/base',
      summary: smallSummary
    })
    expect(JSON.stringify(opened)).not.toContain(top)
    expect(grants.folderOf(opened?.handle ?? '')).toBe(base)
    expect(service.requests).toEqual([['checkpoint/describe', { folder: base }]])
    expect(new Recents(join(top, 'data')).folders).toEqual([base])
  })

  it('by a closed dialog opens nothing', async () => {
    const { handlers, service } = setUp(null)
    expect(await handlers['checkpoint/pick']({})).toBeNull()
    expect(service.requests).toEqual([])
  })

  it('by handle works for granted ones only', async () => {
    const { handlers, grants, service } = setUp()
    const handle = grants.grant(base)
    expect(await handlers['checkpoint/open']({ handle })).toMatchObject({ handle })
    for (const forged of [base, 'AAAAAAAAAAAAAAAAAAAAAA', handle.toLowerCase() + 'x']) {
      expect(() => handlers['checkpoint/open']({ handle: forged })).toThrow(
        expect.objectContaining({ code: 'request/invalid' })
      )
    }
    expect(service.requests).toHaveLength(1)
  })

  it('that holds no sound checkpoint grants and remembers nothing', async () => {
    const { open, recents } = setUp()
    mkdirSync(join(top, 'broken'))
    await expect(open(join(top, 'broken'))).rejects.toMatchObject({ code: 'checkpoint/malformed' })
    expect(recents.folders).toEqual([])
  })

  it('lists recents newest first, the missing ones marked, with fresh handles', async () => {
    const { open, handlers } = setUp()
    const gone = join(top, 'models/gone')
    mkdirSync(gone)
    await open(gone)
    const { handle } = await open(base)
    rmSync(gone, { recursive: true })
    expect(await handlers['checkpoint/recents']({})).toEqual([
      { handle, label: 'models/base', isMissing: false },
      { handle: expect.any(String), label: 'models/gone', isMissing: true }
    ])
  })

  it('from outside tells the page about each: arrived or refused, at most two', async () => {
    const { service, grants, open } = setUp()
    for (const name of ['tuned', 'third', 'broken']) mkdirSync(join(top, 'models', name))
    const sent: (readonly [string, unknown])[] = []
    const openData = dataOpener(service, grants)
    const arrive = arrivals(open, openData, (name, payload) => void sent.push([name, payload]))
    await arrive(['base', 'broken', 7, 'base', 'tuned', 'third'], join(top, 'models'))
    expect(sent).toEqual([
      ['checkpoint/arrived', expect.objectContaining({ label: 'models/base' })],
      ['checkpoint/refused', { code: 'checkpoint/malformed', message: 'config.json: bad' }],
      ['checkpoint/refused', expect.objectContaining({ code: 'request/invalid' })],
      ['checkpoint/arrived', expect.objectContaining({ label: 'models/tuned' })]
    ])
  })
})
