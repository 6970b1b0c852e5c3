import { describe, expect, it, vi } from 'vitest'
import { isOwnRequest, isPermitted, lockSession } from '../../../main/shell/session.ts'

/** Every permission that Electron 25 to 45 asks for (session.setPermissionRequestHandler and …CheckHandler). */
const permissions = [
  'accessibility-events',
  'background-sync',
  'clipboard-read',
  'clipboard-sanitized-write',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'payment-handler',
  'pointerLock',
  'screen-wake-lock',
  'serial',
  'sensors',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'usb',
  'window-management',
  'unknown'
]
const own = 'app://shiftlens/index.html'

describe('permissions', () => {
  it.each(permissions)('%s is granted only to put something on the clipboard', (permission) => {
    expect(isPermitted(permission, own)).toBe(permission === 'clipboard-sanitized-write')
    expect(isPermitted(permission, 'https://example.org/')).toBe(false)
    expect(isPermitted(permission, 'app://other/')).toBe(false)
    expect(isPermitted(permission, '')).toBe(false)
  })

  it('are decided by all three handlers, and devices are never granted', () => {
    const session = {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
      webRequest: { onBeforeRequest: vi.fn() }
    }
    lockSession(session as never, false)
    const answer = vi.fn()
    session.setPermissionRequestHandler.mock.calls[0]?.[0](null, 'media', answer, {
      requestingUrl: own
    })
    expect(answer).toHaveBeenCalledWith(false)
    expect(session.setPermissionCheckHandler.mock.calls[0]?.[0](null, 'media', own)).toBe(false)
    expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]({ deviceType: 'usb' })).toBe(false)
    const decide = vi.fn()
    const onBeforeRequest = session.webRequest.onBeforeRequest.mock.calls[0]?.[0]
    onBeforeRequest({ url: 'https://example.org/' }, decide)
    onBeforeRequest({ url: own }, decide)
    expect(decide.mock.calls).toEqual([[{ cancel: true }], [{ cancel: false }]])
  })
})

describe('requests', () => {
  it.each([
    'http://localhost:5173/',
    'https://example.org/',
    'ws://example.org/',
    'wss://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'chrome-extension://abc/x.js',
    'devtools://devtools/bundled/x.html',
    'blob:https://example.org/1',
    'about:blank',
    ''
  ])('%s leaves nowhere', (url) => {
    expect(isOwnRequest(url, false)).toBe(false)
  })

  it('reach our own files and pictures that the page made; developer tools only in a checkout', () => {
    expect(isOwnRequest(own, false)).toBe(true)
    expect(isOwnRequest('data:image/png;base64,AA==', false)).toBe(true)
    expect(isOwnRequest('blob:app://shiftlens/1-2-3', false)).toBe(true)
    expect(isOwnRequest('devtools://devtools/bundled/x.html', true)).toBe(true)
    expect(isOwnRequest('https://example.org/', true)).toBe(false)
  })
})
