import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunPlan } from '../../preload/data.ts'
import type { JobResult } from '../../main/worker/contract.ts'
import { unwrap, type Outcome } from '../../main/errors.ts'
import { attributionSettings } from '../helpers/attribution-settings.ts'
import { expectColumnsClose, float32Tolerance } from '../helpers/close.ts'
import { readGolden } from '../helpers/goldens.ts'
import { launchApp, repository } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

/*
 * The shipped program runs its worker in a utility process of Electron, where memory is caged and
 * buffers of native code are copied. The store cannot be loaded in the old Electron of the tests, the
 * worker can: it is started here as main starts it, and spoken to over its port.
 */

let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp()
})
afterAll(() => launched.close())

const golden = readGolden('qwen2')
const example = golden.cases[0]!

/** Starts the built worker, makes one call, answers the worker's own ones as an empty store would. */
async function askWorker<T>(name: string, request: unknown): Promise<T> {
  const program = join(repository, 'out/main/worker.cjs')
  const outcome = await launched.app.evaluate(
    async ({ MessageChannelMain, utilityProcess }, { program, name, request }) => {
      const child = utilityProcess.fork(program, ['--role', 'desk'], { stdio: 'pipe' })
      const { port1, port2 } = new MessageChannelMain()
      child.postMessage('connect', [port2])
      let output = ''
      child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
      const reply = await new Promise<unknown>((resolve) => {
        port1.on('message', ({ data }) => {
          if (data.kind === 'call') {
            port1.postMessage({ kind: 'reply', id: data.id, outcome: { ok: true, value: null } })
          }
          if (data.kind === 'reply') resolve(data.outcome)
        })
        child.on('exit', (code) => {
          const message = `the worker ended with ${code}: ${output.slice(-2_000)}`
          resolve({ ok: false, error: { code: 'engine/stopped', message } })
        })
        port1.start()
        port1.postMessage({ kind: 'call', id: 1, name, request })
      })
      child.kill()
      // Typed arrays do not survive the way back to the test; their numbers do.
      return JSON.stringify(reply, (_key, value: unknown) =>
        ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value
      )
    },
    { program, name, request }
  )
  // Written just above.
  return unwrap(JSON.parse(outcome) as Outcome<T>)
}

const { prompt, response } = example
const request = {
  base: golden.checkpoint,
  tuned: null,
  settings: attributionSettings({ prompt, response, withLeaveOneOut: true })
}

it('the worker plans in a utility process of Electron', async () => {
  const plans = await askWorker<RunPlan[]>('attribution/plan', request)
  expect(plans).toMatchObject([{ role: 'base', memory: 'resident', device: 'cpu' }])
})

it('the worker attributes there as the golden does', async () => {
  const spec = { kind: 'attribution', request }
  const reply = await askWorker<{ result: Extract<JobResult, { kind: 'attribution' }> }>(
    'job/run',
    {
      jobId: 'utility',
      spec,
      done: []
    }
  )
  const [side] = reply.result.record.sides
  const nResponse = example.response_positions[1] - example.response_positions[0]
  expect(side!.ids).toEqual(example.ids)
  const recorded = (name: string) => golden.tensors.get(`0.${name}`)!.data
  expectColumnsClose(side!.importance, recorded('importance'), nResponse, float32Tolerance)
  expectColumnsClose(side!.leaveOneOut!, recorded('leave_one_out'), nResponse, float32Tolerance)
})
