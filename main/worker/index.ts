/** Entry of the worker process. */
import { desk } from './desk.ts'
import { createJob } from './jobs/create-job.ts'
import { runWorker } from './run-worker.ts'

void runWorker({ createJob, desk })
