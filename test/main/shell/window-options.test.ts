import { expect, it } from 'vitest'
import { webPreferences, windowOptions } from '../../../main/shell/window-options.ts'

it('names every protection of the window, whatever the default is', () => {
  expect(webPreferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableBlinkFeatures: 'Auxclick'
  })
})

it('gives the window those, its preload, and nothing else that matters', () => {
  const bounds = { x: 10, y: 20, width: 1_280, height: 720 }
  expect(windowOptions('/out/preload/index.cjs', '/icons/icon.png', bounds, true)).toEqual({
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Shiftlens',
    icon: '/icons/icon.png',
    backgroundColor: '#1b1c1e',
    webPreferences: { ...webPreferences, preload: '/out/preload/index.cjs' }
  })
})
