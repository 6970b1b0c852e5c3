import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { EventName, Events } from '../preload/contract.ts'
import { readJsonFile, writeJsonFile } from './shell/json-file.ts'
import { log } from './shell/log.ts'
import { startPage } from './shell/origin.ts'
import { windowOptions } from './shell/window-options.ts'
import { firstWindowState, placeWindow, windowStateSchema } from './shell/window-state.ts'

export interface WindowPaths {
  readonly preload: string
  readonly icon: string
  readonly dataFolder: string
}

/** The program's one window: made when it is needed, made again after it was closed (on a Mac). */
export class MainWindow {
  readonly #paths: WindowPaths
  #window: BrowserWindow | null = null

  constructor(paths: WindowPaths) {
    this.#paths = paths
  }

  get current(): BrowserWindow | null {
    return this.#window
  }

  show(): BrowserWindow {
    if (this.#window !== null) {
      if (this.#window.isMinimized()) this.#window.restore()
      return this.#window
    }
    const window = createWindow(this.#paths)
    window.on('closed', () => {
      this.#window = null
    })
    this.#window = window
    return window
  }

  /** Sends an event of the contract; nobody hears it while the window is closed. */
  send<N extends EventName>(name: N, payload: Events[N]): void {
    this.#window?.webContents.send(`shiftlens:event/${name}`, payload)
  }
}

/** The only place that makes a window (lint holds to it). Its bounds are remembered over restarts. */
function createWindow({ preload, icon, dataFolder }: WindowPaths): BrowserWindow {
  const stateFile = join(dataFolder, 'window.json')
  const state = readJsonFile(stateFile, windowStateSchema, firstWindowState)
  const bounds = placeWindow(
    state,
    screen.getAllDisplays().map(({ workArea }) => workArea),
    screen.getPrimaryDisplay().workArea
  )
  const window = new BrowserWindow(
    windowOptions(preload, icon, bounds, nativeTheme.shouldUseDarkColors)
  )
  if (state.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const now = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }
    writeJsonFile(stateFile, now).catch((error: unknown) => {
      log(`window.json: not written: ${String(error)}`)
    })
  })
  // A dead or hung page is loaded anew; the run goes on in its own process (DUR-19).
  window.webContents.on('render-process-gone', (_, { reason }) => {
    log(`window: renderer ${reason}, loading anew`)
    if (!window.isDestroyed() && reason !== 'clean-exit') void window.loadURL(startPage)
  })
  void window.loadURL(startPage)
  return window
}
