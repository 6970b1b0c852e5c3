/** Start of the program: what must happen before Electron is ready, then the window and what serves it. */
import { join } from 'node:path'
import { app, dialog, nativeTheme, session } from 'electron'
import type { Arrive } from './ipc/arrivals.ts'
import { servePage } from './ipc/serve-page.ts'
import { installMenu } from './menu.ts'
import { registerScheme, serveWindow } from './protocol.ts'
import { storeHome } from './service/home.ts'
import { handedWords, pathsOf } from './shell/launch-arguments.ts'
import { denyNavigation } from './shell/navigation.ts'
import { isSupportStart, reasonToRefuse } from './shell/refuse-start.ts'
import { lockSession } from './shell/session.ts'
import { SettingsFile } from './shell/settings.ts'
import { MainWindow } from './window.ts'

const argv = process.argv.slice(1)
const isTest = isSupportStart(argv)
const dataFolder = storeHome()
const out = join(import.meta.dirname, '..')

/** Arguments that are the user's: started as `electron FOLDER`, the first word is this program. */
function wordsOf(commandLine: readonly string[]): readonly string[] {
  return pathsOf(commandLine.slice(app.isPackaged ? 1 : 2))
}

function start(): void {
  const refusal = reasonToRefuse(argv, process.env, app.isPackaged)
  if (refusal !== null) {
    process.stderr.write(`shiftlens: ${refusal}\n`)
    app.exit(2)
    return
  }
  // Profile and lock lie with the store: one instance for each store (SEC-16, DUR-03).
  app.setPath('userData', join(dataFolder, 'window'))
  if (!app.requestSingleInstanceLock({ words: wordsOf(process.argv) })) {
    app.exit(0)
    return
  }
  // Root under a test has no sandbox to enable; Chromium's processes would refuse to start.
  if (!(isTest && app.commandLine.hasSwitch('no-sandbox'))) app.enableSandbox()
  registerScheme()
  denyNavigation()
  const early: string[] = []
  const keep = (event: { preventDefault(): void }, path: string): void => {
    event.preventDefault()
    early.push(path)
  }
  app.on('open-file', keep)
  app
    .whenReady()
    .then(() => {
      app.off('open-file', keep)
      run([...wordsOf(process.argv), ...early])
    })
    .catch((error: unknown) => {
      dialog.showErrorBox('Shiftlens could not start', String(error))
      app.exit(1)
    })
}

function run(words: readonly string[]): void {
  lockSession(session.defaultSession, !app.isPackaged)
  serveWindow(join(out, 'renderer'))
  const settings = new SettingsFile(dataFolder)
  nativeTheme.themeSource = settings.current.theme

  const main = new MainWindow({
    preload: join(out, 'preload/index.cjs'),
    icon: join(resourceFolder(), 'icons/icon.png'),
    dataFolder
  })
  const { service, arrive } = servePage({
    window: main,
    settings,
    dataFolder,
    sampleFolder: join(resourceFolder(), 'sample'),
    programFolder: join(out, 'main'),
    isTest
  })
  installMenu({
    isMac: process.platform === 'darwin',
    isPackaged: app.isPackaged,
    act: (action) => main.send('menu/action', action)
  })
  main.show().webContents.once('did-finish-load', () => void arrive(words))
  followApp(main, arrive)
  restBeforeQuit(() => service.close())
}

/** What the system and a second instance tell this one. */
function followApp(main: MainWindow, arrive: Arrive): void {
  app.on('second-instance', (_event, _commandLine, workingFolder, data) => {
    main.show().focus()
    void arrive(handedWords(data), workingFolder)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void arrive([path])
  })
  app.on('activate', () => main.show())
  app.on('window-all-closed', () => app.quit())
}

/** Holds the end of the program until the store is at rest. */
function restBeforeQuit(rest: () => Promise<void>): void {
  let hasRested = false
  app.on('before-quit', (event) => {
    if (hasRested) return
    event.preventDefault()
    void rest().finally(() => {
      hasRested = true
      app.quit()
    })
  })
}

/** Where `resources/` lies: beside the program when packaged, in the checkout otherwise. */
function resourceFolder(): string {
  return app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources')
}

start()
