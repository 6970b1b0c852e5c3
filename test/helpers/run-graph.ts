import type { GraphBuilder } from '../../main/graph/builder.ts'
import { cpu } from '../../main/runtime/device.ts'
import { createSession } from '../../main/runtime/session.ts'
import type { Feeds, Fetched } from '../../main/runtime/tensor.ts'

/** Runs a small graph once on the CPU, through onnxruntime as the product does. */
export async function runGraph(graph: GraphBuilder, feeds: Feeds): Promise<Fetched> {
  const session = await createSession(graph.encode(), {
    device: cpu,
    nThreads: 1,
    weightsFolder: '.',
    use: 'often'
  })
  try {
    return await session.run(feeds)
  } finally {
    await session.release()
  }
}
