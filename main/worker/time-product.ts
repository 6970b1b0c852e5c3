import { createProduct } from '../runtime/matrix/product.ts'

const size = 768
const nTries = 3
const measured = new Map<number, Promise<number>>()

/**
 * Floating-point operations a second of a float32 product on this machine, the best of three of some tens of
 * milliseconds; measured once a process and number of threads.
 */
export function timeProduct(nThreads: number): Promise<number> {
  const known = measured.get(nThreads)
  if (known) return known
  const measuring = measure(nThreads)
  measured.set(nThreads, measuring)
  measuring.catch(() => measured.delete(nThreads))
  return measuring
}

async function measure(nThreads: number): Promise<number> {
  const product = await createProduct({ nThreads })
  try {
    const x = Float32Array.from({ length: size * size }, (_, i) => Math.sin(i))
    let best = 0
    for (let run = 0; run < nTries; run++) {
      const startedMs = performance.now()
      await product.times(x, size, x, size, size)
      best = Math.max(best, (2 * size ** 3 * 1_000) / (performance.now() - startedMs))
    }
    return best
  } finally {
    await product.close()
  }
}
