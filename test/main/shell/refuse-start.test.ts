import { describe, expect, it } from 'vitest'
import { reasonToRefuse } from '../../../main/shell/refuse-start.ts'

const weakening = [
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--disable-web-security',
  '--remote-debugging-port=9222',
  '--remote-debugging-port',
  '--remote-debugging-pipe',
  '--js-flags=--allow-natives-syntax',
  '--load-extension=/tmp/x',
  '--NO-SANDBOX',
  '-no-sandbox',
  '/no-sandbox',
  '--inspect=9229'
]

describe('a packaged program', () => {
  it.each(weakening)('does not start with %s', (argument) => {
    expect(reasonToRefuse(['/models/base', argument], {}, true)).toContain(argument)
  })

  it.each(weakening)('starts with %s beside the support flag', (argument) => {
    expect(reasonToRefuse([argument, '--shiftlens-test'], {}, true)).toBeNull()
  })

  it.each(['ELECTRON_DISABLE_SANDBOX', 'ELECTRON_RUN_AS_NODE'])(
    'does not start with %s in its environment',
    (name) => {
      expect(reasonToRefuse([], { [name]: '1' }, true)).toContain(name)
      expect(reasonToRefuse([], { [name]: '' }, true)).toContain(name)
      expect(reasonToRefuse(['--shiftlens-test'], { [name]: '1' }, true)).toBeNull()
    }
  )

  it('starts with folders and harmless switches', () => {
    expect(
      reasonToRefuse(['/models/base', 'tuned', '--lang=de', '--disable-gpu'], { HOME: '/' }, true)
    ).toBeNull()
  })

  it('is the only one that refuses: a checkout may be debugged', () => {
    expect(reasonToRefuse(['--no-sandbox', '--inspect'], {}, false)).toBeNull()
  })
})
