import { nativeTheme, app } from 'electron'
import { Grants } from '../grants.ts'
import { launchService, nodeBinaryVariable } from '../shell/launch-service.ts'
import { log } from '../shell/log.ts'
import { Recents } from '../shell/recents.ts'
import type { SettingsFile } from '../shell/settings.ts'
import type { MainWindow } from '../window.ts'
import { announceCrash } from './announce-crash.ts'
import { arrivals, serveDrops } from './arrivals.ts'
import type { Arrive } from './arrivals.ts'
import { systemDialogs } from './dialogs.ts'
import { serveCalls } from './handler-table.ts'
import { appHandlers } from './handlers/app-handlers.ts'
import { checkpointHandlers } from './handlers/checkpoint-handlers.ts'
import { conceptsHandlers } from './handlers/concepts-handlers.ts'
import { headsHandlers } from './handlers/heads-handlers.ts'
import { jobHandlers } from './handlers/job-handlers.ts'
import { libraryHandlers } from './handlers/library-handlers.ts'
import { studyHandlers } from './handlers/study-handlers.ts'
import { dataOpener } from './open-data.ts'
import { folderOpener } from './open-folder.ts'
import { ServiceLink } from './service-link.ts'

export interface PageParts {
  readonly window: MainWindow
  readonly settings: SettingsFile
  readonly dataFolder: string
  readonly sampleFolder: string
  /** Folder of the built service and worker. */
  readonly programFolder: string
  readonly isTest: boolean
}

/** Puts everything in place that the page can reach: its calls, its events, its drops. */
export function servePage({
  window,
  settings,
  dataFolder,
  sampleFolder,
  programFolder,
  isTest
}: PageParts): { readonly service: ServiceLink; readonly arrive: Arrive } {
  const nodeBinary = isTest ? (process.env[nodeBinaryVariable] ?? null) : null
  const service = new ServiceLink({
    launch: () => launchService({ home: dataFolder, programFolder, nodeBinary }),
    events: {
      'job/changed': (status) => window.send('job/changed', status),
      'generation/text': (text) => window.send('generation/text', text),
      'library/changed': (change) => window.send('library/changed', change)
    },
    onCrash: (sentence) => {
      log(`service: ${sentence}`)
      void announceCrash(service, sentence, (status) => window.send('job/changed', status))
    }
  })
  const recents = new Recents(dataFolder)
  const grants = new Grants()
  const dialogs = systemDialogs(() => window.current)
  const open = folderOpener(service, grants, recents)
  const openData = dataOpener(service, grants)
  const arrive = arrivals(open, openData, (name, payload) => window.send(name, payload))

  serveCalls({
    ...appHandlers(service, settings, { version: app.getVersion(), isTest }, ({ theme }) => {
      nativeTheme.themeSource = theme
    }),
    ...checkpointHandlers(open, grants, recents, dialogs, sampleFolder),
    ...jobHandlers(service, grants, settings),
    ...conceptsHandlers(service, grants, settings, dialogs),
    ...headsHandlers(service, grants, settings, dialogs),
    ...studyHandlers(service, openData, grants, settings, dialogs, sampleFolder),
    ...libraryHandlers(service, dialogs)
  })
  serveDrops(arrive)
  return { service, arrive }
}
