import { basename, join } from 'node:path'
import type { FileFilter } from 'electron'
import type { Request } from '../../../preload/contract.ts'
import type { Grants } from '../../grants.ts'
import type { StudyRequest } from '../../service/contract.ts'
import { dataExtensions } from '../../shell/data-file.ts'
import { safeFileName } from '../../shell/file-name.ts'
import type { SettingsFile } from '../../shell/settings.ts'
import type { Dialogs } from '../dialogs.ts'
import type { HandlerTable } from '../handler-table.ts'
import type { OpenData } from '../open-data.ts'
import type { ServicePort } from '../service-port.ts'

type StudyCalls = Extract<keyof HandlerTable, `study/${string}`>

const anyFile: FileFilter = { name: 'Any file', extensions: ['*'] }
const dataFilters = [{ name: 'Data set', extensions: [...dataExtensions] }, anyFile]
const recordedFilters = [{ name: 'Recorded runs', extensions: ['jsonl', 'json'] }, anyFile]
const reportFilters: Readonly<Record<Request<'study/report'>['format'], FileFilter>> = {
  html: { name: 'Report', extensions: ['html'] },
  csv: { name: 'CSV table', extensions: ['csv'] },
  json: { name: 'JSON', extensions: ['json'] },
  parquet: { name: 'Parquet table', extensions: ['parquet'] }
}

/** Studies: handles become folders and files, the service does the rest. */
export function studyHandlers(
  service: ServicePort,
  openData: OpenData,
  grants: Grants,
  settings: SettingsFile,
  dialogs: Dialogs,
  sampleFolder: string
): Pick<HandlerTable, StudyCalls> {
  const folderOf = (handle: string | null) => (handle === null ? null : grants.folderOf(handle))
  const fileOf = (handle: string | null) => (handle === null ? null : grants.fileOf(handle))
  const withPaths = (request: Request<'study/start'>): StudyRequest => ({
    base: folderOf(request.base),
    tuned: folderOf(request.tuned),
    data: grants.fileOf(request.data),
    settings: {
      ...request.settings,
      nThreads: request.settings.nThreads || settings.current.nThreads
    }
  })
  return {
    'study/pick': async () => {
      const path = await dialogs.pickFile('Open data set', dataFilters)
      return path === null ? null : openData(path)
    },
    'study/sample': () => openData(join(sampleFolder, 'cases.jsonl')),
    'study/preview': ({ data, mapping }) =>
      service.call('study/preview', { data: grants.fileOf(data), mapping }),
    'study/plan': (request) => service.call('study/plan', withPaths(request)),
    'study/start': (request) => service.call('study/start', withPaths(request)),
    'study/pick-recorded': async () => {
      const path = await dialogs.pickFile('Choose recorded runs', recordedFilters)
      return path === null ? null : { handle: grants.grantFile(path), name: basename(path) }
    },
    'study/import': ({ base, tuned }) =>
      service.call('study/import', { base: fileOf(base), tuned: fileOf(tuned) }),
    'study/case': (request) => service.call('study/case', request),
    'study/ratings': (request) => service.call('study/ratings', request),
    'study/rate': (request) => service.call('study/rate', request),
    'study/report': async ({ resultId, format, salience }) => {
      const { row } = await service.call('result/open', { resultId })
      const path = await dialogs.pickTarget(
        'Save report',
        `${safeFileName(row.title, 'study')}.${format}`,
        [reportFilters[format]]
      )
      if (path === null) return null
      await service.call('study/report', { resultId, format, salience, path })
      return { fileName: basename(path) }
    }
  }
}
