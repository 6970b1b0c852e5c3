import { basename } from 'node:path'
import type { FileFilter } from 'electron'
import type { Request } from '../../../preload/contract.ts'
import { readVerbFile } from '../../analyses/heads/verb-file.ts'
import type { Grants } from '../../grants.ts'
import type { HeadsRequest } from '../../service/contract.ts'
import type { SettingsFile } from '../../shell/settings.ts'
import type { Dialogs } from '../dialogs.ts'
import type { HandlerTable } from '../handler-table.ts'
import type { ServicePort } from '../service-port.ts'

type HeadsCalls =
  | 'similarity/pick'
  | 'verbs/pick'
  | 'heads/plan'
  | 'heads/start'
  | 'heads/layer'
  | 'attention/start'
  | 'attention/layer'

const anyFile: FileFilter = { name: 'Any file', extensions: ['*'] }
const similarityFilters = [{ name: 'Word vectors', extensions: ['txt', 'vec', 'bin'] }, anyFile]
const verbFilters = [{ name: 'Verb lists', extensions: ['json'] }, anyFile]

/** Heads: handles become folders and files, the service does the rest. */
export function headsHandlers(
  service: ServicePort,
  grants: Grants,
  settings: SettingsFile,
  dialogs: Dialogs
): Pick<HandlerTable, HeadsCalls> {
  const folderOf = (handle: string | null) => (handle === null ? null : grants.folderOf(handle))
  const fileOf = (handle: string | null) => (handle === null ? null : grants.fileOf(handle))
  const nThreads = (asked: number) => asked || settings.current.nThreads
  const withPaths = (request: Request<'heads/start'>): HeadsRequest => ({
    base: folderOf(request.base),
    tuned: folderOf(request.tuned),
    words: fileOf(request.words),
    similarity: fileOf(request.similarity),
    settings: { ...request.settings, nThreads: nThreads(request.settings.nThreads) }
  })
  return {
    'similarity/pick': async () => {
      const path = await dialogs.pickFile('Choose word vectors', similarityFilters)
      return path === null ? null : { handle: grants.grantFile(path), name: basename(path) }
    },
    'verbs/pick': async () => {
      const path = await dialogs.pickFile('Choose verb lists', verbFilters)
      return path === null ? null : readVerbFile(path)
    },
    'heads/plan': (request) => service.call('heads/plan', withPaths(request)),
    'heads/start': (request) => service.call('heads/start', withPaths(request)),
    'heads/layer': (request) => service.call('heads/layer', request),
    'attention/start': ({ base, tuned, settings: asked }) =>
      service.call('attention/start', {
        base: folderOf(base),
        tuned: folderOf(tuned),
        settings: { ...asked, nThreads: nThreads(asked.nThreads) }
      }),
    'attention/layer': (request) => service.call('attention/layer', request)
  }
}
