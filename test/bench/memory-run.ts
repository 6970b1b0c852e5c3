/** One attribution in a process of its own; tells its peak resident size. */
import { createHash } from 'node:crypto'
import { openCheckpoint } from '../../main/checkpoint/checkpoint.ts'
import { runAttribution } from './attribution-run.ts'
import { peakResidentBytes } from './peak-memory.ts'

export interface MemoryReport {
  readonly memory: string
  readonly seconds: number
  readonly peakBytes: number
  /** What the plan counts for layer inputs, one run, its directions and the output embedding. */
  readonly activationBytes: number
  /** SHA-256 of the map's blocks. */
  readonly digest: string
}

const [folder = '', memory = ''] = process.argv.slice(2)
if (memory !== 'resident' && memory !== 'streamed') throw new Error(`memory "${memory}"`)
const { plan, seconds, blocks } = await runAttribution(
  await openCheckpoint(folder),
  60,
  120,
  'forward',
  memory
)
const hash = createHash('sha256')
for (const block of blocks)
  hash.update(new Uint8Array(block.buffer, block.byteOffset, block.byteLength))
const report: MemoryReport = {
  memory,
  seconds,
  peakBytes: peakResidentBytes(),
  activationBytes: plan.activationBytes,
  digest: hash.digest('hex')
}
process.send?.(report)
