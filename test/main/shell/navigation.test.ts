import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { denyNavigation } from '../../../main/shell/navigation.ts'

vi.mock('electron', () => ({ app: {} }))

it('denies every way out of the page, for every page that is made', () => {
  const app = new EventEmitter()
  denyNavigation(app as never)
  for (const _page of ['first', 'second']) {
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() })
    app.emit('web-contents-created', {}, contents)
    const ways = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']
    for (const way of ways) {
      const preventDefault = vi.fn()
      contents.emit(way, { preventDefault }, 'app://shiftlens/index.html')
      expect(preventDefault, way).toHaveBeenCalledOnce()
    }
    expect(contents.setWindowOpenHandler.mock.calls[0]?.[0]({ url: 'app://shiftlens/' })).toEqual({
      action: 'deny'
    })
  }
})
