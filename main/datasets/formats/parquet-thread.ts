// The thread in which a Parquet file is decoded: damaged bytes can make the library loop, fill the memory
// or fail where nothing catches it, and none of that must reach the process.
import { parentPort, workerData } from 'node:worker_threads'
import type { FileIdentity } from '../../checkpoint/file-identity.ts'
import { reopen } from '../../checkpoint/safe-file.ts'
import { reportError } from '../../errors.ts'
import { readPieces } from './parquet-pieces.ts'
import type { ParquetReply } from './parquet-reply.ts'

const answer = (reply: ParquetReply) => parentPort?.postMessage(reply)

/** @param identity of the file that the parent has open */
async function serve(identity: FileIdentity): Promise<void> {
  const pieces = readPieces(await reopen(identity))
  parentPort?.on('message', async () => {
    try {
      const { value } = await pieces.next()
      answer(value ?? { kind: 'end' })
    } catch (thrown) {
      answer({ kind: 'failed', error: reportError(thrown) })
    }
  })
  answer({ kind: 'ready' })
}

serve(workerData).catch((thrown) => answer({ kind: 'failed', error: reportError(thrown) }))
