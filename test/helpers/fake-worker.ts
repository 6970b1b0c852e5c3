/** A worker program whose jobs are fake; everything else is the real thing. */
import { runWorker } from '../../main/worker/run-worker.ts'
import { createFakeJob } from './fake-job.ts'
import { fakeDesk } from './fake-desk.ts'

void runWorker({ createJob: createFakeJob, desk: fakeDesk })
