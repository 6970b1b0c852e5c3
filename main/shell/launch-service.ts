import { join } from 'node:path'
import type { ChildHandle, ForkOptions } from '../processes/child-handle.ts'
import { forkChild } from '../processes/child-process.ts'
import { allowedEnvironment } from '../processes/environment.ts'
import { serveWorkerLaunches } from '../processes/launcher-through-main.ts'
import { forkUtility, forkUtilityWithChannel } from '../processes/utility-process.ts'
import { workerHeapLimitMb } from '../processes/worker-launcher.ts'
import { toArgv } from '../service/arguments.ts'
import { log } from './log.ts'

/** better-sqlite3 13 loads in Node 22 and newer; an Electron with less needs a Node beside it. */
const oldestNodeMajor = 22
/** MiB; results pass through the service, weights never do. */
const serviceHeapLimitMb = 2_048

export interface ServiceLaunch {
  /** Folder of the store. */
  readonly home: string
  /** Folder of the built service.cjs and worker.cjs. */
  readonly programFolder: string
  /** The Node that a test names for an Electron that is too old; null in the shipped program. */
  readonly nodeBinary: string | null
}

/** Names the Node binary of a test; read only together with the support flag. */
export const nodeBinaryVariable = 'SHIFTLENS_NODE'

/** Starts the service: a utility process, or a plain Node process where a test names a binary. */
export function launchService({ home, programFolder, nodeBinary }: ServiceLaunch): ChildHandle {
  const options = {
    env: allowedEnvironment(process.env),
    heapLimitMb: serviceHeapLimitMb,
    onOutput: (text: string) => log(`service: ${text.trimEnd()}`)
  }
  const workerProgram = join(programFolder, 'worker.cjs')
  const serviceOptions: ForkOptions = {
    ...options,
    program: join(programFolder, 'service.cjs'),
    args: toArgv({ home, mode: 'store', program: 'app', workerProgram })
  }
  if (nodeBinary !== null) return forkChild({ ...serviceOptions, execPath: nodeBinary })

  const nodeMajor = Number.parseInt(process.versions.node, 10)
  if (nodeMajor < oldestNodeMajor) {
    throw new Error(
      `Node ${process.versions.node} in this Electron, expected ${oldestNodeMajor} or newer`
    )
  }
  const service = forkUtilityWithChannel({ ...serviceOptions, serviceName: 'Shiftlens service' })
  serveWorkerLaunches(service.channel, (role) =>
    forkUtility({
      ...options,
      program: workerProgram,
      heapLimitMb: workerHeapLimitMb,
      onOutput: (text) => log(`worker: ${text.trimEnd()}`),
      args: ['--role', role],
      serviceName: `Shiftlens worker (${role})`
    })
  )
  return service
}
