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
        item('Open base checkpoint…', 'pair/open-base', 'CmdOrCtrl+O'),
        item('Open tuned checkpoint…', 'pair/open-tuned', 'CmdOrCtrl+Shift+O'),
        line,
        item('Run attribution', 'attribution/run', 'CmdOrCtrl+Enter'),
        line,
        item('Import result…', 'result/import'),
        item('Export result…', 'result/export'),
        item('Save picture…', 'picture/save'),
        line,
        item('Settings…', 'app/settings', 'CmdOrCtrl+,'),
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
        item('Command palette…', 'app/palette', 'CmdOrCtrl+Shift+P'),
        item('Side bar', 'view/side-bar', 'CmdOrCtrl+B'),
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
        item('Library', 'view/library', 'CmdOrCtrl+2')
      ]
    },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        item('Keys', 'app/keys'),
        item('Guided tour', 'app/tour'),
        item('Copy diagnostics', 'app/diagnostics'),
        ...(isMac ? [] : [line, { role: 'about' as const }])
      ]
    }
  ]
}
