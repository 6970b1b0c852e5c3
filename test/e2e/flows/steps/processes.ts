import { execFileSync } from 'node:child_process'
import type { ElectronApplication } from 'playwright-core'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** The service of this program, by what its command line says. */
export function servicePid(app: ElectronApplication): number | null {
  return childOf(app.process().pid!, /service\.cjs/)
}

/** The worker that runs jobs. */
export function jobWorkerPid(app: ElectronApplication): number | null {
  const service = servicePid(app)
  return service === null ? null : childOf(service, /worker\.cjs.*--role jobs/)
}

function childOf(parent: number, command: RegExp): number | null {
  const children = listProcesses().filter((process) => process.parent === parent)
  return children.find((process) => command.test(process.command))?.pid ?? null
}

function listProcesses(): readonly Process[] {
  const table = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
  return table.split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
    if (!found) return []
    return [{ pid: Number(found[1]), parent: Number(found[2]), command: found[3]! }]
  })
}
