import { basename } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../errors.ts'
import { safeFileName } from '../../shell/file-name.ts'
import type { Dialogs } from '../dialogs.ts'
import type { HandlerTable } from '../handler-table.ts'
import type { ServicePort } from '../service-port.ts'

type LibraryCalls =
  | 'library/list'
  | 'result/open'
  | 'result/rename'
  | 'result/annotate'
  | 'result/delete'
  | 'result/restore'
  | 'result/export'
  | 'result/import'
  | 'picture/save'

const exportFilters = {
  shiftlens: { name: 'Shiftlens result', extensions: ['shiftlens'] },
  json: { name: 'JSON', extensions: ['json'] },
  csv: { name: 'CSV table', extensions: ['csv'] },
  png: { name: 'PNG picture', extensions: ['png'] },
  svg: { name: 'SVG picture', extensions: ['svg'] }
}

/** The library, and everything that leaves the program as a file: only to where a save dialog said. */
export function libraryHandlers(
  service: ServicePort,
  dialogs: Dialogs
): Pick<HandlerTable, LibraryCalls> {
  return {
    'library/list': (query) => service.call('library/list', query),
    'result/open': (request) => service.call('result/open', request),
    'result/rename': (request) => service.call('result/rename', request),
    'result/annotate': (request) => service.call('result/annotate', request),
    'result/delete': (request) => service.call('result/delete', request),
    'result/restore': (request) => service.call('result/restore', request),
    'result/export': async ({ resultId, format }) => {
      const { row } = await service.call('result/open', { resultId })
      const path = await dialogs.pickTarget(
        'Export result',
        `${safeFileName(row.title, 'result')}.${format}`,
        [exportFilters[format]]
      )
      if (path === null) return null
      await service.call('result/export', { resultId, format, path })
      return { fileName: basename(path) }
    },
    'result/import': async () => {
      const path = await dialogs.pickFile('Import result', [exportFilters.shiftlens])
      return path === null ? null : service.call('result/import', { path })
    },
    'picture/save': async ({ suggestedName, format, bytes }) => {
      const stem = suggestedName.replace(/\.[a-z]{3,4}$/i, '')
      const path = await dialogs.pickTarget(
        'Save picture',
        `${safeFileName(stem, 'picture')}.${format}`,
        [exportFilters[format]]
      )
      if (path === null) return null
      await writeBytes(path, bytes)
      return { fileName: basename(path) }
    }
  }
}

async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch (cause) {
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC'
    throw new AppError(
      isFull ? 'store/full' : 'store/unavailable',
      `${basename(path)}: could not be written (${cause instanceof Error ? cause.message : String(cause)})`,
      { hint: 'Choose another folder.', file: basename(path), cause }
    )
  }
}
