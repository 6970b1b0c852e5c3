import type { BrowserWindowConstructorOptions } from 'electron'

/** Every option of trust.md SEC-02, written out also where it is the default. */
export const webPreferences = {
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
} as const

/** Smallest window in which nothing scrolls sideways (interface.md). */
export const smallestWindow = { minWidth: 960, minHeight: 600 } as const

/** All options of the window; `preload` and `icon` are absolute paths. */
export function windowOptions(
  preload: string,
  icon: string,
  bounds: Pick<BrowserWindowConstructorOptions, 'x' | 'y' | 'width' | 'height'>,
  isDark: boolean
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    ...smallestWindow,
    show: false,
    title: 'Shiftlens',
    icon,
    backgroundColor: isDark ? '#1b1c1e' : '#ffffff',
    webPreferences: { ...webPreferences, preload }
  }
}
