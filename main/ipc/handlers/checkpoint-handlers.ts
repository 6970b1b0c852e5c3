import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { labelOf } from '../../grants.ts'
import type { Grants } from '../../grants.ts'
import type { Recents } from '../../shell/recents.ts'
import { readSampleCases } from '../../shell/sample.ts'
import type { Dialogs } from '../dialogs.ts'
import type { HandlerTable } from '../handler-table.ts'
import type { OpenFolder } from '../open-folder.ts'

type CheckpointCalls = 'checkpoint/pick' | 'checkpoint/open' | 'checkpoint/recents' | 'sample/open'

/** Every way by which the page gets a checkpoint; none of them takes a path from it. */
export function checkpointHandlers(
  open: OpenFolder,
  grants: Grants,
  recents: Recents,
  dialogs: Dialogs,
  sampleFolder: string
): Pick<HandlerTable, CheckpointCalls> {
  return {
    'checkpoint/pick': async () => {
      const folder = await dialogs.pickFolder('Open checkpoint folder')
      return folder === null ? null : open(folder)
    },
    'checkpoint/open': ({ handle }) => open(grants.folderOf(handle)),
    'checkpoint/recents': () =>
      recents.folders.map((folder) => ({
        handle: grants.grant(folder),
        label: labelOf(folder),
        isMissing: !existsSync(folder)
      })),
    'sample/open': async () => {
      const [base, tuned, cases] = await Promise.all([
        open(join(sampleFolder, 'base'), { isRemembered: false }),
        open(join(sampleFolder, 'tuned'), { isRemembered: false }),
        readSampleCases(sampleFolder)
      ])
      return { base, tuned, cases }
    }
  }
}
