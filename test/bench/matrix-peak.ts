import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GraphBuilder } from '../../main/graph/builder.ts'
import { cpu } from '../../main/runtime/device.ts'
import { createSession } from '../../main/runtime/session.ts'
import { floats } from '../../main/runtime/tensor.ts'

const size = 2_048

/** Best of five 2048³ float32 products with a constant right side, in floating-point operations a second. */
export async function measureMatrixPeak(nThreads: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'shiftlens-peak-'))
  try {
    const values = Float32Array.from({ length: size * size }, (_, i) => Math.sin(i))
    writeFileSync(join(folder, 'right.bin'), new Uint8Array(values.buffer))
    const graph = new GraphBuilder('peak')
    const left = graph.input('x', 'float32', [size, size])
    const right = graph.external('right', 'float32', [size, size], {
      location: 'right.bin',
      offsetBytes: 0,
      lengthBytes: 4 * size * size
    })
    graph.output('y', graph.node('MatMul', [left, right]), [size, size])
    const session = await createSession(graph.encode(), {
      device: cpu,
      nThreads,
      weightsFolder: folder,
      use: 'often'
    })
    let best = 0
    // The first run warms up; five count.
    for (let run = 0; run < 6; run++) {
      const startedMs = performance.now()
      await session.run({ x: floats(values, [size, size]) })
      const perSecond = (2 * size ** 3) / ((performance.now() - startedMs) / 1_000)
      if (run > 0) best = Math.max(best, perSecond)
    }
    await session.release()
    return best
  } finally {
    rmSync(folder, { recursive: true })
  }
}
