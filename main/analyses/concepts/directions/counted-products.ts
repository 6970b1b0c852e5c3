import { createProduct, type MatrixProduct } from '../../../runtime/matrix/product.ts'

export interface CountedProducts extends MatrixProduct {
  /** 2mnk of every product so far. */
  operations(): number
}

export async function countedProducts(nThreads: number): Promise<CountedProducts> {
  const product = await createProduct({ nThreads })
  let operations = 0
  return {
    times(a, m, b, n, k) {
      operations += 2 * m * n * k
      return product.times(a, m, b, n, k)
    },
    timesTransposed(a, m, b, n, k) {
      operations += 2 * m * n * k
      return product.timesTransposed(a, m, b, n, k)
    },
    timesInDouble(a, m, b, n, k) {
      operations += 2 * m * n * k
      return product.timesInDouble(a, m, b, n, k)
    },
    close: () => product.close(),
    operations: () => operations
  }
}
