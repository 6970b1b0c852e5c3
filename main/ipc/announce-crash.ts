import type { JobStatus } from '../../preload/data.ts'
import { log } from '../shell/log.ts'
import type { ServicePort } from './service-port.ts'

/**
 * After the service has died: starts it anew by asking, and tells the page of every run that this has
 * interrupted, and why. A run on screen would otherwise seem to go on for ever.
 */
export async function announceCrash(
  service: ServicePort,
  sentence: string,
  announce: (status: JobStatus) => void
): Promise<void> {
  try {
    for (const status of await service.call('job/list', null)) {
      if (status.state !== 'interrupted') continue
      const message = `the service ${sentence}`
      const hint = 'Resume the run to go on from the units that are done.'
      announce({ ...status, error: { code: 'engine/stopped', message, hint } })
    }
  } catch (thrown) {
    // It died too often; the next call that the page makes is answered with that.
    log(`service: not asked for its jobs: ${thrown instanceof Error ? thrown.message : thrown}`)
  }
}
