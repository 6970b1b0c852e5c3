import { fileURLToPath } from 'node:url'
import { AppError } from '../errors.ts'
import { storeHome } from '../service/home.ts'
import { startService } from '../service/start-service.ts'
import type { ServiceHandle } from '../service/start-service.ts'
import type { StoreMode } from '../service/store-access.ts'
import type { Terminal } from './terminal.ts'

const programAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Starts a service for the time of `work`. A service that dies ends the work with its reason. */
export async function withService<T>(
  mode: StoreMode,
  terminal: Terminal,
  work: (service: ServiceHandle) => Promise<T>
): Promise<T> {
  const service = startService({
    home: storeHome(),
    mode,
    program: 'cli',
    serviceProgram: programAt('../service/index.ts'),
    workerProgram: programAt('../worker/index.ts'),
    execPath: process.execPath,
    onOutput: (text) => terminal.passOn(text)
  })
  let isOver = false
  const died = service.ended.then(({ sentence }) => {
    if (isOver) return new Promise<never>(() => undefined)
    throw new AppError('engine/stopped', `the service ${sentence}`, {
      hint: 'Run the same command again: it goes on from what was kept.'
    })
  })
  try {
    return await Promise.race([work(service), died])
  } finally {
    isOver = true
    await service.close()
  }
}
