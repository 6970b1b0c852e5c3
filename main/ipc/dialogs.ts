import { dialog } from 'electron'
import type { BrowserWindow, FileFilter } from 'electron'
import { AppError } from '../errors.ts'

/** The system's dialogs; null when the user closed one without a choice. */
export interface Dialogs {
  pickFolder(title: string): Promise<string | null>
  pickFile(title: string, filters: readonly FileFilter[]): Promise<string | null>
  /** Where to write; the system asks before it lets an existing file be replaced. */
  pickTarget(
    title: string,
    suggestedName: string,
    filters: readonly FileFilter[]
  ): Promise<string | null>
}

/** Dialogs that belong to a window. */
export function systemDialogs(window: () => BrowserWindow | null): Dialogs {
  const owner = (): BrowserWindow => {
    const open = window()
    if (open === null) throw new AppError('internal', 'dialog: no window is open')
    return open
  }
  return {
    async pickFolder(title) {
      const { canceled, filePaths } = await dialog.showOpenDialog(owner(), {
        title,
        properties: ['openDirectory', 'showHiddenFiles']
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    async pickFile(title, filters) {
      const { canceled, filePaths } = await dialog.showOpenDialog(owner(), {
        title,
        properties: ['openFile'],
        filters: [...filters]
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    async pickTarget(title, suggestedName, filters) {
      const { canceled, filePath } = await dialog.showSaveDialog(owner(), {
        title,
        defaultPath: suggestedName,
        filters: [...filters],
        properties: ['showOverwriteConfirmation', 'createDirectory']
      })
      return canceled || !filePath ? null : filePath
    }
  }
}
