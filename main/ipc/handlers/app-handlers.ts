import { homedir, release, totalmem, type } from 'node:os'
import type { AppInfo, Settings } from '../../../preload/data.ts'
import { reportError } from '../../errors.ts'
import { describeDiagnostics } from '../../shell/diagnostics.ts'
import { loggedLines } from '../../shell/log.ts'
import type { SettingsFile } from '../../shell/settings.ts'
import type { HandlerTable } from '../handler-table.ts'
import type { ServicePort } from '../service-port.ts'

type AppCalls =
  | 'app/info'
  | 'app/diagnostics'
  | 'settings/read'
  | 'settings/write'
  | 'device/list'
  | 'device/test'

export interface AppFacts {
  readonly version: string
  /** Started with the support flag: the page shows a banner. */
  readonly isTest: boolean
}

/** The program itself: what it is, its settings, its devices, a report for a bug. */
export function appHandlers(
  service: ServicePort,
  settings: SettingsFile,
  facts: AppFacts,
  onSettings: (settings: Settings) => void
): Pick<HandlerTable, AppCalls> {
  return {
    'app/info': () => readInfo(service, facts),
    'app/diagnostics': async () => {
      const [info, devices, jobs] = await Promise.all([
        readInfo(service, facts),
        service.call('device/list', null).catch(() => []),
        service.call('job/list', null).catch(() => [])
      ])
      return describeDiagnostics({
        appVersion: facts.version,
        versions: info.versions,
        system: `${type()} ${release()} ${process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
        home: homedir(),
        devices,
        jobs,
        log: loggedLines()
      })
    },
    'settings/read': () => settings.current,
    'settings/write': async (wanted) => {
      const written = await settings.write(wanted)
      onSettings(written)
      return written
    },
    'device/list': () => service.call('device/list', null),
    'device/test': (request) => service.call('device/test', request)
  }
}

/** A service that does not answer is itself a piece of information. */
async function readInfo(service: ServicePort, { version, isTest }: AppFacts): Promise<AppInfo> {
  const status = await service.call('service/status', null).catch((thrown: unknown) => ({
    storeProblem: reportError(thrown),
    versions: {}
  }))
  const { electron = '', chrome = '', node = '' } = process.versions
  return {
    version,
    versions: { electron, chrome, node, ...status.versions },
    platform: `${process.platform}-${process.arch}`,
    isTest,
    storeProblem: status.storeProblem
  }
}
