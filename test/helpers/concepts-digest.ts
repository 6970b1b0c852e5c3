import { createHash } from 'node:crypto'
import type { ServiceHandle } from '../../main/service/start-service.ts'

/** SHA-256 over the numbers of a concepts job's layers. */
export async function conceptsDigestOf(service: ServiceHandle, jobId: string): Promise<string> {
  const { layers } = await service.call('concepts/result', { jobId })
  const hash = createHash('sha256')
  for (const { layer } of layers) {
    const source = { jobId }
    const found = await service.call('concepts/layer', { source, layer, withDirections: true })
    if (found === null) throw new Error(`layer ${layer} is missing`)
    for (const { topWords, topScores, randomCoherence } of found.sides) {
      for (const array of [topWords, topScores, randomCoherence]) hash.update(array)
    }
  }
  return hash.digest('hex')
}
