import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuAction } from '../preload/menu-actions.ts'

export interface MenuOptions {
  readonly isMac: boolean
  /** Developer tools and reload exist only outside the package (trust.md SEC-19). */
  readonly isPackaged: boolean
  readonly act: (action: MenuAction) => void
}

/** Puts the menu bar in place. */
export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

/** The menu as data. Items that name an action are handled by the window. */
export function menuTemplate({
  isMac,
  isPackaged,
  act
}: MenuOptions): MenuItemConstructorOptions[] {
  const item = (
    label: string,
    action: MenuAction,
    accelerator?: string
  ): MenuItemConstructorOptions => ({
    label,
    id: action,
    click: () => act(action),
    ...(accelerator !== undefined && { accelerator })
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const developer: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [line, { role: 'reload' }, { role: 'toggleDevTools' }]

  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        item('Open checkpoint…', 'open', 'CmdOrCtrl+O'),
        item('Open base checkpoint…', 'pair/open-base'),
        item('Open tuned checkpoint…', 'pair/open-tuned'),
        item('Open sample pair', 'pair/open-sample'),
        line,
        item('Run', 'run', 'CmdOrCtrl+Enter'),
        item('Pause job', 'job/pause'),
        item('Cancel job', 'job/cancel'),
        line,
        item('Import result…', 'library/import'),
        item('Export result…', 'library/export'),
        line,
        item('Settings…', 'settings', 'CmdOrCtrl+,'),
        line,
        isMac ? { role: 'close' } : { role: 'quit' }
      ]
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        line,
        item('Search library', 'library/search', 'CmdOrCtrl+F')
      ]
    },
    {
      label: '&View',
      submenu: [
        item('Command palette…', 'palette', 'CmdOrCtrl+Shift+P'),
        item('Side bar', 'sidebar/toggle', 'CmdOrCtrl+B'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
        ...developer
      ]
    },
    {
      label: '&Go',
      submenu: [
        item('Attribution', 'view/attribution', 'CmdOrCtrl+1'),
        item('Concepts', 'view/concepts', 'CmdOrCtrl+2'),
        item('Heads', 'view/heads', 'CmdOrCtrl+3'),
        item('Studies', 'view/studies', 'CmdOrCtrl+4'),
        item('Library', 'view/library', 'CmdOrCtrl+5')
      ]
    },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        item('Keys', 'keys'),
        item('Guided tour', 'tour/start'),
        ...(isMac ? [] : [line, { role: 'about' as const }])
      ]
    }
  ]
}
