import { describe, expect, it } from 'vitest'
import { describeDiagnostics, redactPaths } from '../../../main/shell/diagnostics.ts'

describe('diagnostics', () => {
  it('name versions, devices and jobs, and hold no prompt, no title and no path', () => {
    const text = describeDiagnostics({
      appVersion: '0.1.0',
      versions: { electron: '45.4.1', sqlite: '3.53.0' },
      system: 'Linux 6.1 x64, 24 GiB',
      home: '/home/ann',
      devices: [
        { name: 'cpu', isAvailable: true, isTrusted: true, detail: '4 threads' },
        { name: 'webgpu', isAvailable: false, isTrusted: null, detail: 'no adapter' }
      ],
      jobs: [
        {
          jobId: 'j1',
          kind: 'attribution',
          title: 'SECRET-TITLE',
          state: 'failed',
          phase: 'tuned: attributing',
          unitsDone: 3,
          unitsTotal: 10,
          fraction: 0.3,
          elapsedMs: 1,
          remainingMs: null,
          throughput: null,
          error: {
            code: 'checkpoint/unreadable',
            message: '/home/ann/SECRET-FOLDER/tuned/model.safetensors: gone'
          },
          resultId: null,
          createdAt: '2026-01-01T00:00:00Z'
        }
      ],
      log: ['at run (file:///home/ann/SECRET-FOLDER/app/main.cjs:1:2)', 'home is /home/ann']
    })
    expect(text).not.toMatch(/SECRET|ann/)
    expect(text).toBe(
      [
        'Shiftlens 0.1.0',
        'System: Linux 6.1 x64, 24 GiB',
        'Versions:',
        '  electron 45.4.1',
        '  sqlite 3.53.0',
        'Devices:',
        '  cpu: present, agrees with the CPU; 4 threads',
        '  webgpu: absent, not tested; no adapter',
        'Jobs:',
        '  attribution failed (tuned: attributing) 3/10: checkpoint/unreadable: …/model.safetensors: gone',
        'Log:',
        '  at run (…/main.cjs:1:2)',
        '  home is ~'
      ].join('\n')
    )
  })

  it.each([
    ['/data/my models/base/config.json: bad', '…/config.json: bad'],
    ['C:\\Users\\Ann\\models\\base: bad', '…/base: bad'],
    ['\\\\server\\share\\base', '…/base'],
    ['"/srv/x/y" and \'/srv/z/w\'', '"…/y" and \'…/w\''],
    ['/home/ann', '~'],
    [
      '3/10 units, 1.5 GB/s, app://shiftlens/index.html',
      '3/10 units, 1.5 GB/s, app://shiftlens/index.html'
    ]
  ])('cut %j to %j', (text, expected) => {
    expect(redactPaths(text, '/home/ann')).toBe(expected)
  })
})
