import { expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { announceCrash } from '../../../main/ipc/announce-crash.ts'
import type { ServicePort } from '../../../main/ipc/service-port.ts'
import type { JobStatus } from '../../../preload/data.ts'
import { jobStatus } from '../../helpers/job-status.ts'

const portTo = (answer: () => Promise<unknown>): ServicePort => ({
  // Only `job/list` is asked for.
  call: answer as ServicePort['call']
})

it('tells of the runs that the death of the service has interrupted, and why', async () => {
  const told: JobStatus[] = []
  const jobs = [
    jobStatus({ jobId: 'a', state: 'interrupted' }),
    jobStatus({ jobId: 'b', state: 'done' }),
    jobStatus({ jobId: 'c', state: 'paused' })
  ]
  await announceCrash(
    portTo(async () => jobs),
    'ran out of memory',
    (status) => told.push(status)
  )
  expect(told).toEqual([
    {
      ...jobs[0],
      error: {
        code: 'engine/stopped',
        message: 'the service ran out of memory',
        hint: 'Resume the run to go on from the units that are done.'
      }
    }
  ])
})

it('stays silent when the service may not be started again', async () => {
  const told: JobStatus[] = []
  const refuse = async () => {
    throw new AppError('engine/stopped', 'service: stopped too often within five minutes')
  }
  await announceCrash(portTo(refuse), 'crashed', (status) => told.push(status))
  expect(told).toEqual([])
})
