import { basename } from 'node:path'
import type { Request } from '../../../preload/contract.ts'
import type { Grants } from '../../grants.ts'
import type { ConceptsRequest } from '../../service/contract.ts'
import type { SettingsFile } from '../../shell/settings.ts'
import type { Dialogs } from '../dialogs.ts'
import type { HandlerTable } from '../handler-table.ts'
import type { ServicePort } from '../service-port.ts'

type ConceptsCalls =
  | 'words/pick'
  | 'concepts/plan'
  | 'concepts/start'
  | 'concepts/layer'
  | 'concepts/find-words'
  | 'concepts/labels'
  | 'concepts/set-label'
  | 'annotation/plan'
  | 'annotation/start'

const wordListFilters = [
  { name: 'Word list', extensions: ['tsv', 'txt', 'csv'] },
  { name: 'Any file', extensions: ['*'] }
]

/** Concepts: handles become folders and files, the service does the rest. */
export function conceptsHandlers(
  service: ServicePort,
  grants: Grants,
  settings: SettingsFile,
  dialogs: Dialogs
): Pick<HandlerTable, ConceptsCalls> {
  const withPaths = (request: Request<'concepts/start'>): ConceptsRequest => ({
    base: request.base === null ? null : grants.folderOf(request.base),
    tuned: request.tuned === null ? null : grants.folderOf(request.tuned),
    words: request.words === null ? null : grants.fileOf(request.words),
    settings: {
      ...request.settings,
      nThreads: request.settings.nThreads || settings.current.nThreads
    }
  })
  return {
    'words/pick': async () => {
      const path = await dialogs.pickFile('Choose a word list', wordListFilters)
      return path === null ? null : { handle: grants.grantFile(path), name: basename(path) }
    },
    'concepts/plan': (request) => service.call('concepts/plan', withPaths(request)),
    'concepts/start': (request) => service.call('concepts/start', withPaths(request)),
    'concepts/layer': (request) =>
      service.call('concepts/layer', { ...request, withDirections: false }),
    'concepts/find-words': (request) => service.call('concepts/find-words', request),
    'concepts/labels': (request) => service.call('concepts/labels', request),
    'concepts/set-label': (request) => service.call('concepts/set-label', request),
    'annotation/plan': (request) => service.call('annotation/plan', request),
    'annotation/start': (request) => service.call('annotation/start', request)
  }
}
