import type { Grants } from '../../grants.ts'
import type { SettingsFile } from '../../shell/settings.ts'
import { proposeInstruction } from '../../tokenizer/instruction-spans.ts'
import type { HandlerTable } from '../handler-table.ts'
import type { ServicePort } from '../service-port.ts'

type JobCalls =
  | 'text/tokenize'
  | 'text/suggest-instruction'
  | 'attribution/plan'
  | 'attribution/start'
  | 'generation/start'
  | 'job/list'
  | 'job/pause'
  | 'job/resume'
  | 'job/cancel'
  | 'job/discard'
  | 'job/partial'

/** Runs and what leads to them: handles become folders, the service does the rest. */
export function jobHandlers(
  service: ServicePort,
  grants: Grants,
  settings: SettingsFile
): Pick<HandlerTable, JobCalls> {
  const folderOf = (handle: string | null): string | null =>
    handle === null ? null : grants.folderOf(handle)
  return {
    'text/tokenize': ({ handle, text }) =>
      service.call('text/tokenize', { folder: grants.folderOf(handle), text }),
    'text/suggest-instruction': ({ prompt }) => proposeInstruction(prompt) ?? null,
    'attribution/plan': (request) =>
      service.call('attribution/plan', {
        base: folderOf(request.base),
        tuned: folderOf(request.tuned),
        settings: request.settings
      }),
    'attribution/start': (request) =>
      service.call('attribution/start', {
        base: folderOf(request.base),
        tuned: folderOf(request.tuned),
        settings: request.settings
      }),
    'generation/start': ({ handle, ...request }) =>
      service.call('generation/start', {
        ...request,
        folder: grants.folderOf(handle),
        device: settings.current.device,
        nThreads: settings.current.nThreads
      }),
    'job/list': () => service.call('job/list', null),
    'job/pause': (request) => service.call('job/pause', request),
    'job/resume': (request) => service.call('job/resume', request),
    'job/cancel': (request) => service.call('job/cancel', request),
    'job/discard': (request) => service.call('job/discard', request),
    'job/partial': (request) => service.call('job/partial', request)
  }
}
