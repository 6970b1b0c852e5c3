import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Grants } from '../../../main/grants.ts'
import { jobHandlers } from '../../../main/ipc/handlers/job-handlers.ts'
import { SettingsFile, defaultSettings } from '../../../main/shell/settings.ts'
import type { Request } from '../../../preload/contract.ts'
import { answeringService } from '../../helpers/answering-service.ts'

const settings = { prompt: 'Hello.' } as Request<'attribution/start'>['settings']

it('turns handles into folders before a request reaches the service', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shiftlens-jobs-'))
  try {
    const grants = new Grants()
    const handle = grants.grant('/models/base')
    const service = answeringService({
      'attribution/start': () => ({ jobId: 'a' }),
      'generation/start': () => ({ jobId: 'b' }),
      'text/tokenize': () => ({ ids: [], tokens: [], ranges: [] })
    })
    const file = new SettingsFile(folder)
    await file.write({ ...defaultSettings, device: 'webgpu', nThreads: 3 })
    const handlers = jobHandlers(service, grants, file)

    await handlers['attribution/start']({ base: handle, tuned: null, settings })
    await handlers['text/tokenize']({ handle, text: 'x' })
    const generation = { prompt: 'x', useChatTemplate: false, nTokensLimit: 5 }
    await handlers['generation/start']({ handle, role: 'base', ...generation })
    expect(service.requests).toEqual([
      ['attribution/start', { base: '/models/base', tuned: null, settings }],
      ['text/tokenize', { folder: '/models/base', text: 'x' }],
      [
        'generation/start',
        { folder: '/models/base', role: 'base', ...generation, device: 'webgpu', nThreads: 3 }
      ]
    ])
    const forged = { base: handle, tuned: 'forged', settings }
    expect(() => handlers['attribution/start'](forged)).toThrow(/no opened folder/)
    expect(service.requests).toHaveLength(3)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
